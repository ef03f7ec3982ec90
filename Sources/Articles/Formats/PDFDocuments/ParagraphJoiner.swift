/// A paragraph of a printed document.
struct PrintedParagraph {
  var text: [UInt8]
  /// The size of its letters.
  let size: Float
  /// The number of the page on which it begins.
  let page: Int32
}

/// Joins printed lines to paragraphs, in O(*n*).
///
/// A line continues the paragraph when the line before it reaches the right edge of the column,
/// that is, has no room for the next word, and the line is not indented and not set apart by a
/// gap. The lines nearby give the edges, because columns, tables and facing pages differ.
struct ParagraphJoiner {
  private let source: PrintedLines
  private let lines: [PrintedLine]
  private let bodySize: Float
  /// The distance of lines within paragraphs in most of the text; nil when no lines follow others.
  private let bodyPitch: Float?

  /// The number of lines before and after a line that show the edges of its column.
  private static let reach = 40

  /// - Parameter lines: the lines of the source without running heads.
  init(_ source: PrintedLines, _ lines: [PrintedLine]) {
    (self.source, self.lines) = (source, lines)
    let size = ConvertedDocument.usualSize(lines.lazy.map { ($0.size, $0.range.count) })
    bodySize = size
    let body = lines.filter { abs($0.size - size) < 0.1 * size }
    bodyPitch = Self.smallPitch(body, share: 10)
  }

  func paragraphs() -> [PrintedParagraph] {
    var paragraphs: [PrintedParagraph] = []
    var first = 0
    for (i, line) in lines.enumerated() {
      if i > 0, continues(i, paragraphFrom: first) {
        append(i, to: &paragraphs[paragraphs.count - 1].text)
      } else {
        first = i
        paragraphs.append(
          PrintedParagraph(
            text: Array(source.text(line)), size: line.size, page: line.page))
      }
    }
    return paragraphs
  }

  private func isLarge(_ line: PrintedLine) -> Bool {
    line.size >= ConvertedDocument.largeShare * bodySize
  }

  /// Appends a line, with a space between words and without a hyphen that divides a word.
  private func append(_ i: Int, to text: inout [UInt8]) {
    let (above, line) = (lines[i - 1], lines[i])
    let next = source.text(line)
    if line.isBeside(above) {
      let isCell = line.left - above.right > 1.5 * line.size
      text.append(isCell ? UInt8(ascii: "\t") : UInt8(ascii: " "))
      text += next
      return
    }
    guard let last = text[...].lastScalar, let first = next.firstScalar else {
      text += next
      return
    }
    if last == "-" || last == "\u{AD}", first.properties.isLowercase,
      let letter = text.dropLast(last == "-" ? 1 : 2).lastScalar, PrintedText.isLatin(letter)
    {
      text.removeLast(last == "-" ? 1 : 2)
    } else if !WideCharacter.isWide(last), !WideCharacter.isWide(first) {
      text.append(UInt8(ascii: " "))
    }
    text += next
  }

  // MARK: Decisions

  /// True when a line continues the paragraph of the line before it.
  private func continues(_ i: Int, paragraphFrom first: Int) -> Bool {
    let (above, line) = (lines[i - 1], lines[i])
    guard line.hasSize(of: above) else { return false }
    // A line that a space divides, or the cells of a row.
    if line.isBeside(above) {
      return line.left > above.left
        && (line.block == above.block || line.left - above.right < 1.2 * line.size)
    }
    let isBelow = line.page == above.page && line.top > above.top
    let near = nearLines(i - 1)
    // The lines of a title are centered or full.
    if isLarge(above), isBelow, line.top - above.bottom < 0.8 * above.size,
      abs(line.center - above.center) < 1.5 * line.size
    {
      return true
    }
    // Without other lines, only a long line shows where the edge is.
    let least: Float = near.count < 4 ? 20 : 6
    guard above.width >= least * above.size, reachesEdge(above, near, before: line) else {
      return false
    }
    let endsSentence = source.text(above).lastScalar.map(PrintedText.endsSentence) ?? false
    switch ListMarker(source.text(line)) {
    case .bullet: return false
    case .number where endsSentence: return false
    case .number, nil: break
    }
    guard isBelow else {
      // The next column or page. Indents tell paragraphs apart, if the document has any.
      let column = nearLines(i)
      let edge = Self.leftEdge(column)
      return !line.isIndented(from: edge)
        && (!endsSentence || column.contains { $0.isIndented(from: edge) })
    }
    if isAfterGap(i, near) { return false }
    if line.isIndented(from: Self.leftEdge(near)) {
      // The lines of an item of a list are indented, except for the first.
      return line.block == above.block && ListMarker(source.text(lines[first])) != nil
        && 0.5 * line.size..<4 * line.size ~= line.left - lines[first].left
        && (i - 1 == first || abs(line.left - above.left) < 0.5 * line.size)
    }
    return abs(line.left - above.left) < 5 * line.size
  }

  /// The lines near a line that belong to its column, with the same size of letters.
  private func nearLines(_ i: Int) -> [PrintedLine] {
    let line = lines[i]
    return lines[max(0, i - Self.reach)..<min(lines.count, i + Self.reach + 1)].filter {
      $0.hasSize(of: line) && abs($0.left - line.left) < 4.5 * max(line.size, 1)
    }
  }

  /// True when the first word of the next line has no room after a line.
  private func reachesEdge(
    _ line: PrintedLine, _ near: [PrintedLine], before next: PrintedLine
  ) -> Bool {
    let needed = next.firstWidth + 0.8 * line.size
    let rights = near.map(\.right).sorted()
    guard let most = rights.last else { return true }
    if most - line.right < needed { return true }
    // Lines over both columns reach farther than the lines of a column.
    let support = near.count < 8 ? 2 : 3
    let tolerance = 0.6 * line.size
    var start = 0
    for (end, right) in rights.enumerated() {
      while rights[start] < right - tolerance { start += 1 }
      if end - start + 1 >= support, right >= line.right - tolerance, right - line.right < needed,
        right - line.left > 10 * line.size
      {
        return true
      }
    }
    return false
  }

  /// The left edge of a column: the farthest one at which two lines begin.
  private static func leftEdge(_ lines: [PrintedLine]) -> Float {
    let tolerance = 0.4 * (lines.first?.size ?? 0)
    let lefts = lines.map(\.left).sorted()
    let pair = zip(lefts, lefts.dropFirst()).first { $1 - $0 < tolerance }
    return pair?.0 ?? lefts.first ?? 0
  }

  /// True when the line is farther below the line before it than usual nearby, or than usual in the
  /// text if lines nearby have the usual distance, too.
  private func isAfterGap(_ i: Int, _ near: [PrintedLine]) -> Bool {
    let pitch = lines[i].top - lines[i - 1].top
    func isLarge(beside usual: Float) -> Bool { pitch > 1.25 * usual + 1 }
    if let usual = Self.smallPitch(near, share: 4), isLarge(beside: usual) { return true }
    guard let bodyPitch, isLarge(beside: bodyPitch) else { return false }
    return Self.pitches(near).contains { abs($0 - bodyPitch) < 0.1 * bodyPitch }
  }

  /// The distances of lines that follow each other on a page.
  private static func pitches(_ lines: [PrintedLine]) -> [Float] {
    zip(lines, lines.dropFirst()).compactMap { above, line in
      let pitch = line.top - above.top
      return above.page == line.page && pitch > line.size / 2 ? pitch : nil
    }
  }

  /// Returns a distance that is larger than one in `share` of the distances.
  private static func smallPitch(_ lines: [PrintedLine], share: Int) -> Float? {
    let pitches = pitches(lines).sorted()
    return pitches.isEmpty ? nil : pitches[pitches.count / share]
  }
}

/// The marks and numbers that begin an item of a list or an article of a law.
enum ListMarker {
  case bullet, number

  private static let numerals = Set("一二三四五六七八九十百零〇0123456789".unicodeScalars)
  private static let bullets = Set("•●○■□◆◇▪►▶★☆※".unicodeScalars)
  private static let longestNumber = 6

  /// Returns nil for a text that begins with none.
  init?(_ text: ArraySlice<UInt8>) {
    let scalars = String(decoding: text.prefix(32), as: UTF8.self).unicodeScalars
      .lazy.map(PrintedText.folded)
    guard let first = scalars.first else { return nil }
    if Self.bullets.contains(first) {
      self = .bullet
      return
    }
    guard Self.isNumbered(Array(scalars)) else { return nil }
    self = .number
  }

  private static func isNumbered(_ scalars: [Unicode.Scalar]) -> Bool {
    let first = scalars.first
    var rest = scalars[...]
    let isBracketed = first == "("
    let isArticle = first == "第"
    if isBracketed || isArticle { rest = rest.dropFirst() }
    let number = rest.prefix { numerals.contains($0) }
    guard !number.isEmpty, number.count <= longestNumber else { return false }
    guard let end = rest.dropFirst(number.count).first else { return false }
    if isBracketed { return end == ")" }
    if isArticle { return "条章节款".unicodeScalars.contains(end) }
    if end == "、" { return true }
    // 1.5 is a number, and 1. an item.
    let next = rest.dropFirst(number.count + 1).first
    return end == "." && next.map { !PrintedText.isDigit($0) } ?? true
  }
}
