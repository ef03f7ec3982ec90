public import Calendar

/// The layout of a crawled text: its zones, and the date and source from its header.
///
/// The rules hold for all sites:
/// 1. The first line is the title, without slogans (`TitleLine`), unless it is prose or a header
///    line.
/// 2. One of the next lines has date and source (`HeaderLine`). Short lines above it and credits
///    below it belong to the header.
/// 3. The body lasts until a line that closes an article (`LineMarker`), or until a list of other
///    articles: bullets, or titles under a navigation heading, without prose after them.
/// 4. The rest is tail. A stray mark within the body is tail, too.
///
/// A wrong guess hides a line from the default search but loses nothing.
public struct CrawledTextLayout: Sendable, Equatable {
  /// Disjoint and ascending. Adjacent zones differ in kind, or are separate lines of a title.
  public let zones: [Zone]
  public let published: CivilDateTime?
  /// Empty when the text names no source.
  public let source: String

  /// Finds the layout of a text in valid UTF-8, in O(*n*).
  public static func extract(_ text: [UInt8]) -> CrawledTextLayout {
    let lines = MarkedLines(text)
    var front = FrontMatter(lines)
    let bodyStart = front.find()
    var tail = TailFinder(lines, kinds: front.kinds)
    tail.find(from: bodyStart)
    front.readHeader(ofTail: tail.kinds)
    return CrawledTextLayout(
      zones: zones(of: lines, tail.kinds, title: front.title, gluedCredits: tail.gluedCredits),
      published: front.published, source: front.source ?? "")
  }

  private static func zones(
    of lines: MarkedLines, _ kinds: [ZoneKind], title: Range<Int>?, gluedCredits: [Int: Int]
  ) -> [Zone] {
    var result: [Zone] = []
    func append(_ kind: ZoneKind, _ range: Range<Int>) {
      guard let range = Blanks.trimmed(lines.text, range) else { return }
      if kind != .title, let last = result.indices.last, result[last].kind == kind {
        result[last].range = result[last].range.lowerBound..<range.upperBound
      } else {
        result.append(Zone(kind: kind, range: range))
      }
    }
    for i in 0..<lines.count {
      let line = lines[i].range
      if kinds[i] == .title, let title, line.contains(title.lowerBound) {
        append(.header, line.lowerBound..<title.lowerBound)
        append(.title, title)
        append(.header, title.upperBound..<line.upperBound)
      } else if let credits = gluedCredits[i] {
        append(.body, line.lowerBound..<credits)
        append(.tail, credits..<line.upperBound)
      } else {
        append(kinds[i], line)
      }
    }
    return result
  }
}
