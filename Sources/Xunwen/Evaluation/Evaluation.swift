/// How good a run is, by judgments.
public struct Evaluation: Sendable {
  public let measures: [Measure]
  /// The queries that were evaluated, in the order of the judgments.
  public let queries: [String]
  /// By measure, for each of `queries`.
  public let values: [[Double]]
  /// Judged queries for which the run has nothing.
  public let missing: Int
  /// Queries of the run that are not judged, and left out.
  public let unjudged: Int

  /// Evaluates the queries that have both judgments and documents, as `trec_eval` does by default.
  ///
  /// - Parameter isComplete: take all judged queries, those without a document with 0, as `trec_eval -c` does.
  public init(
    _ run: RetrievalRun, _ judgments: Judgments, measures: [Measure], isComplete: Bool = false
  ) {
    let queries = judgments.queries.filter { isComplete || run.contains($0) }
    self.init(run, judgments, measures: measures, queries: queries)
  }

  /// Evaluates these queries, all of which are judged.
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

  /// By measure, over all of `queries`; nil without any.
  public var means: [Double]? {
    queries.isEmpty ? nil : values.map { $0.reduce(0, +) / Double(queries.count) }
  }
}
