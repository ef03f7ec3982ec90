import Articles
import Synchronization

/// Record files of all formats with given bytes.
enum RecordFiles {
  /// Reads the bytes as the formats of records do, and passes on all articles.
  static func read(_ bytes: [UInt8], decoder: TextDecoder, _ check: (Article) -> Void) {
    for format: any InputFormat in [JSONRecords(), DelimitedRecords(), SogouDocuments()] {
      let name = "f"
      _ = format.accepts(name: name) { bytes }
      let file = CorpusFile(path: name, relativePath: name, format: format, stream: Bytes(bytes))
      guard let reader = try? format.open(file, decoder: decoder) else { continue }
      // Every record and every error takes at least a byte of the file.
      for _ in 0...2 * bytes.count + 2 {
        do throws(ArticleError) {
          guard let part = try reader.next() else { break }
          check(try part.parse())
        } catch {}
      }
    }
  }

  private final class Bytes: ByteStream {
    private let rest: Mutex<[UInt8]>

    init(_ bytes: [UInt8]) { rest = Mutex(bytes) }

    func read(upTo count: Int, appendingTo bytes: inout [UInt8]) throws(ArticleError) -> Int {
      let piece = rest.withLock { rest in
        let piece = Array(rest.prefix(count))
        rest.removeFirst(piece.count)
        return piece
      }
      bytes += piece
      return piece.count
    }
  }
}

/// Patterns of paths with given characters.
enum PatternLines {
  /// Matches a path, in the first line, with the patterns in the other lines.
  static func match(_ bytes: [UInt8]) {
    var patterns = PathPatterns()
    let lines = String(decoding: bytes.prefix(300), as: UTF8.self).split(separator: "\n")
    for line in lines.dropFirst() {
      try? patterns.exclude(String(line))
      try? patterns.include(String(line))
    }
    _ = patterns.leavesOut(lines.first.map(String.init) ?? "a/b.txt")
  }
}
