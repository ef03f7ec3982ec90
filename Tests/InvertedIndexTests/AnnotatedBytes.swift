import TestSupport

/// An annotated hex dump of bytes, which are read from front to back.
///
/// The methods read the format independently of the code under test, in plain loops over an array.
struct AnnotatedBytes {
  let bytes: [UInt8]
  private(set) var offset = 0
  private(set) var lines: [String] = []
  private var noted = 0

  private static let bytesPerLine = 12

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { offset == bytes.count }

  /// The offset of a file's page table.
  var payloadEnd: Int {
    let end = bytes.count - 16
    return end - 4 * ((end + 4099) / 4100)
  }

  /// Reads a little-endian integer at any offset.
  func integer(at position: Int, _ size: Int) -> Int {
    bytes[position..<position + size].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  mutating func integer(_ size: Int) -> Int {
    defer { offset += size }
    return integer(at: offset, size)
  }

  mutating func varint() -> Int {
    var value = 0
    var shift = 0
    while true {
      let byte = Int(bytes[offset])
      offset += 1
      value |= (byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  mutating func take(_ count: Int) -> [UInt8] {
    defer { offset += count }
    return Array(bytes[offset..<offset + count])
  }

  /// Reads bits from the next byte on, and the zeros that complete the last byte.
  mutating func bits<Result>(_ body: (inout BitString) -> Result) -> Result {
    var bits = BitString(bytes[offset...])
    let result = body(&bits)
    precondition(bits.read((8 - bits.offset % 8) % 8) == 0, "zeros up to a byte")
    offset += bits.offset / 8
    return result
  }

  mutating func text(_ count: Int) -> String { String(decoding: take(count), as: UTF8.self) }

  mutating func string() -> String { text(varint()) }

  /// Adds a line with the bytes read since the last note, and a description of them.
  mutating func note(_ note: String) {
    var start = noted
    repeat {
      let end = min(start + Self.bytesPerLine, offset)
      let hex = bytes[start..<end].map { Self.hex(Int($0), 2) }.joined(separator: " ")
      let line = Self.left(String(start), 5) + "  " + Self.right(hex, Self.bytesPerLine * 3 - 1)
      lines.append(start == noted ? line + "  " + note : Self.trimmed(line))
      start = end
    } while start < offset
    noted = offset
  }

  static func hex(_ value: Int, _ digits: Int) -> String {
    let text = String(UInt(bitPattern: value), radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  private static func left(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private static func right(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
