import InvertedIndex
import Search
import TextAnalysis

/// Times queries. A query's time is that of parsing, analyzing and running it; articles are not read.
struct QueryTimer: Sendable {
  let reader: IndexReader
  let mode: QueryMode
  let tasks: [QueryTask]
  var filter = BenchmarkFilter.none

  struct Outcome {
    var nanoseconds: [Int64] = []
    /// −1 where none is asked for.
    var total = -1
    var hits: [SearchResult.Hit] = []

    var median: Int64 { nanoseconds.sorted()[nanoseconds.count / 2] }
  }

  /// Runs all queries on one thread, warm, as many times over.
  ///
  /// - Returns: what each query took and found, and queries a second, the median of the passes.
  func run(passes: Int) throws -> (outcomes: [Outcome], rate: Double) {
    let searcher = Searcher(reader, analyzer: try Analyzer())
    var outcomes = [Outcome](repeating: Outcome(), count: tasks.count)
    guard !tasks.isEmpty else { return ([], 0) }
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
        outcomes[number].hits = result.hits
      }
      rates.append(Double(tasks.count) / ((clock.now - passStart) / .seconds(1)))
    }
    return (outcomes, rates.sorted()[rates.count / 2])
  }

  /// Queries a second when every thread runs all of them; the first pass warms up.
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

  /// Runs all queries as many times over, not timed.
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
      throw UsageError(message: "query \(task.id) asks for nothing")
    }
    return result
  }
}
