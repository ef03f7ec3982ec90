import FoundationEssentials
import InvertedIndex
import Search
import Storage
import TextAnalysis

/// Times the queries of a table, one a line: number, kind, words joined by spaces, divided by tabs.
///
/// A query's time is that of parsing, analyzing and running it; articles are not read.
struct SearchRun: Sendable {
  enum Mode: String, Sendable {
    /// Any word, the ten best.
    case or
    /// All words, the ten best and how many there are.
    case and
    /// The words one after another, the ten best and how many there are.
    case phrase
    /// Any word, the ten best and how many there are.
    case count
  }

  struct Task {
    let id: String
    let kind: String
    let query: String
  }

  struct Outcome {
    var nanoseconds: [Int64] = []
    var total = -1
    var hits: [String] = []
  }

  let index: String
  let queries: String
  let mode: Mode
  let jobs: Int
  let passes: Int
  let output: String

  func run() async throws {
    let reader = try IndexReader(IndexDirectory(index))
    let tasks = try self.tasks()
    if jobs == 1 {
      try runOne(tasks, reader)
    } else {
      print("{\"qps\":\(try await runMany(tasks, reader))}")
    }
  }

  private func tasks() throws -> [Task] {
    let text = try String(contentsOf: URL(filePath: queries), encoding: .utf8)
    return text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "\t")
      guard fields.count == 3, fields[1].hasPrefix("ph") == (mode == .phrase) else { return nil }
      let words = String(fields[2])
      return Task(
        id: String(fields[0]), kind: String(fields[1]),
        query: mode == .phrase ? "\"" + words.replacing(" ", with: "") + "\"" : words)
    }
  }

  private func runOne(_ tasks: [Task], _ reader: IndexReader) throws {
    let searcher = Searcher(reader, analyzer: try Analyzer())
    var outcomes = [Outcome](repeating: Outcome(), count: tasks.count)
    let clock = ContinuousClock()
    // Two seconds at least, so that the machine runs at the speed it keeps.
    let start = clock.now
    repeat {
      for task in tasks { _ = try search(task, searcher) }
    } while clock.now - start < .seconds(2)
    var rates: [Double] = []
    for _ in 0..<passes {
      let passStart = clock.now
      for (number, task) in tasks.enumerated() {
        let queryStart = clock.now
        let result = try search(task, searcher)
        let elapsed = clock.now - queryStart
        outcomes[number].nanoseconds.append(elapsed.components.attoseconds / 1_000_000_000)
        outcomes[number].total = mode == .or ? -1 : result.total
        outcomes[number].hits = result.hits.map {
          "\(reader.segments[$0.segment].columns.id(of: $0.document)):\($0.score)"
        }
      }
      rates.append(Double(tasks.count) / ((clock.now - passStart) / .seconds(1)))
    }
    try write(tasks, outcomes)
    print("{\"qps\":\(rates.sorted()[rates.count / 2])}")
  }

  /// Queries a second when every thread runs all of them; the first pass warms up.
  private func runMany(_ tasks: [Task], _ reader: IndexReader) async throws -> Double {
    let clock = ContinuousClock()
    var times: [Double] = []
    for pass in 0...passes {
      let start = clock.now
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<jobs {
          group.addTask {
            let searcher = Searcher(reader, analyzer: try Analyzer())
            for task in tasks { _ = try self.search(task, searcher) }
          }
        }
        try await group.waitForAll()
      }
      if pass > 0 { times.append((clock.now - start) / .seconds(1)) }
    }
    return Double(tasks.count * jobs) / times.sorted()[times.count / 2]
  }

  private func search(_ task: Task, _ searcher: Searcher) throws -> SearchResult {
    guard let query = try QueryParser.parse(task.query) else {
      throw UsageError(message: "query \(task.id) is empty")
    }
    var request = SearchRequest(query)
    request.match = mode == .or || mode == .count ? .any : .all
    request.countsTotal = mode != .or
    guard let result = searcher.search(request) else {
      throw UsageError(message: "query \(task.id) asks for nothing")
    }
    return result
  }

  private func write(_ tasks: [Task], _ outcomes: [Outcome]) throws {
    var text = ""
    for (task, outcome) in zip(tasks, outcomes) {
      let median = outcome.nanoseconds.sorted()[outcome.nanoseconds.count / 2]
      let hits = outcome.hits.joined(separator: ",")
      text += "\(task.id)\t\(task.kind)\t\(median)\t\(outcome.total)\t\(hits)\n"
    }
    try Data(text.utf8).write(to: URL(filePath: output))
  }
}
