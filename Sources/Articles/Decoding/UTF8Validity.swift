/// A UTF-8 validation that also counts the well-formed and ill-formed sequences of invalid input.
struct UTF8Validity {
  /// Byte offset of the first ill-formed sequence; nil for valid UTF-8.
  private(set) var firstInvalid: Int?
  /// Number of well-formed multibyte sequences; 0 for valid UTF-8, which is not counted.
  private var multibyteCount = 0
  private var invalidCount = 0

  /// Validates the bytes. An ill-formed sequence counts as one byte.
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
      if length > 0 { multibyteCount += 1 } else { invalidCount += 1 }
      at += max(length, 1)
    }
  }

  /// True when there are at least ten well-formed sequences for each ill-formed one. Text in a
  /// legacy Chinese encoding has far fewer by chance.
  var isMostlyValid: Bool { multibyteCount >= 10 * invalidCount }

  /// Returns the byte offset of the first ill-formed sequence, or nil.
  ///
  /// Chinese text consists mainly of three-byte sequences, which are validated two at a time. The
  /// standard library takes five times as long for such text.
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

  /// Replaces each ill-formed sequence by U+FFFD, and the surrogate pairs of CESU-8, three bytes
  /// each, by their characters.
  ///
  /// - Complexity: O(n).
  static func repaired(_ bytes: [UInt8]) -> DecodedText {
    var text = DecodedText(utf8: [], encoding: "UTF-8")
    text.utf8.reserveCapacity(bytes.count + 64)
    let span = bytes.span
    var (start, at) = (0, 0)
    while at < span.count {
      let length = span[at] < 0x80 ? 1 : sequenceLength(span, at)
      if length > 0 {
        at += length
        continue
      }
      text.utf8 += bytes[start..<at]
      if let pair = surrogatePair(span, at) {
        Unicode.append(pair, to: &text.utf8)
        at += 6
      } else {
        Unicode.append(0xFFFD, to: &text.utf8)
        text.damage.add(at)
        at += 1
        // The rest of a cut sequence.
        while at < span.count, 0x80...0xBF ~= span[at] { at += 1 }
      }
      start = at
    }
    text.utf8 += bytes[start...]
    return text
  }

  /// Returns the character of the surrogate pair of six bytes at `at`, or nil.
  private static func surrogatePair(_ bytes: Span<UInt8>, _ at: Int) -> UInt32? {
    guard at + 6 <= bytes.count, bytes[at] == 0xED, 0xA0...0xAF ~= bytes[at + 1],
      0x80...0xBF ~= bytes[at + 2], bytes[at + 3] == 0xED, 0xB0...0xBF ~= bytes[at + 4],
      0x80...0xBF ~= bytes[at + 5]
    else { return nil }
    let high = UInt32(bytes[at + 1] & 0x0F) << 6 | UInt32(bytes[at + 2] & 0x3F)
    let low = UInt32(bytes[at + 4] & 0x0F) << 6 | UInt32(bytes[at + 5] & 0x3F)
    return 0x10000 + high << 10 + low
  }

  /// True when a three-byte sequence, its first byte lowest, is neither overlong nor a surrogate.
  @inline(__always)
  private static func isInRange(_ word: UInt64) -> Bool {
    let beginning = word & 0x200F
    return beginning != 0 && beginning != 0x200D
  }

  /// Returns the length of the well-formed multibyte sequence at `at`, or 0 (Unicode, table 3-7).
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
