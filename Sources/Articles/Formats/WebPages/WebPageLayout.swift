import Calendar

/// The layout of a web page: that of its text from the title on, corrected by the hints of the
/// markup.
struct WebPageLayout {
  private(set) var zones: [Zone] = []
  private(set) var published: CivilDateTime?
  private(set) var source = ""
  /// The declared title, time and source, as far as the page prints others.
  private(set) var extras: [Extra] = []

  init(_ page: MarkedPage) {
    let lines = MarkedLines(page.text)
    let titleLine = Self.titleLine(page, lines)
    let start = titleLine.map { lines[$0].range.lowerBound } ?? 0
    let layout = CrawledTextLayout.extract(Array(page.text[start...]))
    if let above = Blanks.trimmed(page.text, 0..<start) {
      zones.append(Zone(kind: .header, range: above))
    }
    zones += layout.zones.map {
      Zone(kind: $0.kind, range: ($0.range.lowerBound + start)..<($0.range.upperBound + start))
    }
    moveMarginsToTail(page, lines)
    published = layout.published ?? page.hints.times.first?.time
    source = layout.source.isEmpty ? page.hints.sources.first ?? "" : layout.source
    addExtras(page)
  }

  /// The first line that is one of the declared titles, else the first heading.
  private static func titleLine(_ page: MarkedPage, _ lines: MarkedLines) -> Int? {
    for title in page.hints.titles.map({ Array($0.utf8) }) {
      let found = (0..<lines.count).filter {
        lines[$0].range.count == title.count && page.text[lines[$0].range].elementsEqual(title)
      }
      // A location or a list above the article may name it, too.
      if let best = found.first(where: { page.hints.lines[$0].headingLevel == 1 })
        ?? found.first(where: { page.hints.lines[$0].linkShare < 0.5 }) ?? found.first
      {
        return best
      }
    }
    return (0..<lines.count).first {
      let hints = page.hints.lines[$0]
      return hints.headingLevel > 0 && hints.linkShare < 0.5 && lines[$0].count >= 8
        && (hints.region == .unknown || hints.region == .article)
    }
  }

  /// Moves the lines of the body that are navigation, comments, teasers or a footer to the tail,
  /// unless no body would be left.
  private mutating func moveMarginsToTail(_ page: MarkedPage, _ lines: MarkedLines) {
    var result: [Zone] = []
    func append(_ kind: ZoneKind, _ range: Range<Int>) {
      if kind != .title, let last = result.indices.last, result[last].kind == kind {
        result[last].range = result[last].range.lowerBound..<range.upperBound
      } else {
        result.append(Zone(kind: kind, range: range))
      }
    }
    var line = 0
    for zone in zones {
      guard zone.kind == .body else {
        append(zone.kind, zone.range)
        continue
      }
      while line < lines.count, lines[line].range.upperBound <= zone.range.lowerBound { line += 1 }
      while line < lines.count, lines[line].range.lowerBound < zone.range.upperBound {
        let isMargin =
          switch page.hints.lines[line].region {
          case .unknown, .article: false
          case .navigation, .comments, .related, .footer, .share: true
          }
        append(isMargin ? .tail : .body, lines[line].range.clamped(to: zone.range))
        line += 1
      }
    }
    if result.contains(where: { $0.kind == .body }) { zones = result }
  }

  private mutating func addExtras(_ page: MarkedPage) {
    func add(_ key: String, _ value: String) {
      extras.append(Extra(key: key, value: JSONRecordWriter().quoted(value)))
    }
    if let time = page.hints.times.first?.time, let published,
      time.date != published.date
        || published.secondsOfDay.map({ $0 / 60 != (time.secondsOfDay ?? $0) / 60 }) ?? false
    {
      add("markup_time", time.description)
    }
    if let name = page.hints.sources.first, name != source { add("markup_source", name) }
    let title = zones.filter { $0.kind == .title }
      .map { String(decoding: page.text[$0.range], as: UTF8.self) }.joined(separator: " ")
    if let declared = page.hints.titles.first, declared != title { add("markup_title", declared) }
  }
}
