// Tables for programs.
//
//   CSV   RFC 4180: commas, rows that end with CR LF, and quotation marks around a cell that holds a comma, a
//         quotation mark, which is doubled, or a line break
//   TSV   tabs, rows that end with LF; in a cell \t stands for a tab, \n and \r for the line breaks, \\ for \

/// A form of tables.
enum TableForm {
  case csv, tsv

  /// What Excel takes for UTF-8.
  static let byteOrderMark = Array(CSVRow.byteOrderMark.utf8)

  func row(_ cells: [String]) -> [UInt8] {
    switch self {
    case .csv: Array(CSVRow.line(cells).utf8)
    case .tsv: Array((cells.map(cell).joined(separator: "\t") + "\n").utf8)
    }
  }

  /// A text as it stands in a cell.
  func cell(_ text: String) -> String {
    switch self {
    case .csv: CSVRow.field(text)
    case .tsv: Self.escaped(text)
    }
  }

  private static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\t": result.append(contentsOf: "\\t".unicodeScalars)
      case "\n": result.append(contentsOf: "\\n".unicodeScalars)
      case "\r": result.append(contentsOf: "\\r".unicodeScalars)
      case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
