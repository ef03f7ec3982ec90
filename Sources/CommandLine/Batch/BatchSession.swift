// A batch: lines in, records out, in the order of the input.
//
// Several queries are under way at a time. The lines they came from wait in a queue, no longer than
// what the runner holds, so that memory does not grow with the number of queries. A line that has
// no query travels through the runner as an empty one: its record comes out in its place.

import Xunwen

/// What a query of a batch came to.
struct BatchOutcome {
  let line: Int
  /// Nil for a line without a query.
  let query: BatchQuery?
  let result: Result<SearchResponse, any Error>
}

/// Writes the records of a batch.
protocol BatchFormat {
  func write(_ outcome: BatchOutcome, to output: StandardOutput) throws
}

/// The state of a batch that is running.
struct BatchSession: ~Copyable {
  private var input: BatchInput
  private let format: any BatchFormat
  private let output = StandardOutput()
  private var lines: [BatchLine] = []
  private var firstLine = 0
  private var count = 0
  private var failures = 0

  init(_ path: String, format: any BatchFormat) throws {
    input = try BatchInput(path)
    self.format = format
  }

  /// The next query for the runner.
  mutating func next() throws -> BatchQuery? {
    guard let line = try input.next() else { return nil }
    lines.append(line)
    guard case .success(let query) = line.content else { return BatchQuery(id: "", query: "") }
    return query
  }

  /// Takes the runner's answer to the query that has waited longest.
  mutating func emit(_ result: BatchResult) throws {
    let line = lines[firstLine]
    firstLine += 1
    // Half of the queue or more is moved at a time, which makes each step O(1) in the mean.
    if firstLine * 2 >= lines.count {
      lines.removeFirst(firstLine)
      firstLine = 0
    }
    let outcome: BatchOutcome
    switch line.content {
    case .success(let query):
      outcome = BatchOutcome(line: line.number, query: query, result: result.outcome)
    case .failure(let failure):
      outcome = BatchOutcome(line: line.number, query: nil, result: .failure(failure))
    }
    count += 1
    if case .failure(let error) = outcome.result {
      failures += 1
      StandardError.write("\(input.name):\(line.number): \(error)\n")
    }
    try format.write(outcome, to: output)
  }

  /// Writes what is left.
  ///
  /// - Throws: `CommandFailure` if a query failed.
  mutating func finish() throws {
    try output.flush()
    if failures > 0 {
      throw CommandFailure("\(failures) of \(Decimal.count(count, "line")) failed")
    }
  }
}
