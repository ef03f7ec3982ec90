import Xunwen

/// A table with a row for each hit. Queries without a hit have none, those that fail neither.
struct HitTableFormat: BatchFormat {
  let form: TableForm
  let fields: [BatchField]
  let preamble: [UInt8]
  private let hasMark: Bool
  private let hasHeader: Bool

  init(_ form: TableForm, fields: [BatchField], hasMark: Bool, hasHeader: Bool) {
    self.form = form
    self.fields = fields
    self.hasMark = hasMark
    self.hasHeader = hasHeader
    preamble =
      (hasMark ? TableForm.byteOrderMark : [])
      + (hasHeader ? form.row(fields.map(\.stringValue)) : [])
  }

  var hasAllQueries: Bool { false }

  mutating func append(_ outcome: BatchOutcome, to output: inout [UInt8]) {
    guard case .success(let response) = outcome.result else { return }
    for hit in response.hits { output += form.row(BatchRow(hit, outcome, fields).cells) }
  }

  func key(of line: BatchLine) -> String { Self.key(line.id ?? "", form) }

  /// An id as the reader of rows finds it.
  private static func key(_ id: String, _ form: TableForm) -> String {
    form == .csv ? id : form.cell(id)
  }

  func rows(of path: String) throws(CommandFailure) -> any OutputRows {
    guard let column = fields.firstIndex(of: .queryID) else {
      throw CommandFailure(
        "\(path): a table without the field query_id does not say how far it has come")
    }
    let start = hasMark ? TableForm.byteOrderMark.count : 0
    let skipped = hasHeader ? preamble.count : start
    switch form {
    case .csv: return try CSVRows(path, column: column, after: skipped)
    case .tsv: return try SeparatedRows(path, by: 0x09, column: column, after: skipped, mark: start)
    }
  }
}

private final class CSVRows: OutputRows {
  private var records: CSVRecords
  private let column: Int
  private let skipped: Int

  init(_ path: String, column: Int, after skipped: Int) throws(CommandFailure) {
    records = try CSVRecords(path)
    self.column = column
    self.skipped = skipped
  }

  func next() throws(CommandFailure) -> OutputRow? {
    while let record = try records.next(), record.isTerminated {
      if record.start < skipped { continue }
      guard case .success(let cells) = record.fields, column < cells.count else {
        throw CommandFailure("\(records.name):\(record.number): not a row of a batch")
      }
      return OutputRow(start: record.start, key: cells[column])
    }
    return nil
  }
}

/// Rows of cells that hold no line break and no separator.
final class SeparatedRows: OutputRows {
  private var reader: LineReader
  private let separator: UInt8
  private let column: Int
  private let skipped: Int
  private let mark: Int

  /// - Parameters:
  ///   - column: of the key.
  ///   - skipped: bytes at the beginning that are no row.
  ///   - mark: bytes of the byte order mark, which is part of the first line.
  init(
    _ path: String, by separator: UInt8, column: Int, after skipped: Int = 0, mark: Int = 0
  ) throws(CommandFailure) {
    reader = try LineReader(path)
    self.separator = separator
    self.column = column
    self.skipped = skipped
    self.mark = mark
  }

  func next() throws(CommandFailure) -> OutputRow? {
    while true {
      let start = reader.offset
      guard let line = try reader.next(), reader.isTerminated else { return nil }
      let first = start == 0 ? mark : 0
      if start + first < skipped { continue }
      guard case .bytes(let bytes) = line else {
        throw CommandFailure("\(reader.name): not a row of a batch at byte \(start)")
      }
      let cells = bytes.dropFirst(first).split(
        separator: separator, omittingEmptySubsequences: false)
      guard column < cells.count else {
        throw CommandFailure("\(reader.name): not a row of a batch at byte \(start)")
      }
      return OutputRow(start: start + first, key: String(decoding: cells[column], as: UTF8.self))
    }
  }
}
