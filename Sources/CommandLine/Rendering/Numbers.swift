// Numbers and columns for people. Foundation's formatters are not linked, being forty times the
// size of this program.

import Xunwen

/// Numbers as text.
enum Decimal {
  /// A number with a fixed count of digits after the point, rounded half away from zero.
  static func fixed(_ value: Double, digits: Int) -> String {
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = (value * scale).rounded()
    guard let units = Int64(exactly: scaled) else { return String(value) }
    return fixed(units, digits: digits)
  }

  /// A number given in units of its last digit after the point.
  static func fixed(_ units: Int64, digits: Int) -> String {
    let text = String(units.magnitude)
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    let sign = units < 0 ? "-" : ""
    return sign + padded.dropLast(digits) + (digits > 0 ? "." : "") + padded.suffix(digits)
  }

  /// A whole number with a comma every three digits.
  static func grouped(_ value: Int) -> String {
    var result = ""
    let digits = String(value.magnitude)
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { result += "," }
      result.append(digit)
    }
    return (value < 0 ? "-" : "") + result
  }

  /// A count with its noun, in the plural where it must be.
  static func count(_ value: Int, _ noun: String) -> String {
    "\(grouped(value)) \(noun)\(value == 1 ? "" : "s")"
  }

  /// Bytes in decimal units: `1.5 MB`.
  static func bytes(_ count: Int) -> String {
    var value = Double(count)
    for unit in ["bytes", "kB", "MB", "GB"] {
      let digits = unit == "bytes" || value >= 99.95 ? 0 : 1
      if value < 999.5 { return "\(fixed(value, digits: digits)) \(unit)" }
      value /= 1000
    }
    return fixed(value, digits: 1) + " TB"
  }
}

enum Hexadecimal {
  /// 16 digits.
  static func text(of value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// Text in columns, by East Asian width.
enum Columns {
  static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - DisplayWidth.columns(of: text)))
  }

  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - DisplayWidth.columns(of: text))) + text
  }

  /// At most so many columns, with an ellipsis where the text goes on.
  static func cut(_ text: String, _ width: Int) -> String {
    guard DisplayWidth.columns(of: text) > width else { return text }
    var kept = String.UnicodeScalarView()
    var left = width - 1
    for scalar in text.unicodeScalars {
      left -= DisplayWidth.columns(of: scalar)
      if left < 0 { break }
      kept.append(scalar)
    }
    return String(kept) + "…"
  }

  /// The same of the end of a text.
  static func cutFront(_ text: String, _ width: Int) -> String {
    guard DisplayWidth.columns(of: text) > width else { return text }
    var kept: [Unicode.Scalar] = []
    var left = width - 1
    for scalar in text.unicodeScalars.reversed() {
      left -= DisplayWidth.columns(of: scalar)
      if left < 0 { break }
      kept.append(scalar)
    }
    // A mark without the character that it belongs to.
    while let last = kept.last, DisplayWidth.columns(of: last) == 0 { kept.removeLast() }
    return "…" + String(String.UnicodeScalarView(kept.reversed()))
  }

  /// Rows whose cells begin in the same columns, two spaces between them.
  static func table(_ rows: [[String]]) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? DisplayWidth.columns(of: $0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = zip(row, widths).map { left($0, $1) }.joined(separator: "  ")
      return cells.trimmingTrailingSpaces() + "\n"
    }.joined()
  }
}

extension String {
  fileprivate func trimmingTrailingSpaces() -> String {
    String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)])
  }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }

  var milliseconds: Double { seconds * 1000 }
}
