import Calendar

/// A finder of the title and the header of a crawled text.
struct FrontMatter {
  /// Number of lines after the title in which the header is searched.
  private static let headerWindow = 8
  /// Number of lines after the header in which 正文 is searched.
  private static let openingWindow = 40
  /// Maximum number of navigation lines between a title and its repetition.
  private static let menuWindow = 100
  private static let maximumTitleCount = 100

  private let lines: MarkedLines
  /// The kind of each line; `body` after the header.
  private(set) var kinds: [ZoneKind]
  /// Byte offsets of the title without slogans.
  private(set) var title: Range<Int>?
  private(set) var published: CivilDateTime?
  private(set) var source: String?

  init(_ lines: MarkedLines) {
    self.lines = lines
    kinds = Array(repeating: .body, count: lines.count)
  }

  /// Finds title and header, and returns the index of the first line of the body.
  mutating func find() -> Int { findHeader(from: findTitle()) }

  /// Takes date and source from the first lines of the tail if the header lacks one of them.
  mutating func readHeader(ofTail kinds: [ZoneKind]) {
    guard published == nil || (source ?? "").isEmpty else { return }
    for i in kinds.indices.lazy.filter({ kinds[$0] == .tail }).prefix(6) {
      guard let header = lines.header(at: i, allowsBareDate: false), header.isLabelled else {
        continue
      }
      adopt(header)
    }
  }

  /// Returns the index of the line after the title.
  private mutating func findTitle() -> Int {
    var i = 0
    while i < lines.count, i < 4 {
      if lines.markers[i] == .stray {
        kinds[i] = .tail
      } else if let header = lines.header(at: i, allowsBareDate: true) {
        adopt(header)
        kinds[i] = .header
      } else if isMasthead(i) {
        kinds[i] = .header
      } else {
        break
      }
      i += 1
    }
    guard i < lines.count, lines[i].count <= Self.maximumTitleCount, !isSentence(i) else {
      return i
    }
    kinds[i] = .title
    let head = lines.head(i)
    let repetition = findRepetition(of: head, after: i)
    let range = TitleLine.range(in: Array(head.prefix(repetition?.length ?? head.count)))
    let start = lines.offset(from: lines[i].range.lowerBound, after: range.lowerBound)
    let end = lines.offset(from: lines[i].range.lowerBound, after: range.upperBound)
    title = Blanks.trimmed(lines.text, start..<end) ?? lines[i].range
    if let repetition {
      for j in (i + 1)...repetition.line { kinds[j] = .header }
      return repetition.line + 1
    }
    i += 1
    // ——浙江经验 is the second line of a title.
    if i < lines.count, lines.head(i).first == "—", lines[i].count <= 40 {
      kinds[i] = .title
      i += 1
    }
    return i
  }

  /// True for a line above the title that gives the location on the site, such as 首页 > 新闻 > 正文,
  /// 您现在的位置：… or 新华网. A title must follow before the header.
  private func isMasthead(_ i: Int) -> Bool {
    let head = lines.head(i)
    let isSite =
      head.count <= 8
      && head.indices.contains { MarkerWords.siteEndings.match(head, at: $0) == head.count - $0 }
    guard
      isSite || MarkerWords.locations.match(head) != nil
        || MarkerWords.pathMarks.occurs(in: head)
    else { return false }
    let next = (i + 1)..<max(i + 1, min(i + 5, lines.count))
    guard let header = next.first(where: { lines.header(at: $0, allowsBareDate: true) != nil })
    else { return false }
    return (i + 1..<header).contains { lines[$0].count >= 6 && lines.markers[$0] == .none }
  }

  /// True for a sentence in the first line, which means that the text has no title.
  private func isSentence(_ i: Int) -> Bool { lines[i].count >= 20 && lines.lastScalar(i) == "。" }

  /// Finds the line that repeats the title below the navigation, before header and body.
  private func findRepetition(
    of title: [Unicode.Scalar], after start: Int
  ) -> (line: Int, length: Int)? {
    for i in (start + 1)..<max(start + 1, min(start + Self.menuWindow, lines.count)) {
      if lines.header(at: i, allowsBareDate: true) != nil { return nil }
      if lines[i].count <= title.count,
        let length = TitleLine.repeated(title, by: lines.head(i))
      {
        return (i, length)
      }
      if lines.isProse(i, 30) { return nil }
    }
    return nil
  }

  /// Returns the index of the first line of the body.
  private mutating func findHeader(from start: Int) -> Int {
    let last = min(start + Self.headerWindow, lines.count)
    var sawProse = false
    for i in start..<max(start, last) {
      if lines.markers[i] == .closing, sawProse { return start }
      if let header = lines.header(at: i, allowsBareDate: !sawProse) {
        adopt(header)
        for j in start..<i where !sawProse && kinds[j] == .body {
          kinds[j] = kindAboveHeader(j)
        }
        kinds[i] = .header
        return sawProse ? start : opening(after: creditsEnd(i + 1))
      }
      sawProse = sawProse || lines.isProse(i, 30)
    }
    return published == nil && source == nil ? start : opening(after: creditsEnd(start))
  }

  /// Returns the kind of a line between title and header. A line as long as a second title is body,
  /// so that the default search finds it.
  private func kindAboveHeader(_ i: Int) -> ZoneKind {
    if lines.markers[i] == .stray { return .tail }
    let isFact = lines.markers[i] != .none || lines[i].count < 10 || isRepeatedHeader(i)
    return isFact ? .header : .body
  }

  private mutating func adopt(_ header: HeaderLine) {
    published = published ?? header.published
    if source?.isEmpty ?? true { source = header.source ?? source }
  }

  /// Marks the lines that continue the header (a date below the source, authors, font buttons), and
  /// returns the index of the next line.
  private mutating func creditsEnd(_ start: Int) -> Int {
    var i = start
    while i < lines.count, i < start + Self.headerWindow {
      if let header = lines.header(at: i, allowsBareDate: published == nil) {
        adopt(header)
      } else if source == "", lines[i].count <= 16, lines.markers[i] == .none {
        // 来源: precedes the source on a line of its own.
        source = String(String.UnicodeScalarView(lines.labelHead(i))).cleanedName()
      } else {
        let isTags = lines.markers[i] == .closing && lines[i].count <= 60
        guard lines.markers[i] == .credit || isTags || isButton(i) else { break }
      }
      kinds[i] = .header
      i += 1
    }
    return i
  }

  /// True for a short line among share buttons: one of the next lines has their marker.
  private func isButton(_ i: Int) -> Bool {
    for j in i..<min(i + 4, lines.count) {
      if lines.markers[j] == .credit { return true }
      if lines[j].count > 6 { return false }
    }
    return false
  }

  /// Returns the index of the line after 正文 or 主要内容, if only front matter precedes it.
  private mutating func opening(after start: Int) -> Int {
    let end = min(start + Self.openingWindow, lines.count)
    guard start < end else { return start }
    for i in start..<end where lines.markers[i] == .opening {
      let isFrontMatter = i == start || (start..<i).contains { isRepeatedHeader($0) }
      guard isFrontMatter else { continue }
      for j in start...i { kinds[j] = .header }
      return i + 1
    }
    return start
  }

  private func isRepeatedHeader(_ i: Int) -> Bool {
    if lines.header(at: i, allowsBareDate: false)?.isLabelled == true { return true }
    guard let title else { return false }
    return lines.text[lines[i].range].elementsEqual(lines.text[title])
  }
}
