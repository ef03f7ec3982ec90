import Articles
import Calendar
import FoundationEssentials
import InvertedIndex
import Search
import Storage
import Xunwen

/// The benchmark of `make bench`: it builds an archive, runs queries in all modes, and compares
/// every total and every hit with a scorer that uses no index.
struct ArchiveBenchmark {
  let corpus: String
  let queries: String
  let index: String
  let output: String

  private static let passes = 5

  func run() async throws {
    var report = BenchmarkReport()
    let cores = max(1, ProcessInfo.processInfo.activeProcessorCount)
    for jobs in cores > 1 ? [cores, 1] : [1] {
      var options = IndexingOptions()
      options.jobs = jobs
      options.rebuilds = true
      let summary = try await ArchiveWriter(creatingAt: index).update(
        from: .folder(corpus), options: options)
      guard summary.articles > 0 else { throw UsageError(message: "no articles below \(corpus)") }
      guard summary.superseded == 0 else {
        throw UsageError(message: "\(corpus) has ids twice, which the check does not follow")
      }
      report.articles = summary.articles
      report.searchFilesBytes = summary.indexBytes - summary.storedBytes
      report.storedBytes = summary.storedBytes
      report.builds.append(.init(jobs: jobs, seconds: summary.elapsed / .seconds(1)))
    }
    let reader = try IndexReader(IndexDirectory(index))
    var asked: [QueryTimer] = []
    var outcomes: [[QueryTimer.Outcome]] = []
    for mode in QueryMode.allCases {
      let tasks = try QueryTable.tasks(in: queries, for: mode)
      if tasks.isEmpty { continue }
      for filter in BenchmarkFilter.all(of: reader) {
        asked.append(QueryTimer(reader: reader, mode: mode, tasks: tasks, filter: filter))
        outcomes.append(try asked[asked.count - 1].run(passes: Self.passes).outcomes)
      }
    }
    let scorer = try BruteForceScorer()
    let questions = asked.map { timer in
      timer.tasks.map { scorer.ask($0, isPhrase: timer.mode == .phrase) }
    }
    let articles = try readArticles(of: reader, into: scorer)
    report.textBytes = scorer.textBytes
    for (place, timer) in asked.enumerated() {
      var differences: [String] = []
      for (number, task) in timer.tasks.enumerated() {
        var answer = scorer.answer(questions[place][number], mode: timer.mode)
        answer.matches = answer.matches.filter {
          timer.filter.allows(date: articles[Int($0)].date, source: articles[Int($0)].source)
        }
        if let difference = difference(outcomes[place][number], answer, reader) {
          differences.append("\(timer.mode.rawValue) \(task.id) \(task.query): \(difference)")
        }
      }
      report.add(timer.mode, timer.filter, outcomes[place], differences: differences)
    }
    print(report.table)
    try report.json().write(to: URL(filePath: output))
    let differences = report.modes.flatMap(\.differences)
    for line in differences.prefix(10) { print(line) }
    if !differences.isEmpty {
      throw UsageError(message: "answers differ from the brute-force scorer")
    }
  }

  /// - Returns: The column values of each article for filters.
  private func readArticles(
    of reader: IndexReader, into scorer: BruteForceScorer
  ) throws -> [(date: UInt32, source: String)] {
    let archive = try Archive(at: index)
    var articles: [(date: UInt32, source: String)] = []
    for segment in reader.segments {
      for document in 0..<UInt32(segment.documentCount) {
        let id = segment.columns.id(of: document)
        guard let article = try archive.article(id: id)?.article else {
          throw UsageError(message: "no article \(id)")
        }
        func zones(_ kind: ZoneKind) -> [[UInt8]] {
          article.zones.filter { $0.kind == kind }.map { Array(article.text[$0.range]) }
        }
        scorer.add(title: zones(.title), body: zones(.body))
        articles.append((article.published?.date.packed ?? 0, article.source))
      }
    }
    return articles
  }

  /// Describes the difference between an answer and the brute-force scorer; nil when they are
  /// equal.
  private func difference(
    _ outcome: QueryTimer.Outcome, _ expected: (matches: Set<UInt32>, scores: [Double]),
    _ reader: IndexReader
  ) -> String? {
    if outcome.total >= 0, outcome.total != expected.matches.count {
      return "\(outcome.total) matches, not \(expected.matches.count)"
    }
    let bases = reader.segments.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.documentCount) }
    let best = expected.matches.map { expected.scores[Int($0)] }.sorted(by: >).prefix(10)
    guard outcome.hits.count == best.count else {
      return "\(outcome.hits.count) hits, not \(best.count)"
    }
    // Sums in a different order differ in the last digits. The order of equal scores is not
    // compared.
    func isEqual(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * max(1, abs(a)) }
    for (hit, score) in zip(outcome.hits, best) {
      let article = UInt32(bases[hit.segment]) + hit.document
      guard expected.matches.contains(article) else { return "article \(article) does not match" }
      guard isEqual(hit.score, expected.scores[Int(article)]) else {
        return "article \(article) scores \(hit.score), not \(expected.scores[Int(article)])"
      }
      guard isEqual(hit.score, score) else { return "a hit of \(score) is missing" }
    }
    return nil
  }
}
