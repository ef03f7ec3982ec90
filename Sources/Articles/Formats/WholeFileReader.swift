/// A reader of a file that is one article: the file is a single part.
final class WholeFileReader: ArticleReader {
  /// Parses the bytes of a file on any thread; see `CrawledText.article`.
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
    if file.stream != nil {
      let bytes = try InputFile(file).readAll(limit: limit)
      let slot = SingleUse(bytes)
      return ArticlePart(byteCount: bytes.count, isLast: true) {
        [file, decoder, parser] () throws(ArticleError) in
        try parser(slot.take(), file.relativePath, file.path, decoder)
      }
    }
    // The parsing thread reads the file, so that only files in work use memory.
    return ArticlePart(byteCount: file.byteCount, isLast: true) {
      [file, decoder, parser, limit] () throws(ArticleError) in
      let bytes = try InputFile(file).readAll(limit: limit)
      return try parser(bytes, file.relativePath, file.path, decoder)
    }
  }
}
