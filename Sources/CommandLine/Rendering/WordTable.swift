// Words with their numbers, for people or programs.

import Xunwen

/// A table of words.
protocol WordTable {
  associatedtype Row: Encodable
  associatedtype Summary: Encodable

  /// Of columns; the first one has the word.
  var names: [String] { get }
  var rows: [Row] { get }
  var summary: Summary { get }
  /// The summary for people.
  var note: String { get }

  /// The numbers of a row.
  func numbers(of row: Row) -> [TableNumber]
  func word(of row: Row) -> String
}

/// A count, or a measure with so many digits behind the point.
enum TableNumber {
  case count(Int)
  case measure(Double, digits: Int)

  /// For people.
  var text: String {
    switch self {
    case .count(let count): Decimal.grouped(count)
    case .measure(let value, let digits): Decimal.fixed(value, digits: digits)
    }
  }

  /// For programs: no commas, and more digits.
  var field: String {
    switch self {
    case .count(let count): String(count)
    case .measure(let value, _): Decimal.fixed(value, digits: 6)
    }
  }
}

extension WordTable {
  func write(_ options: TableOptions) throws {
    let output = StandardOutput()
    switch options.format {
    case .text: try output.write(text(TextStyle(options.color)))
    case .csv:
      try output.write(options.header(names))
      for row in rows {
        try output.write(CSVRow.line([word(of: row)] + numbers(of: row).map(\.field)))
      }
    case .jsonl:
      let line = JSONLine()
      for row in rows { try output.write(line.encode(row)) }
      try output.write(line.encode(summary))
    }
    try output.flush()
    if options.format == .csv { StandardError.write(note + "\n") }
  }

  private func text(_ style: TextStyle) -> String {
    let cells = rows.map { row in
      [VisibleText.line(word(of: row))] + numbers(of: row).map(\.text)
    }
    let titles = names.map { String($0.map { $0 == "_" ? " " : $0 }) }
    let widths = titles.indices.map { column in
      ([titles] + cells).map { DisplayWidth.columns(of: $0[column]) }.max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      cells.indices.map { column in
        column == 0
          ? Columns.left(cells[column], widths[column])
          : Columns.right(cells[column], widths[column])
      }.joined(separator: "  ")
    }
    let table = rows.isEmpty ? "" : style.faint(line(titles)) + "\n"
    return table + cells.map { line($0) + "\n" }.joined() + (rows.isEmpty ? "" : "\n")
      + style.faint(note) + "\n"
  }
}
