/// The kind of an office document, by the names of its members.
enum OfficeKind: Equatable {
  /// A kind of documents that are one article.
  enum Text: Equatable {
    case word, slides, openDocument, fixedPages
  }

  case text(Text)
  case workbook(WorkbookFormat)
  case book

  /// Finds the kind of a document, and begins the archive again.
  ///
  /// - Returns: nil for a zip archive of another kind.
  static func find(
    in archive: OpenArchive, name: String, path: String
  ) throws(ArticleError) -> OfficeKind? {
    var names: Set<String> = []
    var type = ""
    var count = 0
    while count < maximumMembers, let member = try archive.next(path: path) {
      count += 1
      guard let name = try OfficeParts.name(of: member, path: path)?.lowercased() else { continue }
      if name == "mimetype" {
        type = String(
          decoding: try archive.readMember(member, path: path, limit: 1 << 10, held: 0),
          as: UTF8.self)
      }
      if mainNames.contains(name) { names.insert(name) }
      // Some programs number the main part.
      if name.hasPrefix("word/document") { names.insert("word/document.xml") }
    }
    try archive.rewind(path: path)
    return kind(names, type: type, isSheetName: isSheetName(name.lowercased()))
  }

  private static func isSheetName(_ name: String) -> Bool {
    name.hasSuffix(".ods") || name.hasSuffix(".ots")
  }

  private static let maximumMembers = 1 << 16
  private static let mainNames: Set = [
    "content.xml", "meta-inf/container.xml", "ofd.xml", "xl/workbook.xml", "ppt/presentation.xml",
  ]

  private static let openDocumentTexts = ["text", "presentation", "graphics"]
    .map { "opendocument." + $0 }

  private static func kind(_ names: Set<String>, type: String, isSheetName: Bool) -> OfficeKind? {
    if type.hasPrefix("application/epub+zip") { return .book }
    if type.contains("opendocument.") {
      // Other types are formulas and databases.
      if type.contains("opendocument.spreadsheet") { return .workbook(.openDocument) }
      return openDocumentTexts.contains(where: type.contains) ? .text(.openDocument) : nil
    }
    if names.contains("ofd.xml") { return .text(.fixedPages) }
    if names.contains("word/document.xml") { return .text(.word) }
    if names.contains("ppt/presentation.xml") { return .text(.slides) }
    if names.contains("xl/workbook.xml") { return .workbook(.officeOpenXML) }
    if names.contains("meta-inf/container.xml"), !names.contains("content.xml") { return .book }
    guard names.contains("content.xml") else { return nil }
    return isSheetName ? .workbook(.openDocument) : .text(.openDocument)
  }
}
