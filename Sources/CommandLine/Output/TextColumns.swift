import Wire
import Xunwen

/// Text in columns, measured by East Asian width.
enum TextColumns {
  static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - DisplayWidth.columns(of: text)))
  }

  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - DisplayWidth.columns(of: text))) + text
  }

  /// The width of the widest cell of each column.
  static func widths(of rows: [[String]]) -> [Int] {
    (0..<(rows.map(\.count).max() ?? 0)).map { column in
      rows.map { column < $0.count ? DisplayWidth.columns(of: $0[column]) : 0 }.max() ?? 0
    }
  }

  /// Rows with aligned columns, two spaces apart.
  ///
  /// - Parameter right: true for columns that are aligned to the right.
  static func table(_ rows: [[String]], right isRight: (Int) -> Bool = { _ in false }) -> String {
    let widths = widths(of: rows)
    return rows.map { row in
      let cells = zip(row, widths).enumerated().map { column, cell in
        isRight(column) ? right(cell.0, cell.1) : left(cell.0, cell.1)
      }
      let line = cells.joined(separator: "  ")
      return line[..<(line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex)]
        + "\n"
    }.joined()
  }

  private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// A bar in eighths of a column.
  ///
  /// - Parameter part: the filled part of the columns, 0...1. Any part above 0 is visible.
  static func bar(_ part: Double, columns: Int) -> String {
    guard part > 0 else { return "" }
    let count = max(1, Int((min(part, 1) * Double(8 * columns)).rounded()))
    return String(repeating: "█", count: count / 8) + eighths[count % 8]
  }

  /// A table of words with their numbers, and a summary below.
  ///
  /// - Parameter digits: the digits after the point, by column, for columns of measures.
  static func words(
    _ table: DataTable, digits: [Int], note: String, _ style: TextStyle
  ) -> String {
    var rows = [table.names.map { $0.replacing("_", with: " ") }]
    try? table.forEachRow { values in
      rows.append(zip(values, digits).map { Self.text(of: $0, digits: $1) })
    }
    guard rows.count > 1 else { return style.faint(note) + "\n" }
    let widths = widths(of: rows)
    let lines = rows.map { row in
      zip(row, widths).enumerated().map { column, cell in
        column == 0 ? left(cell.0, cell.1) : right(cell.0, cell.1)
      }.joined(separator: "  ")
    }
    return ([style.faint(lines[0])] + lines.dropFirst() + ["", style.faint(note)])
      .map { $0 + "\n" }.joined()
  }

  private static func text(of value: FieldValue, digits: Int) -> String {
    switch value {
    case .integer(let count): NumberText.grouped(count)
    case .number(let measure): NumberText.fixed(measure, digits: digits)
    default: VisibleText.line(value.cell)
    }
  }
}
