/// Rich Text Format (`.rtf`), one article per file, in the encodings of Word and WPS.
///
/// No helper program is needed: catdoc and unrtf read Chinese characters in GBK wrongly, and
/// LibreOffice takes a second for each file.
public struct RichText: InputFormat {
  public init() {}

  public var holdsSeveralArticles: Bool { false }

  private static let mark = Array("{\\rtf".utf8)

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    Self.isRichText(beginning()) || name.hasSuffix(".rtf") && !WebPage.isPage(beginning())
  }

  static func isRichText(_ beginning: [UInt8]) -> Bool {
    beginning.drop { $0 <= 0x20 }.starts(with: mark)
  }

  public func open(_ file: CorpusFile, decoder: TextDecoder) -> any ArticleReader {
    DocumentReader(file, decoder) { document, id, decoder throws(ArticleError) in
      guard Self.isRichText(document.beginning) else {
        // Some programs name a plain text `.rtf`.
        return try CrawledText.article(
          in: document.bytes(limit: decoder.maximumBytes), id: id, path: document.shownPath,
          decoder: decoder)
      }
      return try Self.article(in: document, id: id, decoder: decoder)
    }
  }

  /// Parses a whole file, in O(*n*).
  ///
  /// - Throws: `noText`, `tooLarge`, `damagedDocument`.
  package static func article(
    in bytes: [UInt8], id: String, path: String, decoder: TextDecoder
  ) throws(ArticleError) -> Article {
    var reader = RichTextReader(maximumBytes: decoder.maximumBytes)
    _ = reader.read(bytes)
    return try reader.article(id: id, path: path)
  }

  /// Reads a document. Pictures take no memory.
  ///
  /// - Throws: `noText`, `tooLarge`, `damagedDocument`, `unreadable`.
  static func article(
    in document: DocumentFile, id: String, decoder: TextDecoder
  ) throws(ArticleError) -> Article {
    var reader = RichTextReader(maximumBytes: decoder.maximumBytes)
    try document.forEachPiece { reader.read($0) }
    return try reader.article(id: id, path: document.shownPath)
  }
}

extension RichTextReader {
  /// - Throws: `noText`, `tooLarge`, `damagedDocument`.
  mutating func article(id: String, path: String) throws(ArticleError) -> Article {
    finish()
    if let fault { throw ArticleError(path: path, reason: fault) }
    return try ConvertedDocument(paragraphs, declaredTitle: title)
      .article(id: id, path: path, encoding: encoding)
  }
}
