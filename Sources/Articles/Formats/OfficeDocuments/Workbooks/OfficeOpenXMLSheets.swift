/// A reader of the sheets of an Excel workbook (`.xlsx`). The sheets come in the order of the
/// archive.
///
/// The archive is read twice, because the shared strings, which are the texts of cells, may follow
/// the sheets.
final class OfficeOpenXMLSheets: SheetSource {
  let properties: OfficeProperties

  private let archive: OpenArchive
  private let path: String
  private let limit: Int
  private let strings: SharedStrings
  private let formats: CellFormats
  /// The names of sheets by the names of their parts, in lower case.
  private let names: [String: String]

  /// The part that is being read.
  private var current: (name: String, parser: XMLDocument, handler: SheetParser)?
  /// True when all bytes of the part have been read.
  private var isPartAtEnd = false

  /// Reads everything but the sheets.
  ///
  /// - Throws: `damagedDocument`, `tooLarge`, `unreadable`; errors of the archive.
  init(_ archive: OpenArchive, path: String, limit: Int) throws(ArticleError) {
    (self.archive, self.path, self.limit) = (archive, path, limit)
    strings = try SharedStrings(limit: limit, path: path)
    var parts = OfficeParts()
    while let member = try archive.next(path: path) {
      guard let name = try OfficeParts.name(of: member, path: path)?.lowercased() else { continue }
      if name == "xl/sharedstrings.xml" {
        try strings.read(archive)
      } else if Self.partNames.contains(name) {
        parts.add(
          name,
          try archive.readMember(member, path: path, limit: limit, held: parts.byteCount))
      }
    }
    try strings.finish()
    try archive.rewind(path: path)
    let list = SheetList()
    guard let workbook = parts[Self.workbook], XMLDocument.parse(workbook, into: list) else {
      throw ArticleError(path: path, reason: .damagedPart(Self.workbook))
    }
    let relationships = Relationships.of(Self.workbook, in: parts)
    var names: [String: String] = [:]
    for (id, name) in list.sheets {
      if let part = relationships.name(id) { names[part.lowercased()] = name }
    }
    self.names = names
    formats = CellFormats(parts["xl/styles.xml"], startsIn1904: list.startsIn1904)
    properties = OfficeProperties(parts["docProps/core.xml"])
  }

  private static let workbook = "xl/workbook.xml"
  private static let partNames: Set = [
    workbook, "xl/_rels/workbook.xml.rels", "xl/styles.xml", "docprops/core.xml",
  ]

  var position: Int { archive.position }

  func next() throws(ArticleError) -> SheetEvent? {
    while !Task.isCancelled {
      guard let current else {
        guard let name = try nextSheet() else { return nil }
        return .sheet(name)
      }
      if let event = current.handler.events.next() {
        guard case .row(let row) = event else { return event }
        let resolved = try row.resolved(strings.text)
        if resolved.isBlank { continue }
        return .row(resolved)
      }
      if isPartAtEnd {
        self.current = nil
        continue
      }
      var bytes: [UInt8] = []
      isPartAtEnd =
        try archive.read(upTo: OpenArchive.pieceBytes, appendingTo: &bytes, path: path) == 0
      guard isPartAtEnd ? current.parser.finish() : current.parser.push(bytes[...]) else {
        throw ArticleError(path: path, reason: .damagedPart(current.name))
      }
    }
    return nil
  }

  /// Goes to the next sheet, and returns its name.
  private func nextSheet() throws(ArticleError) -> String? {
    while let member = try archive.next(path: path) {
      guard let part = try OfficeParts.name(of: member, path: path)?.lowercased(),
        let name = names[part]
      else { continue }
      let handler = SheetParser(formats: formats, limit: limit)
      isPartAtEnd = false
      current = (part, try XMLDocument(handler, path: path), handler)
      return name
    }
    return nil
  }
}

/// A reader of the list of sheets in the main part of a workbook.
private final class SheetList: XMLHandler {
  private(set) var sheets: [(id: String, name: String)] = []
  private(set) var startsIn1904 = false

  private static let maximumCount = 1 << 14

  func start(_ name: String, _ attributes: XMLAttributes) {
    switch name {
    case "workbookPr":
      startsIn1904 = attributes["date1904"] != nil && attributes.isOn("date1904")
    case "sheet":
      guard sheets.count < Self.maximumCount,
        let id = attributes["id", namespaceEnding: "/relationships"]
      else { return }
      sheets.append((id, (attributes["name"] ?? "").cleanedName()))
    default: break
    }
  }

  func end(_ name: String) {}
  func text(_ bytes: [UInt8]) {}
}
