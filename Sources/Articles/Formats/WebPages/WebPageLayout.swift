import Calendar

/// A web page with the analysis of its lines.
struct WebPageLayout {
  private let page: MarkedPage
  private let decoded: DecodedText
  private let analysis: PageAnalysis
  private let layout: PageLayout

  /// - Parameters:
  ///   - decoded: the page with its markup; its bytes are not kept.
  ///   - boilerplate: the lines that repeat over the pages of the folder.
  init(_ page: MarkedPage, decoded: DecodedText, boilerplate: BoilerplateProfile? = nil) {
    self.page = page
    self.decoded = decoded.withoutText
    analysis = PageAnalysis(page.text, hints: page.hints, boilerplate: boilerplate)
    layout = analysis.layout
  }

  /// - Parameter encoding: the encoding of the file, which is decoded without damage.
  init(_ page: MarkedPage, encoding: String) {
    self.init(page, decoded: DecodedText(utf8: [], encoding: encoding))
  }

  /// A page that leads to another has less text.
  private static let redirectBytes = 600

  /// Returns the article of the page with the decisions of its extraction.
  ///
  /// - Throws: the errors of `article`.
  func extract(id: String, path: String) throws(ArticleError) -> ExtractedArticle {
    ExtractedArticle(try article(id: id, path: path), analysis)
  }

  /// Returns the article of the page.
  ///
  /// - Throws: `empty`, also for a page that only leads to another.
  func article(id: String, path: String) throws(ArticleError) -> Article {
    guard !layout.zones.isEmpty, !(page.isRedirect && page.text.count < Self.redirectBytes) else {
      throw ArticleError(path: path, reason: .empty)
    }
    var article = Article(
      id: id, published: layout.published, source: layout.source, url: page.url, extras: extras,
      encoding: decoded.encoding, text: page.text,
      originals: [Original(name: Original.page, start: 0)],
      zones: layout.zones, damage: decoded.damage)
    article.doubt = decoded.doubt
    return article
  }

  /// The declared title, time and source, as far as the page prints others.
  private var extras: [Extra] {
    var extras = analysis.documentFacts.extras
    func add(_ key: String, _ text: String) { extras.append(Extra(key: key, text: text)) }
    if let time = page.hints.times.first?.time, let published = layout.published,
      time.date != published.date
        || published.secondsOfDay.map({ $0 / 60 != (time.secondsOfDay ?? $0) / 60 }) ?? false
    {
      add("markup_time", time.description)
    }
    if let name = page.hints.sources.first, name != layout.source { add("markup_source", name) }
    let title = layout.zones.filter { $0.kind == .title }
      .map { String(decoding: page.text[$0.range], as: UTF8.self) }.joined(separator: " ")
    if let declared = page.hints.titles.first, declared != title { add("markup_title", declared) }
    return extras
  }
}
