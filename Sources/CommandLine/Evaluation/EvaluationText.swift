// Evaluations for people:
//
//     query            ndcg@10     map     mrr
//     q1                0.6131  0.5000  0.5000
//     all (2 queries)   0.8066  0.7500  0.7500
//
//     measure     run  baseline  difference  better  worse  equal  t-test  randomization
//     ndcg@10  0.8066    0.7512     +0.0554       2      1      0  0.2134         0.2481

import Xunwen

/// Writes evaluations and comparisons as tables.
enum EvaluationText {
  static func table(_ evaluation: Evaluation, perQuery: Bool) -> String {
    var rows = [["query"] + evaluation.measures.map(\.description)]
    for query in perQuery ? evaluation.queries.indices : 0..<0 {
      rows.append(
        [VisibleText.line(evaluation.queries[query])]
          + evaluation.values.map { number($0[query]) })
    }
    let count = Decimal.queries(evaluation.queries.count)
    rows.append(["all (\(count))"] + (evaluation.means ?? []).map(number))
    return table(rows, textColumns: 1)
  }

  static func table(
    _ comparison: RunComparison, _ test: RandomizationTest, perQuery: Bool
  ) -> String {
    var text = ""
    if perQuery { text = queries(of: comparison) + "\n" }
    var rows = [
      [
        "measure", "run", "baseline", "difference", "better", "worse", "equal", "t-test",
        "randomization",
      ]
    ]
    for row in comparison.rows {
      rows.append(
        [row.measure.description, number(row.mean), number(row.baseline), signed(row.difference)]
          + [row.better, row.worse, row.equal].map(Decimal.grouped)
          + [row.studentsT.map(probability) ?? "–", probability(row.randomization)])
    }
    return text + table(rows, textColumns: 1) + """
      \(Decimal.queries(comparison.run.queries.count)); two-sided p-values by Student's paired t-test \
      and the paired
      randomization test (\(Decimal.grouped(test.samples)) samples, seed \(test.seed))

      """
  }

  private static func queries(of comparison: RunComparison) -> String {
    let (run, baseline) = (comparison.run, comparison.baseline)
    var rows = [["query", "measure", "run", "baseline", "difference"]]
    for query in run.queries.indices {
      for (place, measure) in run.measures.enumerated() {
        let (a, b) = (run.values[place][query], baseline.values[place][query])
        rows.append(
          [VisibleText.line(run.queries[query]), measure.description]
            + [number(a), number(b), signed(a - b)])
      }
    }
    return table(rows, textColumns: 2)
  }

  private static func number(_ value: Double) -> String { Decimal.fixed(value, digits: 4) }

  private static func probability(_ value: Double) -> String {
    value < 0.00005 ? "<0.0001" : number(value)
  }

  private static func signed(_ value: Double) -> String {
    let text = number(value)
    return value > 0 && text != "0.0000" ? "+" + text : text
  }

  /// Columns two spaces apart, the first ones to the left, numbers to the right.
  private static func table(_ rows: [[String]], textColumns: Int) -> String {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { column < $0.count ? DisplayWidth.columns(of: $0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      row.enumerated().map { column, cell in
        column < textColumns
          ? Columns.left(cell, widths[column]) : Columns.right(cell, widths[column])
      }.joined(separator: "  ") + "\n"
    }.joined()
  }
}
