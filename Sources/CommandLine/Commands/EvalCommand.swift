import ArgumentParser
import Xunwen

enum EvaluationFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json, csv
}

struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Measure how good a run is, or compare two.",
    discussion: """
      RUN is what `batch --format trec` writes, QRELS has lines of query, 0, article
      and relevance. Measures and the order of hits (by score, then by id, the last
      first; ranks are of no account) are those of trec_eval:
        ndcg, ndcg@10, map, map@10, mrr, mrr@10, p@10, recall@100
      A comparison is over the queries that both runs have, and tells how probable
      such a difference is between runs that are equally good.

      Example:
        xunwen batch queries.tsv --format trec -n 1000 --match any > new.run
        xunwen eval new.run qrels.txt --metrics ndcg@10,map --per-query
        xunwen eval new.run qrels.txt --against old.run

      Exit status: 0, 1 when no query has both hits and judgments, 2 on error.
      """)

  @Argument(help: ArgumentHelp("Run to be measured, or - for standard input.", valueName: "run"))
  var runPath: String

  @Argument(help: ArgumentHelp("Judgments.", valueName: "qrels"))
  var qrels: String

  @Option(help: ArgumentHelp("Run to be compared with.", valueName: "run"))
  var against: String?

  @Option(
    help: ArgumentHelp(
      "Measures, with commas between. (default: ndcg@10,map,mrr,p@10,recall@100)",
      valueName: "names"), transform: EvalCommand.measures)
  var metrics: [Measure]?

  @Flag(help: "Over all queries of the judgments, those without hits with 0, as trec_eval -c.")
  var complete = false

  @Flag(help: "Print the values of each query too.")
  var perQuery = false

  @Option(help: "Form of the output: a table, a JSON object a line, or CSV.")
  var format: EvaluationFormat = .text

  @Option(
    help: ArgumentHelp("Of the randomization test of a comparison.", valueName: "number"))
  var seed: UInt32 = 1

  func validate() throws {
    guard [runPath, qrels, against].count(where: { $0 == "-" }) <= 1 else {
      throw ValidationError("standard input can be only one of the files")
    }
  }

  func run() throws {
    let measures = try metrics ?? Self.measures("ndcg@10,map,mrr,p@10,recall@100")
    let judgments = try EvaluationInput.judgments(qrels)
    let first = try EvaluationInput.run(runPath)
    let output = StandardOutput()
    let count: Int
    if let against {
      let second = try EvaluationInput.run(against)
      let test = RandomizationTest(seed: UInt64(seed))
      let comparison = RunComparison(
        first, against: second, judgments, measures: measures, isComplete: complete, test: test)
      count = comparison.run.queries.count
      if count > 0 { try write(comparison, test, to: output) }
    } else {
      let evaluation = Evaluation(first, judgments, measures: measures, isComplete: complete)
      count = evaluation.queries.count
      if count > 0 { try write(evaluation, to: output) }
    }
    try output.flush()
    if count == 0 {
      StandardError.write("no query has both hits and judgments\n")
      throw ExitCode(1)
    }
  }

  private func write(_ evaluation: Evaluation, to output: StandardOutput) throws {
    if format == .text {
      try output.write(EvaluationText.table(evaluation, perQuery: perQuery))
    } else {
      try EvaluationRows(evaluation, perQuery: perQuery).write(
        asCSV: format == .csv, to: output)
    }
    let notes = [
      (evaluation.missing, complete ? "without hits" : "without hits left out"),
      (evaluation.unjudged, "without judgments left out"),
    ]
    for (count, note) in notes where count > 0 {
      StandardError.write("\(Decimal.queries(count)) \(note)\n")
    }
  }

  private func write(
    _ comparison: RunComparison, _ test: RandomizationTest, to output: StandardOutput
  ) throws {
    if format == .text {
      try output.write(EvaluationText.table(comparison, test, perQuery: perQuery))
    } else {
      try EvaluationRows(comparison, test, perQuery: perQuery).write(
        asCSV: format == .csv, to: output)
    }
  }

  @Sendable private static func measures(_ argument: String) throws -> [Measure] {
    try argument.split(separator: ",", omittingEmptySubsequences: false).map { name in
      guard let measure = Measure(String(name)) else {
        throw ValidationError("no measure is called '\(name)' (measures: \(Measure.names))")
      }
      return measure
    }
  }
}
