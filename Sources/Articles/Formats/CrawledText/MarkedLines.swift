/// The non-blank lines of a crawled text, each with its marker.
///
/// A line ends at LF, CR, CR LF, U+0085, U+2028 or U+2029.
struct MarkedLines {
  struct Line {
    /// Byte offsets of the line without leading and trailing white space.
    let range: Range<Int>
    let count: Int
  }

  /// The last line contains the rest of the text. An article has a few hundred lines, and a file of
  /// 100 MB of line breaks must not need a multiple of its size.
  private static let maximumLines = 1 << 16
  /// Number of code points in the head of a line. A longer line is prose.
  private static let headCount = 160

  let text: [UInt8]
  private var lines: [Line] = []
  private(set) var markers: [LineMarker] = []

  /// Splits valid UTF-8 in O(n).
  init(_ text: [UInt8]) {
    self.text = text
    var start = 0
    while start < text.count {
      var (end, next) = Self.lineEnd(in: text, from: start)
      if lines.count == Self.maximumLines - 1 { (end, next) = (text.count, text.count) }
      if let range = Blanks.trimmed(text, start..<end) {
        lines.append(Line(range: range, count: Self.codePoints(text, range)))
      }
      start = next
    }
    markers = lines.indices.map { LineMarker.classify(head($0), count: lines[$0].count) }
  }

  var count: Int { lines.count }
  subscript(i: Int) -> Line { lines[i] }

  /// Returns the first code points of a line, folded.
  func head(_ i: Int) -> [Unicode.Scalar] { PrintedText.folded(originalHead(i)) }

  /// Returns the first code points of a line, folded, without invisible characters inside words. A
  /// code point has no known offset in the line.
  func labelHead(_ i: Int) -> [Unicode.Scalar] { PrintedText.foldedLabels(originalHead(i)) }

  private func originalHead(_ i: Int) -> String.UnicodeScalarView.SubSequence {
    let range = lines[i].range
    // A code point has at most four bytes. A cut code point decodes to U+FFFD after the head.
    let bytes = text[
      range.lowerBound..<min(range.upperBound, range.lowerBound + 4 * Self.headCount)]
    return String(decoding: bytes, as: UTF8.self).unicodeScalars.prefix(Self.headCount)
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

  func lastScalar(_ i: Int) -> Unicode.Scalar? { ending(i, count: 1).scalars.last }

  func endsSentence(_ i: Int) -> Bool { lastScalar(i).map(PrintedText.endsSentence) ?? false }

  /// True for a line of at least `count` code points that ends like a sentence or is longer than
  /// any heading.
  func isProse(_ i: Int, _ count: Int) -> Bool {
    self[i].count >= count && (self[i].count > Self.headCount || endsSentence(i))
  }

  func header(at i: Int, allowsBareDate: Bool) -> HeaderLine? {
    HeaderLine(labelHead(i), count: self[i].count, allowsBareDate: allowsBareDate)
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
      where i + 2 < span.count && span[i + 1] == 0x80 && span[i + 2] | 1 == 0xA9:
        return (i, i + 3)
      default: i += 1
      }
    }
    return (i, i)
  }
}
