/// The text of an OpenDocument text or presentation (`.odt`, `.odp`).
enum OpenDocument {
  /// - Throws: `encrypted`. The members of an encrypted document are not encrypted by zip.
  static func check(_ parts: OfficeParts, path: String) throws(ArticleError) {
    if let manifest = parts["META-INF/manifest.xml"],
      ByteScan.first(Array("encryption-data".utf8), in: manifest[...]) != nil
    {
      throw ArticleError(path: path, reason: .encrypted)
    }
  }

  /// Adds the text to a page.
  ///
  /// - Throws: `damagedDocument`.
  static func read(
    _ parts: OfficeParts, into page: OfficePage, path: String
  ) throws(ArticleError) {
    let styles = OpenDocumentStylePart()
    if let document = parts["styles.xml"] { _ = XMLDocument.parse(document, into: styles) }
    let text = OpenDocumentText(styles: styles.styles, page: page)
    guard let document = parts["content.xml"],
      XMLDocument.parse(document, into: text) || page.isTooLarge
    else { throw ArticleError(path: path, reason: .damagedPart("content.xml")) }
  }
}
