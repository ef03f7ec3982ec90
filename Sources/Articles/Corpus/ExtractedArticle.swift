/// An article read from a web page or a crawled text, with the decisions of its extraction.
public struct ExtractedArticle: Sendable {
  public let article: Article
  public let report: ExtractionReport

  /// Reads a file.
  ///
  /// - Parameter encoding: an ICU name (`GB18030`, `Big5`, `UTF-16LE` …), or nil to detect.
  /// - Throws: the errors of reading and decoding; `empty`, `tooManyAttributes`.
  public init(path: String, encoding: String? = nil) throws(ArticleError) {
    let decoder = try TextDecoder(forced: encoding)
    let bytes = try InputFile(path: path).readAll(limit: decoder.maximumBytes)
    let name = FilePath.name(path)
    if WebPage().accepts(name: name.lowercased(), beginning: { bytes }) {
      let page = try WebPage.page(in: bytes, path: path, decoder: decoder)
      article = try page.article(id: name, path: path)
      report = page.report
    } else {
      article = try CrawledText.article(in: bytes, id: name, path: path, decoder: decoder)
      report = ExtractionReport(article.text)
    }
  }
}
