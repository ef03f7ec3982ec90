/// A reader of the elements and texts of a page, which builds the lines of the page with their
/// hints and collects its metadata.
///
/// A block and a line break begin a line. White space is folded as by a browser; U+00A0 is a space,
/// too. Scripts, styles, buttons, hidden elements and the readings of ruby annotations are left
/// out.
final class MarkupReader {
  /// An open element. An element begins with the properties of its parent.
  private struct Frame {
    var element = MarkupElement.inline
    var isHidden = false
    var region = LineHints.Region.unknown
    var heading: UInt8 = 0
    var isPreformatted = false
    /// The number of the closest container, which may be the element itself.
    var container: UInt32 = 0
    /// True for an inline element with a class or id, which a style may set apart from the next.
    var isStyled = false
    /// The number of the row's first line, for the cells below the element; nil outside rows.
    var rowStart: Int?
  }

  private(set) var lines = PageLines()
  private(set) var metadata = PageMetadata()

  private var regionNames = RegionNames()
  private var frames: [Frame] = []
  private var hiddenCount = 0
  private var linkCount = 0
  /// By number of a container, the number of the container around it. 0 is the page.
  private var outerContainers: [UInt32] = [0]
  /// True directly after a styled element, and after a link.
  private var isAfterStyled = false
  private var isAfterLink = false
  /// The text of a title or a script.
  private var captured: [UInt8]?

  private static let maximumCapture = 1 << 20

  // MARK: Elements

  /// Begins an element.
  ///
  /// - Parameter region: the region of the element; nil when its name and attributes give it.
  func start(
    _ name: String, _ attributes: MarkupAttributes = .none, region: LineHints.Region? = nil
  ) {
    var frame = frames.last ?? Frame()
    let element = MarkupElement(name)
    frame.element = element
    frame.isHidden = isHidden(element, name, attributes)
    frame.isStyled =
      !element.isBlock && (attributes["class"] != nil || attributes["id"] != nil)
    frame.region = region ?? self.region(name, attributes, within: frame.region)
    separate(before: frame)
    switch element {
    case .block, .cell:
      outerContainers.append(frame.container)
      frame.container = UInt32(outerContainers.count - 1)
    case .row: frame.rowStart = lines.nextNumber
    case .heading(let level): (frame.heading, frame.rowStart) = (level, nil)
    case .preformatted: frame.isPreformatted = true
    case .link: linkCount += 1
    case .lineBreak: lines.breakLine()
    case .meta: metadata.addMeta(attributes)
    case .pageLink: metadata.addLink(attributes)
    case .time: metadata.addTime(attributes)
    case .title: captured = []
    case .script where Self.isLinkedData(attributes): captured = []
    case .inline, .paragraph, .listItem, .hidden, .script: break
    }
    metadata.addItem(attributes)
    if frame.isHidden { hiddenCount += 1 }
    frames.append(frame)
  }

  func end() {
    guard let frame = frames.popLast() else { return }
    if frame.isHidden { hiddenCount -= 1 }
    switch frame.element {
    case .link:
      linkCount -= 1
      isAfterLink = true
    case .title, .script:
      if let bytes = captured {
        if case .title = frame.element {
          metadata.addPageTitle(bytes)
        } else {
          metadata.addLinkedData(bytes)
        }
      }
      captured = nil
    case .cell: break
    default: if frame.element.isBlock { lines.breakLine() }
    }
    if frame.isStyled { isAfterStyled = true }
  }

  private static func isLinkedData(_ attributes: MarkupAttributes) -> Bool {
    attributes["type"]?.lowercased() == "application/ld+json"
  }

  private func isHidden(
    _ element: MarkupElement, _ name: String, _ attributes: MarkupAttributes
  ) -> Bool {
    switch element {
    case .hidden, .script, .title: return true
    default: break
    }
    if name == "dialog", attributes["open"] == nil { return true }
    if attributes["hidden"] != nil { return true }
    guard let style = attributes["style"], style.utf8.count < 1000 else { return false }
    let compact = style.utf8.filter { $0 > 0x20 }.map { $0 | 0x20 }
    return Self.hidingStyles.contains { ByteScan.first($0, in: compact[...]) != nil }
  }

  private static let hidingStyles = ["display:none", "visibility:hidden"].map { Array($0.utf8) }

  /// A region within navigation, comments and the like keeps the outer region.
  private func region(
    _ name: String, _ attributes: MarkupAttributes, within outer: LineHints.Region
  ) -> LineHints.Region {
    guard let own = regionNames.region(tag: name, attributes) else { return outer }
    switch outer {
    case .unknown, .article: return own
    // The wrapper of a page may be named after its navigation.
    case .navigation where name == "article" || name == "main": return .article
    default: return outer
    }
  }

  // MARK: Text

  private func separate(before frame: Frame) {
    switch frame.element {
    case .cell: lines.beginCell(inRowFrom: frame.rowStart)
    case .paragraph: lines.breakLine(keepingCell: true)
    case .link where isAfterLink: lines.separate(by: .space)
    case _ where frame.element.isBlock: lines.breakLine()
    case _ where frame.isStyled && isAfterStyled: lines.separate(by: .space)
    default: break
    }
  }

  /// Adds a piece of text that consists of whole characters.
  func text(_ bytes: [UInt8]) {
    if captured != nil {
      let room = Self.maximumCapture - (captured?.count ?? 0)
      captured? += bytes.prefix(max(room, 0))
      return
    }
    guard hiddenCount == 0 else { return }
    let isPreformatted = frames.last?.isPreformatted ?? false
    var at = 0
    while at < bytes.count {
      let start = at
      while at < bytes.count, !MarkupCharacter.mayBeSpecial(bytes[at]) { at += 1 }
      if at > start { append(bytes[start..<at]) }
      guard at < bytes.count else { break }
      let character = MarkupCharacter(bytes, at)
      switch character.kind {
      case .lineFeed where isPreformatted: lines.breakLine()
      case .lineFeed, .space: lines.separate(by: .space)
      case .plain: append(bytes[at..<(at + character.length)])
      case .replaced(let text): append(text[...])
      }
      at += character.length
    }
  }

  private func append(_ bytes: ArraySlice<UInt8>) {
    (isAfterStyled, isAfterLink) = (false, false)
    lines.append(bytes, isLink: linkCount > 0) {
      guard let frame = frames.last else { return LineHints() }
      return LineHints(
        region: frame.region, headingLevel: frame.heading,
        parent: frame.container)
    }
  }

  /// Adds a title that a document declares.
  func declareTitle(_ title: String) { metadata.addPageTitle(Array(title.utf8)) }

  /// Ends the last line.
  func finish() { lines.finish(outerContainers: outerContainers) }
}
