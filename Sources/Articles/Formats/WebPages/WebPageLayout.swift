import Calendar

/// The layout of a web page, and the facts that its markup declares differently.
struct WebPageLayout {
  let layout: PageLayout
  /// The declared title, time and source, as far as the page prints others.
  private(set) var extras: [Extra] = []

  init(_ page: MarkedPage) {
    layout = PageLayout.extract(page.text, hints: page.hints)
    addExtras(page)
  }

  private mutating func addExtras(_ page: MarkedPage) {
    func add(_ key: String, _ value: String) {
      extras.append(Extra(key: key, value: JSONText.quoted(value)))
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
  }
}
