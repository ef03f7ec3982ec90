// Searches through bytes eight at a time, in one integer, and four of those at a look: text is mostly what nobody looks
// for.
//
// A byte of x is zero where (x − 0x01…01) & ~x & 0x80…80 has its high bit set, and below n (at most 0x80) where
// (x − n…n) & ~x & 0x80…80 has; borrows can set bits above the first such byte only, so that the lowest is right
// (S. E. Anderson, "Bit Twiddling Hacks").

enum ByteScan {
  private static var ones: UInt64 { 0x0101_0101_0101_0101 }
  private static var highs: UInt64 { 0x8080_8080_8080_8080 }

  /// The index of the first line feed from `start` on; nil without one.
  static func lineFeed(in bytes: Span<UInt8>, from start: Int) -> Int? {
    let found = first(in: bytes, from: start) {
      zeros($0 ^ ones &* 0x0A)
    } orByte: {
      $0 == 0x0A
    }
    return found < bytes.count ? found : nil
  }

  /// The index of the first byte that ends a plain stretch of a JSON string: a quote, a backslash or a control
  /// character; the count without one.
  static func endOfPlain(in bytes: Span<UInt8>, from start: Int) -> Int {
    first(in: bytes, from: start) {
      zeros($0 ^ ones &* 0x22) | zeros($0 ^ ones &* 0x5C) | ($0 &- ones &* 0x20) & ~$0 & highs
    } orByte: {
      $0 == 0x22 || $0 == 0x5C || $0 < 0x20
    }
  }

  /// The index of the first byte above ASCII from `start` on; the count without one.
  static func nonASCII(in bytes: Span<UInt8>, from start: Int) -> Int {
    first(in: bytes, from: start) {
      $0 & highs
    } orByte: {
      $0 >= 0x80
    }
  }

  /// Marks bytes that are zero by their high bits.
  @inline(__always)
  private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }

  /// - Parameters:
  ///   - marks: of eight bytes, the first lowest, the high bits of those that are looked for.
  ///   - isWanted: the same for one byte.
  @inline(__always)
  private static func first(
    in bytes: Span<UInt8>, from start: Int, _ marks: (UInt64) -> UInt64,
    orByte isWanted: (UInt8) -> Bool
  ) -> Int {
    // Safe: bytes have no padding, and every bit pattern is an integer.
    let raw = unsafe bytes.bytes
    precondition(start >= 0, "an index")
    // Safe: it is asked for where eight bytes follow.
    func word(_ index: Int) -> UInt64 {
      UInt64(
        littleEndian: unsafe raw.unsafeLoadUnaligned(
          fromUncheckedByteOffset: index, as: UInt64.self))
    }
    var index = start
    // The compiler makes vectors of these.
    while index &+ 32 <= bytes.count,
      marks(word(index)) | marks(word(index &+ 8)) | marks(word(index &+ 16))
        | marks(word(index &+ 24)) == 0
    {
      index &+= 32
    }
    while index &+ 8 <= bytes.count {
      let found = marks(word(index))
      if found != 0 { return index &+ found.trailingZeroBitCount &>> 3 }
      index &+= 8
    }
    while index < bytes.count, !isWanted(bytes[index]) { index &+= 1 }
    return index
  }
}
