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

  /// Opens a file written in this format.
  func rows(of path: String) throws(CommandFailure) -> any OutputRows
}

/// A part of a batch's output that is written as a whole: a line, or a record of a table.
struct OutputRow {
  /// Its offset in the file, in bytes.
  let start: Int
  /// Identifies the query; nil for a row that continues the previous one, or is too long to read.
  let key: String?
  /// True when the row is always the first of its query. Otherwise, a row is the first of its query
  /// when its key differs from the previous one.
  var begins = false
  /// The result of the query as far as the row shows it.
  var result = QueryResult.hits
}

/// Reads complete rows.
protocol OutputRows: AnyObject {
  /// The next row; nil at the end, and before an incomplete row.
  func next() throws(CommandFailure) -> OutputRow?
}

extension JSONLinesFormat: ResumableFormat {
  var hasAllQueries: Bool { true }
  func key(of line: BatchLine) -> String { line.id ?? "" }
  func rows(of path: String) throws(CommandFailure) -> any OutputRows { try JSONLinesRows(path) }
}

extension TRECFormat: ResumableFormat {
  var hasAllQueries: Bool { false }
  func key(of line: BatchLine) -> String { Self.field(line.id ?? "") }
  func rows(of path: String) throws(CommandFailure) -> any OutputRows {
    try SeparatedRows(path, by: 0x20, column: 0)
  }
}

extension HitTableFormat: ResumableFormat {
  var hasAllQueries: Bool { false }

  func key(of line: BatchLine) -> String {
    form == .csv ? line.id ?? "" : form.cell(line.id ?? "")
  }

  func rows(of path: String) throws(CommandFailure) -> any OutputRows {
    guard let column = fields.firstIndex(of: .queryID) else {
      throw CommandFailure(
        "\(path): a table without the field query_id does not show which queries are answered")
    }
    let start = hasMark ? TableForm.byteOrderMark.count : 0
    let skipped = hasHeader ? preamble.count : start
    switch form {
    case .csv: return try CSVRows(path, column: column, after: skipped)
    case .tsv: return try SeparatedRows(path, by: 0x09, column: column, after: skipped, mark: start)
    }
  }
}

extension TextFormat: ResumableFormat {
  var hasAllQueries: Bool { true }
  func key(of line: BatchLine) -> String { Self.heading(line.number, line.id, line.text) }
  func rows(of path: String) throws(CommandFailure) -> any OutputRows { try TextRows(path) }
}

private final class JSONLinesRows: OutputRows {
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

  private var reader: LineReader
  private let decoder = JSONDecoder()

  init(_ path: String) throws(CommandFailure) {
    reader = try LineReader(path)
  }

  func next() throws(CommandFailure) -> OutputRow? {
    let start = reader.offset
    guard let line = try reader.next(), reader.isTerminated else { return nil }
    // Only a record with hits can be too long.
    guard case .bytes(let bytes) = line else {
      return OutputRow(start: start, key: nil, begins: true)
    }
    guard let record = try? decoder.decode(Record.self, from: Data(bytes)) else {
      throw CommandFailure("\(reader.name): not a record of a batch at byte \(start)")
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

/// Rows of cells that contain no line break and no separator.
private final class SeparatedRows: OutputRows {
  private var reader: LineReader
  private let separator: UInt8
  private let column: Int
  private let skipped: Int
  private let mark: Int

  /// - Parameters:
  ///   - column: the column of the key.
  ///   - skipped: the bytes before the first row.
  ///   - mark: the bytes of the byte order mark, which belongs to the first line.
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
      var cells: [ArraySlice<UInt8>] = []
      if case .bytes(let bytes) = line {
        cells = bytes.dropFirst(first).split(
          separator: separator, omittingEmptySubsequences: false)
      }
      guard column < cells.count else {
        throw CommandFailure("\(reader.name): not a row of a batch at byte \(start)")
      }
      return OutputRow(start: start + first, key: String(decoding: cells[column], as: UTF8.self))
    }
  }
}

private final class TextRows: OutputRows {
  private var reader: LineReader

  init(_ path: String) throws(CommandFailure) {
    reader = try LineReader(path)
  }

  func next() throws(CommandFailure) -> OutputRow? {
    let start = reader.offset
    guard let line = try reader.next(), reader.isTerminated else { return nil }
    guard case .bytes(let bytes) = line else {
      throw CommandFailure("\(reader.name): not a line of a batch at byte \(start)")
    }
    let text = String(decoding: bytes, as: UTF8.self)
    if text.hasPrefix(TextFormat.headingMark) {
      return OutputRow(start: start, key: text, begins: true)
    }
    if start == 0 { throw CommandFailure("\(reader.name): not a record of a batch at byte 0") }
    if text == TextFormat.noHits { return OutputRow(start: start, key: nil, result: .none) }
    if text.hasPrefix(TextFormat.errorMark) {
      let message = text.dropFirst(TextFormat.errorMark.count)
      return OutputRow(start: start, key: nil, result: .failure(String(message)))
    }
    return OutputRow(start: start, key: nil)
  }
}
