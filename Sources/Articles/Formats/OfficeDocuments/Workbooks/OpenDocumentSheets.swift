/// A reader of the sheets of an OpenDocument workbook (`.ods`).
final class OpenDocumentSheets: SheetSource {
  let properties: OfficeProperties

  private let archive: OpenArchive
  private let path: String
  private let handler: OpenDocumentSheetParser
  private let parser: XMLDocument
  private var isAtEnd = false

  /// Reads the properties, and goes to the contents.
  ///
  /// - Throws: `encrypted`, `damagedDocument`, `tooLarge`; errors of the archive.
  init(_ archive: OpenArchive, path: String, limit: Int) throws(ArticleError) {
    (self.archive, self.path) = (archive, path)
    let parts = try OfficeParts.read(archive, path: path, limit: limit) {
      ["meta.xml", "meta-inf/manifest.xml"].contains($0.lowercased())
    }
    try OpenDocument.check(parts, path: path)
    properties = OfficeProperties(parts["meta.xml"])
    handler = OpenDocumentSheetParser(limit: limit)
    parser = try XMLDocument(handler, path: path)
    try archive.rewind(path: path)
    while let member = try archive.next(path: path) {
      if try OfficeParts.name(of: member, path: path) == Self.contents { return }
    }
    throw ArticleError(path: path, reason: .damagedPart(Self.contents))
  }

  private static let contents = "content.xml"

  var position: Int { archive.position }

  func next() throws(ArticleError) -> SheetEvent? {
    while !Task.isCancelled {
      if let event = handler.events.next() { return event }
      if isAtEnd { return nil }
      var bytes: [UInt8] = []
      isAtEnd = try archive.read(upTo: OpenArchive.pieceBytes, appendingTo: &bytes, path: path) == 0
      guard isAtEnd ? parser.finish() : parser.push(bytes[...]) else {
        throw ArticleError(path: path, reason: .damagedPart(Self.contents))
      }
    }
    return nil
  }
}

/// A reader of the sheets and rows in the contents of an OpenDocument workbook.
final class OpenDocumentSheetParser: XMLHandler {
  var events = SheetEventQueue()

  private let limit: Int
  private var row: SheetRow?
  private var number = 0
  private var column = 0
  /// How often the row and the cell occur.
  private var rowCount = 1
  private var cellCount = 1
  private var date: String?
  private var value: [UInt8] = []
  private var paragraphCount = 0
  private var isInCell = false
  private var isInParagraph = false
  private var skippedDepth = 0

  /// A row with text that is repeated is read so often.
  private static let maximumRepetitions = 100
  private static let skipped: Set = [
    "annotation", "shapes", "forms", "ruby-text", "tracked-changes",
  ]

  init(limit: Int) { self.limit = limit }

  func start(_ name: String, _ attributes: XMLAttributes) {
    if skippedDepth > 0 || Self.skipped.contains(name) {
      skippedDepth += 1
      return
    }
    switch name {
    case "table":
      number = 0
      events.append(.sheet((attributes["name"] ?? "").cleanedName()))
    case "table-row":
      rowCount = Self.count(attributes["number-rows-repeated"])
      row = SheetRow(number: number + 1, limit: limit)
      column = 0
    case "table-cell", "covered-table-cell":
      cellCount = Self.count(attributes["number-columns-repeated"])
      date = attributes["value-type"] == "date" ? attributes["date-value"] : nil
      (value, paragraphCount, isInCell) = ([], 0, true)
    case "p":
      if paragraphCount > 0 { append([0x0A]) }
      paragraphCount += 1
      isInParagraph = isInCell
    case "s": append([0x20])
    case "tab": append([0x09])
    case "line-break": append([0x0A])
    default: break
    }
  }

  private static func count(_ text: String?) -> Int {
    min(max(text.flatMap { Int($0) } ?? 1, 1), 1 << 24)
  }

  private func append(_ bytes: [UInt8]) {
    if isInCell, value.count <= limit { value += bytes }
  }

  func text(_ bytes: [UInt8]) {
    if isInParagraph, skippedDepth == 0 { append(bytes) }
  }

  func end(_ name: String) {
    if skippedDepth > 0 {
      skippedDepth -= 1
      return
    }
    switch name {
    case "p": isInParagraph = false
    case "table-cell", "covered-table-cell":
      isInCell = false
      let text = date.map { Array($0.replacing("T", with: " ").utf8) } ?? value
      if !text.isEmpty {
        for copy in 0..<min(cellCount, SheetRow.maximumColumns) {
          row?.add(text, at: column + copy)
        }
      }
      column = min(column + cellCount, SheetRow.maximumColumns)
    case "table-row": endRow()
    default: break
    }
  }

  private func endRow() {
    guard let first = row else { return }
    row = nil
    if !first.isBlank {
      for copy in 0..<min(rowCount, Self.maximumRepetitions) {
        events.append(.row(first.copy(number: number + 1 + copy)))
      }
    }
    number = min(number + rowCount, Int(Int32.max))
  }
}
