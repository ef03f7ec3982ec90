import Wire
import Xunwen

/// The route that answers a list of queries.
enum BatchRoute {
  static let all = [batch]

  private enum BatchForm: String, CaseIterable, Sendable {
    case json, jsonl, csv, tsv, trec

    var table: TableForm? { TableForm(rawValue: rawValue) }
  }

  private static let inputFormat = Parameter<QueryFormat>.choice(
    "input-format", default: .tsv, "Format of the queries in the body. See docs/BATCH.md.")
  private static let form = Parameter<BatchForm?>.optionalChoice(
    "format",
    "Records as an array or as JSON Lines, a table of hits, or a TREC run; by the header Accept "
      + "without it.")
  private static let everything = Parameter<Bool>.flag(
    "all", "All hits of every query instead of limit. Partial matches only with match any.")
  private static let lenient = Parameter<Bool>.flag(
    "lenient", "Answer queries with mistakes as search does, and report the mistakes.")
  private static let manifest = Parameter<Bool>.flag(
    "manifest", "Add a manifest to each answer, for xunwen rerun.")
  private static let fields = Parameter<[BatchField]?>(
    name: "fields",
    help: "Columns of a table, or members of hits in JSON, separated by commas.",
    schema: ["type": "string"]
  ) { values throws(ParameterMistake) in
    guard let text = values.first else { return nil }
    do throws(InputFailure) {
      return try BatchField.list(text)
    } catch {
      throw ParameterMistake("\(error)")
    }
  }
  private static let noHeader = Parameter<Bool>.flag(
    "no-header", "Omit the row of names in a table.")
  private static let excel = Parameter<Bool>.flag(
    "excel", "csv for Excel: a byte order mark, and a ' before text that looks like a formula.")

  static let batch = Route(
    name: "batch", method: .post, isStreamed: true,
    summary: "The answers to the queries of the body, in their order.",
    ownParameters: [inputFormat] + Common.filters
      + [Common.match, Common.scan, Common.noDictionary, Common.sort, Common.limit, Common.offset]
      + Common.ranking + [everything, lenient, manifest, form, fields, noHeader, excel],
    mediaTypes: [
      "application/json", "application/jsonl", "text/csv; charset=utf-8",
      "text/tab-separated-values; charset=utf-8", "text/plain; charset=utf-8",
    ]
  ) { question, output in
    let arguments = question.arguments
    let written = try arguments(form)
    let input = BatchInput(
      .bytes(question.body), format: try arguments(inputFormat),
      defaults: QueryDefaults(scope: try scope(arguments), options: try options(arguments)))
    if let written, let type = mediaType(written) { output.become(type) }
    let runner = BatchRunner(
      archive: question.archive, scope: input.defaults.scope, options: input.defaults.options,
      jobs: 1)
    let answerAll: @Sendable () async throws -> Void = {
      var format = try format(arguments, written)
      let queries = try input.queries()
      var lines: [BatchLine] = []
      var first = 0
      try output.write(format.preamble)
      try await runner.run {
        guard let line = try queries.next() else { return nil }
        lines.append(line)
        return (try? line.content.get()) ?? BatchQuery(id: "", query: "")
      } emit: { page in
        let line = lines[first]
        var bytes: [UInt8] = []
        try format.append(line.outcome(page), to: &bytes)
        try output.write(bytes)
        if page.isLast { first += 1 }
      }
    }
    do {
      try question.wait(answerAll)
    } catch let failure as InputFailure {
      throw Problem(400, "\(failure)", reason: "input")
    }
  }

  private static func scope(_ arguments: Arguments) throws(Problem) -> QueryScope {
    var scope = try arguments.filters()
    scope.match = try arguments(Common.match)
    scope.scans = try arguments(Common.scan)
    scope.usesDictionary = try !arguments(Common.noDictionary)
    scope.isLenient = try arguments(lenient)
    return scope
  }

  private static func options(_ arguments: Arguments) throws(Problem) -> SearchOptions {
    var options = try arguments.searchOptions()
    options.includesManifest = try arguments(manifest)
    if try arguments(everything) { options.limit = .max }
    if try arguments(form) == .trec {
      options.adaptToRun()
    } else {
      options.include(try arguments(fields) ?? BatchField.columns)
    }
    return options
  }

  private static func format(
    _ arguments: Arguments, _ form: BatchForm?
  ) throws(Problem) -> any BatchFormat {
    let fields = try arguments(fields)
    if let table = form?.table {
      let isForExcel = try arguments(excel) && table == .csv
      return HitTableFormat(
        table, fields: fields ?? BatchField.columns,
        style: CSVStyle(hasMark: isForExcel, neutralizesFormulas: isForExcel),
        hasHeader: try !arguments(noHeader))
    }
    if form == .trec { return TRECFormat(tag: "xunwen") }
    return JSONLinesFormat(fields: fields, includesMistakes: try arguments(lenient))
  }

  private static func mediaType(_ form: BatchForm) -> String? {
    switch form {
    case .json, .jsonl: nil
    case .csv: "text/csv; charset=utf-8"
    case .tsv: "text/tab-separated-values; charset=utf-8"
    case .trec: "text/plain; charset=utf-8"
    }
  }
}
