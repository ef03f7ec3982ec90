/// The line that begins a record of an ARC file:
///
///     http://www.example.cn/a.html 192.0.2.1 20061104142103 text/html 202
///
/// The Internet Archive describes it in the Arc File Format. Files of version 2 have further values
/// before the length, which is last.
struct CaptureLine {
  let address: String
  let type: String
  let length: Int
  /// The time of the capture as `2006-11-04T14:21:03Z`.
  let date: String

  private static let schemes = ["http://", "https://", "ftp://", "dns:", "filedesc://"].map {
    Array($0.utf8)
  }
  private static let longest = 4 << 10
  private static let fewestValues = 5
  private static let dateDigits = 14

  /// Reads the line at the beginning of some bytes; returns nil for another line.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard Self.schemes.contains(where: bytes.starts),
      let end = bytes.prefix(Self.longest).firstIndex(of: 0x0A)
    else { return nil }
    let line = bytes[..<end].last == 0x0D ? bytes[..<end].dropLast() : bytes[..<end]
    let values = line.split(separator: 0x20)
    // An address may have spaces.
    guard values.count >= Self.fewestValues,
      let time = values.indices.dropFirst(2).first(where: { Self.isDate(values[$0]) }),
      time + 2 < values.count,
      let length = Int(String(decoding: values[values.count - 1], as: UTF8.self)), length >= 0
    else { return nil }
    address = values[..<(time - 1)].map { String(decoding: $0, as: UTF8.self) }
      .joined(separator: "%20")
    type = String(decoding: values[time + 1], as: UTF8.self).lowercased()
    self.length = length
    date = Self.date(values[time].map { Character(Unicode.Scalar($0)) })
  }

  private static func isDate(_ value: ArraySlice<UInt8>) -> Bool {
    value.count == dateDigits
      && value.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
  }

  private static func date(_ digits: [Character]) -> String {
    func part(_ range: Range<Int>) -> String { String(digits[range]) }
    return part(0..<4) + "-" + part(4..<6) + "-" + part(6..<8) + "T" + part(8..<10) + ":"
      + part(10..<12) + ":" + part(12..<14) + "Z"
  }
}
