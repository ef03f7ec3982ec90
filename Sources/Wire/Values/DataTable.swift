/// The form of a table in text.
public enum TableForm: String, Sendable {
  /// RFC 4180: cells separated by commas, rows ended by CR LF, marks in quoted cells doubled.
  case csv
  /// Cells separated by tabs, rows ended by LF. In a cell, `\t` is a tab, `\n` and `\r` are line
  /// breaks, and `\\` is a backslash.
  case tsv

  /// U+FEFF in UTF-8. Excel reads a file that begins with it as UTF-8.
  public static let byteOrderMark = Array("\u{FEFF}".utf8)

  /// The bytes of a row with its line break.
  public func row(_ cells: [String]) -> [UInt8] {
    let cells = cells.map(cell)
    return switch self {
    case .csv: Array((cells.joined(separator: ",") + "\r\n").utf8)
    case .tsv: Array((cells.joined(separator: "\t") + "\n").utf8)
    }
  }

  /// The text as it is written in a cell.
  public func cell(_ text: String) -> String {
    switch self {
    case .csv: Self.quoted(text)
    case .tsv: Self.escaped(text)
    }
  }

  private static func quoted(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return text
    }
    // By scalar, because a quotation mark with a combining mark is another Character.
    let doubled = text.unicodeScalars.flatMap { $0 == "\"" ? [$0, $0] : [$0] }
    return "\"" + String(String.UnicodeScalarView(doubled)) + "\""
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

/// A table of a result, whose rows are made one by one while they are written.
public struct DataTable {
  public let names: [String]
  private let body: (([FieldValue]) throws -> Void) throws -> Void

  init(
    _ names: [String], _ body: @escaping (_ emit: ([FieldValue]) throws -> Void) throws -> Void
  ) {
    self.names = names
    self.body = body
  }

  /// A table of rows that have the same fields; their names are needed if there may be no row.
  init(_ rows: [DataRow], names: [String]? = nil) {
    self.init(names ?? rows.first?.fields.map(\.name) ?? []) { emit in
      for row in rows { try emit(row.fields.map(\.value)) }
    }
  }

  /// Calls a closure with the values of each row.
  public func forEachRow(_ body: ([FieldValue]) throws -> Void) throws { try self.body(body) }

  /// Writes the table as CSV.
  ///
  /// - Parameters:
  ///   - hasHeader: true to begin with the byte order mark, if any, and a row of names.
  ///   - sink: takes the bytes of one row at a time.
  public func writeCSV(
    _ style: CSVStyle = CSVStyle(), hasHeader: Bool = true, to sink: ([UInt8]) throws -> Void
  ) throws {
    if hasHeader { try sink(style.mark + TableForm.csv.row(names)) }
    try body { try sink(TableForm.csv.row($0.map(style.cell))) }
  }
}
