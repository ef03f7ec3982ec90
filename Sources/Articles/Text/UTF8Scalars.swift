/// The code points of valid UTF-8.
enum UTF8Scalars {
  /// Calls `body` with each code point in a range of valid UTF-8, until it returns false.
  ///
  /// This is faster than a `String`, which validates and copies the bytes.
  @inline(__always)
  static func forEach(
    in text: Span<UInt8>, _ range: Range<Int>, _ body: (Unicode.Scalar) -> Bool
  ) {
    var at = range.lowerBound
    while at < range.upperBound {
      let first = UInt32(text[at])
      let value: UInt32
      // A lead byte has all its continuation bytes.
      switch first {
      case 0xE0..<0xF0:
        value =
          (first & 0x0F) << 12 | UInt32(text[at + 1] & 0x3F) << 6 | UInt32(text[at + 2] & 0x3F)
        at += 3
      case ..<0x80:
        value = first
        at += 1
      case ..<0xE0:
        value = (first & 0x1F) << 6 | UInt32(text[at + 1] & 0x3F)
        at += 2
      default:
        value =
          (first & 0x07) << 18 | UInt32(text[at + 1] & 0x3F) << 12
          | UInt32(text[at + 2] & 0x3F) << 6 | UInt32(text[at + 3] & 0x3F)
        at += 4
      }
      guard body(Unicode.Scalar(value) ?? "\u{FFFD}") else { return }
    }
  }
}
