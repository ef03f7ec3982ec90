public import Xunwen

/// The rows of an evaluation: optionally one for each query, and one for all with the id `all`.
public struct EvaluationRows {
  private let list: [DataRow]

  public var rows: DataRows { DataRows { emit in for row in list { try emit(row) } } }
  public var table: DataTable { DataTable(list) }

  public init(_ evaluation: Evaluation, perQuery: Bool) {
    func row(_ id: String, _ count: Int, _ values: [Double]) -> DataRow {
      let measures = zip(evaluation.measures, values).map {
        (name: $0.description, value: FieldValue.rounded($1))
      }
      return DataRow([("query", .text(id)), ("queries", .integer(count))] + measures)
    }
    let queries = perQuery ? evaluation.queries.indices : 0..<0
    list =
      queries.map { index in
        row(evaluation.queries[index], 1, evaluation.values.map { $0[index] })
      } + [row("all", evaluation.queries.count, evaluation.means ?? [])]
  }

  /// The comparison of two runs, with a row for each measure. Counts and p-values are null in the
  /// rows of single queries.
  public init(_ comparison: RunComparison, _ test: RandomizationTest, perQuery: Bool) {
    let (run, baseline) = (comparison.run, comparison.baseline)
    func row(
      _ id: String, _ count: Int, _ measure: Measure, _ value: Double, _ other: Double,
      _ all: RunComparison.Row? = nil
    ) -> DataRow {
      func number(_ value: Double?) -> FieldValue { value.map { .rounded($0) } ?? .null }
      return [
        "query": .text(id), "queries": .integer(count), "measure": .text(measure.description),
        "run": number(value), "baseline": number(other), "difference": number(value - other),
        "better": .optional(all?.better), "worse": .optional(all?.worse),
        "equal": .optional(all?.equal), "t_test_p": number(all?.studentsT),
        "randomization_p": number(all?.randomization),
        "samples": .optional(all == nil ? nil : test.samples),
        "seed": .optional(all == nil ? nil : Int(test.seed)),
      ]
    }
    let queries = perQuery ? run.queries.indices : 0..<0
    let single = queries.flatMap { query in
      run.measures.enumerated().map { index, measure in
        row(
          run.queries[query], 1, measure, run.values[index][query], baseline.values[index][query])
      }
    }
    list =
      single
      + comparison.rows.map {
        row("all", run.queries.count, $0.measure, $0.mean, $0.baseline, $0)
      }
  }
}
