import FoundationEssentials
import Xunwen

/// Writes rows as JSON, with sorted names and without spaces.
///
/// All control characters are escaped, also DEL, C1 and bidirectional marks, so that a line cannot
/// command a terminal or deceive its reader. No tree of objects is made first, as by `JSONEncoder`.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []

  /// The JSON of a row, and a line feed.
  ///
  /// - Throws: `EncodingError` for a number that JSON does not have.
  static func line(_ row: DataRow) throws -> [UInt8] {
    var writer = JSONWriter()
    try writer.append(row)
    writer.bytes.append(0x0A)
    return writer.bytes
  }

  /// Appends an object. Of members with equal names the last counts.
  mutating func append(_ row: DataRow) throws {
    let fields = row.fields
    let order = fields.indices.sorted { (fields[$0].name, $0) < (fields[$1].name, $1) }
    bytes.append(UInt8(ascii: "{"))
    var isFirst = true
    for (place, index) in order.enumerated() {
      let (name, value) = fields[index]
      if place + 1 < order.count, fields[order[place + 1]].name == name { continue }
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      append(name)
      bytes.append(UInt8(ascii: ":"))
      try append(value)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  mutating func append(_ value: FieldValue) throws {
    switch value {
    case .null, .date(nil): bytes += "null".utf8
    case .flag(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .number(let value): try append(value)
    case .text(let value): append(value)
    case .date(let value?): append(value.description)
    case .spans(let spans): try append(spans.map { .object(DataRow($0)) })
    case .list(let values): try append(values)
    case .object(let row): try append(row)
    case .encoded(let value): try append(encoding: value)
    }
  }

  private mutating func append(_ values: [FieldValue]) throws {
    bytes.append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      try append(value)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Appends the shortest digits that are this number, and integers without a point.
  private mutating func append(_ number: Double) throws {
    guard number.isFinite else {
      throw EncodingError.invalidValue(
        number, .init(codingPath: [], debugDescription: "JSON has no \(number)"))
    }
    let digits = number.description
    bytes += (digits.hasSuffix(".0") ? digits.dropLast(2) : digits[...]).utf8
  }

  private mutating func append(encoding value: any Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    append(escaping: Array(try encoder.encode(value)), isJSON: true)
  }

  private mutating func append(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    append(escaping: Array(text.utf8), isJSON: false)
    bytes.append(UInt8(ascii: "\""))
  }

  /// - Parameter isJSON: true when the bytes are JSON, whose escapes stay.
  private mutating func append(escaping utf8: [UInt8], isJSON: Bool) {
    /// The first byte that is not appended yet.
    var start = 0
    for position in utf8.indices {
      let byte = utf8[position]
      // Most bytes are of Chinese characters.
      if byte > 0xE2 { continue }
      var count = 1
      if !isJSON, let escape = Self.escapes[Int(byte)] {
        bytes += utf8[start..<position]
        bytes += escape
      } else if byte >= 0x7F, let (value, length) = Self.scalar(utf8, at: position),
        VisibleText.isHidden(value)
      {
        bytes += utf8[start..<position]
        bytes += Self.escape(value)
        count = length
      } else {
        continue
      }
      start = position + count
    }
    bytes += utf8[start...]
  }

  /// The escapes of ASCII characters.
  private static let escapes: [[UInt8]?] = (0..<256).map { byte in
    switch UInt8(byte) {
    case 0x08: Array("\\b".utf8)
    case 0x09: Array("\\t".utf8)
    case 0x0A: Array("\\n".utf8)
    case 0x0C: Array("\\f".utf8)
    case 0x0D: Array("\\r".utf8)
    case 0x00..<0x20: escape(UInt32(byte))
    case UInt8(ascii: "\""): Array("\\\"".utf8)
    case UInt8(ascii: "\\"): Array("\\\\".utf8)
    default: nil
    }
  }

  /// `\u` and four digits.
  private static func escape(_ scalar: UInt32) -> [UInt8] {
    let digits = String(scalar, radix: 16)
    return Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
  }

  /// The scalar that begins at a position, and the number of its bytes; nil inside a scalar, and
  /// for most scalars that are never hidden.
  @inline(__always)
  private static func scalar(_ bytes: [UInt8], at position: Int) -> (UInt32, Int)? {
    let first = UInt32(bytes[position])
    func next(_ distance: Int) -> UInt32 {
      position + distance < bytes.count ? UInt32(bytes[position + distance]) & 0x3F : 0
    }
    return switch first {
    case 0x7F: (first, 1)
    // U+0080 to U+00BF and U+0600 to U+063F
    case 0xC2, 0xD8: ((first & 0x1F) << 6 | next(1), 2)
    // U+2000 to U+2FFF
    case 0xE2: ((first & 0x0F) << 12 | next(1) << 6 | next(2), 3)
    default: nil
    }
  }
}
