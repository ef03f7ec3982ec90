import ArgumentParser
import Wire
import Xunwen

enum QueryResult: Equatable {
  case hits, none
  case failure(String)
}

/// Statistics of a batch. Memory grows by a hash for each query, to notice repeated ids.
struct BatchTally {
  private let clock = ContinuousClock.now
  private let inputName: String
  private let monitor: ProgressMonitor
  private var queries = 0
  private var answeredBefore = 0
  private var failures = 0
  private var emptyCount = 0
  private var emptyIDs: [String] = []
  private var repeatedIDs = 0
  /// The queries that were read leniently, with mistakes.
  private var repaired = 0
  /// The line of each id, by the hash of the id.
  private var lines: [Int: Int] = [:]
  private var latencies = LatencyHistogram()

  private static let shownIDs = 20

  init(_ inputName: String, _ monitor: ProgressMonitor) {
    self.inputName = inputName
    self.monitor = monitor
  }

  /// The queries that this batch has answered.
  var answeredNow: Int { queries - answeredBefore }

  /// Counts a query that was answered before this batch began.
  mutating func noteAnsweredBefore(_ line: BatchLine, _ result: QueryResult) {
    answeredBefore += 1
    note(line, result, latency: nil)
  }

  /// Counts a query, and reports its failure.
  mutating func note(_ line: BatchLine, _ result: QueryResult, latency: Duration?) {
    queries += 1
    noteID(of: line)
    switch result {
    case .hits: break
    case .none:
      emptyCount += 1
      if emptyIDs.count < Self.shownIDs { emptyIDs.append(line.id ?? "") }
    case .failure(let message):
      failures += 1
      report(line, message)
    }
    if let latency { latencies.add(latency) }
  }

  /// Reports the parts of a query that were read as plain text, or left out.
  mutating func noteMistakes(_ mistakes: [QuerySyntaxError], of line: BatchLine) {
    guard !mistakes.isEmpty else { return }
    repaired += 1
    for mistake in mistakes {
      report(line, "warning: \(QueryFailure(query: line.text ?? "", error: mistake))")
    }
  }

  /// Reports an id that an earlier query has, too. It makes runs and joined tables ambiguous.
  private mutating func noteID(of line: BatchLine) {
    guard let id = line.id, !id.isEmpty else { return }
    guard let earlier = lines[id.hashValue] else {
      lines[id.hashValue] = line.number
      return
    }
    repeatedIDs += 1
    if repeatedIDs <= Self.shownIDs {
      report(line, "warning: the id \(id) is also on line \(earlier)")
    }
  }

  private func report(_ line: BatchLine, _ message: String) {
    monitor.report("\(inputName):\(line.number): \(message)\n")
  }

  var summary: String {
    var text = NumberText.queries(queries)
    if answeredBefore > 0 { text += " (\(NumberText.grouped(answeredBefore)) answered before)" }
    text += ", \(NumberText.grouped(failures)) failed"
    if repaired > 0 { text += ", \(NumberText.grouped(repaired)) with mistakes" }
    if repeatedIDs > 0 { text += ", \(NumberText.count(repeatedIDs, "repeated id"))" }
    text += ", \(NumberText.grouped(emptyCount)) without hits"
    if !emptyIDs.isEmpty {
      text += ": " + emptyIDs.map(VisibleText.line).joined(separator: ", ")
      let more = emptyCount - emptyIDs.count
      if more > 0 { text += " and \(NumberText.grouped(more)) more" }
    }
    let times = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)].compactMap { name, share in
      latencies.milliseconds(at: share).map { "\(name) \(NumberText.fixed($0, digits: 2)) ms, " }
    }
    let total = NumberText.fixed((ContinuousClock.now - clock).seconds, digits: 2)
    return text + "\n" + times.joined() + "\(total) s in all\n"
  }

  /// - Throws: `CommandFailure` if a query failed; `ExitCode` 1 if `failsOnEmpty` and a query has
  ///   no hits.
  func check(failsOnEmpty: Bool) throws {
    if failures > 0 {
      throw CommandFailure(
        "\(NumberText.grouped(failures)) of \(NumberText.queries(queries)) failed")
    }
    if failsOnEmpty, emptyCount > 0 { throw ExitCode(1) }
  }
}

extension NumberText {
  static func queries(_ count: Int) -> String {
    "\(grouped(count)) \(count == 1 ? "query" : "queries")"
  }
}

/// A histogram of durations, 16 KB in size. Buckets are a thirty-second of a power of two wide, so
/// that percentiles are accurate within two percent.
struct LatencyHistogram {
  private static let bits = 5
  private var counts = [Int](repeating: 0, count: 64 << bits)
  private var count = 0

  mutating func add(_ duration: Duration) {
    counts[Self.bucket(of: UInt64(max(0, duration.seconds) * 1e9))] += 1
    count += 1
  }

  /// The percentile of a share from 0 to 1; nil without durations.
  func milliseconds(at share: Double) -> Double? {
    var rest = max(1, Int((share * Double(count)).rounded(.up)))
    for (bucket, number) in counts.enumerated() where number > 0 {
      rest -= number
      if rest <= 0 { return Self.middle(of: bucket) / 1e6 }
    }
    return nil
  }

  /// The bucket of a duration: its own below 32 ns, otherwise that of its six highest bits.
  private static func bucket(of nanoseconds: UInt64) -> Int {
    let exponent = max(0, UInt64.bitWidth - nanoseconds.leadingZeroBitCount - bits - 1)
    return exponent << bits + Int(nanoseconds >> UInt64(exponent))
  }

  private static func middle(of bucket: Int) -> Double {
    let exponent = max(0, bucket >> bits - 1)
    let lower = UInt64(bucket - exponent << bits) << UInt64(exponent)
    return Double(lower) + Double(UInt64(1) << UInt64(exponent)) / 2
  }
}
