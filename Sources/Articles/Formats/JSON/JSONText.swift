/// Writes values as JSON. Control characters and the line ends U+2028 and U+2029 are escaped.
enum JSONText {
  /// Appends an array of strings.
  static func append(_ list: [String], to json: inout [UInt8]) {
    json.append(UInt8(ascii: "["))
    for (number, element) in list.enumerated() {
      if number > 0 { json.append(UInt8(ascii: ",")) }
      append(Array(element.utf8)[...], to: &json)
    }
    json.append(UInt8(ascii: "]"))
  }

  /// Returns UTF-8 as a JSON string, with its quotes.
  static func quoted(_ text: ArraySlice<UInt8>) -> String {
    var json: [UInt8] = []
    append(text, to: &json)
    return String(decoding: json, as: UTF8.self)
  }

  /// Appends a string of UTF-8.
  static func append(_ text: ArraySlice<UInt8>, to line: inout [UInt8]) {
    line.append(UInt8(ascii: "\""))
    let bytes = text.span
    var plainStart = 0
    var index = 0
    while index < bytes.count {
      guard let (unit, length) = escaped(bytes, at: index) else {
        index += 1
        continue
      }
      line += text[(text.startIndex + plainStart)..<(text.startIndex + index)]
      escape(unit, to: &line)
      index += length
      plainStart = index
    }
    line += text[(text.startIndex + plainStart)...]
    line.append(UInt8(ascii: "\""))
  }

  /// Returns the UTF-16 code unit and byte length of a character that needs an escape, or nil.
  @inline(__always)
  private static func escaped(_ bytes: Span<UInt8>, at index: Int) -> (unit: UInt16, length: Int)? {
    let byte = bytes[index]
    // Nearly all bytes end here. 0xC2 begins the C1 controls, 0xE2 the line separators.
    if byte >= 0x80, byte != 0xC2, byte != 0xE2 { return nil }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0..<0x20, 0x7F: return (UInt16(byte), 1)
    case 0xC2 where index + 1 < bytes.count && bytes[index + 1] < 0xA0:
      return (UInt16(bytes[index + 1]), 2)
    case 0xE2
    where index + 2 < bytes.count && bytes[index + 1] == 0x80 && bytes[index + 2] | 1 == 0xA9:
      return (0x2000 | UInt16(bytes[index + 2] & 0x3F), 3)
    default: return nil
    }
  }

  private static func escape(_ unit: UInt16, to line: inout [UInt8]) {
    switch unit {
    case 0x0A: return line += "\\n".utf8
    case 0x22: return line += "\\\"".utf8
    case 0x5C: return line += "\\\\".utf8
    default: break
    }
    let digits = String(unit, radix: 16)
    line += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
  }
}

extension Extra {
  /// Creates an extra with the value of a text.
  init(key: String, text: String) {
    self.init(key: key, value: JSONText.quoted(Array(text.utf8)[...]))
  }
}
