/// Whether bytes are UTF-8 and, if not, whether they nearly are.
struct UTF8Validity {
  /// Byte offset of the first ill-formed sequence.
  private(set) var firstInvalid: Int?
  /// Well-formed sequences of two bytes and more.
  private(set) var multibyteCount = 0
  private(set) var invalidCount = 0

  /// Counts sequences up to the end, skipping one byte at each ill-formed one.
  ///
  /// - Complexity: O(n); text that is valid takes only the standard library's fast check.
  init(_ bytes: [UInt8]) {
    guard let first = Self.firstInvalid(in: bytes) else { return }
    firstInvalid = first
    var at = 0
    while at < bytes.count {
      if bytes[at] < 0x80 {
        at += 1
        continue
      }
      let length = Self.sequenceLength(bytes, at)
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
  static func firstInvalid(in bytes: [UInt8]) -> Int? {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }

  /// 2...4, or 0 when no well-formed sequence of several bytes begins at `at` (Unicode, table 3-7).
  private static func sequenceLength(_ bytes: [UInt8], _ at: Int) -> Int {
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
