/// Two runs on the same queries.
public struct RunComparison: Sendable {
  /// The two by one measure.
  public struct Row: Sendable {
    public let measure: Measure
    public let mean: Double
    public let baseline: Double
    /// Queries in which the run is better than the baseline, worse, and as good.
    public let better: Int
    public let worse: Int
    public let equal: Int
    /// Two-sided *p*-value of Student's paired t-test; nil for a single query, and when all differences are the same.
    public let studentsT: Double?
    /// Two-sided *p*-value of the paired randomization test.
    public let randomization: Double

    public var difference: Double { mean - baseline }
  }

  public let run: Evaluation
  public let baseline: Evaluation
  /// By measure; none without a query.
  public let rows: [Row]

  /// Compares on the queries that have judgments and documents in both runs.
  ///
  /// Both tests are those that Smucker, Allan and Carterette recommend ("A comparison of statistical significance tests
  /// for information retrieval evaluation", CIKM 2007).
  ///
  /// - Parameters:
  ///   - isComplete: take all judged queries; a run without a document has 0.
  ///   - test: gives the same result for the same seed.
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
