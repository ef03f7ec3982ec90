import Calendar

/// The lines of a page while their kinds are being decided.
struct PageLayout {
  /// Lines after the headline among which the header is looked for.
  private static let headerWindow = 8
  /// Lines after the header among which 正文 is looked for.
  private static let openingWindow = 40
  /// Lines of navigation between a headline and its repetition.
  private static let menuWindow = 100
  private static let maximumTitleCount = 100

  private let page: PageLines
  private let markers: [LineMarker]
  private var kinds: [ZoneKind]
  private var title: Range<Int>?
  private var published: CivilDateTime?
  private var source: String?
  /// Where credits glued to the last paragraph begin: line and byte offset.
  private var gluedCredits: [Int: Int] = [:]

  init(_ page: PageLines) {
    self.page = page
    markers = page.lines.indices.map { LineMarker(page.head($0), count: page.lines[$0].count) }
    kinds = Array(repeating: .body, count: page.lines.count)
  }

  mutating func extract() -> Page {
    let afterTitle = findTitle()
    let bodyStart = findHeader(from: afterTitle)
    findTail(from: bodyStart)
    readTailHeader()
    return Page(zones: zones(), published: published, source: source ?? "")
  }

  // MARK: Headline and header

  /// Returns the index of the line after the headline.
  private mutating func findTitle() -> Int {
    var i = 0
    while i < page.lines.count, i < 4 {
      if markers[i] == .stray {
        kinds[i] = .tail
      } else if let header = header(at: i, allowsBareDate: true) {
        adopt(header)
        kinds[i] = .header
      } else if isMasthead(i) {
        kinds[i] = .header
      } else {
        break
      }
      i += 1
    }
    guard i < page.lines.count, page.lines[i].count <= Self.maximumTitleCount, !isSentence(i) else {
      return i
    }
    kinds[i] = .title
    let head = page.head(i)
    let repetition = findRepetition(of: head, after: i)
    let range = Headline.range(in: Array(head.prefix(repetition?.length ?? head.count)))
    let start = page.offset(i, after: range.lowerBound)
    let end = page.offset(i, after: range.upperBound)
    title = PageLines.trimmed(page.text, start..<end) ?? page.lines[i].range
    if let repetition {
      for j in (i + 1)...repetition.line { kinds[j] = .header }
      return repetition.line + 1
    }
    i += 1
    // ——浙江经验: the second line of a headline.
    if i < page.lines.count, page.head(i).first == "—", page.lines[i].count <= 40 {
      kinds[i] = .title
      i += 1
    }
    return i
  }

  /// 首页 > 新闻 > 正文, 您现在的位置：…, 新华网: a line above the headline that says where one is, if a headline
  /// stands between it and the header.
  private func isMasthead(_ i: Int) -> Bool {
    let head = page.head(i)
    let isSite =
      head.count <= 8
      && head.indices.contains { MarkerWords.siteEndings.match(head, at: $0) == head.count - $0 }
    guard isSite || MarkerWords.places.match(head) != nil || MarkerWords.pathMarks.occurs(in: head)
    else { return false }
    let next = (i + 1)..<max(i + 1, min(i + 5, page.lines.count))
    guard let header = next.first(where: { self.header(at: $0, allowsBareDate: true) != nil })
    else { return false }
    return (i + 1..<header).contains { page.lines[$0].count >= 6 && markers[$0] == .none }
  }

  /// A headline whose line is not a headline but a sentence: the page has none.
  private func isSentence(_ i: Int) -> Bool {
    page.lines[i].count >= 20 && page.ending(i, count: 1).scalars.last == "。"
  }

  /// The line that repeats the headline below the navigation of the site, before header and body.
  private func findRepetition(
    of headline: [Unicode.Scalar], after start: Int
  ) -> (line: Int, length: Int)? {
    for i in (start + 1)..<max(start + 1, min(start + Self.menuWindow, page.lines.count)) {
      if header(at: i, allowsBareDate: true) != nil { return nil }
      if page.lines[i].count <= headline.count,
        let length = Headline.repeated(headline, by: page.head(i))
      {
        return (i, length)
      }
      if isProse(i, 30) { return nil }
    }
    return nil
  }

  /// Returns the index of the first line of the body.
  private mutating func findHeader(from start: Int) -> Int {
    let last = min(start + Self.headerWindow, page.lines.count)
    var sawProse = false
    for i in start..<max(start, last) {
      if markers[i] == .closing, sawProse { return start }
      if let header = header(at: i, allowsBareDate: !sawProse) {
        adopt(header)
        for j in start..<i where !sawProse && kinds[j] == .body {
          kinds[j] = kindAboveHeader(j)
        }
        kinds[i] = .header
        return sawProse ? start : opening(after: creditsEnd(i + 1))
      }
      sawProse = sawProse || isProse(i, 30)
    }
    return published == nil && source == nil ? start : opening(after: creditsEnd(start))
  }

  /// What a line between headline and header is: as long as another headline it is one, and has to be found.
  private func kindAboveHeader(_ i: Int) -> ZoneKind {
    if markers[i] == .stray { return .tail }
    let isFact = markers[i] != .none || page.lines[i].count < 10 || isRepeatedHeader(i)
    return isFact ? .header : .body
  }

  private func header(at i: Int, allowsBareDate: Bool) -> HeaderLine? {
    HeaderLine(page.head(i), count: page.lines[i].count, allowsBareDate: allowsBareDate)
  }

  private mutating func adopt(_ header: HeaderLine) {
    published = published ?? header.published
    if source?.isEmpty ?? true { source = header.source ?? source }
  }

  /// Marks the lines that go on with the header (a date under the source, authors, fonts) and
  /// returns the next.
  private mutating func creditsEnd(_ start: Int) -> Int {
    var i = start
    while i < page.lines.count, i < start + Self.headerWindow {
      if let header = header(at: i, allowsBareDate: published == nil) {
        adopt(header)
      } else if source == "", page.lines[i].count <= 16, markers[i] == .none {
        // 来源: and the name on a line of its own.
        source = String(String.UnicodeScalarView(page.head(i)))
      } else {
        let isTags = markers[i] == .closing && page.lines[i].count <= 60
        guard markers[i] == .credit || isTags || isButton(i) else { break }
      }
      kinds[i] = .header
      i += 1
    }
    return i
  }

  /// A short line among share buttons: one of the next lines is marked as such.
  private func isButton(_ i: Int) -> Bool {
    for j in i..<min(i + 4, page.lines.count) {
      if markers[j] == .credit { return true }
      if page.lines[j].count > 6 { return false }
    }
    return false
  }

  /// The line after 正文 or 主要内容, if a repeated headline or header shows that all before it is front
  /// matter.
  private mutating func opening(after start: Int) -> Int {
    let end = min(start + Self.openingWindow, page.lines.count)
    guard start < end else { return start }
    for i in start..<end where markers[i] == .opening {
      let isFrontMatter = i == start || (start..<i).contains { isRepeatedHeader($0) }
      guard isFrontMatter else { continue }
      for j in start...i { kinds[j] = .header }
      return i + 1
    }
    return start
  }

  private func isRepeatedHeader(_ i: Int) -> Bool {
    if header(at: i, allowsBareDate: false)?.isLabelled == true { return true }
    guard let title else { return false }
    return page.text[page.lines[i].range].elementsEqual(page.text[title])
  }

  // MARK: Tail

  private mutating func findTail(from start: Int) {
    guard start < page.lines.count else { return }
    let prose = proseAhead()
    var isTail = false
    var lines = 0
    var proseLines = 0
    for i in start..<page.lines.count where kinds[i] == .body {
      let hasBegun = proseLines > 0 || lines >= 3
      switch markers[i] {
      case _ where isTail: kinds[i] = .tail
      case .closing:
        kinds[i] = .tail
        isTail = hasBegun
      case .credit:
        // With prose behind it 文: or 微信… is rather part of an article, except in front of it.
        if !prose[i] || !hasBegun {
          kinds[i] = .tail
          isTail = hasBegun && !prose[i]
        }
      case .stray: kinds[i] = .tail
      default:
        if hasBegun, !prose[i], beginsList(i) {
          kinds[i] = .tail
          isTail = true
        } else {
          lines += 1
          if isProse(i, 30) { proseLines += 1 }
          isTail = splitCredits(i)
        }
      }
    }
  }

  /// For each line, whether prose follows it before anything that closes an article.
  private func proseAhead() -> [Bool] {
    var result = Array(repeating: false, count: page.lines.count)
    var isAhead = false
    for i in page.lines.indices.reversed() {
      result[i] = isAhead
      switch markers[i] {
      case .closing: isAhead = false
      case .none, .heading, .opening: if isProse(i, 60) { isAhead = true }
      case .bullet, .credit, .stray: break
      }
    }
    return result
  }

  /// Whether a list of other articles begins: bullets, or a heading and what goes with it.
  private func beginsList(_ i: Int) -> Bool {
    func bullets(from start: Int) -> [Int] {
      (start..<min(start + 24, page.lines.count)).filter { markers[$0] == .bullet }
    }
    switch markers[i] {
    case .bullet:
      // The items of a list that belongs to the article follow a colon or end like sentences.
      let items = bullets(from: i)
      let isIntroduced = i > 0 && page.ending(i - 1, count: 1).scalars.last == ":"
      let sentences = items.count {
        page.ending($0, count: 1).scalars.last.map(PrintedText.endsSentence) ?? false
      }
      return items.count >= 4 && !isIntroduced && sentences * 3 <= items.count
    case .heading:
      let following = (i + 1)..<min(i + 4, page.lines.count)
      return following.count >= 2
        && following.allSatisfy { markers[$0] == .bullet || isHeadline($0) }
    default:
      // 民生 over a list of bullets.
      guard page.lines[i].count <= 8, i + 1 < page.lines.count, markers[i + 1] == .bullet else {
        return false
      }
      return page.head(i).allSatisfy { PrintedText.isHan($0) || PrintedText.isLatin($0) }
        && bullets(from: i + 1).count >= 2
    }
  }

  private func isHeadline(_ i: Int) -> Bool {
    8...50 ~= page.lines[i].count && page.ending(i, count: 1).scalars.last != "。"
      && !page.head(i).contains("。")
  }

  /// A line of at least `count` code points that ends like a sentence, or is longer than any
  /// heading.
  private func isProse(_ i: Int, _ count: Int) -> Bool {
    let length = page.lines[i].count
    guard length >= count else { return false }
    return length > PageLines.headCount
      || page.ending(i, count: 1).scalars.last.map(PrintedText.endsSentence) ?? false
  }

  /// Finds （责任编辑：张三） at the end of a paragraph; returns whether it is there.
  private mutating func splitCredits(_ i: Int) -> Bool {
    let (start, ending) = page.ending(i, count: 40)
    guard let last = ending.last, last == ")" || last == "]" || last == "】",
      let open = ending.lastIndex(where: { $0 == "(" || $0 == "[" || $0 == "【" }),
      open > 0 || start > page.lines[i].range.lowerBound
    else { return false }
    let inner = Array(ending[(open + 1)...])
    guard Self.gluedLabels.match(inner) != nil, inner.contains(":") || inner.contains(" ") else {
      return false
    }
    gluedCredits[i] = PageLines.offset(page.text, from: start, after: open)
    return true
  }

  private static let gluedLabels = WordList("责任编辑 責任編輯 责编 責編 编辑 編輯")

  /// Takes time and source from the first lines of the tail when the header had none.
  private mutating func readTailHeader() {
    guard published == nil || (source ?? "").isEmpty else { return }
    var left = 6
    for i in page.lines.indices where kinds[i] == .tail && left > 0 {
      left -= 1
      guard let header = header(at: i, allowsBareDate: false), header.isLabelled else { continue }
      adopt(header)
    }
  }

  // MARK: Zones

  private func zones() -> [Zone] {
    var result: [Zone] = []
    func append(_ kind: ZoneKind, _ range: Range<Int>) {
      guard let range = PageLines.trimmed(page.text, range) else { return }
      if kind != .title, let last = result.indices.last, result[last].kind == kind {
        result[last].range = result[last].range.lowerBound..<range.upperBound
      } else {
        result.append(Zone(kind: kind, range: range))
      }
    }
    for (i, line) in page.lines.enumerated() {
      if kinds[i] == .title, let title, line.range.contains(title.lowerBound) {
        append(.header, line.range.lowerBound..<title.lowerBound)
        append(.title, title)
        append(.header, title.upperBound..<line.range.upperBound)
      } else if let credits = gluedCredits[i] {
        append(.body, line.range.lowerBound..<credits)
        append(.tail, credits..<line.range.upperBound)
      } else {
        append(kinds[i], line.range)
      }
    }
    return result
  }
}
