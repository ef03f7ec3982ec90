/// The lines of a page that are not blank.
///
/// A line ends at LF, CR, CR LF, U+0085, U+2028 or U+2029. Its range leaves out the white space on
/// both sides.
struct PageLines {
  struct Line {
    var range: Range<Int>
    /// Code points in the range.
    var count: Int
  }

  /// Lines looked at one by one; the last takes in all that follows. An article has a few hundred,
  /// and a file of 100 MB of line breaks must not need more memory for them than for its text.
  static let maximumLines = 1 << 16
  /// Code points of a line that are looked at. Whatever is longer is prose.
  static let headCount = 160

  let text: [UInt8]
  let lines: [Line]

  /// - Precondition: `text` is valid UTF-8.
  /// - Complexity: O(n).
  init(_ text: [UInt8]) {
    self.text = text
    var lines: [Line] = []
    var start = 0
    while start < text.count {
      var (end, next) = Self.lineEnd(in: text, from: start)
      if lines.count == Self.maximumLines - 1 { (end, next) = (text.count, text.count) }
      if let range = Self.trimmed(text, start..<end) {
        lines.append(Line(range: range, count: Self.codePoints(text, range)))
      }
      start = next
    }
    self.lines = lines
  }

  /// The first code points of a line, folded.
  func head(_ i: Int) -> [Unicode.Scalar] {
    let range = lines[i].range
    // A code point has at most four bytes, and the end cut off by that limit is repaired to U+FFFD,
    // beyond the head.
    let bytes = text[
      range.lowerBound..<min(range.upperBound, range.lowerBound + 4 * Self.headCount)]
    return PrintedText.folded(
      String(decoding: bytes, as: UTF8.self).unicodeScalars.prefix(Self.headCount))
  }

  /// The last code points of a line, folded, with the byte offset of the first of them.
  func ending(_ i: Int, count: Int) -> (start: Int, scalars: [Unicode.Scalar]) {
    let range = lines[i].range
    var start = range.upperBound
    var left = count
    while start > range.lowerBound, left > 0 {
      start -= 1
      if text[start] & 0xC0 != 0x80 { left -= 1 }
    }
    let scalars = String(decoding: text[start..<range.upperBound], as: UTF8.self).unicodeScalars
    return (start, PrintedText.folded(scalars))
  }

  /// The byte offset of the code point `count` places after the beginning of a line.
  func offset(_ i: Int, after count: Int) -> Int {
    Self.offset(text, from: lines[i].range.lowerBound, after: count)
  }

  static func offset(_ text: [UInt8], from start: Int, after count: Int) -> Int {
    var at = start
    for _ in 0..<count {
      at += 1
      while at < text.count, text[at] & 0xC0 == 0x80 { at += 1 }
    }
    return at
  }

  private static func codePoints(_ text: [UInt8], _ range: Range<Int>) -> Int {
    let span = text.span
    var count = 0
    for i in range where span[i] & 0xC0 != 0x80 { count += 1 }
    return count
  }

  private static func lineEnd(in text: [UInt8], from start: Int) -> (end: Int, next: Int) {
    let span = text.span
    var i = start
    while i < span.count {
      switch span[i] {
      case 0x0A: return (i, i + 1)
      case 0x0D: return (i, i + 1 < span.count && span[i + 1] == 0x0A ? i + 2 : i + 1)
      case 0xC2 where i + 1 < span.count && span[i + 1] == 0x85: return (i, i + 2)
      case 0xE2
      where i + 2 < span.count && span[i + 1] == 0x80
        && (span[i + 2] == 0xA8 || span[i + 2] == 0xA9):
        return (i, i + 3)
      default: i += 1
      }
    }
    return (i, i)
  }

  /// The range without white space, byte order marks and zero-width spaces on both sides; nil if
  /// nothing is left.
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

  /// The bytes of the blank code point at `at`, or nil if it is not blank.
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
