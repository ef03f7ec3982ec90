/// The text of a crawled web page (`.txt`): title, header, body and tail, one article per file.
public struct CrawledText: InputFormat {
  public init() {}

  public var holdsSeveralArticles: Bool { false }

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool { name.hasSuffix(".txt") }

  public func open(_ file: CorpusFile, decoder: TextDecoder) -> any ArticleReader {
    Reader(file, decoder)
  }

  /// Parses a whole file in any encoding, in O(*n*).
  ///
  /// - Parameters:
  ///   - id: the article's id.
  ///   - path: path for errors.
  /// - Throws: the errors of `TextDecoder.decode`; `empty`.
  public static func article(
    in bytes: [UInt8], id: String, path: String, decoder: TextDecoder
  ) throws(ArticleError) -> Article {
    let decoded = try decoder.decode(bytes, path: path)
    let layout = PageLayout.extract(decoded.utf8)
    guard !layout.zones.isEmpty else { throw ArticleError(path: path, reason: .empty) }
    return Article(
      id: id, published: layout.published, source: layout.source, encoding: decoded.encoding,
      text: decoded.utf8, originals: [Original(name: "file", start: 0)], zones: layout.zones)
  }

  /// The file as a single part. The parsing thread reads it, so that only files in work use memory.
  private final class Reader: ArticleReader {
    private let file: CorpusFile
    private let decoder: TextDecoder
    private var isAtEnd = false

    init(_ file: CorpusFile, _ decoder: TextDecoder) {
      (self.file, self.decoder) = (file, decoder)
    }

    func next() throws(ArticleError) -> ArticlePart? {
      if isAtEnd { return nil }
      isAtEnd = true
      let limit = decoder.maximumBytes
      if file.byteCount > limit {
        throw ArticleError(path: file.path, reason: .tooLarge(bytes: file.byteCount, limit: limit))
      }
      return ArticlePart(byteCount: file.byteCount, isLast: true) {
        [file, decoder, limit] () throws(ArticleError) in
        let bytes = try InputFile(path: file.path).readAll(limit: limit)
        return try CrawledText.article(
          in: bytes, id: file.relativePath, path: file.path, decoder: decoder)
      }
    }
  }
}
