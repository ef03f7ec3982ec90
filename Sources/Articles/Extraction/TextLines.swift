/// The non-blank lines of a text, as byte ranges.
///
/// A line ends at LF, CR, CR LF, U+0085, U+2028 or U+2029.
struct TextLines {
  struct Line {
    /// Byte offsets of the line without leading and trailing white space.
    let range: Range<Int>
    /// Number of code points.
    let count: Int
  }

  /// The last line contains the rest of the text. An article has a few hundred lines, and a file of
  /// 100 MB of line breaks must not need a multiple of its size.
  private static let maximumLines = 1 << 16
  /// Number of code points in the head of a line. A longer line is prose.
  static let headCount = 160
  /// Number of code points in the head of a line of prose, enough for a marker.
  private static let proseHeadCount = 40

  let text: [UInt8]
  private var lines: [Line] = []

  /// Splits valid UTF-8 in O(n).
  init(_ text: [UInt8]) {
    self.text = text
    lines.reserveCapacity(min(text.count / 64, Self.maximumLines))
    var start = 0
    while start < text.count {
      var (end, next) = Self.lineEnd(in: text, from: start)
      if lines.count == Self.maximumLines - 1 { (end, next) = (text.count, text.count) }
      if let range = Blanks.trimmed(text, start..<end) {
        lines.append(Line(range: range, count: Self.codePoints(text, range)))
      }
      start = next
    }
  }

  var count: Int { lines.count }
  var indices: Range<Int> { lines.indices }
  subscript(i: Int) -> Line { lines[i] }
  var texts: [ArraySlice<UInt8>] { lines.map { text[$0.range] } }

  /// Replaces the contents of `head` by the first code points of a line, folded: all of them, or
  /// the beginning of a line longer than `headCount`.
  func readHead(_ i: Int, into head: inout [Unicode.Scalar]) {
    head.removeAll(keepingCapacity: true)
    let count = lines[i].count > Self.headCount ? Self.proseHeadCount : lines[i].count
    let span = text.span
    var at = lines[i].range.lowerBound
    for _ in 0..<count {
      let scalar = UTF8Scalars.next(in: span, at: &at)
      // Ideographs are as they are.
      head.append(0x4E00...0x9FFF ~= scalar.value ? scalar : PrintedText.folded(scalar))
    }
  }

  /// Returns the first code points of a line, folded.
  func head(_ i: Int) -> [Unicode.Scalar] {
    var head: [Unicode.Scalar] = []
    readHead(i, into: &head)
    return head
  }

  /// Returns the first code points of a line, folded, without invisible characters inside words. A
  /// code point has no known offset in the line.
  func labelHead(_ i: Int) -> [Unicode.Scalar] {
    var head: [Unicode.Scalar] = []
    let span = text.span
    var at = lines[i].range.lowerBound
    for _ in 0..<min(lines[i].count, Self.headCount) {
      head.append(UTF8Scalars.next(in: span, at: &at))
    }
    return PrintedText.foldedLabels(head)
  }

  /// Returns the last `count` code points of a line, folded, and the byte offset of the first one.
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

  /// Returns the byte offset `count` code points after the byte offset `start`.
  func offset(from start: Int, after count: Int) -> Int {
    var at = start
    for _ in 0..<count {
      at += 1
      while at < text.count, text[at] & 0xC0 == 0x80 { at += 1 }
    }
    return at
  }

  private static func codePoints(_ text: [UInt8], _ range: Range<Int>) -> Int {
    let line = text.span.extracting(range)
    var count = 0
    for i in line.indices where line[i] & 0xC0 != 0x80 { count &+= 1 }
    return count
  }

  private static func lineEnd(in text: [UInt8], from start: Int) -> (end: Int, next: Int) {
    let span = text.span
    var i = ByteScan.lineBreak(in: span, from: start)
    while i < span.count {
      switch span[i] {
      case 0x0A: return (i, i + 1)
      case 0x0D: return (i, i + 1 < span.count && span[i + 1] == 0x0A ? i + 2 : i + 1)
      case 0xC2 where i + 1 < span.count && span[i + 1] == 0x85: return (i, i + 2)
      case 0xE2
      where i + 2 < span.count && span[i + 1] == 0x80 && span[i + 2] | 1 == 0xA9:
        return (i, i + 3)
      default: i = ByteScan.lineBreak(in: span, from: i + 1)
      }
    }
    return (i, i)
  }
}
