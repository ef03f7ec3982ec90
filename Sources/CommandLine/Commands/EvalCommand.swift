import ArgumentParser
import Wire
import Xunwen

struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Measure the quality of a run, or compare two runs.",
    usage: "xunwen eval <run> <qrels> [<options>]",
    discussion: """
      RUN is the output of `batch --format trec`. QRELS has lines of query, 0,
      article and relevance. Hits are sorted as by trec_eval: by score, then by
      descending id; ranks are ignored. Measures, as defined by trec_eval:
        ndcg, ndcg@10, map, map@10, mrr, mrr@10, p@10, recall@100
      A comparison uses the queries of both runs, and estimates the probability of
      such a difference between runs of equal quality.

      Example:
        xunwen batch queries.tsv --format trec -n 1000 --match any > new.run
        xunwen eval new.run qrels.txt --metrics ndcg@10,map --per-query
        xunwen eval new.run qrels.txt --against old.run

      Exit status: 0, 1 when no query has both hits and judgments, 2 on error.
      """)

  enum Format: String, NamedArgument {
    case text, json, csv
  }

  @Argument(help: ArgumentHelp("Run to measure, or - for standard input.", valueName: "run"))
  var runPath: String

  @Argument(help: ArgumentHelp("Judgments.", valueName: "qrels"))
  var qrels: String

  @Option(help: ArgumentHelp("Run to compare with.", valueName: "run"))
  var against: String?

  @Option(
    help: ArgumentHelp(
      "Measures, separated by commas. (default: ndcg@10,map,mrr,p@10,recall@100)",
      valueName: "names"), transform: EvalCommand.measures)
  var metrics: [Measure]?

  @Flag(help: "Average over all judged queries, with 0 for a query without hits (trec_eval -c).")
  var complete = false

  @Flag(help: "Also print the values of each query.")
  var perQuery = false

  @Option(help: "Format of the output: a table, JSON Lines, or CSV.")
  var format: Format = .text

  @OptionGroup var csv: CSVOptions

  @Option(
    help: ArgumentHelp("Seed of the randomization test of a comparison.", valueName: "number"))
  var seed: UInt32 = 1

  func validate() throws {
    try csv.check(isCSV: format == .csv)
    guard [runPath, qrels, against].count(where: { $0 == "-" }) <= 1 else {
      throw ValidationError("standard input can be only one of the files")
    }
  }

  func run() throws {
    let measures = try metrics ?? Self.measures("ndcg@10,map,mrr,p@10,recall@100")
    let judgments = try EvaluationInput.judgments(qrels)
    let first = try EvaluationInput.run(runPath)
    let count: Int
    if let against {
      let second = try EvaluationInput.run(against)
      let test = RandomizationTest(seed: UInt64(seed))
      let comparison = RunComparison(
        first, against: second, judgments, measures: measures, isComplete: complete, test: test)
      count = comparison.run.queries.count
      if count > 0 {
        try print(
          EvaluationRows(comparison, test, perQuery: perQuery),
          EvaluationText.table(comparison, test, perQuery: perQuery))
      }
    } else {
      let evaluation = Evaluation(first, judgments, measures: measures, isComplete: complete)
      count = evaluation.queries.count
      if count > 0 {
        try print(
          EvaluationRows(evaluation, perQuery: perQuery),
          EvaluationText.table(evaluation, perQuery: perQuery))
        warn(of: evaluation)
      }
    }
    if count == 0 {
      StandardError.write("no query has both hits and judgments\n")
      throw ExitCode(1)
    }
  }

  private func print(_ values: EvaluationRows, _ text: String) throws {
    let report = PlainReport(rows: values.rows, table: values.table, text: text)
    switch format {
    case .text: try report.print(as: .text(.plain))
    case .csv: try report.print(as: .csv(csv.style))
    case .json: try report.print(as: .json)
    }
  }

  private func warn(of evaluation: Evaluation) {
    let notes = [
      (evaluation.missing, complete ? "without hits" : "without hits left out"),
      (evaluation.unjudged, "without judgments left out"),
    ]
    for (count, note) in notes where count > 0 {
      StandardError.write("\(NumberText.queries(count)) \(note)\n")
    }
  }

  @Sendable private static func measures(_ argument: String) throws -> [Measure] {
    try argument.split(separator: ",", omittingEmptySubsequences: false).map { name in
      guard let measure = Measure(String(name)) else {
        throw ValidationError("there is no measure '\(name)' (measures: \(Measure.names))")
      }
      return measure
    }
  }
}

private enum EvaluationInput {
  static func run(_ path: String) throws(CommandFailure) -> RetrievalRun {
    var run = RetrievalRun()
    try read(path) { line, number throws(EvaluationError) in try run.add(line, number: number) }
    return run
  }

  static func judgments(_ path: String) throws(CommandFailure) -> Judgments {
    var judgments = Judgments()
    try read(path) { line, number throws(EvaluationError) in
      try judgments.add(line, number: number)
    }
    return judgments
  }

  private static func read(
    _ path: String, _ add: (String, Int) throws(EvaluationError) -> Void
  ) throws(CommandFailure) {
    var lines = try TextLines(path)
    while let line = try lines.next() {
      switch line.text {
      case .failure(let failure):
        throw CommandFailure("\(lines.name):\(line.number): \(failure)")
      case .success(let text):
        do throws(EvaluationError) {
          try add(text, line.number)
        } catch {
          throw CommandFailure("\(lines.name):\(error.line): \(error.reason)")
        }
      }
    }
  }
}

private enum EvaluationText {
  static func table(_ evaluation: Evaluation, perQuery: Bool) -> String {
    var rows: [[String]] = []
    for query in perQuery ? evaluation.queries.indices : 0..<0 {
      rows.append(
        [VisibleText.line(evaluation.queries[query])]
          + evaluation.values.map { number($0[query]) })
    }
    let count = NumberText.queries(evaluation.queries.count)
    rows.append(["all (\(count))"] + (evaluation.means ?? []).map(number))
    let names = ["query"] + evaluation.measures.map(\.description)
    return TextColumns.table(rows, header: names, right: { $0 >= 1 })
  }

  static func table(
    _ comparison: RunComparison, _ test: RandomizationTest, perQuery: Bool
  ) -> String {
    let names = [
      "measure", "run", "baseline", "difference", "better", "worse", "equal", "t-test",
      "randomization",
    ]
    var rows: [[String]] = []
    for row in comparison.rows {
      rows.append(
        [row.measure.description, number(row.mean), number(row.baseline), signed(row.difference)]
          + [row.better, row.worse, row.equal].map(NumberText.grouped)
          + [row.studentsT.map(probability) ?? "–", probability(row.randomization)])
    }
    return (perQuery ? queries(of: comparison) + "\n" : "")
      + TextColumns.table(rows, header: names, right: { $0 >= 1 }) + """
        \(NumberText.queries(comparison.run.queries.count)); two-sided p-values by Student's \
        paired t-test and the paired
        randomization test (\(NumberText.grouped(test.samples)) samples, seed \(test.seed))

        """
  }

  private static func queries(of comparison: RunComparison) -> String {
    let (run, baseline) = (comparison.run, comparison.baseline)
    var rows: [[String]] = []
    for query in run.queries.indices {
      for (index, measure) in run.measures.enumerated() {
        let (a, b) = (run.values[index][query], baseline.values[index][query])
        rows.append([
          VisibleText.line(run.queries[query]), measure.description, number(a), number(b),
          signed(a - b),
        ])
      }
    }
    let names = ["query", "measure", "run", "baseline", "difference"]
    return TextColumns.table(rows, header: names, right: { $0 >= 2 })
  }

  private static func number(_ value: Double) -> String { NumberText.fixed(value, digits: 4) }

  private static func probability(_ value: Double) -> String {
    value < 0.00005 ? "<0.0001" : number(value)
  }

  private static func signed(_ value: Double) -> String {
    let text = number(value)
    return value > 0 && text != "0.0000" ? "+" + text : text
  }
}
