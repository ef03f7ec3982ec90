/// An article read from a file of crawled text, with the decisions of its extraction.
public struct ExtractedArticle: Sendable {
  public let article: Article
  public let report: ExtractionReport

  /// Reads a file.
  ///
  /// - Parameter encoding: an ICU name (`GB18030`, `Big5`, `UTF-16LE` …), or nil to detect.
  /// - Throws: the errors of reading and decoding; `empty`.
  public init(path: String, encoding: String? = nil) throws(ArticleError) {
    let decoder = try TextDecoder(forced: encoding)
    let bytes = try InputFile(path: path).readAll(limit: decoder.maximumBytes)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    article = try CrawledText.article(in: bytes, id: name, path: path, decoder: decoder)
    report = ExtractionReport(article.text)
  }
}
