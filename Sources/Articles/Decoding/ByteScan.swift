/// Searches for bytes eight at a time, as one integer.
///
/// The formulas are from S. E. Anderson, "Bit Twiddling Hacks". In (x − 0x01…01) & ~x & 0x80…80 the
/// lowest set bit marks the first zero byte of x. In (x − n…n) & ~x & 0x80…80 it marks the first
/// byte below n, for n up to 0x80. Borrows set wrong bits only above the first match.
enum ByteScan {
  private static var ones: UInt64 { 0x0101_0101_0101_0101 }
  private static var highs: UInt64 { 0x8080_8080_8080_8080 }

  /// Returns the index of the first line feed at or after `start`, or nil.
  static func lineFeed(in bytes: Span<UInt8>, from start: Int) -> Int? {
    let found = first(in: bytes, from: start) {
      zeros($0 ^ ones &* 0x0A)
    } orByte: {
      $0 == 0x0A
    }
    return found < bytes.count ? found : nil
  }

  /// Returns the index of the first NUL byte at or after `start`, or the count.
  static func nul(in bytes: Span<UInt8>, from start: Int) -> Int {
    first(in: bytes, from: start, zeros) { $0 == 0 }
  }

  /// Returns the index of the first `<` or `&` at or after `start`, or the count.
  static func markup(in bytes: Span<UInt8>, from start: Int) -> Int {
    first(in: bytes, from: start) {
      zeros($0 ^ ones &* 0x3C) | zeros($0 ^ ones &* 0x26)
    } orByte: {
      $0 == 0x3C || $0 == 0x26
    }
  }

  /// Returns the index of the first occurrence of a sequence of bytes that is not empty, or nil.
  ///
  /// - Complexity: O(*n*) for sequences whose first byte is rare.
  static func first(_ sequence: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    var rest = bytes
    while let found = rest.firstIndex(of: sequence[0]) {
      if bytes[found...].starts(with: sequence) { return found }
      rest = bytes[(found + 1)...]
    }
    return nil
  }

  /// Returns the number of line feeds.
  static func lineFeeds(in bytes: Span<UInt8>) -> Int {
    var count = 0
    for index in bytes.indices where bytes[index] == 0x0A { count &+= 1 }
    return count
  }

  /// Returns the index of the first quote, backslash or control character at or after `start`, or
  /// the count. Up to there, a JSON string is plain text.
  static func endOfPlain(in bytes: Span<UInt8>, from start: Int) -> Int {
    first(in: bytes, from: start) {
      zeros($0 ^ ones &* 0x22) | zeros($0 ^ ones &* 0x5C) | ($0 &- ones &* 0x20) & ~$0 & highs
    } orByte: {
      $0 == 0x22 || $0 == 0x5C || $0 < 0x20
    }
  }

  /// Returns the index of the first control character at or after `start`, or the count.
  static func control(in bytes: Span<UInt8>, from start: Int) -> Int {
    first(in: bytes, from: start) {
      ($0 &- ones &* 0x20) & ~$0 & highs | zeros($0 ^ ones &* 0x7F)
    } orByte: {
      $0 < 0x20 || $0 == 0x7F
    }
  }

  /// Returns the index of the first byte at or after `start` that may begin a line break (LF, CR,
  /// U+0085, U+2028 or U+2029 in UTF-8), or the count.
  static func lineBreak(in bytes: Span<UInt8>, from start: Int) -> Int {
    first(in: bytes, from: start) {
      zeros($0 ^ ones &* 0x0A) | zeros($0 ^ ones &* 0x0D) | zeros($0 ^ ones &* 0xC2)
        | zeros($0 ^ ones &* 0xE2)
    } orByte: {
      $0 == 0x0A || $0 == 0x0D || $0 == 0xC2 || $0 == 0xE2
    }
  }

  /// Returns the index of the first byte above ASCII at or after `start`, or the count.
  static func nonASCII(in bytes: Span<UInt8>, from start: Int) -> Int {
    first(in: bytes, from: start) {
      $0 & highs
    } orByte: {
      $0 >= 0x80
    }
  }

  /// Sets the high bit of the zero bytes.
  @inline(__always)
  private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }

  /// Returns the index of the first wanted byte at or after `start`, or the count. `marks` sets the
  /// high bit of each wanted byte of a word.
  @inline(__always)
  private static func first(
    in bytes: Span<UInt8>, from start: Int, _ marks: (UInt64) -> UInt64,
    orByte isWanted: (UInt8) -> Bool
  ) -> Int {
    // Safe: bytes have no padding, and every bit pattern is an integer.
    let raw = unsafe bytes.bytes
    precondition(start >= 0)
    // Safe: eight bytes follow at each call.
    func word(_ index: Int) -> UInt64 {
      UInt64(
        littleEndian: unsafe raw.unsafeLoadUnaligned(
          fromUncheckedByteOffset: index, as: UInt64.self))
    }
    var index = start
    // The compiler vectorizes this loop.
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
