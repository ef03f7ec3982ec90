/// A reader of a document that is one article.
///
/// The thread that parses a document of a file also decompresses it. Of a document in an archive,
/// the XML is held until it is parsed.
final class OfficeTextReader: ArticleReader {
  private let file: CorpusFile
  private let kind: OfficeKind.Text
  /// The archive that is a member of another one.
  private let archive: OpenArchive
  private let decoder: TextDecoder
  private var isAtEnd = false

  init(
    _ file: CorpusFile, _ kind: OfficeKind.Text, _ archive: OpenArchive, _ decoder: TextDecoder
  ) {
    (self.file, self.kind, self.archive, self.decoder) = (file, kind, archive, decoder)
  }

  func next() throws(ArticleError) -> ArticlePart? {
    if isAtEnd { return nil }
    isAtEnd = true
    let limit = decoder.maximumBytes
    guard file.stream == nil else {
      let parts = try OfficeText.parts(of: kind, archive, path: file.path, limit: limit)
      let slot = SingleUse(parts)
      return ArticlePart(byteCount: parts.byteCount, isLast: true) {
        [file, kind] () throws(ArticleError) in
        try OfficeText(slot.take(), kind, path: file.path, limit: limit)
          .article(id: file.relativePath, path: file.path)
      }
    }
    // Pictures do not count. The file is opened again, so that only files in work are open.
    return ArticlePart(byteCount: min(file.byteCount, limit), isLast: true) {
      [file, kind] () throws(ArticleError) in
      try OfficeText(file, kind, limit: limit).article(id: file.relativePath, path: file.path)
    }.ofFile(bytes: file.byteCount)
  }
}

/// The text of a document that is one article.
struct OfficeText {
  let layout: WebPageLayout
  private let properties: OfficeProperties

  /// Reads a file.
  init(_ file: CorpusFile, _ kind: OfficeKind.Text, limit: Int) throws(ArticleError) {
    let parts = try Self.parts(of: kind, .opening(file), path: file.path, limit: limit)
    try self.init(parts, kind, path: file.path, limit: limit)
  }

  /// Reads a file of any kind that is one article.
  ///
  /// - Throws: `unsupportedDocument` for a workbook and a book.
  init(path: String, limit: Int) throws(ArticleError) {
    let file = CorpusFile(path: path, relativePath: path, format: OfficeDocuments())
    let kind = try OfficeKind.find(in: OfficeFile.open(file), name: path, path: path)
    guard case .text(let kind)? = kind else {
      throw ArticleError(
        path: path,
        reason: .unsupportedDocument(
          problem: kind == nil
            ? "a zip archive without the parts of a document"
            : "a workbook or a book has several articles; only 'xunwen index' reads it"))
    }
    try self.init(file, kind, limit: limit)
  }

  /// Reads the parts of a document.
  ///
  /// - Throws: `tooLarge`, `damagedDocument`, `encrypted`.
  init(
    _ parts: OfficeParts, _ kind: OfficeKind.Text, path: String, limit: Int
  ) throws(ArticleError) {
    let page = OfficePage(limit: limit)
    switch kind {
    case .word, .slides:
      let package = Relationships.of("", in: parts)
      let main = package.names(ofType: "officeDocument").first { parts[$0] != nil }
      properties = OfficeProperties(
        (package.names(ofType: "core-properties") + ["docProps/core.xml"]).lazy
          .compactMap { parts[$0] }.first)
      if kind == .word {
        try WordDocument.read(
          parts, main: main ?? "word/document.xml", into: page, path: path)
      } else {
        try SlideDeck.read(
          parts, main: main ?? "ppt/presentation.xml", into: page, path: path)
      }
    case .openDocument:
      try OpenDocument.check(parts, path: path)
      properties = OfficeProperties(parts["meta.xml"])
      try OpenDocument.read(parts, into: page, path: path)
    case .fixedPages:
      properties = OfficeProperties(parts["OFD.xml"])
      try FixedDocument.read(parts, into: page, path: path)
    }
    guard !page.isTooLarge else {
      throw ArticleError(path: path, reason: .tooLarge(bytes: page.byteCount, limit: limit))
    }
    page.addTitle(properties.title)
    layout = WebPageLayout(page.finish(), encoding: "UTF-8")
  }

  func article(id: String, path: String) throws(ArticleError) -> Article {
    try extract(id: id, path: path).article
  }

  func extract(id: String, path: String) throws(ArticleError) -> ExtractedArticle {
    var extracted = try layout.extract(id: id, path: path)
    properties.complete(&extracted.article)
    return extracted
  }

  /// Reads the members that are needed.
  static func parts(
    of kind: OfficeKind.Text, _ archive: OpenArchive, path: String, limit: Int
  ) throws(ArticleError) -> OfficeParts {
    try OfficeParts.read(archive, path: path, limit: limit) { needs($0.lowercased(), kind) }
  }

  private static func needs(_ name: String, _ kind: OfficeKind.Text) -> Bool {
    switch kind {
    case .word:
      if ["_rels/.rels", "docprops/core.xml"].contains(name) { return true }
      guard name.hasPrefix("word/"), name.hasSuffix(".xml") || name.hasSuffix(".rels") else {
        return false
      }
      let part = name.dropFirst(5)
      return !part.contains("/") && !skippedWordParts.contains(where: part.hasPrefix)
        || part == "_rels/document.xml.rels"
        || part.hasPrefix("_rels/") && part.contains("document")
    case .slides:
      return ["_rels/.rels", "docprops/core.xml", "ppt/presentation.xml"].contains(name)
        || slideFolders.contains { name.hasPrefix("ppt/\($0)") }
          && (name.hasSuffix(".xml") || name.hasSuffix(".rels"))
    case .openDocument:
      return ["content.xml", "styles.xml", "meta.xml", "meta-inf/manifest.xml"].contains(name)
    case .fixedPages:
      return name.hasSuffix(".xml")
        && !["/res/", "/signs/", "/attachs/", "/annots/", "/tags/"].contains(where: name.contains)
    }
  }

  private static let skippedWordParts = [
    "settings", "websettings", "fonttable", "header", "footer", "styleswitheffects", "people",
    "commentsextended", "commentsids", "commentsextensible", "recipientdata", "vbadata",
  ]
  private static let slideFolders = ["_rels/", "slides/", "notesslides/", "diagrams/data"]
}
