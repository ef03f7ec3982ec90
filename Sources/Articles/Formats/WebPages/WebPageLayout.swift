import Calendar

/// A web page with the analysis of its lines.
struct WebPageLayout {
  private let page: MarkedPage
  private let encoding: String
  let analysis: PageAnalysis
  private let layout: PageLayout

  init(_ page: MarkedPage, encoding: String, boilerplate: BoilerplateProfile?) {
    (self.page, self.encoding) = (page, encoding)
    analysis = PageAnalysis(page.text, hints: page.hints, boilerplate: boilerplate)
    layout = analysis.layout
  }

  /// A page that leads to another has less text.
  private static let redirectBytes = 600

  /// Returns the article of the page.
  ///
  /// - Throws: `empty`, also for a page that only leads to another.
  func article(id: String, path: String) throws(ArticleError) -> Article {
    guard !layout.zones.isEmpty, !(page.isRedirect && page.text.count < Self.redirectBytes) else {
      throw ArticleError(path: path, reason: .empty)
    }
    return Article(
      id: id, published: layout.published, source: layout.source, url: page.url, extras: extras,
      encoding: encoding, text: page.text, originals: [Original(name: "page", start: 0)],
      zones: layout.zones)
  }

  /// The declared title, time and source, as far as the page prints others.
  private var extras: [Extra] {
    var extras = analysis.documentFacts.extras
    func add(_ key: String, _ value: String) {
      extras.append(Extra(key: key, value: JSONText.quoted(Array(value.utf8)[...])))
    }
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
