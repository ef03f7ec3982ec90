import InvertedIndex
import Search
import TextAnalysis

/// Measures query times. The time of a query includes parsing, analysis and execution, but not
/// reading articles.
struct QueryTimer: Sendable {
  let reader: IndexReader
  let mode: QueryMode
  let tasks: [QueryTask]
  var filter = BenchmarkFilter.none

  struct Outcome {
    var nanoseconds: [Int64] = []
    /// The total; −1 if the mode requests none.
    var total = -1
    var hits: [SearchResult.Hit] = []

    var median: Int64 { nanoseconds.sorted()[nanoseconds.count / 2] }
  }

  /// Runs all queries on one thread in several passes, after warming up.
  ///
  /// - Returns: The time and result of each query, and the median of queries per second.
  func run(passes: Int) throws -> (outcomes: [Outcome], rate: Double) {
    let searcher = Searcher(reader, analyzer: try Analyzer())
    var outcomes = [Outcome](repeating: Outcome(), count: tasks.count)
    guard !tasks.isEmpty else { return ([], 0) }
    let clock = ContinuousClock()
    // At least two seconds, so that the processor reaches its sustained speed.
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
        outcomes[number].hits = result.hits
      }
      rates.append(Double(tasks.count) / ((clock.now - passStart) / .seconds(1)))
    }
    return (outcomes, rates.sorted()[rates.count / 2])
  }

  /// Returns queries per second when every thread runs all queries; the first pass warms up.
  func rate(jobs: Int, passes: Int) async throws -> Double {
    let clock = ContinuousClock()
    var times: [Double] = []
    for pass in 0...passes {
      let start = clock.now
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<jobs {
          group.addTask {
            let searcher = Searcher(reader, analyzer: try Analyzer())
            for task in tasks { _ = try search(task, searcher) }
          }
        }
        try await group.waitForAll()
      }
      if pass > 0 { times.append((clock.now - start) / .seconds(1)) }
    }
    return Double(tasks.count * jobs) / times.sorted()[times.count / 2]
  }

  /// Runs all queries several times without measuring.
  func repeated(_ rounds: Int) throws {
    let searcher = Searcher(reader, analyzer: try Analyzer())
    for _ in 0..<rounds {
      for task in tasks { _ = try search(task, searcher) }
    }
  }

  private func search(_ task: QueryTask, _ searcher: Searcher) throws -> SearchResult {
    guard let query = try QueryParser.parse(task.query) else {
      throw UsageError(message: "query \(task.id) is empty")
    }
    var request = SearchRequest(query)
    request.scope.match = mode == .or || mode == .count ? .any : .all
    request.page.countsTotal = mode != .or
    request.scope.sources = filter.source.map { [$0] } ?? []
    request.scope.dates = filter.dates
    guard let result = try searcher.search(request) else {
      throw UsageError(message: "query \(task.id) has nothing to look up")
    }
    return result
  }
}
