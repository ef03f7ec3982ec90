import Storage

/// JSON records (`.jsonl`, JSON Lines): one article per line.
///
///     id, _id      string or number; `path#line` when absent
///     title        string
///     text, body   string; one of them is required
///     date, time   string or number: a date, a date with a time, or a time that completes the
///                  other field's date
///     source, url, category, section
///                  string
///     tags         array of strings, or a string separated by , ， ; ； 、 | or spaces
///     xunwen       object, in exported records: see `ExportedParts`
///
/// Where two names mean the same field, the first listed wins. A field of an unexpected type, an
/// unreadable date, and every unknown field are kept as extras. `null` means absent. If a key
/// occurs twice, the last value counts. Source, section and tags are cleaned (`cleanedName`).
public struct JSONRecords: InputFormat {
  public init() {}

  public var holdsSeveralArticles: Bool { true }

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool { name.hasSuffix(".jsonl") }

  public func open(
    _ file: CorpusFile, decoder: TextDecoder
  ) throws(ArticleError) -> any ArticleReader {
    try Reader(file, decoder)
  }

  /// Parses a record in O(length of the line).
  ///
  /// - Parameters:
  ///   - path: path for errors.
  ///   - defaultID: the id of a record without one.
  /// - Throws: `invalidJSON`, `missingText`, `empty`, `tooLarge`, `inconsistent`.
  public static func article(
    in line: RecordLine, path: String, defaultID: () -> String
  ) throws(ArticleError) -> Article {
    func fail(_ reason: ArticleError.Reason) -> ArticleError {
      ArticleError(path: path, line: line.number, reason: reason)
    }
    guard line.bytes.count <= ArticleLimits.maximumBytes else {
      throw fail(.tooLarge(bytes: line.bytes.count, limit: ArticleLimits.maximumBytes))
    }
    var record = JSONRecord()
    do throws(JSONReader.Fault) {
      try record.read(line.bytes)
    } catch {
      throw fail(.invalidJSON(offset: error.offset, problem: error.problem))
    }
    if let parts = record.parts { return try record.article(parts, fail) }
    return try record.article(defaultID: defaultID, encoding: line.encoding, fail)
  }

  private final class Reader: ArticleReader {
    private let file: CorpusFile
    private var lines: RecordLines

    init(_ file: CorpusFile, _ decoder: TextDecoder) throws(ArticleError) {
      self.file = file
      lines = try RecordLines(file, decoder: decoder)
    }

    func next() throws(ArticleError) -> ArticlePart? {
      guard let line = try lines.next() else { return nil }
      let slot = SingleUse(line)
      return ArticlePart(byteCount: line.bytes.count) { [file] () throws(ArticleError) in
        let line = slot.take()
        return try JSONRecords.article(in: line, path: file.path) {
          // The next standard input has other lines, so a hash of the content is the id.
          let hash = file.isStandardInput ? XXH64.hash(line.bytes.span) : nil
          return "\(file.relativePath)#\(hash.map { String($0, radix: 16) } ?? "\(line.number)")"
        }
      }
    }
  }
}
