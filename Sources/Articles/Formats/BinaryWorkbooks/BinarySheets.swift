/// A reader of the sheets of an Excel workbook before 2007 (`.xls`), also of WPS (`.et`).
///
/// MS-XLS, Excel Binary File Format, describes the records. The rows of Excel 5 and 95, and single
/// sheets without a workbook, which small programs write, have the same records with texts in the
/// encoding of a code page.
final class BinarySheets: SheetSource {
  let properties = OfficeProperties(nil)

  private let limit: Int
  private let byteCount: Int
  private var records: BinaryRecords
  private let workbook: BinaryWorkbook
  private let formats: CellFormats
  private var text: BinaryText
  /// The number of the next sheet.
  private var nextSheet = 0
  /// The place where the current sheet must have ended.
  private var end = 0
  /// The number of begun parts that have not ended: 1 in a sheet, more in a chart on it.
  private var depth = 0
  private var row: BinaryRow?
  /// The cell of a formula whose text follows.
  private var formula: (row: Int, column: Int)?

  /// - Throws: `damagedDocument`, `encrypted`; the errors of the file.
  init(_ source: any RandomAccessBytes, path: String, limit: Int) throws(ArticleError) {
    self.limit = limit
    byteCount = source.byteCount
    var records = BinaryRecords(source)
    workbook = try BinaryWorkbook(&records, path: path)
    (formats, text) = (workbook.formats, workbook.text)
    self.records = records
  }

  var position: Int {
    nextSheet == workbook.sheets.count && depth == 0 ? byteCount : records.position
  }

  func next() throws(ArticleError) -> SheetEvent? {
    while !Task.isCancelled {
      if depth == 0 {
        guard nextSheet < workbook.sheets.count else { return nil }
        let sheet = workbook.sheets[nextSheet]
        nextSheet += 1
        records.seek(to: sheet.offset)
        end = sheet.end
        guard sheet.offset < end, let first = try records.read(),
          BinaryRecordKind.beginnings.contains(first.kind)
        else { continue }
        depth = 1
        return .sheet(sheet.name)
      }
      guard records.position < end, let record = try records.read() else {
        // The rows before damage are kept.
        if let row = try endRow() { return .row(row) }
        depth = 0
        throw workbook.truncated
      }
      if let row = try read(record) { return .row(row) }
    }
    return nil
  }

  /// Reads a record, and returns the row that it ends.
  private func read(_ record: BinaryRecords.Record) throws(ArticleError) -> SheetRow? {
    if BinaryRecordKind.beginnings.contains(record.kind) {
      depth += 1
    } else if record.kind == BinaryRecordKind.end {
      depth -= 1
      return depth == 0 ? try endRow() : nil
    } else if depth == 1 {
      return try readCell(record)
    }
    return nil
  }

  private func readCell(_ record: BinaryRecords.Record) throws(ArticleError) -> SheetRow? {
    let data = record.data
    switch record.kind {
    case BinaryRecordKind.codePage:
      // A sheet without a workbook has its own.
      text.codePage = data.u16(0)
      return nil
    case BinaryRecordKind.sharedText:
      return try add(data) { .shared(Int(data.u32(6))) }
    case BinaryRecordKind.text, BinaryRecordKind.richText:
      return try add(data) { .text(text.text(in: data, at: 6, countBytes: 2)) }
    case BinaryRecordKind.number:
      return try add(data) { number(Double(bitPattern: data.u64(6)), data.u16(4)) }
    case BinaryRecordKind.shortNumber:
      return try add(data) { number(Self.number(data.u32(6)), data.u16(4)) }
    case BinaryRecordKind.shortNumbers: return try addNumbers(data)
    case BinaryRecordKind.truth:
      // The second byte tells errors.
      return data.u8(7) == 0 ? try add(data) { Self.truth(data.u8(6)) } : nil
    case BinaryRecordKind.formulaText:
      guard let (row, column) = formula.take() else { return nil }
      return try add(.text(text.text(in: data, at: 0, countBytes: 2)), row, column)
    case let kind where BinaryRecordKind.formulas.contains(kind): return try addFormula(data)
    default: return nil
    }
  }

  // MARK: Cells

  private func add(
    _ data: LittleEndianBytes, _ value: () -> BinaryRow.Value
  ) throws(ArticleError) -> SheetRow? {
    try add(value(), data.u16(0), data.u16(2))
  }

  /// Adds a cell, and returns the row before it if the cell begins another one.
  private func add(
    _ value: BinaryRow.Value, _ number: Int, _ column: Int
  ) throws(ArticleError) -> SheetRow? {
    let ended = row?.number == number ? nil : try endRow()
    if row == nil { row = BinaryRow(number: number, limit: limit) }
    row?.add(value, at: column)
    return ended
  }

  private func endRow() throws(ArticleError) -> SheetRow? {
    guard let ended = row.take() else { return nil }
    let row = try ended.sheetRow.resolved(workbook.strings.text)
    return row.isBlank ? nil : row
  }

  private func number(_ value: Double, _ format: Int) -> BinaryRow.Value {
    .text(Array(formats.text("\(value)", format).utf8))
  }

  private static func truth(_ value: Int) -> BinaryRow.Value {
    .text(Array((value == 0 ? "FALSE" : "TRUE").utf8))
  }

  /// Returns a number in the short form: the upper 30 bits of a floating-point number, or an
  /// integer, both perhaps multiplied by 100.
  static func number(_ short: UInt32) -> Double {
    let value =
      short & 2 != 0
      ? Double(Int32(bitPattern: short) >> 2)
      : Double(bitPattern: UInt64(short & ~3) << 32)
    return short & 1 != 0 ? value / 100 : value
  }

  /// Adds numbers in adjacent columns.
  private func addNumbers(_ data: LittleEndianBytes) throws(ArticleError) -> SheetRow? {
    var ended: SheetRow?
    // The row, the first column, a format and a number for each column, the last column.
    for index in 0..<max(0, (data.bytes.count - 6) / 6) {
      let at = 4 + 6 * index
      let value = number(Self.number(data.u32(at + 2)), data.u16(at))
      if let row = try add(value, data.u16(0), data.u16(2) + index) { ended = row }
    }
    return ended
  }

  private func addFormula(_ data: LittleEndianBytes) throws(ArticleError) -> SheetRow? {
    guard data.u16(12) == 0xFFFF else {
      return try add(data) { number(Double(bitPattern: data.u64(6)), data.u16(4)) }
    }
    // The first byte of the result is its kind: a text, a truth value, an error, or nothing.
    switch data.u8(6) {
    case 0: formula = (data.u16(0), data.u16(2))
    case 1: return try add(data) { Self.truth(data.u8(8)) }
    default: break
    }
    return nil
  }
}

/// The cells of a row in the order of the file, which need not be that of the columns.
struct BinaryRow {
  enum Value {
    case text([UInt8])
    case shared(Int)
  }

  let number: Int
  private let limit: Int
  private var cells: [(column: Int, value: Value)] = []
  private var byteCount = 0

  init(number: Int, limit: Int) { (self.number, self.limit) = (number, limit) }

  mutating func add(_ value: Value, at column: Int) {
    guard cells.count < SheetRow.maximumColumns else { return }
    if case .text(let text) = value { byteCount += text.count }
    // The row will be refused, and needs no memory until then.
    cells.append((column, byteCount > limit ? .text([]) : value))
  }

  var sheetRow: SheetRow {
    var row = SheetRow(number: number + 1, limit: limit)
    if byteCount > limit {
      row.add([UInt8(ascii: "-")], at: 0, dropped: byteCount - 1)
      return row
    }
    for cell in cells.sorted(by: { $0.column < $1.column }) {
      switch cell.value {
      case .text(let text): row.add(text, at: cell.column)
      case .shared(let index): row.add(sharedString: index, at: cell.column)
      }
    }
    return row
  }
}
