/// A reader of the sheets of a workbook, row by row.
///
/// A sheet with a header has an article for each row. The path of its rows is the path of the
/// workbook with the name of the sheet. The sheets without a header are one article at the end,
/// with a line for each row.
final class WorkbookReader: ArticleReader {
  private enum Sheet {
    /// The first rows, among which the header may be.
    case undecided(name: String, rows: [SheetRow])
    case records(name: String, DelimitedHeader)
    case text
  }

  private let file: CorpusFile
  private let opening: (Int) throws(ArticleError) -> any SheetSource
  private let fields: FieldMap
  private let limit: Int

  private var sheets: (any SheetSource)?
  private var sheet = Sheet.text
  /// The sheets without a header.
  private let page: OfficePage
  private var isTableOpen = false
  /// Number of bytes of the largest row of text above the limit; 0 without one.
  private var largestRow = 0
  private var hasHeader = false
  private var isAtEnd = false
  private var reportedBytes = 0
  /// Number of bytes of all rows.
  private var textBytes = 0
  private(set) var isInterrupted = false

  /// The number of the first rows, without blank ones, that may be a header. A title may be above
  /// it.
  private static let headerRows = 5

  /// - Parameter opening: opens the sheets for rows with at most some number of bytes.
  init(
    _ file: CorpusFile, fields: FieldMap, decoder: TextDecoder,
    opening: @escaping (Int) throws(ArticleError) -> any SheetSource
  ) {
    (self.file, self.fields, self.opening) = (file, fields, opening)
    limit = decoder.maximumBytes
    page = OfficePage(limit: limit)
  }

  func next() throws(ArticleError) -> ArticlePart? {
    if isAtEnd { return nil }
    do throws(ArticleError) {
      return try read()
    } catch {
      // Only after a row above the limit, others follow.
      isAtEnd = error.line == nil
      throw error
    }
  }

  private func read() throws(ArticleError) -> ArticlePart? {
    let sheets = try openSheets()
    while true {
      if Task.isCancelled {
        isInterrupted = true
        return nil
      }
      switch try sheets.next() {
      case .sheet(let name):
        endSheet()
        sheet = .undecided(name: name, rows: [])
      case .row(let row):
        try count(row)
        if let part = try add(row) { return part }
      case nil:
        // The sheets also end when the task is cancelled.
        if Task.isCancelled { continue }
        endSheet()
        isAtEnd = true
        return try lastPart(sheets.properties)
      }
    }
  }

  private var position: Int { sheets?.position ?? 0 }

  private func openSheets() throws(ArticleError) -> any SheetSource {
    if let sheets { return sheets }
    let sheets = try opening(limit)
    self.sheets = sheets
    return sheets
  }

  /// Counts the bytes of a row. Cells can repeat a text, so that a small file has many of them.
  private func count(_ row: SheetRow) throws(ArticleError) {
    textBytes += row.byteCount
    guard ExpansionLimit.isExceeded(by: textBytes, ofArchiveOf: file.byteCount) else { return }
    throw ExpansionLimit.error(path: file.path, isBroken: true)
  }

  // MARK: Rows

  private func add(_ row: SheetRow) throws(ArticleError) -> ArticlePart? {
    switch sheet {
    case .records(let name, let header): return try part(row, name, header)
    case .text: addText(row)
    case .undecided(let name, var rows):
      let header = DelimitedHeader(row.texts(), fields)
      if header.isOfArticles {
        sheet = .records(name: name, header)
        hasHeader = true
        return nil
      }
      rows.append(row)
      sheet = .undecided(name: name, rows: rows)
      if rows.count == Self.headerRows || row.isTooLarge { endSheet() }
    }
    return nil
  }

  private func part(
    _ row: SheetRow, _ name: String, _ header: DelimitedHeader
  ) throws(ArticleError) -> ArticlePart {
    let path = FilePath.join(file.path, name)
    func fail(_ reason: ArticleError.Reason) -> ArticleError {
      ArticleError(path: path, line: row.number, reason: reason)
    }
    guard !row.isTooLarge else { throw fail(.tooLarge(bytes: row.byteCount, limit: limit)) }
    let id = FilePath.join(file.relativePath, "\(name)#\(row.number)")
    let number = row.number
    let slot = SingleUse(row.texts(count: header.columns.count))
    defer { reportedBytes = position }
    return ArticlePart(byteCount: row.byteCount) { () throws(ArticleError) in
      try DelimitedRecords.article(
        of: slot.take(), header, encoding: "UTF-8", defaultID: { id },
        { ArticleError(path: path, line: number, reason: $0) })
    }.inMember(name, bytes: max(0, position - reportedBytes))
  }

  private func addText(_ row: SheetRow) {
    if row.isTooLarge { largestRow = max(largestRow, row.byteCount) }
    if page.isTooLarge { return }
    page.start("tr")
    for cell in row.cells {
      var paragraph = OfficeParagraph()
      paragraph.append(cell.text)
      page.start("td")
      page.add(paragraph)
      page.end()
    }
    page.end()
  }

  /// Ends a sheet. The first rows of a sheet without a header become text.
  private func endSheet() {
    if case .undecided(let name, let rows) = sheet, !rows.isEmpty {
      endTable()
      if !Self.isDefaultName(name) {
        var heading = OfficeParagraph()
        heading.append(Array(name.utf8))
        page.add(heading)
      }
      var rows = rows[...]
      // A title is often the only cell of the first row.
      let isTable = rows.contains { $0.cells.count > 1 }
      if isTable, let first = rows.first, first.cells.count == 1 {
        var title = OfficeParagraph()
        title.role = .heading(1)
        title.append(first.cells[0].text)
        page.add(title)
        rows.removeFirst()
      }
      page.start("table")
      isTableOpen = true
      for row in rows { addText(row) }
    }
    sheet = .text
  }

  private func endTable() {
    if isTableOpen { page.end() }
    isTableOpen = false
  }

  /// True for a name that a program gave, such as `Sheet1` and 工作表1.
  private static func isDefaultName(_ name: String) -> Bool {
    ["sheet", "工作表", "表"].contains { word in
      let name = name.lowercased()
      return name.hasPrefix(word) && name.dropFirst(word.count).allSatisfy(\.isNumber)
    }
  }

  /// Returns the article of the sheets without a header.
  private func lastPart(_ properties: OfficeProperties) throws(ArticleError) -> ArticlePart? {
    endTable()
    let size = max(page.byteCount, largestRow)
    guard size <= limit else {
      throw ArticleError(path: file.path, reason: .tooLarge(bytes: size, limit: limit))
    }
    if page.byteCount == 0, hasHeader { return nil }
    let byteCount = page.byteCount
    page.addTitle(properties.title)
    let slot = SingleUse(page.finish())
    return ArticlePart(byteCount: byteCount) { [file] () throws(ArticleError) in
      var article = try WebPageLayout(slot.take(), encoding: "UTF-8")
        .article(id: file.relativePath, path: file.path)
      properties.complete(&article)
      return article
    }.ofFile(bytes: max(0, position - reportedBytes))
  }
}
