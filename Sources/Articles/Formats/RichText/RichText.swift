/// Rich Text Format (`.rtf`), one article per file, in the encodings of Word and WPS.
///
/// No helper program is needed: catdoc and unrtf read Chinese characters in GBK wrongly, and
/// LibreOffice takes a second for each file.
public struct RichText: DocumentFormat {
  public init() {}

  public var name: String { "rich texts" }

  private static let mark = Array("{\\rtf".utf8)

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    guard FileSample.canBeDocument(name: name) else { return false }
    return Self.isRichText(beginning()) || name.hasSuffix(".rtf") && !WebPage.isPage(beginning())
  }

  static func isRichText(_ beginning: [UInt8]) -> Bool {
    beginning.drop { $0 <= 0x20 }.starts(with: mark)
  }

  /// Reads a document. Pictures take no memory.
  ///
  /// - Throws: `noText`, `tooLarge`, `damagedDocument`, `unreadable`; the errors of decoding.
  func page(
    of document: DocumentFile, decoder: TextDecoder
  ) throws(ArticleError) -> WebPageLayout {
    // Some programs name a plain text `.rtf`.
    guard Self.isRichText(document.beginning) else { return try document.textPage(decoder) }
    var reader = RichTextReader(maximumBytes: decoder.maximumBytes)
    try document.forEachPiece { reader.read($0) }
    return try reader.page(path: document.shownPath)
  }

  /// Parses a whole file, in O(*n*).
  ///
  /// - Throws: `noText`, `tooLarge`, `damagedDocument`.
  package static func article(
    in bytes: [UInt8], id: String, path: String, decoder: TextDecoder
  ) throws(ArticleError) -> Article {
    var reader = RichTextReader(maximumBytes: decoder.maximumBytes)
    _ = reader.read(bytes)
    return try reader.page(path: path).article(id: id, path: path)
  }
}

extension RichTextReader {
  /// - Throws: `noText`, `tooLarge`, `damagedDocument`.
  mutating func page(path: String) throws(ArticleError) -> WebPageLayout {
    finish()
    if let fault { throw ArticleError(path: path, reason: fault) }
    return try ConvertedDocument(paragraphs, declaredTitle: title)
      .page(path: path, encoding: encoding)
  }
}
