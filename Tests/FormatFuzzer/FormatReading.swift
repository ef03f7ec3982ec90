#if LIBFUZZER
  @testable import Articles
  import Synchronization

  /// Reads inputs as articles, and ends the program when an article breaks an invariant.
  enum FormatReading {
    /// Refuses articles of more than 64 KiB, so that small inputs can reach the limit.
    static let decoder = decoder(maximumBytes: 1 << 16)

    /// Refuses articles of more than 4 KiB, which no first input has. A short compressed input can
    /// mean 100 KB of text, whose decoding would take most of the time.
    static let compressedDecoder = decoder(maximumBytes: 1 << 12)

    private static func decoder(maximumBytes: Int) -> TextDecoder {
      guard let decoder = try? TextDecoder(forced: nil, maximumBytes: maximumBytes) else {
        fatalError("no decoder")
      }
      return decoder
    }

    typealias Parser =
      @Sendable ([UInt8], _ id: String, _ path: String, TextDecoder) throws -> Article

    /// Returns a closure that parses an input as a file with one article.
    static func article(_ parse: @escaping Parser) -> FuzzedFormat.Reader {
      { bytes in
        // An error is an answer, too.
        if let article = try? parse(bytes, "id", "path", decoder) { check(article) }
      }
    }

    /// Returns a closure that reads all articles of an input.
    ///
    /// - Parameters:
    ///   - format: a format; nil for the one that accepts the name.
    ///   - change: makes the file of an input.
    static func file(
      _ name: String, _ format: (any InputFormat)? = nil, decoder: TextDecoder = decoder,
      of change: @escaping @Sendable ([UInt8]) -> [UInt8] = { $0 }
    ) -> FuzzedFormat.Reader {
      guard let format = format ?? InputFormats.all.first(where: { $0.accepts(name: name) { [] } })
      else { fatalError("no format reads \(name)") }
      return { bytes in
        let stream = MemoryStream(change(bytes))
        var file = CorpusFile(path: name, relativePath: name, format: format)
        // Archives are read from files, and from streams of this type.
        file.stream = MemberStream(in: file, counts: false) { count, bytes throws(ArticleError) in
          stream.read(upTo: count, appendingTo: &bytes)
        }
        do throws(ArticleError) {
          readAll(try format.open(file, decoder: decoder))
        } catch {}
      }
    }

    private static func readAll(_ reader: any ArticleReader) {
      // Each step takes a byte of the file, or of a member that is compressed.
      for _ in 0..<1 << 20 {
        do throws(ArticleError) {
          guard let part = try reader.next() else { return }
          check(try part.parse())
        } catch {}
      }
      fatalError("endless file")
    }

    static func check(_ article: Article) {
      if let fault = article.fault { fatalError(fault) }
    }
  }

  /// Bytes in memory as a file, which are read in pieces that end at odd places.
  private final class MemoryStream: Sendable {
    private let rest: Mutex<ArraySlice<UInt8>>

    init(_ bytes: [UInt8]) { rest = Mutex(bytes[...]) }

    func read(upTo count: Int, appendingTo bytes: inout [UInt8]) -> Int {
      let piece = rest.withLock { rest in
        let piece = rest.prefix(min(count, 1 + rest.count / 3 * 2))
        rest = rest.dropFirst(piece.count)
        return piece
      }
      bytes += piece
      return piece.count
    }
  }
#endif
