// JSON for programs: one object a line, keys in snake case and in alphabetical order, missing
// values null, text as it is. Only what would be a control character on a terminal is escaped
// beyond what JSON asks for (DEL and the C1 controls), so that a line is safe to look at.

import FoundationEssentials

/// Encodes values as lines of JSON.
struct JSONLine {
  private let encoder: JSONEncoder

  init() {
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  /// The object on a line of its own, line break included.
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

/// A value that is written as null when missing.
struct Nullable<Value: Encodable>: Encodable {
  let value: Value?

  init(_ value: Value?) {
    self.value = value
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value { try container.encode(value) } else { try container.encodeNil() }
  }
}

extension Nullable<String> {
  /// Null for an empty string.
  init(nonEmpty text: String) {
    self.init(text.isEmpty ? nil : text)
  }
}

extension Double {
  /// Rounded to so many digits after the point, to keep noise out of output.
  func rounded(digits: Int) -> Double {
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    return (self * scale).rounded() / scale
  }
}
