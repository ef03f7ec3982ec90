import FoundationEssentials

/// Encodes values as lines of JSON, with sorted keys and unescaped text.
///
/// DEL and the C1 controls are escaped in addition to the controls that JSON requires, so that a
/// line cannot command a terminal.
struct JSONLine {
  private let encoder: JSONEncoder

  init() {
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  /// The value as one line of JSON, with its line feed.
  func encode(_ value: some Encodable) throws -> [UInt8] {
    var line: [UInt8] = []
    var isAfterC2 = false
    for byte in try encoder.encode(value) {
      if byte == 0x7F {
        line += Array("\\u007f".utf8)
      } else if isAfterC2, (0x80..<0xA0).contains(byte) {
        line.removeLast()
        line += Array("\\u00\(String(byte, radix: 16))".utf8)
      } else {
        line.append(byte)
      }
      isAfterC2 = byte == 0xC2
    }
    line.append(0x0A)
    return line
  }
}
