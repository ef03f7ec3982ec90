import Wire
import Xunwen

/// A table of words with their numbers, and a summary below.
///
/// Columns that do not fit the terminal are left out, the most dispensable first.
struct WordTable: Report {
  struct Column {
    /// The name in the table.
    let name: String
    let heading: String
    /// The digits after the point of a measure.
    var digits = 0
    /// The greatest is left out first. A column without a rank is always shown.
    var rank: Int?
    /// The kind of text, which is aligned to the left; nil for numbers.
    var text: Text?
  }

  enum Text {
    /// A word continues on the next line.
    case word
    /// An excerpt is shortened.
    case excerpt
  }

  let rows: DataRows
  let table: DataTable?
  /// The columns that the text shows.
  let columns: [Column]
  let summary: String

  var note: String? { summary }

  func text(in style: TextStyle) -> String {
    var cells: [[String]] = []
    let indices = columns.map { column in table?.names.firstIndex(of: column.name) }
    try? table?.forEachRow { values in
      cells.append(
        zip(columns, indices).map { column, index in
          index.map { text(of: values[$0], digits: column.digits) } ?? ""
        })
    }
    if cells.isEmpty { return faint(summary, style) }
    let all = [columns.map(\.heading)] + cells
    let shown = shownColumns(TextColumns.widths(of: all))
    var rows = all.map { row in shown.map { row[$0] } }
    shorten(&rows, shown)
    let lines = TextColumns.table(
      rows, right: { columns[shown[$0]].text == nil }, narrowingCellsTo: Self.leastTextWidth
    ).split(separator: "\n")
    return
      ([style.faint(String(lines[0]))] + lines.dropFirst().map(String.init)).map { $0 + "\n" }
      .joined() + "\n" + faint(summary + leftOut(shown), style)
  }

  private func text(of value: FieldValue, digits: Int) -> String {
    switch value {
    case .integer(let count): NumberText.grouped(count)
    case .number(let measure): NumberText.fixed(measure, digits: digits)
    case .null: "-"
    default: VisibleText.line(value.cell)
    }
  }

  private func shownColumns(_ widths: [Int]) -> [Int] {
    var shown = Array(columns.indices)
    guard let limit = LineWidth.limit else { return shown }
    // A column of text can be narrowed to this width.
    let least = zip(columns, widths).map { $0.text == nil ? $1 : min($1, Self.leastTextWidth) }
    while Self.width(shown.map { least[$0] }) > limit,
      let last = shown.max(by: { columns[$0].rank ?? .min < columns[$1].rank ?? .min }),
      columns[last].rank != nil
    {
      shown.removeAll { $0 == last }
    }
    return shown
  }

  private static let leastTextWidth = 12

  /// The width of columns two spaces apart.
  private static func width(_ widths: [Int]) -> Int { widths.reduce(-2) { $0 + $1 + 2 } }

  /// Shortens the excerpts of a table that is too wide.
  private func shorten(_ rows: inout [[String]], _ shown: [Int]) {
    guard let limit = LineWidth.limit else { return }
    for column in shown.indices where columns[shown[column]].text == .excerpt {
      let widths = TextColumns.widths(of: rows)
      let width = max(Self.leastTextWidth, widths[column] - (Self.width(widths) - limit))
      for row in rows.indices {
        rows[row][column] = VisibleText.prefix(of: rows[row][column], columns: width)
      }
    }
  }

  private func leftOut(_ shown: [Int]) -> String {
    let names = columns.indices.filter { !shown.contains($0) }.map { columns[$0].heading }
    if names.isEmpty { return "" }
    return "; no room for \(names.joined(separator: ", ")) (--format csv has all columns)"
  }

  /// A text of several lines, if it is wider than the terminal.
  private func faint(_ text: String, _ style: TextStyle) -> String {
    let glyphs = Glyph.folded(text, matches: [])
    return LineWrapper(columns: LineWidth.columns).lines(of: glyphs)
      .map { style.faint(style.styled(glyphs[$0]) { $0 }) + "\n" }.joined()
  }
}

extension WordTable.Column {
  /// The word, which is the first column.
  static func word(_ name: String = "word") -> WordTable.Column {
    WordTable.Column(name: name, heading: name, text: .word)
  }

  /// The columns of articles, sources, periods and deviations of proportions.
  static func dispersion(by interval: CalendarInterval) -> [WordTable.Column] {
    let period = interval.rawValue
    return [
      WordTable.Column(name: "articles", heading: "articles", rank: 0),
      WordTable.Column(name: "sources", heading: "sources", rank: 2),
      WordTable.Column(name: "periods", heading: "\(period)s", rank: 4),
      WordTable.Column(name: "dp_sources", heading: "DP source", digits: 2, rank: 1),
      WordTable.Column(name: "dp_periods", heading: "DP \(period)", digits: 2, rank: 1),
    ]
  }
}
