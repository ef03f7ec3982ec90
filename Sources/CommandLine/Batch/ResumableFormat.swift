// Reads the output of a batch that ended early, to continue it.

import FoundationEssentials
import Wire
import Xunwen

/// A format of a batch whose output can be read again.
protocol ResumableFormat: BatchFormat {
  /// True when every query has a record, also without hits.
  var hasAllQueries: Bool { get }

  /// The value of `OutputRow.key` for the rows of a query.
  func key(of line: BatchLine) -> String

  func rows(of path: String) throws(CommandFailure) -> any OutputRows
}

/// A part of a batch's output that is written as a whole: a line, or a record of a table.
struct OutputRow {
  let start: Int
  /// Identifies the query; nil for a row that continues the previous one, or is too long to read.
  let key: String?
  /// True when the row is always the first of its query. Otherwise, a row is the first of its query
  /// when its key differs from the previous one.
  var begins = false
  /// The result of the query as far as the row shows it.
  var result = QueryResult.hits
}

protocol OutputRows: AnyObject {
  /// The next row; nil at the end, and before an incomplete row.
  func next() throws(CommandFailure) -> OutputRow?
}

extension JSONLinesFormat: ResumableFormat {
  private struct Record: Decodable {
    let type: String
    let id: String?
    let total: Int?
    let partialTotal: Int?
    let message: String?

    private enum CodingKeys: String, CodingKey {
      case type, id, total, message
      case partialTotal = "partial_total"
    }
  }

  var hasAllQueries: Bool { true }
  func key(of line: BatchLine) -> String { line.id ?? "" }

  func rows(of path: String) throws(CommandFailure) -> any OutputRows {
    try LineRows(path) { line, start throws(RowError) in
      // Only a record with hits can be too long.
      guard case .bytes(let bytes) = line else {
        return OutputRow(start: start, key: nil, begins: true)
      }
      guard let record = try? JSONDecoder().decode(Record.self, from: Data(bytes)) else {
        throw RowError(expected: "record")
      }
      var result = QueryResult.hits
      if record.type == "error" {
        result = .failure(record.message ?? "")
      } else if record.total == 0, record.partialTotal == 0 {
        result = .none
      }
      return OutputRow(start: start, key: record.id ?? "", begins: true, result: result)
    }
  }
}

extension TRECFormat: ResumableFormat {
  var hasAllQueries: Bool { false }
  func key(of line: BatchLine) -> String { Self.field(line.id ?? "") }
  func rows(of path: String) throws(CommandFailure) -> any OutputRows {
    try LineRows(path, separator: 0x20, column: 0)
  }
}

extension HitTableFormat: ResumableFormat {
  var hasAllQueries: Bool { false }

  func key(of line: BatchLine) -> String {
    let id = style.cell(line.id ?? "")
    return form == .csv ? id : form.cell(id)
  }

  func rows(of path: String) throws(CommandFailure) -> any OutputRows {
    guard let column = fields.firstIndex(of: .queryID) else {
      throw CommandFailure(
        "\(path): a table without the field query_id does not show which queries are answered")
    }
    let start = style.hasMark ? TableForm.byteOrderMark.count : 0
    let skipped = hasHeader ? preamble.count : start
    switch form {
    case .csv: return try CSVRows(path, column: column, after: skipped)
    case .tsv:
      return try LineRows(path, separator: 0x09, column: column, after: skipped, mark: start)
    }
  }
}

extension TextFormat: ResumableFormat {
  var hasAllQueries: Bool { true }
  func key(of line: BatchLine) -> String { Self.heading(line.number, line.id, line.text) }

  func rows(of path: String) throws(CommandFailure) -> any OutputRows {
    try LineRows(path) { line, start throws(RowError) in
      guard case .bytes(let bytes) = line else { throw RowError(expected: "line") }
      let text = String(decoding: bytes, as: UTF8.self)
      if text.hasPrefix(Self.headingMark) {
        return OutputRow(start: start, key: text, begins: true)
      }
      if start == 0 { throw RowError(expected: "record") }
      if text == Self.noHits { return OutputRow(start: start, key: nil, result: .none) }
      if text.hasPrefix(Self.errorMark) {
        let message = text.dropFirst(Self.errorMark.count)
        return OutputRow(start: start, key: nil, result: .failure(String(message)))
      }
      return OutputRow(start: start, key: nil)
    }
  }
}

/// The error of a line that no batch has written.
private struct RowError: Error { let expected: String }

/// Rows that have a line each.
private final class LineRows: OutputRows {
  typealias RowMaker = (LineReader.Line, _ start: Int) throws(RowError) -> OutputRow?

  private var reader: LineReader
  private let row: RowMaker

  /// - Parameter row: makes a row of a line and its offset; nil for a line before the first row.
  init(_ path: String, _ row: @escaping RowMaker) throws(CommandFailure) {
    reader = try LineReader(path)
    self.row = row
  }

  /// Rows of cells that contain no line break and no separator. `column` has the key.
  ///
  /// - Parameters:
  ///   - skipped: the bytes before the first row.
  ///   - mark: the bytes of the byte order mark, which belongs to the first line.
  convenience init(
    _ path: String, separator: UInt8, column: Int, after skipped: Int = 0, mark: Int = 0
  ) throws(CommandFailure) {
    try self.init(path) { line, start throws(RowError) in
      let first = start == 0 ? mark : 0
      if start + first < skipped { return nil }
      guard case .bytes(let bytes) = line else { throw RowError(expected: "row") }
      let cells = bytes.dropFirst(first).split(
        separator: separator, omittingEmptySubsequences: false)
      guard column < cells.count else { throw RowError(expected: "row") }
      return OutputRow(start: start + first, key: String(decoding: cells[column], as: UTF8.self))
    }
  }

  func next() throws(CommandFailure) -> OutputRow? {
    while true {
      let start = reader.offset
      guard let line = try reader.next(), reader.isTerminated else { return nil }
      do throws(RowError) {
        if let row = try row(line, start) { return row }
      } catch {
        throw CommandFailure("\(reader.name): not a \(error.expected) of a batch at byte \(start)")
      }
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
