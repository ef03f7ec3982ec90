import Wire
import Xunwen

/// Formats the lines of a concordance in columns: left context, match and right context, date,
/// source and id.
///
/// Lines that would be too long get shorter ids and sources, then shorter contexts. When the
/// contexts would have less than eight Chinese characters, the source is left out, then the date.
struct ConcordanceLayout {
  private struct Row {
    let left: String
    let match: MatchText
    let right: String
    let date: String
    let source: String
    let id: String
  }

  private let style: TextStyle
  /// The widest context, in columns.
  private let contextColumns: Int
  private let limit: Int?

  private static let dateColumns = 10
  private static let leastContext = 16
  /// The greatest widths of sources and ids in lines that are too long.
  private static let short = (source: 12, id: 16, shortestID: 12)

  /// - Parameter window: the units of a context. Other words than Chinese may be cut.
  init(style: TextStyle, window: Int, limit: Int? = LineWidth.limit) {
    (self.style, self.limit) = (style, limit)
    // Half more than Chinese characters need, for punctuation.
    contextColumns = max(20, 3 * window)
  }

  func text(of lines: [ConcordanceLine]) -> String {
    let rows = lines.map { line in
      Row(
        left: VisibleText.line(line.left), match: MatchText(line),
        right: VisibleText.line(line.right),
        date: line.published.map { String($0.description.prefix(Self.dateColumns)) } ?? "undated",
        source: line.source, id: line.id)
    }
    let widths = widths(of: rows)
    if limit != nil { NameShortener.ids.expect(rows.map(\.id), columns: widths.id) }
    return rows.map { text(of: $0, widths) }.joined()
  }

  private struct Widths {
    var left: Int
    var match: Int
    /// The columns of the match and the right context, which follows the match.
    var right: Int
    var date = ConcordanceLayout.dateColumns
    var source: Int
    var id: Int

    /// The columns of the date, the source and the id, each after two spaces.
    var facts: Int { [date, source, id].reduce(0) { $0 + ($1 > 0 ? $1 + 2 : 0) } }
  }

  private func widths(of rows: [Row]) -> Widths {
    func columns(_ text: String) -> Int { DisplayWidth.columns(of: text) }
    func widest(_ text: (Row) -> String) -> Int { rows.map { columns(text($0)) }.max() ?? 0 }
    var widths = Widths(
      left: min(contextColumns, widest(\.left)), match: rows.map(\.match.columns).max() ?? 0,
      right: rows.map { $0.match.columns + 1 + min(contextColumns, columns($0.right)) }.max() ?? 0,
      source: widest { VisibleText.line($0.source) }, id: widest { VisibleText.line($0.id) })
    guard let limit else { return widths }
    let needed = widths.left + 1 + widths.right
    if needed + widths.facts <= limit { return widths }
    let whole = widths
    widths.id = min(widths.id, Self.short.id)
    widths.source = min(widths.source, Self.short.source)
    let spare = limit - widths.facts - needed
    if spare >= 0 {
      let longer = min(whole.id - widths.id, spare)
      widths.id += longer
      widths.source += min(whole.source - widths.source, spare - longer)
      return widths
    }
    // One long match should not shorten the contexts of all lines.
    let match = rows.map(\.match.columns).sorted()[rows.count / 2]
    let right = min(contextColumns, widest(\.right))
    let least = min(Self.leastContext, max(widths.left, right))
    func free() -> Int { limit - widths.facts - 2 - match }
    func context() -> Int { max(free() / 2, free() - min(widths.left, right)) }
    if context() < least { widths.id = min(widths.id, Self.short.shortestID) }
    if context() < least { widths.source = 0 }
    if context() < least / 2 { widths.date = 0 }
    widths.match = min(widths.match, (limit - widths.facts) / 2)
    // A short left context leaves its columns to the right one.
    let room = limit - widths.facts - 1
    widths.left = max(0, min(widths.left, max(free() / 2, room - widths.right, least / 2)))
    widths.right = min(widths.right, room - widths.left)
    return widths
  }

  private func text(of row: Row, _ widths: Widths) -> String {
    let left = VisibleText.ending(of: row.left, columns: widths.left)
    let match = row.match.fitted(to: widths.match)
    let rest = widths.right - match.columns - 1
    let right = VisibleText.beginning(of: row.right, columns: min(rest, contextColumns))
    let padding = String(repeating: " ", count: max(0, rest - DisplayWidth.columns(of: right)))
    var facts = widths.date > 0 ? [TextColumns.left(row.date, widths.date)] : []
    if widths.source > 0 {
      let source = NameShortener.sources.shortened(row.source, columns: widths.source)
      facts.append(TextColumns.left(source, widths.source))
    }
    facts.append(NameShortener.ids.shortened(row.id, columns: widths.id))
    return "\(TextColumns.right(left, widths.left)) \(match.text(in: style)) \(right)\(padding)"
      + "  \(style.faint(facts.joined(separator: "  ")))\n"
  }
}
