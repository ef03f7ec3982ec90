/// The code points of valid UTF-8.
///
/// Reading them one by one is faster than a `String`, which validates and copies the bytes.
enum UTF8Scalars {
  /// Returns the code point at an index of valid UTF-8, and moves the index behind it.
  @inline(__always)
  static func next(in text: Span<UInt8>, at index: inout Int) -> Unicode.Scalar {
    let first = UInt32(text[index])
    let value: UInt32
    // A lead byte has all its continuation bytes.
    switch first {
    case 0xE0..<0xF0:
      value =
        (first & 0x0F) << 12 | UInt32(text[index + 1] & 0x3F) << 6 | UInt32(text[index + 2] & 0x3F)
      index += 3
    case ..<0x80:
      value = first
      index += 1
    case ..<0xE0:
      value = (first & 0x1F) << 6 | UInt32(text[index + 1] & 0x3F)
      index += 2
    default:
      value =
        (first & 0x07) << 18 | UInt32(text[index + 1] & 0x3F) << 12
        | UInt32(text[index + 2] & 0x3F) << 6 | UInt32(text[index + 3] & 0x3F)
      index += 4
    }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }
}
