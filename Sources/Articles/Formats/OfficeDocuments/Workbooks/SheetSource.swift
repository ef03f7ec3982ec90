/// A row of a sheet with the texts of its cells that are not empty.
struct SheetRow {
  struct Cell {
    /// The number of the column, from 0.
    let column: Int
    let text: [UInt8]
    /// The number of the shared string that is the text; nil for a text of its own.
    var shared: Int?
  }

  /// The number of the row, from 1.
  private(set) var number: Int
  /// The cells in the order of their columns.
  private(set) var cells: [Cell] = []
  /// Number of bytes of the texts, without shared strings.
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
    guard Blanks.trimmed(text, 0..<text.count) != nil else { return }
    add(Cell(column: column, text: text), byteCount: text.count + dropped)
  }

  /// Adds a cell whose text is a shared string.
  mutating func add(sharedString index: Int, at column: Int) {
    add(Cell(column: column, text: [], shared: index), byteCount: 0)
  }

  private mutating func add(_ cell: Cell, byteCount count: Int) {
    guard cell.column < Self.maximumColumns, cells.last.map({ $0.column < cell.column }) ?? true
    else { return }
    byteCount += count
    if isTooLarge { cells = [] } else { cells.append(cell) }
  }

  /// Returns the row with the texts of its shared strings. They are read late, because a few bytes
  /// can refer to a long text.
  func resolved(
    _ string: (Int) throws(ArticleError) -> [UInt8]?
  ) throws(ArticleError) -> SheetRow {
    guard cells.contains(where: { $0.shared != nil }) else { return self }
    var row = SheetRow(number: number, limit: limit)
    for cell in cells where !row.isTooLarge {
      if let index = cell.shared {
        if let text = try string(index) { row.add(text, at: cell.column) }
      } else {
        row.add(cell.text, at: cell.column)
      }
    }
    return row
  }

  /// The same row with another number.
  func copy(number: Int) -> SheetRow {
    var row = self
    row.number = number
    return row
  }

  var isTooLarge: Bool { byteCount > limit }
  var isBlank: Bool { cells.isEmpty && !isTooLarge }

  /// Returns the texts of the columns, with empty ones for those without a cell.
  ///
  /// - Parameter count: the number of columns; nil for those up to the last cell.
  func texts(count: Int? = nil) -> [[UInt8]] {
    var texts = [[UInt8]](repeating: [], count: count ?? cells.last.map { $0.column + 1 } ?? 0)
    for cell in cells where cell.column < texts.count { texts[cell.column] = cell.text }
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
  /// The bytes of the outermost file that were read.
  var position: Int { get }

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
