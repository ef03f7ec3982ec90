/// Random changes of bytes, of the kinds that break decoders: single bits and bytes, integers at
/// the limits of their types, long varints, and cut, repeated, moved and foreign ranges.
public struct PayloadMutation<Generator: RandomNumberGenerator> {
  private var random: Generator

  public init(_ random: Generator) { self.random = random }

  /// A number of a range.
  public mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }

  /// Returns bytes with one to four changes.
  ///
  /// - Parameter foreign: the bytes of another file, of which ranges are copied.
  public mutating func changed(_ bytes: [UInt8], _ foreign: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<(1 << number(0..<3)) { change(&bytes, foreign) }
    return bytes
  }

  /// Returns a text with changes of bytes, or with another number in it.
  public mutating func changedText(_ text: [UInt8], _ foreign: [UInt8]) -> [UInt8] {
    let digits = text.indices.filter { 0x30...0x39 ~= text[$0] }
    guard number(0..<2) == 0, !digits.isEmpty else { return changed(text, foreign) }
    var text = text
    let start = digits[number(0..<digits.count)]
    let end = text[start...].firstIndex { !(0x30...0x39 ~= $0) } ?? text.count
    text.replaceSubrange(
      start..<end, with: Array(Self.numbers[number(0..<Self.numbers.count)].utf8))
    return text
  }

  /// Numbers at the limits of their types.
  private static var numbers: [String] {
    [
      "0", "-1", "2147483648", "4294967295", "9223372036854775807", "-9223372036854775808",
      "18446744073709551615", "18446744073709551616", "1e308", "-1e400", "1e-400", "0.1",
      "99999999",
      "\"\"", "null", "[]",
    ]
  }

  private mutating func change(_ bytes: inout [UInt8], _ foreign: [UInt8]) {
    if bytes.isEmpty {
      bytes.append(UInt8(number(0..<256)))
      return
    }
    let offset = location(in: bytes.count)
    switch number(0..<12) {
    case 0, 1: bytes[offset] ^= 1 << UInt8(number(0..<8))
    case 2: bytes[offset] = UInt8(number(0..<256))
    case 3: bytes[offset] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF][number(0..<6)]
    case 4, 5, 6: setInteger(&bytes, at: offset)
    case 7: bytes.replaceSubrange(offset..<min(bytes.count, offset + 1), with: varint())
    case 8: bytes.removeSubrange(offset..<min(bytes.count, offset + 1 << number(0..<8)))
    case 9: bytes.insert(contentsOf: piece(of: bytes), at: offset)
    case 10: overwrite(&bytes, at: offset, with: piece(of: bytes))
    default: overwrite(&bytes, at: offset, with: piece(of: foreign))
    }
  }

  /// An offset. A third of all offsets is near the beginning or the end, where files have counts.
  private mutating func location(in count: Int) -> Int {
    switch number(0..<6) {
    case 0: number(0..<min(count, 48))
    case 1: count - 1 - number(0..<min(count, 48))
    default: number(0..<count)
    }
  }

  /// Sets an integer of 1, 2, 4 or 8 bytes to a limit, or adds a small number to it.
  private mutating func setInteger(_ bytes: inout [UInt8], at offset: Int) {
    let size = min(1 << number(0..<4), bytes.count - offset)
    var value: UInt64 = 0
    for index in 0..<size { value |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
    let bits = UInt64(number(0..<8 * size))
    let limits: [UInt64] = [
      0, 1, .max, 1 << bits, 1 << bits - 1, value &+ 1, value &- 1, value << 1, value >> 1,
      value &+ 128, value &- 128, UInt64(bytes.count), UInt64(offset), .max >> 1,
    ]
    value = limits[number(0..<limits.count)]
    for index in 0..<size {
      bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index))
    }
  }

  private mutating func varint() -> [UInt8] {
    let length = number(1..<12)
    return [UInt8](repeating: 0xFF, count: length - 1) + [UInt8(number(0..<128))]
  }

  private mutating func piece(of bytes: [UInt8]) -> [UInt8] {
    if bytes.isEmpty { return [] }
    let start = number(0..<bytes.count)
    return Array(bytes[start..<min(bytes.count, start + 1 << number(0..<9))])
  }

  private func overwrite(_ bytes: inout [UInt8], at offset: Int, with piece: [UInt8]) {
    let end = min(bytes.count, offset + piece.count)
    bytes.replaceSubrange(offset..<end, with: piece.prefix(end - offset))
  }
}
