// A batch: queries in, records out, in the order of the input.
//
// Several queries are under way at a time. The lines they came from wait in a queue, no longer than
// what the runner holds, so that memory does not grow with the number of queries. A line that has
// no query travels through the runner as an empty one: its record comes out in its place.

import Xunwen

/// The state of a batch that is running.
struct BatchSession {
  private let queries: any QuerySource
  private var format: any BatchFormat
  private let output: StandardOutput
  private(set) var tally: BatchTally
  private var lines: [BatchLine] = []
  private var firstLine = 0
  private var record: [UInt8] = []

  /// - Parameters:
  ///   - answered: queries to pass over, which `tally` knows already, and whose records are in the output.
  init(
    _ input: BatchInput, _ format: any BatchFormat, to output: StandardOutput,
    after answered: ResumePoint?, _ tally: BatchTally
  ) throws {
    queries = try input.queries()
    self.format = format
    self.output = output
    self.tally = tally
    for _ in 0..<(answered?.answered ?? 0) { _ = try queries.next() }
    if (answered?.length ?? 0) == 0 { try output.write(format.preamble) }
  }

  /// The next query for the runner.
  mutating func next() throws -> BatchQuery? {
    guard let line = try queries.next() else { return nil }
    lines.append(line)
    return (try? line.content.get()) ?? BatchQuery(id: "", query: "")
  }

  /// Takes the runner's answer, or some of it, to the query that has waited longest.
  mutating func emit(_ page: BatchPage) throws {
    let line = lines[firstLine]
    let result: Result<SearchResponse, any Error> =
      switch line.content {
      case .success: page.outcome
      case .failure(let failure): .failure(failure)
      }
    let outcome = BatchOutcome(
      line: line, result: result, isFirst: page.isFirst, isLast: page.isLast)
    try format.append(outcome, to: &record)
    try output.write(record)
    record.removeAll(keepingCapacity: true)
    guard page.isLast else { return }
    switch result {
    case .failure(let error): tally.note(line, .failure("\(error)"), latency: nil)
    case .success(let response):
      let isEmpty = response.total + response.partialTotal == 0
      tally.note(line, isEmpty ? .none : .hits, latency: response.elapsed)
    }
    firstLine += 1
    // Half of the queue or more is moved at a time, which makes each step O(1) in the mean.
    if firstLine * 2 >= lines.count {
      lines.removeFirst(firstLine)
      firstLine = 0
    }
  }

  /// Writes what is left.
  mutating func finish() throws {
    try output.flush()
  }
}
