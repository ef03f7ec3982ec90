/// A comparison of two runs on the same queries.
public struct RunComparison: Sendable, Codable {
  /// The comparison by one measure.
  public struct Row: Sendable, Codable {
    public let measure: Measure
    /// The mean of the run.
    public let mean: Double
    /// The mean of the baseline.
    public let baseline: Double
    /// The number of queries in which the run is better than the baseline.
    public let better: Int
    /// The number of queries in which the run is worse than the baseline.
    public let worse: Int
    /// The number of queries in which both are equal.
    public let equal: Int
    /// The two-sided *p*-value of Student's paired t-test; nil for a single query, and when all
    /// differences are equal.
    public let studentsT: Double?
    /// The two-sided *p*-value of the paired randomization test.
    public let randomization: Double

    public var difference: Double { mean - baseline }
  }

  public let run: Evaluation
  public let baseline: Evaluation
  /// One row for each measure; none without queries.
  public let rows: [Row]

  /// Compares two runs on the queries with judgments and documents in both runs.
  ///
  /// Smucker, Allan and Carterette recommend both tests ("A comparison of statistical significance
  /// tests for information retrieval evaluation", CIKM 2007).
  ///
  /// - Parameters:
  ///   - isComplete: true to evaluate all judged queries. The value without documents is 0.
  ///   - test: the randomization test.
  /// - Complexity: O(queries · samples) for each measure.
  public init(
    _ run: RetrievalRun, against baseline: RetrievalRun, _ judgments: Judgments,
    measures: [Measure], isComplete: Bool = false, test: RandomizationTest = RandomizationTest()
  ) {
    let queries = judgments.queries.filter {
      isComplete || (run.contains($0) && baseline.contains($0))
    }
    let first = Evaluation(run, judgments, measures: measures, queries: queries)
    let second = Evaluation(baseline, judgments, measures: measures, queries: queries)
    self.run = first
    self.baseline = second
    guard let means = first.means, let baselines = second.means else {
      rows = []
      return
    }
    rows = measures.indices.map { number in
      let differences = zip(first.values[number], second.values[number]).map { $0 - $1 }
      return Row(
        measure: measures[number], mean: means[number], baseline: baselines[number],
        better: differences.count { $0 > 0 }, worse: differences.count { $0 < 0 },
        equal: differences.count { $0 == 0 },
        studentsT: StudentsT.pairedTest(differences), randomization: test.value(of: differences))
    }
  }
}
