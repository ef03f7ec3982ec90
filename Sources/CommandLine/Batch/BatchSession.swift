import Wire
import Xunwen

/// The state of a running batch: queries in, records out, in the order of the input.
///
/// Several queries are processed at a time. Their lines wait in a queue no longer than the runner
/// needs, so that memory is independent of the number of queries. A line without a valid query
/// passes the runner as an empty query, to keep its position in the output.
struct BatchSession {
  private let queries: any QuerySource
  private var format: any ResumableFormat
  private let output: StandardOutput
  private(set) var tally: BatchTally
  private var lines: [BatchLine] = []
  private var firstLine = 0
  private var record: [UInt8] = []

  /// - Parameters:
  ///   - answered: the queries to skip, which `tally` and the output already contain.
  init(
    _ input: BatchInput, _ format: any ResumableFormat, to output: StandardOutput,
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

  /// Writes a page of the runner's answer to the oldest query of the queue.
  mutating func emit(_ page: BatchPage) throws {
    let line = lines[firstLine]
    let result: Result<SearchResponse, any Error> =
      switch line.content {
      case .success: page.outcome.mapError { ($0 as? QuerySyntaxError)?.advised ?? $0 }
      case .failure(let failure): .failure(failure)
      }
    let outcome = BatchOutcome(
      line: line.number, id: line.id, query: line.text, result: result, isFirst: page.isFirst,
      isLast: page.isLast)
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
    // At least half of the queue is moved at a time, so that each step is O(1) on average.
    if firstLine * 2 >= lines.count {
      lines.removeFirst(firstLine)
      firstLine = 0
    }
  }

  /// Writes the rest of the output.
  mutating func finish() throws {
    try output.flush()
  }
}
