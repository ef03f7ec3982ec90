/// The quality of a run, measured with relevance judgments.
public struct Evaluation: Sendable, Codable {
  public let measures: [Measure]
  /// The evaluated queries, in the order of the judgments.
  public let queries: [String]
  /// The values of each measure, in the order of `queries`.
  public let values: [[Double]]
  /// The number of judged queries without documents in the run.
  public let missing: Int
  /// The number of queries of the run without judgments. They are left out.
  public let unjudged: Int

  /// Evaluates the queries with both judgments and documents, as `trec_eval` does by default.
  ///
  /// - Parameter isComplete: true to evaluate all judged queries, as `trec_eval -c` does. A query
  ///   without documents has the value 0.
  public init(
    _ run: RetrievalRun, _ judgments: Judgments, measures: [Measure], isComplete: Bool = false
  ) {
    let queries = judgments.queries.filter { isComplete || run.contains($0) }
    self.init(run, judgments, measures: measures, queries: queries)
  }

  /// Evaluates some judged queries.
  init(
    _ run: RetrievalRun, _ judgments: Judgments, measures: [Measure], queries: [String]
  ) {
    self.measures = measures
    self.queries = queries
    var values = measures.map { _ in [Double]() }
    for query in queries {
      let ranking = JudgedRanking(
        run.ranking(of: query), judgments.documents(of: query) ?? [:])
      for (number, measure) in measures.enumerated() {
        values[number].append(ranking.value(of: measure))
      }
    }
    self.values = values
    let found = judgments.queries.count { run.contains($0) }
    missing = judgments.queries.count - found
    unjudged = run.queryCount - found
  }

  /// The mean of each measure over `queries`; nil without queries.
  public var means: [Double]? {
    queries.isEmpty ? nil : values.map { $0.reduce(0, +) / Double(queries.count) }
  }
}
