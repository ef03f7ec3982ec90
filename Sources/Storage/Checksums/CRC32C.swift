import CChecksum

/// CRC-32C (Castagnoli, as in iSCSI and ext4): the polynomial 0x1EDC6F41, reflected.
///
/// Uses the CPU's CRC instruction when present, otherwise slicing-by-16: table k holds the
/// remainders of a byte followed by k zero bytes, so that sixteen look-ups are independent (M. E.
/// Kounavis, F. L. Berry, "Novel Table Lookup-Based Algorithms for High-Performance CRC
/// Generation", 2008).
public enum CRC32C {
  /// The checksum of `a + b`, given the checksum `crc` of `a` (0 for no bytes) and the bytes `b`.
  public static func update(_ crc: UInt32, _ bytes: RawSpan) -> UInt32 {
    guard hasInstruction else { return updateByTables(crc, bytes) }
    return unsafe bytes.withUnsafeBytes { buffer in  // Safe: the bytes are lent for the call.
      unsafe ~xunwen_crc32c(~crc, buffer.baseAddress, buffer.count)
    }
  }

  private static let hasInstruction = xunwen_has_crc32c()

  static func updateByTables(_ crc: UInt32, _ bytes: RawSpan) -> UInt32 {
    let tables = Self.tables.span
    var crc = ~crc
    var offset = 0
    let whole = bytes.byteCount & ~15
    while offset < whole {
      let first = bytes.uint64(at: offset) ^ UInt64(crc)
      let second = bytes.uint64(at: offset &+ 8)
      // Two expressions: the second half does not depend on the earlier bytes.
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

  /// The remainder of eight bytes, lowest first, followed by `first` zero bytes: 0 or 8.
  @inline(__always)
  private static func remainder(of word: UInt64, _ tables: Span<UInt32>, _ first: Int) -> UInt32 {
    func entry(_ number: Int) -> UInt32 {
      let byte = Int(truncatingIfNeeded: (word &>> UInt64(8 &* (7 &- number))) & 0xFF)
      // Safe: the index is below 16 × 256, the size of the tables.
      return unsafe tables[unchecked: (first &+ number) &* 256 &+ byte]
    }
    // Combined in pairs, because a chain of eight would take most of the time.
    return ((entry(0) ^ entry(1)) ^ (entry(2) ^ entry(3)))
      ^ ((entry(4) ^ entry(5)) ^ (entry(6) ^ entry(7)))
  }

  public static func update(_ crc: UInt32, _ bytes: Span<UInt8>) -> UInt32 {
    unsafe update(crc, bytes.bytes)  // Safe: bytes have no padding.
  }

  /// The checksum of `a + b`, given the checksums of `a` and `b` and the length of `b`.
  ///
  /// - Complexity: O(log *n*) in the number of bytes.
  public static func combine(_ a: UInt32, _ b: UInt32, byteCount: Int) -> UInt32 {
    Combination(byteCount: byteCount).combine(a, b)
  }

  /// Combines checksums where the second part always has the same length.
  struct Combination {
    private let power: UInt32

    init(byteCount: Int) {
      // The highest bit is the coefficient of x⁰.
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

    // Each bit of `b` multiplies the checksum of `a` by *x*, modulo the polynomial.
    func combine(_ a: UInt32, _ b: UInt32) -> UInt32 { product(power, a) ^ b }
  }

  /// The product of two polynomials, modulo the polynomial of the checksum.
  private static func product(_ a: UInt32, _ b: UInt32) -> UInt32 {
    var (sum, shifted) = (0 as UInt32, b)
    for bit in (0..<32).reversed() {
      if a >> UInt32(bit) & 1 != 0 { sum ^= shifted }
      shifted = shifted >> 1 ^ (shifted & 1 == 0 ? 0 : reversedPolynomial)
    }
    return sum
  }

  private static var reversedPolynomial: UInt32 { 0x82F6_3B78 }

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
