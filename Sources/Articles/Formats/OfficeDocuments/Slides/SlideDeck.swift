/// The text of a presentation (`.pptx`): the slides in their order, each followed by the speaker's
/// notes. Page numbers, dates and footers are left out.
enum SlideDeck {
  /// Adds the slides to a page.
  ///
  /// - Throws: `damagedDocument`.
  static func read(
    _ parts: OfficeParts, main: String, into page: OfficePage, path: String
  ) throws(ArticleError) {
    let order = SlideOrder()
    guard let document = parts[main], XMLDocument.parse(document, into: order) else {
      throw ArticleError(path: path, reason: .damagedPart(main))
    }
    let relationships = Relationships.of(main, in: parts)
    // A part is read once, so that the work is bounded by the size of the file.
    var unread = Set(parts.names)
    func isUnread(_ name: String) -> Bool { unread.remove(name.lowercased()) != nil }
    for (index, id) in order.ids.enumerated() {
      guard let slide = relationships.name(id), !page.isTooLarge else { continue }
      guard parts[slide] != nil else {
        throw ArticleError(path: path, reason: .damagedPart(slide))
      }
      guard isUnread(slide) else { continue }
      page.start("section")
      try read(slide, of: parts, isFirst: index == 0, isNotes: false, into: page, path: path)
      let own = Relationships.of(slide, in: parts)
      for diagram in own.names(ofType: "diagramData") where isUnread(diagram) {
        try read(diagram, of: parts, isFirst: false, isNotes: false, into: page, path: path)
      }
      for notes in own.names(ofType: "notesSlide") where isUnread(notes) {
        try read(notes, of: parts, isFirst: false, isNotes: true, into: page, path: path)
      }
      page.end()
    }
  }

  private static func read(
    _ name: String, of parts: OfficeParts, isFirst: Bool, isNotes: Bool, into page: OfficePage,
    path: String
  ) throws(ArticleError) {
    let text = SlideText(isFirst: isFirst, isNotes: isNotes, page: page)
    guard let document = parts[name], XMLDocument.parse(document, into: text) || page.isTooLarge
    else { throw ArticleError(path: path, reason: .damagedPart(name)) }
  }
}

/// A reader of the order of slides in the main part of a presentation.
private final class SlideOrder: XMLHandler {
  private(set) var ids: [String] = []

  private static let maximumCount = 1 << 14

  func start(_ name: String, _ attributes: XMLAttributes) {
    guard name == "sldId", ids.count < Self.maximumCount,
      let id = attributes["id", namespaceEnding: "/relationships"]
    else { return }
    ids.append(id)
  }

  func end(_ name: String) {}
  func text(_ bytes: [UInt8]) {}
}
