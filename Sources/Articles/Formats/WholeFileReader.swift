/// A reader of a file that is one article: the file is a single part. The parsing thread reads it,
/// so that only files in work use memory.
final class WholeFileReader: ArticleReader {
  /// Parses the bytes of a file; see `CrawledText.article`.
  typealias Parser =
    @Sendable (
      _ bytes: [UInt8], _ id: String, _ path: String, _ decoder: TextDecoder
    ) throws(ArticleError) -> Article

  private let file: CorpusFile
  private let decoder: TextDecoder
  private let parser: Parser
  private var isAtEnd = false

  init(_ file: CorpusFile, _ decoder: TextDecoder, _ parser: @escaping Parser) {
    (self.file, self.decoder, self.parser) = (file, decoder, parser)
  }

  func next() throws(ArticleError) -> ArticlePart? {
    if isAtEnd { return nil }
    isAtEnd = true
    let limit = decoder.maximumBytes
    if file.byteCount > limit {
      throw ArticleError(path: file.path, reason: .tooLarge(bytes: file.byteCount, limit: limit))
    }
    return ArticlePart(byteCount: file.byteCount, isLast: true) {
      [file, decoder, parser, limit] () throws(ArticleError) in
      let bytes = try InputFile(path: file.path).readAll(limit: limit)
      return try parser(bytes, file.relativePath, file.path, decoder)
    }
  }
}
