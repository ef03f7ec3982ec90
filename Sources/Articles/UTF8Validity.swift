/// Whether bytes are UTF-8 and, if not, whether they nearly are.
struct UTF8Validity {
  /// Byte offset of the first ill-formed sequence.
  private(set) var firstInvalid: Int?
  /// Well-formed sequences of two bytes and more.
  private(set) var multibyteCount = 0
  private(set) var invalidCount = 0

  /// Counts sequences up to the end, skipping one byte at each ill-formed one.
  ///
  /// - Complexity: O(n).
  init(_ bytes: [UInt8]) {
    guard let first = Self.firstInvalid(in: bytes) else { return }
    firstInvalid = first
    var at = 0
    while at < bytes.count {
      if bytes[at] < 0x80 {
        at += 1
        continue
      }
      let length = Self.sequenceLength(bytes.span, at)
      if length > 0 {
        multibyteCount += 1
        at += length
      } else {
        invalidCount += 1
        at += 1
      }
    }
  }

  /// Ten or more good sequences for each bad one: chance gives legacy Chinese encodings far fewer.
  var isMostlyValid: Bool { multibyteCount >= 10 * invalidCount }

  /// Byte offset of the first ill-formed sequence, or nil.
  ///
  /// Mostly Chinese text is mostly sequences of three bytes, of which two are told at a look; the standard
  /// library takes five times as long for it.
  ///
  /// - Complexity: O(n).
  static func firstInvalid(in bytes: [UInt8]) -> Int? {
    let span = bytes.span
    // Safe: bytes have no padding, and every bit pattern is an integer; the load checks its bounds.
    let raw = unsafe span.bytes
    var at = 0
    while at < span.count {
      while at &+ 8 <= span.count {
        let word = UInt64(
          littleEndian: unsafe raw.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
        // Twice 1110xxxx 10xxxxxx 10xxxxxx.
        guard word & 0xC0C0_F0C0_C0F0 == 0x8080_E080_80E0, isInRange(word), isInRange(word &>> 24)
        else { break }
        at &+= 6
      }
      guard at < span.count else { break }
      if span[at] < 0x80 {
        at = ByteScan.nonASCII(in: span, from: at)
        continue
      }
      let length = sequenceLength(span, at)
      if length == 0 { return at }
      at &+= length
    }
    return nil
  }

  /// Whether three bytes of that form, the first of them the lowest, are the shortest form of what they encode
  /// and no surrogate.
  @inline(__always)
  private static func isInRange(_ word: UInt64) -> Bool {
    let beginning = word & 0x200F
    return beginning != 0 && beginning != 0x200D
  }

  /// 2...4, or 0 when no well-formed sequence of several bytes begins at `at` (Unicode, table 3-7).
  private static func sequenceLength(_ bytes: Span<UInt8>, _ at: Int) -> Int {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[at] {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return 0
    }
    guard at + length <= bytes.count, second ~= bytes[at + 1] else { return 0 }
    for i in (at + 2)..<(at + length) where !(0x80...0xBF ~= bytes[i]) { return 0 }
    return length
  }
}
