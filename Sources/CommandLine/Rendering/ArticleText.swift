import Xunwen

/// An article for people.
struct ArticleText {
  private let article: Article
  private let matches: [Range<Int>]
  private let style: TextStyle

  /// - Parameter matches: what to set off, as UTF-8 offsets in the article's text, ascending, without overlaps.
  init(
    _ article: Article, matches: [Range<Int>] = [], style: TextStyle = TextStyle(isColored: false)
  ) {
    self.article = article
    self.matches = matches
    self.style = style
  }

  /// Headline, facts and body, or facts and every zone with its kind and place.
  func text(byZones: Bool) -> String {
    let parts = byZones ? [facts] + zones : [headline, facts, body]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var headline: String {
    let titles = article.zones.filter { $0.kind == .title }.map { zone in
      let glyphs = Glyph.folded(
        String(decoding: article.text[zone.range], as: UTF8.self),
        matches: runs(of: zone.range).filter(\.isMatch).map { scalars(zone.range, $0.range) })
      return style.styled(glyphs[...], by: style.mark)
    }
    let headline = titles.filter { !$0.isEmpty }.joined(separator: " ")
    return headline.isEmpty ? "" : headline + "\n"
  }

  private var facts: String {
    var rows = [["id", article.id]]
    if let published = article.published { rows.append(["date", published.description]) }
    if !article.source.isEmpty { rows.append(["source", article.source]) }
    if !article.section.isEmpty { rows.append(["section", article.section]) }
    if !article.url.isEmpty { rows.append(["url", article.url]) }
    if !article.tags.isEmpty { rows.append(["tags", article.tags.joined(separator: "、")]) }
    rows += article.extras.map { [$0.key, $0.value] }
    rows.append(["encoding", article.encoding])
    return Columns.table(rows.map { $0.map(VisibleText.line) })
  }

  private var body: String {
    article.zones.filter { $0.kind == .body }.map { content($0) + "\n" }.joined(separator: "\n")
  }

  /// Each zone under a line with its kind, original and place in Unicode scalars.
  private var zones: [String] {
    let places = ScalarOffsets(article)
    return article.zones.map { zone in
      let place = places.place(of: zone)
      let lines = content(zone).split(separator: "\n", omittingEmptySubsequences: false)
      let text = lines.map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
      return "[\(zone.kind)] \(place.original) \(place.start)-\(place.end)\n\(text)"
    }
  }

  private func content(_ zone: Zone) -> String {
    let text = String(decoding: article.text[zone.range], as: UTF8.self)
    let content = text.trimmingLineBreaks()
    let start =
      zone.range.lowerBound + text.utf8.distance(from: text.startIndex, to: content.startIndex)
    return runs(of: start..<start + content.utf8.count).map { run in
      let text = VisibleText.lines(String(decoding: article.text[run.range], as: UTF8.self))
      return run.isMatch ? style.mark(text) : text
    }.joined()
  }

  /// A stretch of the text, cut where matches begin and end.
  private func runs(of range: Range<Int>) -> [(range: Range<Int>, isMatch: Bool)] {
    var runs: [(range: Range<Int>, isMatch: Bool)] = []
    var end = range.lowerBound
    for match in matches where match.overlaps(range) {
      let match = match.clamped(to: range)
      runs += [(end..<match.lowerBound, false), (match, true)]
      end = match.upperBound
    }
    return (runs + [(end..<range.upperBound, false)]).filter { !$0.range.isEmpty }
  }

  /// A part of a stretch in Unicode scalars from its beginning.
  private func scalars(_ range: Range<Int>, _ part: Range<Int>) -> Range<Int> {
    let start = article.text[range.lowerBound..<part.lowerBound].count { $0 & 0xC0 != 0x80 }
    return start..<start + article.text[part].count { $0 & 0xC0 != 0x80 }
  }
}

extension String {
  fileprivate func trimmingLineBreaks() -> Substring {
    var text = self[...]
    while text.first?.isNewline == true { text.removeFirst() }
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}

/// Places in an article's originals, counted in Unicode scalars.
struct ScalarOffsets {
  private let article: Article

  init(_ article: Article) {
    self.article = article
  }

  /// Where a zone stands.
  ///
  /// - Complexity: O(*n*) in the bytes of the article.
  func place(of zone: Zone) -> (original: String, start: Int, end: Int) {
    let original = article.originals.last { $0.start <= zone.range.lowerBound }
    let origin = original?.start ?? 0
    let start = scalars(in: origin..<zone.range.lowerBound)
    return (original?.name ?? "", start, start + scalars(in: zone.range))
  }

  /// Every byte of UTF-8 that does not continue a sequence begins a scalar.
  private func scalars(in range: Range<Int>) -> Int {
    article.text[range].count { $0 & 0xC0 != 0x80 }
  }
}
