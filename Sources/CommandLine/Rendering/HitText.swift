// Search results for people:
//
//    1. 全省长期护理保险试点满两年
//       12.35  2023-06-19 08:30  健康导报  jiankang-daobao/2023/2023-06-19-changhuxian.txt
//       …参保职工失能满六个月，经评估达到重度标准的，可以享受长期护理保险待遇……
//
// The second line has score, date, source and id, and says when the article matches in part only.
// Matches are red where there is color.

import Xunwen

/// Writes hits as text.
struct HitText {
  let style: TextStyle
  /// Columns to fill.
  var width = Self.columns

  /// Columns to fill: by `COLUMNS`, of the terminal, or 80.
  static let columns: Int = {
    let stated = Environment["COLUMNS"].flatMap { Int($0) }
    let columns = stated ?? Descriptor.columns(of: Descriptor.output) ?? 80
    return min(max(columns, 40), 200)
  }()

  func write(_ response: SearchResponse, to output: StandardOutput) throws {
    let digits = max(2, String(response.hits.last?.rank ?? 0).count)
    for hit in response.hits { try output.write(text(of: hit, digits: digits) + "\n") }
    try output.write(style.faint(summary(of: response)) + "\n")
  }

  /// The hits, and the first of the terms that they were found by, as many as fill a line.
  func write(_ similar: SimilarArticles, to output: StandardOutput) throws {
    let digits = max(2, String(similar.hits.last?.rank ?? 0).count)
    for hit in similar.hits { try output.write(text(of: hit, digits: digits) + "\n") }
    var line =
      "\(Decimal.count(similar.hits.count, "article")) by "
      + "\(Decimal.count(similar.terms.count, "term")):"
    for term in similar.terms {
      let longer = line + " " + VisibleText.line(term.text)
      if DisplayWidth.columns(of: longer) > Self.columns { break }
      line = longer
    }
    try output.write(style.faint(line) + "\n")
  }

  func text(of hit: SearchHit, digits: Int) -> String {
    let indent = String(repeating: " ", count: digits + 2)
    let title = hit.title.isEmpty ? "(no headline)" : VisibleText.line(hit.title)
    var lines = [
      Columns.right(String(hit.rank), digits) + ". " + style.title(title), indent + facts(of: hit),
    ]
    if let snippet = hit.snippet {
      let glyphs = Self.glyphs(of: snippet)
      let wrapper = LineWrapper(columns: width - indent.count)
      lines += wrapper.lines(of: glyphs).map { indent + style.styled(glyphs[$0], by: style.match) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func facts(of hit: SearchHit) -> String {
    var facts = [Decimal.fixed(hit.score, digits: 2), hit.published?.shortDescription ?? "undated"]
    if !hit.source.isEmpty { facts.append(VisibleText.line(hit.source)) }
    if hit.isPartial { facts.append("(in part)") }
    facts.append(style.faint(VisibleText.line(hit.id)))
    return facts.joined(separator: "  ")
  }

  /// What to show of a snippet: white space folded, controls visible, marks where it was cut.
  static func glyphs(of snippet: Snippet) -> [Glyph] {
    let glyphs = Glyph.folded(snippet.text, matches: snippet.highlights)
    let mark = Glyph(scalar: "…", isMatch: false)
    return (snippet.isCutBefore ? [mark] : []) + glyphs + (snippet.isCutAfter ? [mark] : [])
  }

  private func summary(of response: SearchResponse) -> String {
    let time = Decimal.fixed(response.elapsed.milliseconds, digits: 1)
    return "\(Self.counts(of: response)) (in \(time) ms)"
  }

  /// How many articles match: `3 articles match; 8 more match in part`.
  static func counts(of response: SearchResponse) -> String {
    let total = response.total
    var text =
      switch total {
      case 0: "no article matches"
      case 1: "1 article matches"
      default: "\(Decimal.grouped(total)) articles match"
      }
    let partial = response.partialTotal
    if partial > 0 {
      let more = total > 0 ? " more" : ""
      text += "; \(Decimal.grouped(partial))\(more) \(partial == 1 ? "matches" : "match") in part"
    }
    return text
  }
}

extension CivilDateTime {
  /// The date, and the time to the minute: `2023-07-02 14:53`.
  var shortDescription: String {
    let parts = description.split(separator: "T")
    return parts.count == 2 ? "\(parts[0]) \(parts[1].prefix(5))" : description
  }
}
