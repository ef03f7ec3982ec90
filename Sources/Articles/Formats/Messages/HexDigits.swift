/// Pairs of hexadecimal digits.
enum HexDigits {
  static func byte(_ high: UInt8, _ low: UInt8) -> UInt8? {
    guard let high = value(high), let low = value(low) else { return nil }
    return high << 4 | low
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  /// Replaces each `%XX` by its byte.
  static func percentDecoded(_ text: some Collection<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    decode(Array(text)[...], sign: UInt8(ascii: "%"), appendingTo: &output)
    return output
  }

  /// Appends a text in which a sign and two digits are replaced by their byte. A sign without two
  /// digits is kept.
  static func decode(_ text: ArraySlice<UInt8>, sign: UInt8, appendingTo output: inout [UInt8]) {
    var at = text.startIndex
    while at < text.endIndex {
      if text[at] == sign, at + 2 < text.endIndex, let byte = byte(text[at + 1], text[at + 2]) {
        output.append(byte)
        at += 3
      } else {
        output.append(text[at])
        at += 1
      }
    }
  }
}
