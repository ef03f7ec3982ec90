/// The scores of the lines of a page as its title.
///
/// A title is near the line with date and source, recurs on the page, has the length of a title and
/// precedes the body. The decoder adds the last of these: a title far above the body or below it
/// loses what the lines between them score.
struct TitleScores {
  /// A part of a line's score, with its reason for explanations.
  struct Part: Equatable {
    let score: Float
    let reason: String
  }

  private let page: PageFeatures
  private let hintTitles: [[Unicode.Scalar]]
  private let firstHead: [Unicode.Scalar]
  /// The nearest line below each line that has a date or source; `count` if there is none.
  private var nextHeader: [Int32] = []
  /// True when a paragraph is between the line and its next header.
  private var isHeaderBehindProse: [Bool] = []

  static let maximumCount = 100

  init(_ page: PageFeatures, hints: PageHints) {
    self.page = page
    let tableTitles = page.tables.facts.filter { $0.field == .title }.map(\.value.text)
    hintTitles = (hints.titles + tableTitles).map { PrintedText.folded($0.unicodeScalars) }
    firstHead = page.count > 1 ? page.lines.head(0) : []
    findHeaders()
  }

  private mutating func findHeaders() {
    let count = page.count
    nextHeader = Array(repeating: Int32(count), count: count)
    isHeaderBehindProse = Array(repeating: false, count: count)
    var (next, isBehind) = (count, false)
    for i in (0..<count).reversed() {
      nextHeader[i] = Int32(next)
      isHeaderBehindProse[i] = isBehind
      switch page[i].kind {
      case .header, .date, .time: (next, isBehind) = (i, false)
      case .fact where page[i].isInTable: (next, isBehind) = (i, false)
      case .prose: isBehind = true
      default: break
      }
    }
  }

  /// Returns the score of a line, or nil when it cannot be a title.
  func score(_ i: Int) -> Float? {
    var sum: Float = 0
    guard visit(i, { part, _ in sum += part }) else { return nil }
    return sum
  }

  /// True for a line above a line with a date or source, at most four lines away.
  func isAboveHeader(_ i: Int) -> Bool {
    Int(nextHeader[i]) < page.count && Int(nextHeader[i]) - i <= 4
  }

  /// Returns the parts of the score of a line.
  func parts(_ i: Int) -> [Part] {
    var parts: [Part] = []
    _ = visit(i) { parts.append(Part(score: $0, reason: $1.description)) }
    return parts
  }

  /// Calls `add` with each part of the score; returns false when the line cannot be a title.
  private func visit(_ i: Int, _ add: (Float, StaticString) -> Void) -> Bool {
    let line = page[i]
    guard line.count <= Self.maximumCount else { return false }
    switch line.kind {
    case .plain, .short, .sentence: break
    case .entry: add(-1, "entry of an enumeration")
    case .prose:
      add(-4, "paragraph")
    // 版权所有不是一句空话 begins as a notice does.
    case .heading, .related, .editors, .byline, .tags, .share, .legal, .comment, .stray, .keywords,
      .summary, .opening, .navigation:
      add(-4, "marker")
    // 来源：一个词的新闻史
    case .header where i == 0 && page.facts[i]?.dates.isEmpty ?? false: add(-4, "marker")
    // 公开市场业务交易公告[2022]第215号
    case .fact where !line.isInTable && line.count >= 12: add(-1.5, "number of a document")
    case .bullet, .item: add(-4, "item of a list")
    default: return false
    }
    switch line.count {
    case 10...45: add(1.5, "length")
    case 6...9: add(1, "length")
    case 4...5 where line.kind == .short: add(0.2, "length")
    case 4...70: add(0.5, "length")
    case 71...: add(-1.5, "long")
    default: add(-2, "short")
    }
    addPlace(i, add)
    addHeader(i, add)
    addRepetition(i, add)
    addShape(i, add)
    if line.repetition > 0 {
      add(RepetitionScores.title(line.repetition), "repeats over the pages of the folder")
    }
    if isDocumentTitle(i) { add(1.2, "title of an official document") }
    return true
  }

  /// True for 关于…的通知 on the page of an official document.
  private func isDocumentTitle(_ i: Int) -> Bool {
    guard !page.tables.lines.isEmpty || !page.document.numbers.isEmpty, page[i].count >= 10 else {
      return false
    }
    return DocumentFacts.isDocumentTitle(page.lines.head(i))
  }

  private func addPlace(_ i: Int, _ add: (Float, StaticString) -> Void) {
    if i == 0 {
      add(2.5, "first line")
    } else if i <= 3 {
      add(0.5, "among the first lines")
    }
    for distance in 1...3 where i >= distance && page[i - distance].kind == .path {
      add([3, 2, 1][distance - 1], "below the location on the site")
      break
    }
    switch page[i].hint.headingLevel {
    case 1: add(3.5, "heading 1")
    case 2: add(1.5, "heading 2")
    case 3: add(0.5, "heading 3")
    default: break
    }
  }

  private func addHeader(_ i: Int, _ add: (Float, StaticString) -> Void) {
    let distance = Int(nextHeader[i]) - i
    if Int(nextHeader[i]) < page.count, distance <= 8 {
      let near: [Float] = [5, 4.5, 4, 3, 2.5, 2, 1.5, 1]
      let isBare = page[Int(nextHeader[i])].kind == .date
      // A table of facts may be above the headline or below it.
      let isTable = page[Int(nextHeader[i])].isInTable
      let score = (near[distance - 1] - (isBare ? 1 : 0)) * (isTable ? 0.6 : 1)
      add(isHeaderBehindProse[i] ? score * 0.2 : score, "near a date or source")
    }
    if i + 1 < page.count, page[i + 1].kind == .fact, !page[i + 1].isInTable {
      add(1.5, "above the number of a document")
    }
    for above in 1...2 where i >= above {
      switch page[i - above].kind {
      case .fact where page[i - above].isInTable: add(2, "below facts of a document")
      case .header, .time: add(1.5, "below a date or source")
      case .date: add(0.7, "below a date")
      default: continue
      }
      break
    }
  }

  private func addRepetition(_ i: Int, _ add: (Float, StaticString) -> Void) {
    guard page[i].count >= 6, page[i].kind != .bullet else { return }
    if page[i].isRepeated { add(2, "occurs again") }
    let needsHead = !hintTitles.isEmpty || i > 0 && firstHead.count > page[i].count
    guard needsHead else { return }
    let head = page.lines.head(i)
    if i > 0, TitleLine.contains(firstHead, head) { add(3, "part of the first line") }
    if hintTitles.contains(where: { $0 == head }) {
      add(5, "title in the markup")
    } else if hintTitles.contains(where: { TitleLine.contains($0, head) }) {
      add(4, "part of a title in the markup")
    }
  }

  private func addShape(_ i: Int, _ add: (Float, StaticString) -> Void) {
    let line = page[i]
    if line.hasFullStop { add(-3, "full stop") }
    if line.endsWithColon { add(-2, "colon at the end") }
    if line.isMedium { add(-3, "name of a site") }
    if line.isOffice { add(-3, "name of an office") }
    if line.hasColon, line.count <= 40, MarkerWords.events.match(page.lines.head(i)) != nil {
      add(-3, "label of an event")
    }
    if line.isDated { add(-3, "date with a label") }
    if line.isBracketed { add(-3, "in brackets") }
    if line.isNumbered { add(-3, "numbered") }
    if page[i].hint.linkShare > 0.6 { add(-2, "link") }
  }
}
