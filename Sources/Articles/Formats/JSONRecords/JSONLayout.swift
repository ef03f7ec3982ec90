/// The arrangement of records in a JSON file.
enum JSONLayout {
  /// One record per line.
  case lines
  /// An array of records, or a sequence of records that take several lines.
  case values

  /// Finds the layout of a file from its first bytes, which have no byte order mark.
  ///
  /// A record that takes several lines is recognized by its first line, which ends outside of
  /// strings and within an object, and by the first byte of the second line, which can follow. So a
  /// damaged first line does not change the layout of JSON Lines.
  static func of(_ bytes: ArraySlice<UInt8>) -> JSONLayout {
    let blanks: (UInt8) -> Bool = { $0 <= 0x20 }
    let text = bytes.drop(while: blanks)
    if text.first == UInt8(ascii: "[") {
      let next = text.drop { blanks($0) || $0 == UInt8(ascii: "[") }.first
      return next == UInt8(ascii: "{") || next == UInt8(ascii: "]") ? .values : .lines
    }
    guard text.first == UInt8(ascii: "{") else { return .lines }
    if hasSeveralObjects(text) { return .values }
    guard let end = text.firstIndex(of: 0x0A) else { return .lines }
    let line = text[..<end]
    guard let innermost = openContainer(in: line),
      let last = line.last(where: { !blanks($0) }),
      let next = text[end...].drop(while: blanks).first
    else { return .lines }
    return canFollow(next, after: last, in: innermost) ? .values : .lines
  }

  /// True when a comma, or another object in the same line, follows the first object. Lines that
  /// end with CR alone are one line.
  private static func hasSeveralObjects(_ text: ArraySlice<UInt8>) -> Bool {
    let bytes = text.span
    guard case .complete(let end) = JSONValueScan.end(of: bytes, from: 0) else { return false }
    for byte in text[(text.startIndex + end)...] {
      switch byte {
      case 0x20, 0x09, 0x0D: continue
      default: return byte == UInt8(ascii: ",") || byte == UInt8(ascii: "{")
      }
    }
    return false
  }

  /// Returns the opening bracket of the innermost container that is open at the end of a line; nil
  /// if there is none, or if the line ends within a string.
  private static func openContainer(in line: ArraySlice<UInt8>) -> UInt8? {
    var open: [UInt8] = []
    var isInString = false
    var isEscaped = false
    for byte in line {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard open.count < ArticleLimits.maximumDepth else { return nil }
        open.append(byte)
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard open.popLast() != nil else { return nil }
      default: break
      }
    }
    return isInString ? nil : open.last
  }

  /// True when a JSON text may continue with a byte after white space.
  private static func canFollow(_ next: UInt8, after last: UInt8, in container: UInt8) -> Bool {
    let isObject = container == UInt8(ascii: "{")
    let isClosing = next == UInt8(ascii: isObject ? "}" : "]")
    let startsValue = next != UInt8(ascii: ",") && next != UInt8(ascii: ":") && !isClosing
    switch last {
    case UInt8(ascii: "{"): return next == UInt8(ascii: "\"") || isClosing
    case UInt8(ascii: "["): return startsValue || isClosing
    case UInt8(ascii: ":"): return startsValue
    case UInt8(ascii: ","): return isObject ? next == UInt8(ascii: "\"") : startsValue
    default: return isClosing || next == UInt8(ascii: ",")
    }
  }
}
