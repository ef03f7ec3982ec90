import Wire
import Xunwen

/// The position from which a batch continues: the bytes of the output that are kept, and the number
/// of queries that they answer. The last query in the output is answered again, because its record
/// may be incomplete.
struct ResumePoint {
  let length: Int
  let answered: Int

  private static let start = ResumePoint(length: 0, answered: 0)

  /// Reads the output of a batch that ended early, with memory for all ids if the format has rows
  /// for hits only.
  ///
  /// - Parameter note: called with each answered query and its result.
  /// - Throws: `CommandFailure` when the file is not the output of this batch.
  static func find(
    in path: String, _ format: any ResumableFormat, _ input: BatchInput, _ fields: FieldCatalog,
    note: (BatchLine, QueryResult) -> Void
  ) throws -> ResumePoint {
    guard FileSystem.exists(path), try hasPreamble(path, format) else { return start }
    var records = try WrittenRecords(format.rows(of: path))
    guard var last = try records.next() else { return start }
    let walk = try QueryWalk(path, format, input, fields)
    while let following = try records.next() {
      try walk.pass(last, note)
      last = following
    }
    try walk.expect(last)
    return ResumePoint(length: last.start, answered: walk.count)
  }

  /// True when the file has the complete preamble. Throws for a file that begins otherwise.
  private static func hasPreamble(
    _ path: String, _ format: any ResumableFormat
  ) throws(CommandFailure) -> Bool {
    let preamble = format.preamble
    let beginning = try CommandFailure.naming(path) { () throws(SystemError) in
      var bytes: [UInt8] = []
      let file = try FileDescriptor(path, .read)
      try file.read(preamble.count, at: 0, appendingTo: &bytes)
      return bytes
    }
    guard preamble.starts(with: beginning) else {
      throw CommandFailure(
        "\(path) was written by another batch: --format, --fields, --bom, --excel or "
          + "--no-header differ")
    }
    return beginning.count == preamble.count
  }
}

/// The records of queries, each of one or more rows.
private struct WrittenRecords {
  private let rows: any OutputRows
  private var first: OutputRow?

  init(_ rows: any OutputRows) throws(CommandFailure) {
    self.rows = rows
    first = try rows.next()
  }

  mutating func next() throws(CommandFailure) -> OutputRow? {
    guard var record = first else { return nil }
    first = nil
    while let row = try rows.next() {
      if row.begins || (row.key != nil && row.key != record.key) {
        first = row
        break
      }
      if row.result != .hits { record.result = row.result }
    }
    return record
  }
}

/// A parallel walk through the queries and the records of their answers.
private final class QueryWalk {
  private let path: String
  private let format: any ResumableFormat
  private let queries: any QuerySource
  private let checker: QueryChecker
  /// The keys of all queries, if the format has rows for hits only.
  private var keys: Set<String> = []
  private(set) var count = 0

  init(
    _ path: String, _ format: any ResumableFormat, _ input: BatchInput, _ fields: FieldCatalog
  ) throws {
    self.path = path
    self.format = format
    queries = try input.queries()
    checker = try QueryChecker(input.defaults.scope, fields: fields)
    guard !format.hasAllQueries else { return }
    let all = try input.queries()
    while let line = try all.next() {
      guard let id = line.id else { continue }
      guard keys.insert(format.key(of: line)).inserted else {
        throw CommandFailure(
          "\(input.name):\(line.number): the id \(id) is repeated; \(path) does not show which of "
            + "its queries are answered")
      }
    }
  }

  /// Advances past the query of a record.
  func pass(_ record: OutputRow, _ note: (BatchLine, QueryResult) -> Void) throws {
    while let line = try queries.next() {
      count += 1
      if record.key == nil || record.key == format.key(of: line) {
        note(line, record.result)
        return
      }
      if format.hasAllQueries { break }
      note(line, resultWithoutHits(line))
    }
    throw unexpected(record)
  }

  /// - Throws: `CommandFailure` when the record belongs to none of the remaining queries.
  func expect(_ record: OutputRow) throws {
    guard let key = record.key else { return }
    if format.hasAllQueries {
      if let line = try queries.next(), key == format.key(of: line) { return }
    } else if keys.contains(key) {
      return
    }
    throw unexpected(record)
  }

  private func resultWithoutHits(_ line: BatchLine) -> QueryResult {
    do {
      try checker.check(try line.content.get().query)
      return .none
    } catch {
      return .failure("\(error)")
    }
  }

  private func unexpected(_ record: OutputRow) -> CommandFailure {
    CommandFailure(
      "\(path) was written by another batch: the answer to '\(record.key ?? "")' at byte "
        + "\(record.start) is not the next of these queries")
  }
}
