import FoundationEssentials
import InvertedIndex
import Storage
import Xunwen

/// What many segments cost: the same queries on an archive in many and in one, which have to find
/// the same.
struct SegmentsBenchmark {
  let corpus: String
  let queries: String
  let index: String
  /// Wanted segments.
  let count: Int

  private static let rounds = 7

  func run() async throws {
    let one = index + ".one"
    var options = IndexingOptions()
    options.rebuilds = true
    let articles = try await ArchiveWriter(creatingAt: one).update(
      from: .folder(corpus), options: options)
    // Small ingest tasks, because commits happen between tasks.
    options.memory = 16 << 20
    options.merges = false
    options.commitEvery = articles.articles / count + 1
    _ = try await ArchiveWriter(creatingAt: index).update(from: .folder(corpus), options: options)
    let readers = try [one, index].map { try IndexReader(IndexDirectory($0)) }
    let archives = try [one, index].map { try Archive(at: $0) }
    print(
      "\(readers[1].segments.count) segments, \(articles.articles) articles; medians of means, µs")
    print("queries    | search: one  many ratio | with articles and snippets: one  many ratio")
    for mode in QueryMode.allCases {
      let tasks = try QueryTable.tasks(in: queries, for: mode)
      if tasks.isEmpty { continue }
      var bare: [[Double]] = [[], []]
      var shown: [[Double]] = [[], []]
      for _ in 0..<Self.rounds {
        for side in 0..<2 {
          let timer = QueryTimer(reader: readers[side], mode: mode, tasks: tasks)
          let times = try timer.run(passes: 1).outcomes.map { Double($0.median) }
          bare[side].append(times.reduce(0, +) / Double(times.count) / 1000)
          shown[side].append(try time(tasks, mode, archives[side]))
        }
      }
      try compare(tasks, mode, archives)
      let columns = [bare, shown].map { times in
        let medians = times.map { $0.sorted()[$0.count / 2] }
        return (medians + [medians[1] / medians[0]]).map { String(Double(Int($0 * 100)) / 100) }
          .joined(separator: "  ")
      }
      print("\(mode.rawValue)  |  \(columns.joined(separator: "  |  "))")
    }
  }

  private func scope(_ mode: QueryMode) -> QueryScope {
    var scope = QueryScope()
    scope.match = mode == .or || mode == .count ? .any : .all
    return scope
  }

  /// Microseconds for a query as a user has it.
  private func time(_ tasks: [QueryTask], _ mode: QueryMode, _ archive: Archive) throws -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    for task in tasks { _ = try archive.search(task.query, scope: scope(mode)) }
    return (clock.now - start) / .microseconds(1) / Double(tasks.count)
  }

  private func compare(_ tasks: [QueryTask], _ mode: QueryMode, _ archives: [Archive]) throws {
    for task in tasks {
      let answers = try archives.map { archive in
        let response = try archive.search(task.query, scope: scope(mode))
        return "\(response.total) "
          + response.hits.map { "\($0.id) \($0.score)" }.joined(separator: " ")
      }
      guard answers[0] == answers[1] else {
        throw UsageError(message: "query \(task.id) finds \(answers[0]), and \(answers[1])")
      }
    }
  }
}
