import TestSupport
import Testing

@testable import Xunwen

/// Tests of measures and significance, compared with independent programs.
@Suite struct EvaluationTests {
  private let measures = EvaluationFixture.measures.compactMap { Measure($0) }

  private func judgments() throws -> Judgments {
    var judgments = Judgments()
    let lines = Self.pairs(EvaluationFixture.judgments).map { "\($0) 0 \($1) \($2)" }
    for (number, line) in lines.enumerated() { try judgments.add(line, number: number + 1) }
    return judgments
  }

  private func run(_ text: String) throws -> RetrievalRun {
    var run = RetrievalRun()
    // The rank is ignored.
    let lines = Self.pairs(text).map { "\($0)\tQ0  \($1) 0 \($2) tag" }
    for (number, line) in lines.enumerated() { try run.add(line, number: number + 1) }
    return run
  }

  private static func pairs(_ text: String) -> [(Substring, Substring, Substring)] {
    text.split(separator: "\n").flatMap { line in
      let fields = line.split(separator: " ")
      return fields.dropFirst().map { field in
        let parts = field.split(separator: "=")
        return (fields[0], parts[0], parts[1])
      }
    }
  }

  @Test func `values equal those of trec_eval`() throws {
    for (text, expected) in [
      (EvaluationFixture.run, EvaluationFixture.runValues),
      (EvaluationFixture.baseline, EvaluationFixture.baselineValues),
    ] {
      let evaluation = try Evaluation(run(text), judgments(), measures: measures)
      #expect(evaluation.queries == expected.map(\.0))
      for (number, (query, values)) in expected.enumerated() {
        for (measure, value) in values.enumerated() {
          let found = evaluation.values[measure][number]
          #expect(abs(found - value) < 1e-6, "\(query) \(measures[measure]): \(found), \(value)")
        }
      }
    }
  }

  @Test func `means cover queries with documents, or all judged queries`() throws {
    for (isComplete, expected) in [
      (false, EvaluationFixture.means), (true, EvaluationFixture.completeMeans),
    ] {
      let evaluation = try Evaluation(
        run(EvaluationFixture.run), judgments(), measures: measures, isComplete: isComplete)
      let means = try #require(evaluation.means)
      for (mean, value) in zip(means, expected) { #expect(abs(mean - value) < 1e-6) }
      #expect(evaluation.queries.count == (isComplete ? 6 : 5))
      #expect(evaluation.missing == 1 && evaluation.unjudged == 1)
    }
  }

  @Test func `ties are sorted by descending document bytes`() throws {
    var run = RetrievalRun()
    for (number, document) in ["é", "e\u{301}", "d9", "d10", "最"].enumerated() {
      try run.add("q Q0 \(document) 1 5 t", number: number + 1)
    }
    let ranking = run.ranking(of: "q").map { String(decoding: $0, as: UTF8.self) }
    #expect(
      ranking.map { Array($0.utf8) } == ["最", "é", "e\u{301}", "d9", "d10"].map { Array($0.utf8) })
  }

  @Test(arguments: [
    ("ndcg@10", "ndcg@10"), ("nDCG", "ndcg"), ("MRR@5", "mrr@5"), ("P@1", "p@1"), ("map", "map"),
    ("p", nil), ("recall", nil), ("p@0", nil), ("p@-1", nil), ("ndcg@", nil), ("ndcg@1@2", nil),
    ("bpref", nil), ("", nil),
  ])
  func `measures are read from their names`(name: String, measure: String?) {
    #expect(Measure(name)?.description == measure)
  }

  @Test func `invalid lines are errors`() throws {
    var judgments = Judgments()
    try judgments.add("", number: 1)
    try judgments.add("q 0 d 1", number: 2)
    let mistakes = [
      ("q 0 d", "line 3: not query, iteration, document and relevance, but 3 fields"),
      ("q 0 d x", "line 3: the relevance 'x' is not a whole number"),
      ("q 0 d 0", "line 3: document d is judged twice for query q"),
    ]
    for (line, message) in mistakes {
      let error = #expect(throws: EvaluationError.self) { try judgments.add(line, number: 3) }
      #expect(error?.description == message)
    }
    var run = RetrievalRun()
    for (line, message) in [
      ("q Q0 d 1 2", "line 1: not query, Q0, document, rank, score and tag, but 5 fields"),
      ("q Q0 d 1 x t", "line 1: the score 'x' is not a number"),
      ("q Q0 d 1 nan t", "line 1: the score 'nan' is not a number"),
    ] {
      let error = #expect(throws: EvaluationError.self) { try run.add(line, number: 1) }
      #expect(error?.description == message)
    }
    try run.add("q Q0 d 1 2 t", number: 1)
    let error = #expect(throws: EvaluationError.self) {
      try run.add("q Q0 d 2 1 t", number: 2)
    }
    #expect(error?.description == "line 2: document d comes twice for query q")
  }

  /// The expected values are from scipy.stats.ttest_rel and from all 16 choices of signs.
  @Test func `two runs are compared on their common queries`() throws {
    let comparison = try RunComparison(
      run(EvaluationFixture.run), against: run(EvaluationFixture.baseline), judgments(),
      measures: measures)
    #expect(comparison.run.queries == ["q1", "q2", "q3", "q4"])
    let expected: [(Double, Double, Int, Int, Int, Double?, Double)] = [
      (0.13671, 0.126398, 1, 0, 3, 0.391002, 1), (0.215624, 0.214511, 1, 1, 2, 0.948715, 1),
      (0.097727, 0.114732, 0, 2, 2, 0.28719, 0.5), (0, 0, 0, 0, 4, nil, 1),
      (0.125, 0.148214, 0, 2, 2, 0.183568, 0.5), (0.1, 0.1, 0, 0, 4, nil, 1),
      (0.3125, 0.3125, 0, 0, 4, nil, 1),
    ]
    for (row, values) in zip(comparison.rows, expected) {
      #expect(abs(row.mean - values.0) < 1e-6 && abs(row.baseline - values.1) < 1e-6)
      #expect((row.better, row.worse, row.equal) == (values.2, values.3, values.4))
      #expect((row.studentsT == nil) == (values.5 == nil), "\(row.measure)")
      #expect(abs((row.studentsT ?? 0) - (values.5 ?? 0)) < 1e-6, "\(row.measure)")
      #expect(abs(row.randomization - values.6) < 0.01, "\(row.measure)")
    }
    let complete = try RunComparison(
      run(EvaluationFixture.run), against: run(EvaluationFixture.baseline), judgments(),
      measures: measures, isComplete: true)
    #expect(complete.run.queries.count == 6)
  }

  /// The expected values are from scipy.stats.t.sf.
  @Test(arguments: [
    (1, 0.5, 0.704832765), (1, 12.7, 0.050024328), (2, 4.3, 0.050057154), (3, 0.0, 1.0),
    (4, -2.776, 0.050022778), (5, 2.571, 0.049974635), (30, 2.042, 0.050028671),
    (101, 1.0, 0.319700318), (1999, 3.3, 0.000983842), (2000, -3.3, 0.000983834),
  ])
  func `the t distribution equals reference values`(degrees: Int, t: Double, probability: Double) {
    #expect(abs(StudentsT.twoSided(t, degrees: degrees) - probability) < 1e-9)
  }

  @Test func `a sample of signs approximates all of them`() throws {
    let differences = [0.5, -0.25, 0.125, 0.3, 0, -0.1, 0.45, 0.2]
    let value = RandomizationTest().value(of: differences)
    #expect(abs(value - 0.15625) < 0.005)
    #expect(value == RandomizationTest().value(of: differences))
    #expect(value != RandomizationTest(seed: 2).value(of: differences))
    #expect(abs(try #require(StudentsT.pairedTest(differences)) - 0.143195333) < 1e-8)
    // There are more differences than bits in a word, all with one sign.
    let many = [Double](repeating: 0.1, count: 200)
    #expect(RandomizationTest(samples: 999).value(of: many) == 0.001)
    #expect(RandomizationTest(samples: 999).value(of: [0, 0]) == 1)
    #expect(StudentsT.pairedTest(many) == nil && StudentsT.pairedTest([1]) == nil)
  }
}
