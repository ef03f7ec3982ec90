/// The state of the groups of a document, and the paragraphs that its characters make.
struct RichTextBuilder {
  /// The properties of a group, which begins with those of the group around it.
  private struct Group {
    /// True for a part of the document that is no text, such as a table of fonts.
    var isSkipped = false
    var isHidden = false
    var isFontTable = false
    var isTitle = false
    var isNote = false
    var font = 0
    /// The font of East Asian characters; nil for the same.
    var wideFont: Int?
    /// Half points.
    var size: Float = 24
    /// The number of characters after `\u` for readers without Unicode.
    var fallbackCount = 1
  }

  private(set) var paragraphs: [DocumentParagraph] = []
  private(set) var title: [UInt8] = []
  private(set) var fault: ArticleError.Reason?

  private let maximumBytes: Int
  private var codePages = RichTextCodePages()
  private var group = Group()
  private var outer: [Group] = []
  /// True directly after `\*`, which precedes parts that a reader may not know.
  private var isIgnorable = false
  /// True until the first word of a group.
  private var isGroupNew = false
  /// Bytes of characters, in the code page of `pendingFont`.
  private var pending: [UInt8] = []
  private var pendingPage = 0
  /// Characters to skip after `\u`.
  private var fallbacks = 0
  private var pendingLead: UInt32 = 0
  private var isWideNext = false
  private var line: [UInt8] = []
  private var lineSize: Float = 0
  /// The line in which a footnote stands. The note becomes a paragraph of its own before it.
  private var interrupted: (text: [UInt8], size: Float) = ([], 0)
  private var level = 0
  private var byteCount = 0

  private static let maximumDepth = 10_000
  private static let maximumTitle = 1000
  /// The bytes of a paragraph besides its text. All paragraphs may take eight times the limit of an
  /// article.
  private static let paragraphBytes = 64

  init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

  /// The name of the first encoding that occurs besides Unicode.
  var encoding: String { codePages.firstUsed ?? "UTF-8" }

  // MARK: Groups

  mutating func beginGroup() {
    guard outer.count < Self.maximumDepth else {
      fault = .damagedDocument(problem: "more than \(Self.maximumDepth) groups in groups")
      return
    }
    flush()
    outer.append(group)
    isGroupNew = true
    isIgnorable = false
    fallbacks = 0
  }

  mutating func endGroup() {
    flush()
    if group.isNote, outer.last?.isNote == false {
      endParagraph()
      (line, lineSize) = interrupted
    }
    if let last = outer.popLast() { group = last }
    isGroupNew = false
    fallbacks = 0
  }

  mutating func markIgnorable() { isIgnorable = true }

  // MARK: Characters

  /// Adds a byte of a character in the current code page.
  mutating func add(byte: UInt8) {
    isGroupNew = false
    if fallbacks > 0 {
      fallbacks -= 1
      return
    }
    if group.isFontTable || group.isSkipped || group.isHidden { return }
    let page = codePages.page(font: group.font, wideFont: group.wideFont)
    if page != pendingPage {
      flush()
      pendingPage = page
    }
    pending.append(byte)
    // Not within a character, if that is possible.
    if pending.count >= 1 << 16, byte < 0x80 || pending.count >= 1 << 20 { flush() }
  }

  mutating func add(scalar: Unicode.Scalar) {
    if group.isFontTable || group.isSkipped || group.isHidden { return }
    flush()
    var bytes: [UInt8] = []
    Unicode.append(scalar.value, to: &bytes)
    append(bytes)
  }

  /// Adds a UTF-16 code unit, which the format writes as a signed number.
  private mutating func add(unit number: Int) {
    let unit = UInt32(truncatingIfNeeded: number) & 0xFFFF
    fallbacks = group.fallbackCount
    switch unit {
    case 0xD800..<0xDC00: pendingLead = unit
    case 0xDC00..<0xE000:
      let value = 0x10000 + ((pendingLead & 0x3FF) << 10) + (unit & 0x3FF)
      if pendingLead != 0, let scalar = Unicode.Scalar(value) { add(scalar: scalar) }
      pendingLead = 0
    default: if let scalar = Unicode.Scalar(unit) { add(scalar: scalar) }
    }
  }

  private mutating func flush() {
    if pending.isEmpty { return }
    append(codePages.decode(pending, page: pendingPage))
    pending = []
  }

  private mutating func append(_ bytes: [UInt8]) {
    if group.isTitle {
      title += bytes.prefix(max(0, Self.maximumTitle - title.count))
      return
    }
    if line.isEmpty { lineSize = group.size }
    line += bytes
    byteCount += bytes.count
    if byteCount > maximumBytes || paragraphs.count * Self.paragraphBytes > 8 * maximumBytes {
      fault = .tooLarge(bytes: byteCount, limit: maximumBytes)
    }
  }

  private mutating func endParagraph() {
    flush()
    defer { line = [] }
    guard let range = Blanks.trimmed(line, 0..<line.count) else { return }
    paragraphs.append(
      DocumentParagraph(text: Array(line[range]), size: lineSize, level: level))
  }

  mutating func finish() {
    endParagraph()
    if let range = Blanks.trimmed(title, 0..<title.count) { title = Array(title[range]) }
  }

  // MARK: Words

  /// Applies a control word with its number, if it has one.
  mutating func apply(_ word: String, _ number: Int?) {
    let isFirst = isGroupNew
    isGroupNew = false
    if isFirst || isIgnorable {
      let wasIgnorable = isIgnorable
      isIgnorable = false
      if RichTextWords.skippedParts.contains(word)
        || wasIgnorable && !RichTextWords.readParts.contains(word)
      {
        group.isSkipped = true
        return
      }
    }
    if fallbacks > 0 {
      // A special character counts as one.
      fallbacks -= 1
      return
    }
    if applyFont(word, number) || group.isSkipped { return }
    if let scalar = RichTextWords.characters[word] { return add(scalar: scalar) }
    switch word {
    case "par", "sect", "page", "line", "row", "nestrow", "column":
      if !group.isHidden { endParagraph() }
    case "cell", "nestcell": add(scalar: "\t")
    case "u": add(unit: number ?? 0)
    case "uc": group.fallbackCount = max(0, min(number ?? 1, 16))
    case "v", "deleted": group.isHidden = number != 0
    case "plain": (group.isHidden, group.size, group.wideFont) = (false, 24, nil)
    case "fs": group.size = Float(max(1, min(number ?? 24, 1000)))
    case "pard": level = 0
    case "outlinelevel": level = 0..<6 ~= (number ?? 9) ? (number ?? 0) + 1 : 0
    case "title" where isFirst: group.isTitle = true
    case "footnote" where isFirst && !group.isNote:
      group.isNote = true
      interrupted = (line, lineSize)
      line = []
    default: break
    }
  }

  /// Applies a word about fonts and code pages; returns false for another word.
  private mutating func applyFont(_ word: String, _ number: Int?) -> Bool {
    switch word {
    case "fonttbl": group.isFontTable = true
    case "f":
      group.font = number ?? 0
      if !group.isFontTable { group.wideFont = nil }
    case "dbch": isWideNext = true
    case "loch", "hich": isWideNext = false
    case "af": if isWideNext { group.wideFont = number }
    case "deff": codePages.defaultFont = number ?? 0
    case "ansicpg": codePages.document = number
    case "fcharset": if group.isFontTable { codePages.setCharset(number ?? 0, font: group.font) }
    case "cpg": if group.isFontTable { codePages.setPage(number ?? 0, font: group.font) }
    default: return false
    }
    return true
  }
}
