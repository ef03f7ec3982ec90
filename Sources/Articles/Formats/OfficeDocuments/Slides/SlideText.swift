/// A reader of the text of a slide, of its notes, or of a diagram on it.
final class SlideText: XMLHandler {
  private let isFirst: Bool
  private let isNotes: Bool
  private let page: OfficePage

  private var paragraph: OfficeParagraph?
  private var skippedDepth = 0
  private var isInText = false
  private var isInShape = false
  /// The kind of the placeholder that the shape fills, such as `title`.
  private var placeholder = ""
  /// True when the placeholder is left out.
  private var isIgnored = false

  init(isFirst: Bool, isNotes: Bool, page: OfficePage) {
    (self.isFirst, self.isNotes, self.page) = (isFirst, isNotes, page)
  }

  /// Page numbers, dates and the like, which repeat on each slide.
  private static let ignored: Set = ["dt", "ftr", "hdr", "sldNum", "sldImg"]
  private static let skipped: Set = ["Fallback", "oleObj", "extLst", "txPr"]

  func start(_ name: String, _ attributes: XMLAttributes) {
    if skippedDepth > 0 || page.isTooLarge || Self.skipped.contains(name) {
      skippedDepth += 1
      return
    }
    switch name {
    case "sp": (isInShape, placeholder, isIgnored) = (true, "", isNotes)
    case "ph":
      placeholder = attributes["type"] ?? "body"
      isIgnored = Self.ignored.contains(placeholder) || isNotes && placeholder != "body"
    case "p": paragraph = newParagraph
    case "t": isInText = true
    case "br": paragraph?.breakLine()
    case "tab": paragraph?.append([0x09])
    case "tbl": page.start("table")
    case "tr": page.start("tr")
    case "tc": page.start("td")
    default: break
    }
  }

  private var newParagraph: OfficeParagraph {
    var paragraph = OfficeParagraph()
    guard isInShape, !isNotes else { return paragraph }
    switch placeholder {
    case "title", "ctrTitle": paragraph.role = isFirst ? .title : .heading(1)
    case "subTitle": paragraph.role = .subtitle
    default: break
    }
    return paragraph
  }

  func end(_ name: String) {
    if skippedDepth > 0 {
      skippedDepth -= 1
      return
    }
    switch name {
    case "sp": (isInShape, placeholder, isIgnored) = (false, "", false)
    case "p":
      if let paragraph, !isIgnored { page.add(paragraph) }
      paragraph = nil
    case "t": isInText = false
    case "tbl", "tr", "tc": page.end()
    default: break
    }
  }

  func text(_ bytes: [UInt8]) {
    if isInText, skippedDepth == 0 { paragraph?.append(bytes) }
  }
}
