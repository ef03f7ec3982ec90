import Xunwen

/// How far a batch has come whose output is there up to some byte.
///
/// The record of the query that was written last is answered anew, since nobody can tell whether it is complete; what
/// comes before it stays. Where only hits leave rows, the queries between that have none are passed over by their ids,
/// which therefore have to be different.
struct ResumePoint {
  /// Bytes of the output that stay.
  let length: Int
  /// Queries of the input that need no answer any more.
  let answered: Int

  private static let nothing = ResumePoint(length: 0, answered: 0)

  /// Reads what was written.
  ///
  /// - Parameter note: told of each query that needs no answer any more, and what became of it.
  /// - Throws: `CommandFailure` for what is no output of the batch.
  /// - Complexity: O(*n*) in the bytes of the output; memory for the ids of all queries where only hits leave rows.
  static func find(
    in path: String, _ format: any BatchFormat, _ input: BatchInput,
    note: (BatchLine, OutputRow.Meaning) -> Void
  ) throws -> ResumePoint {
    guard Descriptor.exists(path) else { return nothing }
    guard try hasPreamble(path, format) else { return nothing }
    var records = try WrittenRecords(format.rows(of: path))
    guard var last = try records.next() else { return nothing }
    let walk = try QueryWalk(path, format, input)
    while let following = try records.next() {
      try walk.pass(last, note)
      last = following
    }
    try walk.expect(last)
    return ResumePoint(length: last.start, answered: walk.count)
  }

  /// Whether a file has all of what comes before the first record.
  ///
  /// - Throws: `CommandFailure` for a file that begins with something else.
  private static func hasPreamble(
    _ path: String, _ format: any BatchFormat
  ) throws(CommandFailure) -> Bool {
    let preamble = format.preamble
    let beginning = try beginning(of: path, preamble.count)
    guard preamble.starts(with: beginning) else {
      throw CommandFailure(
        "\(path) begins in another way than this batch: by another --format, --fields, --bom or "
          + "--no-header")
    }
    return beginning.count == preamble.count
  }

  private static func beginning(
    of path: String, _ count: Int
  ) throws(CommandFailure) -> [UInt8] {
    do throws(Descriptor.Failure) {
      let descriptor = try Descriptor.openForReading(path)
      defer { Descriptor.closeFile(descriptor) }
      return try Descriptor.readBytes(from: descriptor, upTo: count)
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
  }
}

/// The records of queries, of one row or more.
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
      if row.meaning != .hits { record.meaning = row.meaning }
    }
    return record
  }
}

/// Goes through queries beside the records of their answers.
private final class QueryWalk {
  private let path: String
  private let format: any BatchFormat
  private let queries: any QuerySource
  private let checker: QueryChecker
  /// Of all queries, where only hits leave rows.
  private var keys: Set<String> = []
  /// Queries passed.
  private(set) var count = 0

  init(_ path: String, _ format: any BatchFormat, _ input: BatchInput) throws {
    self.path = path
    self.format = format
    queries = try input.queries()
    checker = try QueryChecker(input.options)
    guard !format.hasAllQueries else { return }
    let all = try input.queries()
    while let line = try all.next() {
      guard let id = line.id else { continue }
      guard keys.insert(format.key(of: line)).inserted else {
        throw CommandFailure(
          "\(input.name):\(line.number): the id \(id) comes twice, so that \(path) does not say "
            + "how far it has come")
      }
    }
  }

  /// Goes to behind the query that a record is of.
  func pass(_ record: OutputRow, _ note: (BatchLine, OutputRow.Meaning) -> Void) throws {
    while let line = try queries.next() {
      count += 1
      if record.key == nil || record.key == format.key(of: line) {
        note(line, record.meaning)
        return
      }
      if format.hasAllQueries { break }
      note(line, meaning(ofQueryWithoutHits: line))
    }
    throw strange(record)
  }

  /// - Throws: `CommandFailure` when a record is of none of the queries to come.
  func expect(_ record: OutputRow) throws {
    guard let key = record.key else { return }
    if format.hasAllQueries {
      if let line = try queries.next(), key == format.key(of: line) { return }
    } else if keys.contains(key) {
      return
    }
    throw strange(record)
  }

  private func meaning(ofQueryWithoutHits line: BatchLine) -> OutputRow.Meaning {
    do {
      try checker.check(try line.content.get().query)
      return .none
    } catch {
      return .failure("\(error)")
    }
  }

  private func strange(_ record: OutputRow) -> CommandFailure {
    CommandFailure(
      "\(path) is of another batch: at byte \(record.start) is the answer to '\(record.key ?? "")', "
        + "which does not come there in the queries")
  }
}
