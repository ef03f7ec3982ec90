/// A sequence of bits with the codes of docs/FORMAT.md: a simple model, independent of the code
/// under test.
public struct BitString: Equatable, Sendable {
  public private(set) var bits: [Bool] = []
  /// The index of the next bit to read.
  public private(set) var offset = 0

  public init() {}

  /// The bits of bytes, lowest bit first.
  public init(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { for bit in 0..<8 { bits.append(byte >> bit & 1 == 1) } }
  }

  /// The bits as bytes; the last byte is filled with zeros.
  public var bytes: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: (bits.count + 7) / 8)
    for (index, bit) in bits.enumerated() where bit { bytes[index / 8] |= 1 << UInt8(index % 8) }
    return bytes
  }

  /// Appends the `count` lowest bits of a number, lowest first.
  public mutating func append(_ value: Int, bits count: Int) {
    for bit in 0..<count { bits.append(value >> bit & 1 == 1) }
  }

  public mutating func appendRice(_ value: Int, parameter: Int) {
    let ones = value >> parameter
    if ones < 24 {
      bits += Array(repeating: true, count: ones) + [false]
      append(value, bits: parameter)
    } else {
      bits += Array(repeating: true, count: 24)
      append(value, bits: 32)
    }
  }

  /// - Precondition: `value` is positive.
  public mutating func appendGamma(_ value: Int) {
    var zeros = 0
    while value >> (zeros + 1) > 0 { zeros += 1 }
    bits += Array(repeating: false, count: zeros) + [true]
    append(value, bits: zeros)
  }

  /// Reads a number of `count` bits, lowest bit first.
  public mutating func read(_ count: Int) -> Int {
    var value = 0
    for bit in 0..<count {
      if bits[offset] { value |= 1 << bit }
      offset += 1
    }
    return value
  }

  public mutating func readRice(parameter: Int) -> Int {
    var ones = 0
    while ones < 24, read(1) == 1 { ones += 1 }
    return ones == 24 ? read(32) : ones << parameter | read(parameter)
  }

  public mutating func readGamma() -> Int {
    var zeros = 0
    while read(1) == 0 { zeros += 1 }
    return 1 << zeros | read(zeros)
  }
}
