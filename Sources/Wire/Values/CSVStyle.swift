/// Properties of CSV for spreadsheets.
public struct CSVStyle: Sendable, Equatable {
  /// True to begin with U+FEFF, by which Excel recognizes UTF-8.
  public let hasMark: Bool
  /// True to write a `'` before a text that a spreadsheet would read as a formula.
  ///
  /// Such a text begins with `=`, `+`, `-`, `@`, a tab or a line break (OWASP, "CSV Injection").
  /// Excel reads the full-width signs like the others in Chinese and Japanese versions.
  public let neutralizesFormulas: Bool

  /// Creates the style of RFC 4180 by default.
  public init(hasMark: Bool = false, neutralizesFormulas: Bool = false) {
    (self.hasMark, self.neutralizesFormulas) = (hasMark, neutralizesFormulas)
  }

  var mark: [UInt8] { hasMark ? TableForm.byteOrderMark : [] }

  private static let formulaSigns = Set("=+-@\t\r\n＝＋－＠".unicodeScalars)

  /// The text of a cell. Numbers are never changed.
  func cell(_ value: FieldValue) -> String {
    switch value {
    case .text, .list: cell(value.cell)
    default: value.cell
    }
  }

  /// The text of a cell with a text.
  public func cell(_ text: String) -> String {
    guard neutralizesFormulas, let first = text.unicodeScalars.first,
      Self.formulaSigns.contains(first)
    else { return text }
    return "'" + text
  }
}
