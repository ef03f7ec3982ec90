/// Numbers as text. Foundation's formatters would multiply the size of the program by forty.
public enum NumberText {
  /// A number with a fixed count of digits after the point, rounded half away from zero.
  public static func fixed(_ value: Double, digits: Int) -> String {
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = (value * scale).rounded()
    guard let units = Int64(exactly: scaled) else { return String(value) }
    return fixed(units, digits: digits)
  }

  /// A number given in units of its last digit after the point.
  public static func fixed(_ units: Int64, digits: Int) -> String {
    let text = String(units.magnitude)
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    let sign = units < 0 ? "-" : ""
    return sign + padded.dropLast(digits) + (digits > 0 ? "." : "") + padded.suffix(digits)
  }

  /// A whole number with a comma every three digits.
  public static func grouped(_ value: Int) -> String {
    var result = ""
    let digits = String(value.magnitude)
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { result += "," }
      result.append(digit)
    }
    return (value < 0 ? "-" : "") + result
  }

  /// A count with its noun, which takes the plural ending unless the count is one.
  public static func count(_ value: Int, _ noun: String) -> String {
    "\(grouped(value)) \(noun)\(value == 1 ? "" : "s")"
  }

  /// A number of bytes in decimal units: `1.5 MB`.
  public static func bytes(_ count: Int) -> String {
    var value = Double(count)
    for unit in ["bytes", "kB", "MB", "GB"] {
      let digits = unit == "bytes" || value >= 99.95 ? 0 : 1
      if value < 999.5 { return "\(fixed(value, digits: digits)) \(unit)" }
      value /= 1000
    }
    return fixed(value, digits: 1) + " TB"
  }

  static func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
