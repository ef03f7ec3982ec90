import Wire
import Xunwen

/// Formats hits as text: a line with the title, a line with the score, date, source and id, and the
/// snippet.
struct HitText {
  let style: TextStyle
  var columns = TextStyle.columns

  func text(of hits: [SearchHit]) -> String {
    let digits = max(2, String(hits.last?.rank ?? 0).count)
    return hits.map { text(of: $0, digits: digits) + "\n" }.joined()
  }

  private func text(of hit: SearchHit, digits: Int) -> String {
    let indent = String(repeating: " ", count: digits + 2)
    let title = TextColumns.right(String(hit.rank), digits) + ". " + style.title(hit.shownTitle)
    var lines = [title, indent + facts(of: hit)]
    if let snippet = hit.snippet {
      let cut = Glyph(scalar: "…", isMatch: false)
      let glyphs =
        (snippet.isCutBefore ? [cut] : [])
        + Glyph.folded(snippet.text, matches: snippet.highlights)
        + (snippet.isCutAfter ? [cut] : [])
      let wrapper = LineWrapper(columns: columns - indent.count)
      lines += wrapper.lines(of: glyphs).map { indent + style.styled(glyphs[$0], by: style.match) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func facts(of hit: SearchHit) -> String {
    var facts = [NumberText.fixed(hit.score, digits: 2), hit.shownDate]
    if !hit.source.isEmpty { facts.append(VisibleText.line(hit.source)) }
    if hit.isPartial { facts.append("(in part)") }
    facts.append(style.faint(VisibleText.line(hit.id)))
    return facts.joined(separator: "  ")
  }

  /// The number of matching articles: `3 articles match; 8 more match in part`.
  static func counts(of response: SearchResponse) -> String {
    let total = response.total
    var text =
      switch total {
      case 0: "no article matches"
      case 1: "1 article matches"
      default: "\(NumberText.grouped(total)) articles match"
      }
    let partial = response.partialTotal
    if partial > 0 {
      let more = total > 0 ? " more" : ""
      let verb = partial == 1 ? "matches" : "match"
      text += "; \(NumberText.grouped(partial))\(more) \(verb) in part"
      let shown = response.partialShown
      if shown < partial {
        text += ", \(NumberText.grouped(shown)) shown (--match any shows all)"
      }
    }
    return text
  }
}

extension SearchHit {
  var shownTitle: String { title.isEmpty ? "(no headline)" : VisibleText.line(title) }

  /// The date, with the time to the minute: `2023-07-02 14:53`.
  var shownDate: String {
    guard let published else { return "undated" }
    let parts = published.description.split(separator: "T")
    return parts.count == 2 ? "\(parts[0]) \(parts[1].prefix(5))" : published.description
  }
}
