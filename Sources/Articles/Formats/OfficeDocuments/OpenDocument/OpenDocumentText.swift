/// A reader of the contents of an OpenDocument text or presentation (`content.xml`).
///
/// Tracked deletions, hidden text, the readings of ruby annotations and the headers and footers of
/// pages are left out. The text of a text box follows the paragraph to which the box is anchored,
/// the notes follow the text, and comments come last. The speaker's notes follow each slide.
final class OpenDocumentText: XMLHandler {
  private let styles: OpenDocumentStyles
  private let page: OfficePage

  private struct Open {
    var paragraph = OfficeParagraph()
    var boxes: [OfficeParagraph] = []
  }

  private var paragraphs: [Open] = []
  private var skippedDepth = 0
  /// For each open span, true when its style hides it.
  private var spans: [Bool] = []
  private var listDepth = 0
  private var contentsDepth = 0
  /// Number of open notes and comments, whose paragraphs are kept for the end.
  private var noteDepth = 0
  private var commentDepth = 0
  private var notes: [OfficeParagraph] = []
  private var comments: [OfficeParagraph] = []
  /// The class of the open frame of a slide, such as `title`.
  private var frameClass: String?
  private var frameDepth = 0
  private var slideCount = 0
  private var isInBody = false

  init(styles: OpenDocumentStyles, page: OfficePage) { (self.styles, self.page) = (styles, page) }

  private static let skipped: Set = [
    "tracked-changes", "ruby-text", "note-citation", "hidden-paragraph", "sequence-decls",
    "variable-decls", "user-field-decls", "dde-connection-decls", "script", "desc",
    "event-listeners", "forms", "hidden-text", "footer-decl", "date-time-decl", "header-decl",
    "page-number", "settings", "object-ole", "plugin", "binary-data", "math", "change-info",
  ]
  /// Elements of a comment beside its paragraphs.
  private static let commentFacts: Set = ["creator", "date", "date-string", "creator-initials"]
  /// Frames on slides that repeat the same text.
  private static let skippedFrames: Set = ["header", "footer", "date-time", "page-number"]

  private static let contents: Set = [
    "table-of-content", "illustration-index", "table-index", "object-index", "user-index",
    "alphabetical-index",
  ]

  // MARK: Elements

  func start(_ name: String, _ attributes: XMLAttributes) {
    if skippedDepth > 0 || page.isTooLarge {
      skippedDepth += 1
      return
    }
    guard isInBody else {
      if name == "body" { isInBody = true } else { styles.start(name, attributes) }
      return
    }
    if Self.skipped.contains(name) || commentDepth > 0 && Self.commentFacts.contains(name)
      || frameDepth > 0 && name == "title"
    {
      skippedDepth = 1
      return
    }
    if Self.contents.contains(name) { contentsDepth += 1 }
    switch name {
    case "p": startParagraph(attributes, outline: nil)
    case "h": startParagraph(attributes, outline: attributes.number("outline-level") ?? 1)
    case "span":
      let style = attributes["style-name"] ?? ""
      spans.append(styles.properties("text", style).isHidden)
      let size = styles.properties("text", style).size
      current { $0.paragraph.size = max($0.paragraph.size, size) }
    case "a": current { $0.paragraph.startLink() }
    case "s": append([UInt8](repeating: 0x20, count: min(attributes.number("c") ?? 1, 100)))
    case "tab": append([0x09])
    case "line-break": if !spans.contains(true) { current { $0.paragraph.breakLine() } }
    case "list": listDepth += 1
    case "note": noteDepth += 1
    case "annotation": commentDepth += 1
    case "table" where isTable: page.start("table")
    case "table-row" where isTable: page.start("tr")
    case "table-cell" where isTable: page.start("td")
    case "page" where paragraphs.isEmpty:
      slideCount += 1
      page.start("section")
    case "frame", "custom-shape":
      frameClass = attributes["class"]
      if let name = frameClass, Self.skippedFrames.contains(name) {
        skippedDepth = 1
      } else {
        frameDepth += 1
      }
    case "notes" where paragraphs.isEmpty: page.start("section")
    case "section" where attributes["display"] == "none": skippedDepth = 1
    default: break
    }
  }

  private var isTable: Bool { paragraphs.isEmpty && noteDepth + commentDepth == 0 }

  func end(_ name: String) {
    if skippedDepth > 0 {
      skippedDepth -= 1
      return
    }
    guard isInBody else { return styles.end(name) }
    if Self.contents.contains(name) { contentsDepth -= 1 }
    switch name {
    case "p", "h": endParagraph()
    case "span": _ = spans.popLast()
    case "a": current { $0.paragraph.endLink() }
    case "list": listDepth -= 1
    case "note": noteDepth -= 1
    case "annotation": commentDepth -= 1
    case "table" where isTable, "table-row" where isTable, "table-cell" where isTable: page.end()
    case "page" where paragraphs.isEmpty, "notes" where paragraphs.isEmpty: page.end()
    case "frame", "custom-shape":
      frameClass = nil
      frameDepth -= 1
    case "body": finish()
    default: break
    }
  }

  func text(_ bytes: [UInt8]) {
    if skippedDepth == 0, isInBody { append(bytes) }
  }

  // MARK: Paragraphs

  private func current(_ change: (inout Open) -> Void) {
    if let last = paragraphs.indices.last { change(&paragraphs[last]) }
  }

  private func startParagraph(_ attributes: XMLAttributes, outline: Int?) {
    var paragraph = OfficeParagraph()
    let style = styles.properties("paragraph", attributes["style-name"] ?? "")
    (paragraph.isCentred, paragraph.size, paragraph.role) = (
      style.isCentred, style.size, style.role
    )
    if let outline, style.role == .body { paragraph.role = .heading(outline) }
    if paragraph.role == .body, listDepth > 0, outline == nil { paragraph.role = .listItem }
    if contentsDepth > 0 { paragraph.role = .contents }
    switch frameClass {
    case "title": paragraph.role = slideCount < 2 ? .title : .heading(1)
    case "subtitle": paragraph.role = .subtitle
    default: break
    }
    spans.append(style.isHidden)
    paragraphs.append(Open(paragraph: paragraph))
  }

  /// Appends text, unless it is hidden.
  private func append(_ bytes: [UInt8]) {
    if !spans.contains(true) { current { $0.paragraph.append(bytes) } }
  }

  private func endParagraph() {
    guard var open = paragraphs.popLast() else { return }
    _ = spans.popLast()
    open.paragraph.endLink()
    let all = [open.paragraph] + open.boxes
    if commentDepth > 0 {
      comments += all
    } else if noteDepth > 0 {
      notes += all
    } else if paragraphs.isEmpty {
      for paragraph in all { page.add(paragraph) }
    } else {
      current { $0.boxes += all }
    }
  }

  private func finish() {
    for note in notes { page.add(note) }
    page.start("div", region: .comments)
    for comment in comments { page.add(comment) }
    page.end()
  }
}
