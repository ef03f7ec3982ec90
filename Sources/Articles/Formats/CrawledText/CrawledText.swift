/// The text of a crawled web page (`.txt`): title, header, body and tail, one article per file. A
/// file that begins like HTML is read as a web page.
public struct CrawledText: InputFormat {
  private var boilerplate: BoilerplateProfile?

  public init() {}

  public var name: String { "crawled texts" }

  public var holdsSeveralArticles: Bool { false }

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool { name.hasSuffix(".txt") }

  public func open(_ file: CorpusFile, decoder: TextDecoder) -> any ArticleReader {
    WholeFileReader(file, decoder) { [boilerplate] bytes, id, path, decoder throws(ArticleError) in
      try Self.extract(
        from: bytes, id: id, path: path, decoder: decoder, boilerplate: boilerplate
      ).article
    }
  }

  /// Parses a whole file in any encoding, in O(*n*).
  ///
  /// - Parameters:
  ///   - id: the article's id.
  ///   - path: path for errors.
  /// - Throws: the errors of `TextDecoder.decode`; `empty`; the errors of `WebPage.article`.
  public static func article(
    in bytes: [UInt8], id: String, path: String, decoder: TextDecoder
  ) throws(ArticleError) -> Article {
    try extract(from: bytes, id: id, path: path, decoder: decoder).article
  }

  /// Parses a whole file as `article` does, and keeps the decisions.
  static func extract(
    from bytes: [UInt8], id: String, path: String, decoder: TextDecoder,
    boilerplate: BoilerplateProfile? = nil
  ) throws(ArticleError) -> ExtractedArticle {
    if WebPage.isPage(bytes) {
      return try WebPage.extract(
        from: bytes, id: id, path: path, decoder: decoder, boilerplate: boilerplate)
    }
    let decoded = try decoder.decode(bytes, path: path)
    let analysis = PageAnalysis(decoded.utf8, hints: PageHints(), boilerplate: boilerplate)
    let layout = analysis.layout
    guard !layout.zones.isEmpty else { throw ArticleError(path: path, reason: .empty) }
    var article = Article(
      id: id, published: layout.published, source: layout.source,
      extras: analysis.documentFacts.extras, encoding: decoded.encoding, text: decoded.utf8,
      originals: [Original(name: Original.file, start: 0)], zones: layout.zones,
      damage: decoded.damage)
    article.doubt = decoded.doubt
    return ExtractedArticle(article, analysis)
  }
}

extension CrawledText: PageFormat {
  func using(_ boilerplate: BoilerplateProfile) -> CrawledText {
    var format = self
    format.boilerplate = boilerplate
    return format
  }

  func lines(of bytes: [UInt8], path: String, decoder: TextDecoder) -> [ArraySlice<UInt8>]? {
    if WebPage.isPage(bytes) { return WebPage().lines(of: bytes, path: path, decoder: decoder) }
    return (try? decoder.decode(bytes, path: path)).map { TextLines($0.utf8).texts }
  }
}
