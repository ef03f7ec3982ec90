/// A reader of a file that is one article: the file is a single part.
final class WholeFileReader: ArticleReader {
  private let file: CorpusFile
  private let limit: Int
  private let parse: @Sendable ([UInt8]) throws(ArticleError) -> Article
  private var isAtEnd = false

  /// - Parameters:
  ///   - limit: the maximum size of the file.
  ///   - parse: parses the bytes of the file, on any thread.
  init(
    _ file: CorpusFile, limit: Int,
    parse: @escaping @Sendable ([UInt8]) throws(ArticleError) -> Article
  ) {
    (self.file, self.limit, self.parse) = (file, limit, parse)
  }

  func next() throws(ArticleError) -> ArticlePart? {
    if isAtEnd { return nil }
    isAtEnd = true
    if file.byteCount > limit {
      throw ArticleError(path: file.path, reason: .tooLarge(bytes: file.byteCount, limit: limit))
    }
    let parse = parse
    if file.stream != nil {
      let bytes = try InputFile(file).readAll(limit: limit)
      let slot = SingleUse(bytes)
      return ArticlePart(byteCount: bytes.count, isLast: true) { () throws(ArticleError) in
        try parse(slot.take())
      }
    }
    // The parsing thread reads the file, so that only files in work use memory.
    return ArticlePart(byteCount: file.byteCount, isLast: true) {
      [file, limit] () throws(ArticleError) in
      try parse(InputFile(file).readAll(limit: limit))
    }
  }
}
