/// A paragraph of an office document.
struct OfficeParagraph {
  /// The meaning of a paragraph's style.
  enum Role: Equatable {
    case body
    /// The title of the document, and its subtitle.
    case title, subtitle
    /// A heading of a level from 1.
    case heading(Int)
    case listItem
    /// An entry of a table of contents.
    case contents
  }

  var role = Role.body
  var isCentred = false
  /// The largest size of its characters, in half points; 0 when it is unknown.
  var size = 0
  /// The text, in which a line feed is a line break.
  private(set) var text: [UInt8] = []
  /// The ranges of the text that are links, in ascending order.
  private(set) var links: [Range<Int>] = []
  private var linkStart: Int?

  /// Appends text. A line feed in it is white space.
  mutating func append(_ bytes: [UInt8]) {
    let start = text.count
    text += bytes
    for index in start..<text.count where text[index] == 0x0A { text[index] = 0x20 }
  }

  mutating func breakLine() { text.append(0x0A) }

  /// Appends the lines of another paragraph.
  mutating func append(_ other: OfficeParagraph) {
    breakLine()
    text += other.text
  }

  /// Inserts a number before the text.
  mutating func insert(_ label: String) {
    text.insert(contentsOf: label.utf8, at: 0)
    let count = label.utf8.count
    links = links.map { $0.lowerBound + count..<$0.upperBound + count }
  }

  mutating func startLink() { linkStart = linkStart ?? text.count }

  mutating func endLink() {
    guard let start = linkStart else { return }
    linkStart = nil
    guard start < text.count else { return }
    // Programs divide a link at a change of the font.
    if let last = links.last, last.upperBound == start {
      links[links.count - 1] = last.lowerBound..<text.count
    } else {
      links.append(start..<text.count)
    }
  }

  /// Joins the lines to one, with a space between Latin letters.
  mutating func joinLines() {
    guard text.contains(0x0A) else { return }
    let lines = text.split(separator: 0x0A)
    text = []
    links = []
    for line in lines {
      guard let range = Blanks.trimmed(Array(line), 0..<line.count) else { continue }
      let words = Array(line)[range]
      text += WrappedText.separator(after: text[...], before: words) + words
    }
  }

  var isBlank: Bool { Blanks.trimmed(text, 0..<text.count) == nil }
}

/// Rules for the text of a line that continues on the next one.
enum WrappedText {
  /// Returns a space between two texts with ASCII characters at the joint, and nothing between
  /// ideographs.
  static func separator(
    after before: ArraySlice<UInt8>, before after: ArraySlice<UInt8>
  ) -> [UInt8] {
    guard let last = before.last, let first = after.first else { return [] }
    return last < 0x80 && first < 0x80 && last > 0x20 && first > 0x20 ? [0x20] : []
  }
}

/// A document as a page: its paragraphs and tables become the elements of a web page, whose lines
/// and hints give title, time, source and zones.
final class OfficePage {
  private let reader = MarkupReader()
  private let limit: Int
  /// Bytes of text, up to the first paragraph above the limit.
  private(set) var byteCount = 0
  /// The first paragraphs, until they show which of them is the headline.
  private var opening: [OfficeParagraph] = []
  private var openingCount = 0
  private var hasTitle = false

  private static let maximumOpening = 12

  /// - Parameter limit: the maximum number of bytes of text.
  init(limit: Int) {
    self.limit = limit
    reader.start("main")
  }

  /// True when the text has more bytes than the limit; what follows is dropped.
  var isTooLarge: Bool { byteCount > limit }

  func addTitle(_ title: String) { reader.declareTitle(title) }

  /// Adds a paragraph.
  func add(_ paragraph: OfficeParagraph) {
    if isTooLarge || paragraph.isBlank { return }
    byteCount += paragraph.text.count
    if isTooLarge { return }
    guard openingCount < Self.maximumOpening, !hasTitle else { return emit(paragraph) }
    openingCount += 1
    let isAfterTitle = opening.last?.role == .title && paragraph.role != .title
    opening.append(paragraph)
    if isAfterTitle || openingCount == Self.maximumOpening { endOpening() }
  }

  /// Begins an element, such as a table, a row, a cell or a section.
  func start(_ name: String, region: LineHints.Region? = nil) {
    endOpening()
    reader.start(name, region: region)
  }

  func end() {
    endOpening()
    reader.end()
  }

  func finish() -> MarkedPage {
    endOpening()
    reader.end()
    return MarkedPage(reader)
  }

  // MARK: Headline

  /// Passes the first paragraphs on.
  private func endOpening() {
    if opening.isEmpty { return }
    markHeadline()
    let paragraphs = opening
    opening = []
    for (index, paragraph) in paragraphs.enumerated() {
      if paragraph.role == .title, index > 0, paragraphs[index - 1].role == .title { continue }
      var joined = paragraph
      if paragraph.role == .title {
        for line in paragraphs[(index + 1)...].prefix(while: { $0.role == .title }) {
          joined.append(line)
        }
      }
      emit(joined)
    }
  }

  /// Gives the largest centred paragraphs the role of a title, if no style does. Adjacent ones are
  /// the lines of one title.
  private func markHeadline() {
    let isMarked = opening.contains { $0.role == .title } || opening.first?.role == .heading(1)
    if isMarked { return }
    let bodySize = opening.filter { !$0.isCentred }.map(\.size).max() ?? 0
    let candidates = opening.indices.filter {
      opening[$0].isCentred && opening[$0].role == .body && opening[$0].size > bodySize
        && !Self.isLetterhead(opening[$0].text)
    }
    guard let size = candidates.map({ opening[$0].size }).max(),
      let first = candidates.first(where: { opening[$0].size == size })
    else { return }
    for index in first..<opening.count {
      guard candidates.contains(index), opening[index].size == size else { break }
      opening[index].role = .title
    }
  }

  /// The name of an office in large letters above a document, such as 临江市人民政府文件.
  private static func isLetterhead(_ text: [UInt8]) -> Bool {
    guard let range = Blanks.trimmed(text, 0..<text.count) else { return false }
    let end = Array("文件".utf8)
    return text[range].count >= end.count && text[range].suffix(end.count).elementsEqual(end)
  }

  // MARK: Elements

  private func emit(_ paragraph: OfficeParagraph) {
    var paragraph = paragraph
    if case .title = paragraph.role { paragraph.joinLines() }
    let name: String
    switch paragraph.role {
    case .title: name = "h1"
    case .subtitle: name = "h2"
    case .heading(let level): name = "h\(min(max(level, 1) + (hasTitle ? 1 : 0), 6))"
    case .listItem: name = "li"
    case .body, .contents: name = "p"
    }
    if paragraph.role == .title { hasTitle = true }
    reader.start(name, region: paragraph.role == .contents ? .navigation : nil)
    var at = 0
    for link in paragraph.links {
      emit(paragraph.text[at..<link.lowerBound])
      reader.start("a")
      emit(paragraph.text[link])
      reader.end()
      at = link.upperBound
    }
    emit(paragraph.text[at...])
    reader.end()
  }

  private func emit(_ text: ArraySlice<UInt8>) {
    var isFirst = true
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if !isFirst {
        reader.start("br")
        reader.end()
      }
      isFirst = false
      reader.text(Array(line))
    }
  }
}
