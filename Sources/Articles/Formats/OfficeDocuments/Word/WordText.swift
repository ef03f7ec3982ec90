/// A reader of a part of a Word document with text: the main part, the notes or the comments.
///
/// Tracked deletions, the codes of fields, hidden text and the readings of ruby annotations are
/// left out. The text of a text box follows the paragraph to which the box belongs.
final class WordText: XMLHandler {
  private let styles: WordStyles
  private let numbering: WordNumbering?
  private let page: OfficePage

  /// A paragraph, and the paragraphs of the text boxes in it.
  private struct Open {
    var paragraph = OfficeParagraph()
    var style: String?
    var numbering = WordNumbering.Reference()
    var isCentred: Bool?
    var hasSize = false
    var boxes: [OfficeParagraph] = []
  }

  private var paragraphs: [Open] = []
  /// Number of open elements from the outermost one that is left out.
  private var skippedDepth = 0
  private var boxDepth = 0
  private var isInText = false
  private var isInParagraphProperties = false
  private var isInRunProperties = false
  private var isInRowProperties = false
  private var isRowDeleted = false
  private var isRunHidden = false
  /// For each open field, true after its code.
  private var fields: [Bool] = []
  private var contentControls: [ContentControl] = []

  /// A content control, by what it shows.
  private struct ContentControl {
    var isPlaceholder = false
    var isContents = false
  }

  private static let maximumFields = 64

  init(styles: WordStyles, numbering: WordNumbering?, page: OfficePage) {
    (self.styles, self.numbering, self.page) = (styles, numbering, page)
  }

  /// Elements that are no text of the document: the text before a tracked change, the codes of
  /// fields, readings, and the second form of what `mc:AlternateContent` holds.
  private static let skipped: Set = [
    "del", "moveFrom", "delText", "instrText", "delInstrText", "pPrChange", "rPrChange",
    "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange", "numberingChange", "sectPr", "rt",
    "Fallback", "tblPr", "tblPrEx", "tblGrid", "tcPr", "fldData", "binData", "rubyPr", "ffData",
  ]

  // MARK: Elements

  func start(_ name: String, _ attributes: XMLAttributes) {
    if skippedDepth > 0 || page.isTooLarge {
      skippedDepth += 1
      return
    }
    if Self.skipped.contains(name) {
      if name == "del", isInRowProperties { isRowDeleted = true }
      skippedDepth = 1
      return
    }
    switch name {
    case "t":
      isInText = true
      return
    case "r": isRunHidden = false
    case "p": paragraphs.append(Open())
    case "pPr": isInParagraphProperties = true
    case "rPr": isInRunProperties = true
    case "trPr": isInRowProperties = true
    case "txbxContent": boxDepth += 1
    case "tbl" where isTable: page.start("table")
    case "tr" where isTable: page.start("tr")
    case "tc" where isTable: page.start("td")
    case "sdt": contentControls.append(ContentControl())
    case "showingPlcHdr": setControl { $0.isPlaceholder = attributes.isOn("val") }
    case "docPartGallery":
      if attributes["val"] == "Table of Contents" { setControl { $0.isContents = true } }
    case "sdtContent":
      if contentControls.last?.isPlaceholder ?? false { skippedDepth = 1 }
    case "footnote", "endnote":
      // The lines above the notes are notes of a type.
      if attributes["type"] != nil, attributes["type"] != "normal" { skippedDepth = 1 }
    case "hyperlink": current { $0.paragraph.startLink() }
    case "fldChar": changeField(attributes["fldCharType"])
    case "tab" where !isInParagraphProperties, "ptab": append([0x09])
    case "br", "cr": if isShown { current { $0.paragraph.breakLine() } }
    case "noBreakHyphen": append([UInt8(ascii: "-")])
    case "sym": appendSymbol(attributes)
    default:
      if isInRunProperties {
        addRunProperty(name, attributes)
      } else if isInParagraphProperties {
        addParagraphProperty(name, attributes)
      }
    }
  }

  /// True outside text boxes and paragraphs. A table in a text box is read as paragraphs.
  private var isTable: Bool { boxDepth == 0 && paragraphs.isEmpty }

  func end(_ name: String) {
    if skippedDepth > 0 {
      skippedDepth -= 1
      return
    }
    switch name {
    case "t": isInText = false
    case "r": isRunHidden = false
    case "p": endParagraph()
    case "pPr": isInParagraphProperties = false
    case "rPr": isInRunProperties = false
    case "trPr": isInRowProperties = false
    case "txbxContent": boxDepth -= 1
    case "tbl" where isTable, "tc" where isTable: page.end()
    case "tr" where isTable:
      isRowDeleted = false
      page.end()
    case "sdt": _ = contentControls.popLast()
    case "hyperlink": current { $0.paragraph.endLink() }
    default: break
    }
  }

  func text(_ bytes: [UInt8]) {
    if isInText, skippedDepth == 0 { append(bytes) }
  }

  // MARK: Paragraphs

  private func current(_ change: (inout Open) -> Void) {
    if let last = paragraphs.indices.last { change(&paragraphs[last]) }
  }

  private func setControl(_ change: (inout ContentControl) -> Void) {
    if let last = contentControls.indices.last { change(&contentControls[last]) }
  }

  private var isShown: Bool { !isRunHidden && !isRowDeleted && !fields.contains(false) }

  private func append(_ bytes: [UInt8]) {
    if isShown { current { $0.paragraph.append(bytes) } }
  }

  private func endParagraph() {
    guard var open = paragraphs.popLast() else { return }
    open.paragraph.endLink()
    let style = styles.properties(open.style)
    if open.paragraph.role == .body { open.paragraph.role = style.role }
    if contentControls.contains(where: \.isContents) { open.paragraph.role = .contents }
    if !open.hasSize { open.paragraph.size = style.size }
    open.paragraph.isCentred = open.isCentred ?? style.isCentred
    addLabel(to: &open, style)
    if paragraphs.isEmpty {
      page.add(open.paragraph)
      for paragraph in open.boxes { page.add(paragraph) }
    } else {
      let boxes = [open.paragraph] + open.boxes
      current { $0.boxes += boxes }
    }
  }

  private func addLabel(to open: inout Open, _ style: WordStyles.Resolved) {
    let level = open.numbering.level ?? style.numbering?.level
    let list = open.numbering.list ?? style.numbering?.list
    guard let list, let numbering, !open.paragraph.isBlank else { return }
    switch numbering.label(WordNumbering.Reference(list: list, level: level)) {
    case .bullet: if open.paragraph.role == .body { open.paragraph.role = .listItem }
    case .number(let label): open.paragraph.insert(label)
    case nil: break
    }
  }

  // MARK: Properties

  private func addParagraphProperty(_ name: String, _ attributes: XMLAttributes) {
    current { open in
      switch name {
      case "pStyle": open.style = attributes["val"]
      case "jc": open.isCentred = attributes["val"] == "center"
      case "outlineLvl":
        if let level = attributes.number("val"), 0..<9 ~= level {
          open.paragraph.role = .heading(level + 1)
        }
      case "numId": open.numbering.list = attributes["val"]
      case "ilvl": open.numbering.level = attributes.number("val")
      default: break
      }
    }
  }

  private func addRunProperty(_ name: String, _ attributes: XMLAttributes) {
    // The properties of a paragraph's mark.
    if isInParagraphProperties { return }
    switch name {
    case "vanish", "webHidden": if attributes.isOn("val") { isRunHidden = name == "vanish" }
    case "sz":
      guard let size = attributes.number("val") else { return }
      current { open in
        open.paragraph.size = max(open.hasSize ? open.paragraph.size : 0, size)
        open.hasSize = true
      }
    default: break
    }
  }

  /// Fields have a code and a result: begin, code, separate, result, end.
  private func changeField(_ type: String?) {
    switch type {
    case "begin": if fields.count < Self.maximumFields { fields.append(false) }
    case "separate": if let last = fields.indices.last { fields[last] = true }
    case "end": _ = fields.popLast()
    default: break
    }
  }

  private func appendSymbol(_ attributes: XMLAttributes) {
    guard let code = attributes["char"].flatMap({ UInt32($0, radix: 16) }),
      let scalar = WordSymbol.scalar(code, font: attributes["font"] ?? "")
    else { return }
    append(Array(String(Character(scalar)).utf8))
  }
}
