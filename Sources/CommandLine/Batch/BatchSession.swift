import Wire
import Xunwen

/// The state of a running batch: queries in, records out, in the order of the input.
///
/// The runner processes several queries at a time, whose lines wait in a queue. It takes a line
/// without a valid query as an empty query, to keep its position in the output.
struct BatchSession {
  private let queries: any QuerySource
  private var format: any ResumableFormat
  private let output: StandardOutput
  private(set) var tally: BatchTally
  private let monitor: ProgressMonitor
  /// The bytes of the queries, and of the queries that were answered before.
  private let byteCount: Int
  private var answeredBytes = 0
  private var lines: [(line: BatchLine, end: Int)] = []
  private var firstLine = 0
  private var record: [UInt8] = []

  /// - Parameter answered: the queries to skip, which `tally` and the output already contain.
  init(
    _ input: BatchInput, _ format: any ResumableFormat, to output: StandardOutput,
    after answered: ResumePoint?, _ tally: BatchTally, _ monitor: ProgressMonitor
  ) throws {
    queries = try input.queries()
    byteCount = input.source.byteCount
    self.monitor = monitor
    self.format = format
    self.output = output
    self.tally = tally
    for _ in 0..<(answered?.answered ?? 0) { _ = try queries.next() }
    answeredBytes = queries.offset
    if (answered?.length ?? 0) == 0 { try output.writeData(format.preamble) }
  }

  mutating func next() throws -> BatchQuery? {
    guard let line = try queries.next() else { return nil }
    lines.append((line, queries.offset))
    return (try? line.content.get()) ?? BatchQuery(id: "", query: "")
  }

  /// Writes a page of the runner's answer to the oldest query of the queue.
  mutating func emit(_ page: BatchPage) throws {
    let (line, end) = lines[firstLine]
    let outcome = line.outcome(page)
    try format.append(outcome, to: &record)
    if output.isTerminal {
      try monitor.hidden {
        try output.writeData(record)
        try output.flush()
      }
    } else {
      try output.writeData(record)
    }
    record.removeAll(keepingCapacity: true)
    guard page.isLast else { return }
    switch outcome.result {
    case .failure(let error): tally.note(line, .failure("\(error)"), latency: nil)
    case .success(let response):
      let isEmpty = response.total + response.partialTotal == 0
      tally.note(line, isEmpty ? .none : .hits, latency: response.elapsed)
      tally.noteMistakes(response.mistakes, of: line)
    }
    monitor.show(
      ProgressStep(
        queries: tally.answeredNow, done: end, before: answeredBytes, total: byteCount))
    firstLine += 1
    // At least half of the queue is moved at a time, so that each step is O(1) on average.
    if firstLine * 2 >= lines.count {
      lines.removeFirst(firstLine)
      firstLine = 0
    }
  }

  func finish() throws { try output.flush() }
}

/// Text in the form of `search`, without color, below a heading for each query:
/// `== q1: "长期护理保险"`. No other line begins with `==`.
///
/// In a file or a pipe, the text is 80 columns wide and has whole ids.
struct TextFormat: BatchFormat {
  static let headingMark = "== "
  static let noHits = "no article matches"
  static let errorMark = "error: "

  let text: HitText

  /// - Parameter limit: the columns of the terminal that shows the text; nil for a file or a pipe.
  init(limit: Int?) { text = HitText(style: .plain, columns: limit ?? 80, limit: limit) }

  var preamble: [UInt8] { [] }

  mutating func append(_ outcome: BatchOutcome, to output: inout [UInt8]) {
    if outcome.isFirst {
      output += "\(Self.heading(outcome.line, outcome.id, outcome.query))\n".utf8
    }
    switch outcome.result {
    case .success(let response):
      output += text.text(of: response.hits).utf8
      if outcome.isLast { output += "\(HitText.counts(of: response))\n\n".utf8 }
    case .failure(let failure):
      output += "\(Self.errorMark)\(VisibleText.line("\(failure)"))\n".utf8
      if let failure = failure as? QuerySyntaxError {
        let lines = failure.rendered(query: outcome.query ?? "").split(separator: "\n")
        for line in lines { output += "  \(line)\n".utf8 }
      }
      output.append(0x0A)
    }
  }

  static func heading(_ line: Int, _ id: String?, _ query: String?) -> String {
    let query = query.map { ": " + VisibleText.line($0) } ?? ""
    return headingMark + VisibleText.line(id ?? "line \(line)") + query
  }
}
