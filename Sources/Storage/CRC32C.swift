// CRC-32C (Castagnoli, as in iSCSI and ext4), polynomial 0x1EDC6F41 reflected.
//
// By the processor's instruction where it has one, else slicing by sixteen: table k holds the remainder of a byte followed by k zero bytes, so that sixteen
// bytes cost sixteen independent look-ups instead of a chain of sixteen, and is an order of magnitude above a table
// per byte as the instruction is above that.
// M. E. Kounavis, F. L. Berry, "Novel Table Lookup-Based Algorithms for High-Performance CRC
// Generation", 2008.

import CChecksum

public enum CRC32C {
  /// The checksum of `a + b`, given `crc` of `a` and the bytes of `b`. Start with 0.
  ///
  /// - Complexity: O(*n*) in the number of bytes.
  public static func update(_ crc: UInt32, _ bytes: RawSpan) -> UInt32 {
    guard hasInstruction else { return updateByTables(crc, bytes) }
    // Safe: the bytes are lent for the call.
    return unsafe bytes.withUnsafeBytes { buffer in
      unsafe ~xunwen_crc32c(~crc, buffer.baseAddress, buffer.count)
    }
  }

  private static let hasInstruction = xunwen_has_crc32c()

  /// The same on any processor.
  static func updateByTables(_ crc: UInt32, _ bytes: RawSpan) -> UInt32 {
    let tables = Self.tables.span
    var crc = ~crc
    var offset = 0
    let whole = bytes.byteCount & ~15
    while offset < whole {
      let first = bytes.uint64(at: offset) ^ UInt64(crc)
      let second = bytes.uint64(at: offset &+ 8)
      // Apart, since the second does not wait for the bytes before.
      crc = remainder(of: second, tables, 0) ^ remainder(of: first, tables, 8)
      offset &+= 16
    }
    while offset < bytes.byteCount {
      let byte = Int((crc ^ UInt32(bytes.uint8(at: offset))) & 0xFF)
      crc = tables[byte] ^ (crc &>> 8)
      offset &+= 1
    }
    return ~crc
  }

  /// The remainder of eight bytes, the first lowest, followed by as many zero bytes as a table's number says.
  ///
  /// - Precondition: `tables` has 256 entries for each of the tables, of which `first` is 0 or 8; not checked.
  @inline(__always)
  private static func remainder(
    of word: UInt64, _ tables: Span<UInt32>, _ first: Int
  ) -> UInt32 {
    func entry(_ number: Int) -> UInt32 {
      let byte = Int(truncatingIfNeeded: (word &>> UInt64(8 &* (7 &- number))) & 0xFF)
      // Safe: below 16 × 256, the size of the tables.
      return unsafe tables[unchecked: (first &+ number) &* 256 &+ byte]
    }
    // In pairs: a chain of eight would be most of the time.
    return ((entry(0) ^ entry(1)) ^ (entry(2) ^ entry(3)))
      ^ ((entry(4) ^ entry(5)) ^ (entry(6) ^ entry(7)))
  }

  public static func update(_ crc: UInt32, _ bytes: Span<UInt8>) -> UInt32 {
    // Safe: bytes have no padding.
    unsafe update(crc, bytes.bytes)
  }

  /// The checksum of `a + b`, given those of `a` and of `b` and how many bytes `b` has.
  ///
  /// - Complexity: O(log *n*) in the number of bytes.
  public static func combine(_ a: UInt32, _ b: UInt32, byteCount: Int) -> UInt32 {
    Combination(byteCount: byteCount).combine(a, b)
  }

  /// Puts checksums together, of which the second is always of as many bytes.
  struct Combination {
    private let power: UInt32

    /// - Complexity: O(log *n*) in the number of bytes.
    init(byteCount: Int) {
      // The highest bit is x⁰.
      var power: UInt32 = 1 << 31
      var square: UInt32 = 1 << 23
      var rest = byteCount
      while rest > 0 {
        if rest & 1 != 0 { power = product(power, square) }
        square = product(square, square)
        rest >>= 1
      }
      self.power = power
    }

    /// That of `a` moves by the bytes of `b`: it is multiplied by *x* to the power of their bits, modulo the
    /// polynomial.
    func combine(_ a: UInt32, _ b: UInt32) -> UInt32 { product(power, a) ^ b }
  }

  /// The product of two polynomials, modulo that of the checksum.
  private static func product(_ a: UInt32, _ b: UInt32) -> UInt32 {
    var (sum, shifted) = (0 as UInt32, b)
    for bit in (0..<32).reversed() {
      if a >> UInt32(bit) & 1 != 0 { sum ^= shifted }
      shifted = shifted >> 1 ^ (shifted & 1 == 0 ? 0 : reversedPolynomial)
    }
    return sum
  }

  private static var reversedPolynomial: UInt32 { 0x82F6_3B78 }

  /// Sixteen tables of 256, one after the other.
  private static let tables: [UInt32] = {
    var tables: [UInt32] = (0..<256).map { byte in
      var remainder = UInt32(byte)
      for _ in 0..<8 {
        remainder = (remainder >> 1) ^ (remainder & 1 == 0 ? 0 : reversedPolynomial)
      }
      return remainder
    }
    for index in 256..<16 * 256 {
      let previous = tables[index - 256]
      tables.append(tables[Int(previous & 0xFF)] ^ (previous >> 8))
    }
    return tables
  }()
}
