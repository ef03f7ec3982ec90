/// A row of comma-separated values (RFC 4180).
struct CSVRow {
  /// What Excel takes for UTF-8 when it begins a file.
  static let byteOrderMark = "\u{FEFF}"

  /// The row with its line break. Fields with a comma, a quote or a line break are quoted.
  static func line(_ fields: [String]) -> String {
    fields.map(field).joined(separator: ",") + "\r\n"
  }

  /// A text as it stands in a row.
  static func field(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return text
    }
    // By scalar: to a string, a quote with a combining mark behind it is another character.
    let doubled = text.unicodeScalars.flatMap { $0 == "\"" ? [$0, $0] : [$0] }
    return "\"" + String(String.UnicodeScalarView(doubled)) + "\""
  }
}
