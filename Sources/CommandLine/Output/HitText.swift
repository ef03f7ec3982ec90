import Wire
import Xunwen

/// Formats hits as text: a line with the title, a line with the score, date, source and id, and the
/// snippet.
struct HitText {
  let style: TextStyle
  var columns = LineWidth.columns
  /// The columns that no line may exceed; nil when ids and sources are not shortened.
  var limit = LineWidth.limit

  /// The least columns of an id beside other facts. A shorter place moves it to a line of its own.
  private static let idColumns = 24

  func text(of hits: [SearchHit]) -> String {
    let digits = max(2, String(hits.last?.rank ?? 0).count)
    let indent = String(repeating: " ", count: digits + 2)
    return hits.map { hit in
      let score = NumberText.fixed(hit.score, digits: 2)
      var lines = titleLines(of: hit, digits: digits)
      lines += factLines(of: hit, after: [score], indent: indent)
      if let snippet = hit.snippet {
        let cut = Glyph(scalar: "…", isMatch: false)
        let glyphs =
          (snippet.isCutBefore ? [cut] : [])
          + Glyph.folded(snippet.text, matches: snippet.highlights)
          + (snippet.isCutAfter ? [cut] : [])
        let wrapper = LineWrapper(columns: columns - indent.count)
        lines += wrapper.lines(of: glyphs).map {
          indent + style.styled(glyphs[$0], by: style.match)
        }
      }
      return lines.joined(separator: "\n") + "\n\n"
    }.joined()
  }

  /// The rank and the title: ` 3. 托育服务`.
  ///
  /// - Parameter digits: the digits of the greatest rank.
  func titleLines(of hit: SearchHit, digits: Int) -> [String] {
    let lines = LineWrapper(columns: columns - digits - 2).lines(of: hit.shownTitle)
    return lines.enumerated().map { number, line in
      TextColumns.right(number == 0 ? "\(hit.rank)." : "", digits + 1) + " " + style.title(line)
    }
  }

  /// Some facts, the date, the source and the id. A long id is shortened, or has its own line.
  func factLines(of hit: SearchHit, after facts: [String], indent: String) -> [String] {
    let facts = facts + [hit.shownDate]
    let partial = hit.isPartial ? ["(in part)"] : []
    func line(_ source: String) -> String {
      (facts + (source.isEmpty ? [] : [source]) + partial).joined(separator: "  ")
    }
    var first = line(VisibleText.line(hit.source))
    let id = VisibleText.line(hit.id)
    guard let limit else { return [indent + first + "  " + style.faint(id)] }
    let columns = limit - indent.count
    let room = columns - DisplayWidth.columns(of: first) - 2
    if room >= min(Self.idColumns, DisplayWidth.columns(of: id)) {
      let short = NameShortener.ids.shortened(hit.id, columns: room)
      return [indent + first + "  " + style.faint(short)]
    }
    let sourceRoom = max(8, columns - DisplayWidth.columns(of: line("")) - 2)
    first = line(NameShortener.sources.shortened(hit.source, columns: sourceRoom))
    let short = NameShortener.ids.shortened(hit.id, columns: columns)
    return [indent + first, indent + style.faint(short)]
  }

  /// The number of matching articles: `3 articles match; 8 more match in part`. The number of
  /// articles with the text as written follows where it differs.
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
    if let exact = response.exact, exact.articles != total {
      text += "; \(Self.text(of: exact)) (--match exact)"
    }
    return text
  }

  /// `1,309 have 数字经济 as written`. Several or long texts are not repeated.
  private static func text(of exact: ExactCount) -> String {
    let verb = exact.articles == 1 ? "has" : "have"
    let written = exact.texts.map { VisibleText.line($0) }.joined(separator: ", ")
    let isShort = !written.isEmpty && DisplayWidth.columns(of: written) <= Self.namedColumns
    let text = isShort ? written : "the text"
    return "\(NumberText.grouped(exact.articles)) \(verb) \(text) as written"
  }

  private static let namedColumns = 24
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
