/// A row of a sheet with the texts of its cells that are not empty.
struct SheetRow {
  /// The number of the row, from 1.
  private(set) var number: Int
  /// The columns, from 0, in ascending order, and the texts.
  private(set) var cells: [(column: Int, text: [UInt8])] = []
  private(set) var byteCount = 0
  private let limit: Int

  /// The number of columns that Excel has.
  static let maximumColumns = 1 << 14

  /// - Parameter limit: the texts of a row with more bytes are dropped.
  init(number: Int, limit: Int) { (self.number, self.limit) = (number, limit) }

  /// Adds the text of a cell.
  ///
  /// - Parameter dropped: number of further bytes of the text, which exceeds the limit.
  mutating func add(_ text: [UInt8], at column: Int, dropped: Int = 0) {
    guard column < Self.maximumColumns, Blanks.trimmed(text, 0..<text.count) != nil,
      cells.last.map({ $0.column < column }) ?? true
    else { return }
    byteCount += text.count + dropped
    if byteCount <= limit { cells.append((column, text)) } else { cells = [] }
  }

  /// The same row with another number.
  func copy(number: Int) -> SheetRow {
    var row = self
    row.number = number
    return row
  }

  var isTooLarge: Bool { byteCount > limit }
  var isBlank: Bool { byteCount == 0 }

  /// Returns the texts of the columns, with empty ones for those without a cell.
  ///
  /// - Parameter count: the number of columns; nil for those up to the last cell.
  func texts(count: Int? = nil) -> [[UInt8]] {
    var texts = [[UInt8]](repeating: [], count: count ?? cells.last.map { $0.column + 1 } ?? 0)
    for (column, text) in cells where column < texts.count { texts[column] = text }
    return texts
  }
}

/// A piece of a workbook.
enum SheetEvent {
  /// A sheet with a name begins.
  case sheet(String)
  /// A row of the sheet that is not blank.
  case row(SheetRow)
}

/// A reader of the sheets of a workbook, which holds a few rows in memory.
protocol SheetSource: AnyObject {
  var properties: OfficeProperties { get }

  /// Returns the next event, or nil at the end.
  func next() throws(ArticleError) -> SheetEvent?
}

/// The formats of workbooks.
enum WorkbookFormat: Equatable {
  case officeOpenXML, openDocument

  func open(
    _ archive: OpenArchive, path: String, limit: Int
  ) throws(ArticleError) -> any SheetSource {
    switch self {
    case .officeOpenXML: try OfficeOpenXMLSheets(archive, path: path, limit: limit)
    case .openDocument: try OpenDocumentSheets(archive, path: path, limit: limit)
    }
  }
}

/// Events that wait for their use.
struct SheetEventQueue {
  private var events: [SheetEvent] = []
  private var start = 0

  mutating func append(_ event: SheetEvent) { events.append(event) }

  mutating func next() -> SheetEvent? {
    guard start < events.count else {
      events.removeAll(keepingCapacity: true)
      start = 0
      return nil
    }
    start += 1
    return events[start - 1]
  }
}
