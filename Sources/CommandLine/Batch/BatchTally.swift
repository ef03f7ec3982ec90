import ArgumentParser
import Xunwen

/// What became of the queries of a batch, in memory that does not grow with their number.
struct BatchTally {
  private let clock = ContinuousClock.now
  private let inputName: String
  private var queries = 0
  private var answeredBefore = 0
  private var failures = 0
  private var emptyCount = 0
  private var emptyIDs: [String] = []
  private var latencies = LatencyHistogram()

  /// Ids that are told of queries without hits.
  private static let shownIDs = 20

  /// - Parameter inputName: of the file of queries, for messages.
  init(_ inputName: String) {
    self.inputName = inputName
  }

  /// Counts a query that had been answered before this batch began.
  mutating func noteAnsweredBefore(_ line: BatchLine, _ meaning: OutputRow.Meaning) {
    answeredBefore += 1
    note(line, meaning, latency: nil)
  }

  /// Counts a query, and tells of its failure.
  ///
  /// - Parameter latency: nil for one that failed.
  mutating func note(_ line: BatchLine, _ meaning: OutputRow.Meaning, latency: Duration?) {
    queries += 1
    switch meaning {
    case .hits: break
    case .none:
      emptyCount += 1
      if emptyIDs.count < Self.shownIDs { emptyIDs.append(line.id ?? "") }
    case .failure(let message):
      failures += 1
      StandardError.write("\(inputName):\(line.number): \(message)\n")
    }
    if let latency { latencies.add(latency) }
  }

  /// The end of a batch, for people.
  var summary: String {
    var text = Decimal.queries(queries)
    if answeredBefore > 0 { text += " (\(Decimal.grouped(answeredBefore)) answered before)" }
    text += ", \(Decimal.grouped(failures)) failed, \(Decimal.grouped(emptyCount)) without hits"
    if !emptyIDs.isEmpty {
      text += ": " + emptyIDs.map(VisibleText.line).joined(separator: ", ")
      let more = emptyCount - emptyIDs.count
      if more > 0 { text += " and \(Decimal.grouped(more)) more" }
    }
    let times = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)].compactMap { name, share in
      latencies.milliseconds(at: share).map { "\(name) \(Decimal.fixed($0, digits: 2)) ms, " }
    }
    let total = Decimal.fixed((ContinuousClock.now - clock).seconds, digits: 2)
    return text + "\n" + times.joined() + "\(total) s in all\n"
  }

  /// - Throws: `CommandFailure` if a query failed; status 1 if `failsOnEmpty` and one has no hits.
  func check(failsOnEmpty: Bool) throws {
    if failures > 0 {
      throw CommandFailure("\(Decimal.grouped(failures)) of \(Decimal.queries(queries)) failed")
    }
    if failsOnEmpty, emptyCount > 0 { throw ExitCode(1) }
  }
}

extension Decimal {
  static func queries(_ count: Int) -> String {
    "\(grouped(count)) \(count == 1 ? "query" : "queries")"
  }
}
