/// Reads crawled pages: bytes, encoding, zones.
public struct PageReader: Sendable {
  private let decoder: TextDecoder

  /// Creates a reader.
  ///
  /// - Parameter encoding: the encoding of every page, or nil to detect each.
  /// - Throws: `unknownEncoding`.
  public init(encoding: String? = nil) throws(ArticleError) {
    decoder = try TextDecoder(forced: encoding)
  }

  /// The article in a file.
  ///
  /// - Complexity: O(size of the file).
  public func read(_ file: CorpusFile) throws(ArticleError) -> Article {
    let input = try InputFile(path: file.path)
    return try article(input.readAll(), id: file.relativePath, path: file.path)
  }

  /// The article in the bytes of a page.
  public func read(_ bytes: [UInt8], relativePath: String) throws(ArticleError) -> Article {
    try article(bytes, id: relativePath, path: relativePath)
  }

  private func article(
    _ bytes: [UInt8], id: String, path: String
  ) throws(ArticleError) -> Article {
    let decoded = try decoder.decode(bytes, path: path)
    let page = PageExtractor.extract(decoded.utf8)
    guard !page.zones.isEmpty else { throw ArticleError(path: path, reason: .empty) }
    return Article(
      id: id, published: page.published, source: page.source, encoding: decoded.encoding,
      text: decoded.utf8, originals: [Original(name: "file", start: 0)], zones: page.zones)
  }
}
