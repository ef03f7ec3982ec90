import FoundationEssentials
import InvertedIndex
import Search
import Storage

/// Measures the queries of a table for comparisons, and writes the time and result of each.
struct SearchRun {
  let index: String
  let queries: String
  let mode: QueryMode
  let jobs: Int
  let passes: Int
  let output: String

  func run() async throws {
    let reader = try IndexReader(IndexDirectory(index))
    let tasks = try QueryTable.tasks(in: queries, for: mode)
    let timer = QueryTimer(reader: reader, mode: mode, tasks: tasks)
    let rate: Double
    if jobs == 1 {
      let result = try timer.run(passes: passes)
      rate = result.rate
      try write(tasks, result.outcomes, reader)
    } else {
      rate = try await timer.rate(jobs: jobs, passes: passes)
    }
    print("{\"qps\":\(rate)}")
  }

  private func write(
    _ tasks: [QueryTask], _ outcomes: [QueryTimer.Outcome], _ reader: IndexReader
  ) throws {
    var text = ""
    for (task, outcome) in zip(tasks, outcomes) {
      let hits = outcome.hits.map {
        "\(reader.segments[$0.segment].columns.id(of: $0.document)):\($0.score)"
      }.joined(separator: ",")
      text += "\(task.id)\t\(task.kind)\t\(outcome.median)\t\(outcome.total)\t\(hits)\n"
    }
    try Data(text.utf8).write(to: URL(filePath: output))
  }
}
