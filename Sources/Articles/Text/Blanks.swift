/// White space in UTF-8, including byte order marks and zero-width spaces.
enum Blanks {
  /// Returns the range without blanks at its ends, or nil if all of it is blank.
  static func trimmed(_ text: [UInt8], _ range: Range<Int>) -> Range<Int>? {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, let length = blankLength(text, start, end) { start += length }
    while start < end {
      if text[end - 1] <= 0x20 || text[end - 1] == 0x7F {
        end -= 1
      } else if end - 2 >= start, blankLength(text, end - 2, end) == 2 {
        end -= 2
      } else if end - 3 >= start, blankLength(text, end - 3, end) == 3 {
        end -= 3
      } else {
        break
      }
    }
    return start < end ? start..<end : nil
  }

  /// Returns the byte length of the blank code point at `at`, or nil if it is not blank.
  private static func blankLength(_ text: [UInt8], _ at: Int, _ end: Int) -> Int? {
    let first = text[at]
    if first <= 0x20 || first == 0x7F { return 1 }
    if first == 0xC2 {
      return at + 1 < end && (text[at + 1] == 0xA0 || text[at + 1] == 0x85) ? 2 : nil
    }
    guard first == 0xE2 || first == 0xE3 || first == 0xEF, at + 2 < end else { return nil }
    switch (first, text[at + 1], text[at + 2]) {
    // U+2000...U+200B and U+2028, U+2029; U+3000; U+FEFF.
    case (0xE2, 0x80, 0x80...0x8B), (0xE2, 0x80, 0xA8...0xA9), (0xE3, 0x80, 0x80),
      (0xEF, 0xBB, 0xBF):
      return 3
    default: return nil
    }
  }
}
