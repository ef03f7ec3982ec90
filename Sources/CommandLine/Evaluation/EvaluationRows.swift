import Xunwen

/// Evaluations for programs: a row for each query that is to be shown, and one for all, whose id is `all`.
struct EvaluationRows {
  let rows: [NamedRow]

  init(_ evaluation: Evaluation, perQuery: Bool) {
    let names = evaluation.measures.map(\.description)
    func row(_ id: String, _ count: Int, _ values: [Double]) -> NamedRow {
      NamedRow(
        values: [("query", .text(id)), ("queries", .integer(count))]
          + zip(names, values).map { ($0, .number($1.rounded(digits: 6))) })
    }
    let shown = perQuery ? evaluation.queries.indices : 0..<0
    rows =
      shown.map { number in
        row(evaluation.queries[number], 1, evaluation.values.map { $0[number] })
      } + [row("all", evaluation.queries.count, evaluation.means ?? [])]
  }

  /// The same for two runs: rows for each measure; what only all queries together have is missing in the others.
  init(_ comparison: RunComparison, _ test: RandomizationTest, perQuery: Bool) {
    let (run, baseline) = (comparison.run, comparison.baseline)
    var rows: [NamedRow] = []
    for query in perQuery ? run.queries.indices : 0..<0 {
      for (number, measure) in run.measures.enumerated() {
        rows.append(
          Self.row(
            run.queries[query], 1, measure,
            run.values[number][query], baseline.values[number][query], nil, test))
      }
    }
    rows += comparison.rows.map { row in
      Self.row("all", run.queries.count, row.measure, row.mean, row.baseline, row, test)
    }
    self.rows = rows
  }

  private static func row(
    _ id: String, _ count: Int, _ measure: Measure, _ run: Double, _ baseline: Double,
    _ all: RunComparison.Row?, _ test: RandomizationTest
  ) -> NamedRow {
    func number(_ value: Double?) -> FieldValue {
      value.map { .number($0.rounded(digits: 6)) } ?? .optional(nil)
    }
    func whole(_ value: Int?) -> FieldValue { value.map { .integer($0) } ?? .optional(nil) }
    return NamedRow(values: [
      ("query", .text(id)), ("queries", .integer(count)), ("measure", .text(measure.description)),
      ("run", number(run)), ("baseline", number(baseline)), ("difference", number(run - baseline)),
      ("better", whole(all?.better)), ("worse", whole(all?.worse)), ("equal", whole(all?.equal)),
      ("t_test_p", number(all?.studentsT)), ("randomization_p", number(all?.randomization)),
      ("samples", whole(all == nil ? nil : test.samples)),
      ("seed", whole(all == nil ? nil : Int(test.seed))),
    ])
  }

  func write(asCSV: Bool, to output: StandardOutput) throws {
    if asCSV {
      try output.write(TableForm.csv.row(rows.first?.names ?? []))
      for row in rows { try output.write(TableForm.csv.row(row.cells)) }
    } else {
      let line = JSONLine()
      for row in rows { try output.write(line.encode(row)) }
    }
  }
}
