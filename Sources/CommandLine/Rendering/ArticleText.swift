import Xunwen

/// An article for people.
struct ArticleText {
  private let article: Article

  init(_ article: Article) {
    self.article = article
  }

  /// Headline, facts and body, or facts and every zone with its kind and place.
  func text(byZones: Bool) -> String {
    let parts = byZones ? [facts] + zones : [headline, facts, body]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var headline: String {
    article.title.isEmpty ? "" : VisibleText.line(article.title) + "\n"
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
    return VisibleText.lines(String(text.trimmingLineBreaks()))
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
