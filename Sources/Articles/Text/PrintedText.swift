/// Folding and classes of code points, for recognizing labels and dates in printed lines. Folded
/// text is only compared, never stored.
enum PrintedText {
  /// Maps full-width ASCII to ASCII, every space to U+0020, and colon look-alikes to ':'.
  @inline(__always)
  static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0xFF01...0xFF5E: Unicode.Scalar(UInt8(scalar.value - 0xFEE0))
    case 0x09, 0x0B, 0x0C, 0xA0, 0x2000...0x200B, 0x3000, 0xFEFF: " "
    case 0x2236, 0xFE55, 0xFE13: ":"
    default: scalar
    }
  }

  static func folded(_ scalars: some Sequence<Unicode.Scalar>) -> [Unicode.Scalar] {
    scalars.map(folded)
  }

  /// Maps code points as `folded`, without invisible characters. Between two digits or Latin
  /// letters, where they may separate a date from a time, they become one space.
  static func foldedLabels(_ scalars: some Sequence<Unicode.Scalar>) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var isAfterInvisible = false
    for scalar in scalars {
      if scalar.isInvisible {
        isAfterInvisible = true
        continue
      }
      let next = folded(scalar)
      if isAfterInvisible, isWord(next), result.last.map(isWord) ?? false { result.append(" ") }
      isAfterInvisible = false
      result.append(next)
    }
    return result
  }

  static func isHan(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF, 0x3007: true
    default: false
    }
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { "0"..."9" ~= scalar }

  static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
    "a"..."z" ~= scalar || "A"..."Z" ~= scalar
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    isDigit(scalar) || isLatin(scalar)
  }

  /// True for punctuation that ends a sentence, and for the closing quotes that may follow it.
  static func endsSentence(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "。", "！", "？", "!", "?", "…", "；", ";", "”", "』", "」", "\"", "．": true
    default: false
    }
  }
}

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
