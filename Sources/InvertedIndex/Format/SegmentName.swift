/// The names of segments and runs, which are the stems of their file names.
///
/// ```
/// name := "_" number: base 36  ( "-" part: base 10 )?         // no sign, no leading zeros
/// ```
enum SegmentName {
  /// - Parameter part: numbers the runs of one inverter.
  static func make(_ number: UInt64, part: Int = 0) -> String {
    "_" + String(number, radix: 36) + (part == 0 ? "" : "-\(part)")
  }

  /// Returns the number and the part of a name, by which names are ordered; nil for other strings.
  static func parse(_ name: some StringProtocol) -> (number: UInt64, part: UInt64)? {
    guard name.first == "_" else { return nil }
    let parts = name.dropFirst().split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count <= 2, let number = integer(parts[0]) else { return nil }
    if parts.count == 1 { return (number, 0) }
    guard let part = integer(parts[1], radix: 10), part > 0 else { return nil }
    return (number, part)
  }

  /// Parses an integer exactly as it is printed: no sign, no leading zeros, lower case.
  static func integer(_ text: some StringProtocol, radix: Int = 36) -> UInt64? {
    UInt64(text, radix: radix).flatMap { String($0, radix: radix) == text ? $0 : nil }
  }
}
