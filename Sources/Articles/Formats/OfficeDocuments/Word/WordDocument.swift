/// The text of a Word document (`.docx`): the main part, then footnotes, endnotes and comments.
/// The headers and footers of pages are no text of the document.
enum WordDocument {
  /// Returns the page of a document.
  ///
  /// - Throws: `tooLarge`, `damagedDocument`.
  static func read(
    _ parts: OfficeParts, main: String, into page: OfficePage, path: String
  ) throws(ArticleError) {
    let relationships = Relationships.of(main, in: parts)
    func part(_ type: String) -> [UInt8]? {
      relationships.names(ofType: type).lazy.compactMap { parts[$0] }.first
    }
    let styles = WordStyles(part("styles"))
    let numbering = WordNumbering(part("numbering"))
    func read(_ document: [UInt8], _ name: String) throws(ArticleError) {
      let text = WordText(styles: styles, numbering: numbering, page: page)
      guard XMLDocument.parse(document, into: text) || page.isTooLarge else {
        throw ArticleError(path: path, reason: .damagedPart(name))
      }
    }
    guard let document = parts[main] else {
      throw ArticleError(path: path, reason: .damagedPart(main))
    }
    try read(document, main)
    for type in ["footnotes", "endnotes"] {
      if let notes = part(type) { try read(notes, type) }
    }
    if let comments = part("comments") {
      page.start("div", region: .comments)
      try read(comments, "comments")
      page.end()
    }
  }
}
