/// An article read from a web page, an office document or a crawled text, with the decisions of its
/// extraction.
public struct ExtractedArticle: Sendable {
  public let article: Article
  public let report: ExtractionReport

  /// Reads a file.
  ///
  /// - Parameter encoding: an ICU name (`GB18030`, `Big5`, `UTF-16LE` …), or nil to detect.
  /// - Throws: the errors of reading and decoding; `empty`, `tooManyAttributes`, and the errors of
  ///   office documents.
  public init(path: String, encoding: String? = nil) throws(ArticleError) {
    let decoder = try TextDecoder(forced: encoding)
    let name = FilePath.name(path)
    let isOffice = OfficeDocuments().accepts(name: name.lowercased()) {
      InputFile.beginning(of: path)
    }
    if isOffice {
      let text = try OfficeText(path: path, limit: decoder.maximumBytes)
      article = try text.article(id: name, path: path)
      report = text.report
      return
    }
    let bytes = try InputFile(path: path).readAll(limit: decoder.maximumBytes)
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
