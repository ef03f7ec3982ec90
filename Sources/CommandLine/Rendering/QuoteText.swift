// Where quotations stand, for people:
//
//     “普惠托位二百一十个”
//     1 article contains it
//      1. 社区托育服务圈建成
//         2023-07-02 14:53  工人日报  childcare.txt
//         verbatim, file 95-104
//         市总工会介绍，全市新增托育服务点六十四处，[[普惠托位二百一十个]]。
//
// Places are Unicode scalars in the original that is named.

import Xunwen

struct QuoteText {
  let style: TextStyle

  func write(_ verification: QuoteVerification, to output: StandardOutput) throws {
    try output.write(style.title("“\(VisibleText.line(verification.quote))”") + "\n")
    let total = verification.total
    let verb = total == 1 ? "contains" : "contain"
    var head =
      total == 0 ? "no article contains it" : "\(Decimal.count(total, "article")) \(verb) it"
    let shown = verification.articles.count
    if 0 < shown, shown < total { head += "; the earliest:" }
    try output.write(head + "\n")
    for article in verification.articles { try output.write(text(of: article)) }
    for (name, part) in [("beginning", verification.prefix), ("ending", verification.suffix)] {
      guard let part else { continue }
      try output.write("longest \(name) that one contains: “\(VisibleText.line(part.text))”\n")
      try output.write(text(of: part.article))
    }
    try output.write("\n")
  }

  private func text(of article: QuotedArticle) -> String {
    let hit = article.hit
    let title = hit.title.isEmpty ? "(no headline)" : VisibleText.line(hit.title)
    var facts = [hit.published?.shortDescription ?? "undated"]
    if !hit.source.isEmpty { facts.append(VisibleText.line(hit.source)) }
    facts.append(style.faint(VisibleText.line(hit.id)))
    var lines = [
      Columns.right(String(hit.rank), 2) + ". " + style.title(title),
      Self.indent + facts.joined(separator: "  "),
    ]
    for occurrence in article.occurrences.prefix(Self.places) {
      let span = occurrence.span
      let place = "\(span.original) \(span.range.lowerBound)-\(span.range.upperBound)"
      let kind = occurrence.isVerbatim ? "verbatim" : "not verbatim"
      lines.append(Self.indent + "\(kind), \(place)")
      let glyphs = glyphs(of: occurrence)
      let wrapper = LineWrapper(columns: HitText.columns - Self.indent.count)
      lines += wrapper.lines(of: glyphs).map {
        Self.indent + style.styled(glyphs[$0], by: style.mark)
      }
    }
    let more = article.occurrences.count - Self.places
    if more > 0 { lines.append(Self.indent + "and \(Decimal.count(more, "place")) more") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let indent = "    "
  /// Places of an article that are shown.
  private static let places = 5

  private func glyphs(of occurrence: QuoteOccurrence) -> [Glyph] {
    let start = occurrence.span.range.lowerBound - occurrence.sentenceSpan.range.lowerBound
    let match = start..<start + occurrence.span.range.count
    return Glyph.folded(occurrence.sentence, matches: [match])
  }
}
