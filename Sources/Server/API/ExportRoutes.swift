import Wire
import Xunwen

/// Routes whose answers have no limit.
enum ExportRoutes {
  static let all = [export]

  private enum ExportForm: String, CaseIterable, Sendable {
    case json, jsonl, csv
  }

  private static let query = Parameter<String?>.optionalText(
    "q", "Only articles that match this query; all articles without it.")
  private static let form = Parameter<ExportForm?>.optionalChoice(
    "format",
    "Whole articles as an array or as JSON Lines, or a table of all hits; by the header Accept "
      + "without it.")
  private static let match = Parameter<MatchMode>.choice(
    "match", default: .all, "Requirement of an unquoted query; any is possible for csv only.")
  private static let fields = Parameter<[BatchField]>(
    name: "fields", help: "Columns of csv, separated by commas.",
    schema: [
      "type": "string",
      "default": .text(defaultFields.map(\.name).joined(separator: ",")),
    ]
  ) { values throws(ParameterMistake) in
    guard let text = values.first else { return defaultFields }
    do throws(InputFailure) {
      return try BatchField.list(text)
    } catch {
      throw ParameterMistake("\(error)")
    }
  }
  private static let bom = Parameter<Bool>.flag("bom", "Begin csv with a byte order mark.")
  private static let excel = Parameter<Bool>.flag(
    "excel", "csv for Excel: bom, and a ' before text that looks like a formula.")

  private static let defaultFields = BatchField.columns.filter { $0 != .queryID }

  static let export = Route(
    name: "export", isStreamed: true,
    summary: "All articles of a query: whole articles as JSON, or a table of all hits.",
    ownParameters: [query] + Common.filters
      + [match, Common.sort, Common.noDictionary, form, fields, bom, excel],
    mediaTypes: ["application/json", "application/jsonl", "text/csv; charset=utf-8"]
  ) { question, output in
    let arguments = question.arguments
    if try arguments(form) == .csv { return try writeTable(question, output) }
    var scope = try arguments.filters()
    scope.usesDictionary = try !arguments(Common.noDictionary)
    scope.match = try arguments(match)
    guard scope.match != .any else {
      throw Problem(400, "match: any is possible for csv only", reason: "invalid_parameter")
    }
    let isFiltered = !scope.sources.isEmpty || scope.dates != nil
    let text = try arguments(query)
    if text == nil, isFiltered {
      // Every article of the sources and dates.
      _ = try question.archive.export(all: scope) { try output.write($0) }
    } else {
      _ = try question.archive.export(matching: text, scope: scope) { try output.write($0) }
    }
  }

  /// Writes a row for each hit, the best first.
  private static func writeTable(_ question: Question, _ output: AnswerOutput) throws {
    let arguments = question.arguments
    guard let text = try arguments(query) else {
      throw Problem(400, "csv requires a query", reason: "missing_parameter")
    }
    var scope = try arguments.filters()
    scope.match = try arguments(match)
    scope.usesDictionary = try !arguments(Common.noDictionary)
    let columns = try arguments(fields)
    var options = SearchOptions()
    options.sort = try arguments(Common.sort)
    options.limit = .max
    options.includesArticles = columns.contains(where: \.needsArticle)
    options.includesSnippets = columns.contains(where: \.needsText)
    let isForExcel = try arguments(excel)
    let style = CSVStyle(
      hasMark: try arguments(bom) || isForExcel, neutralizesFormulas: isForExcel)
    output.become("text/csv; charset=utf-8")
    let query = BatchQuery(id: "", query: text)
    let runner = BatchRunner(
      archive: question.archive, scope: scope, options: options, jobs: 1)
    try question.wait {
      var rest: BatchQuery? = query
      var table = HitTableFormat(.csv, fields: columns, style: style, hasHeader: true)
      var hasBegun = false
      try await runner.run {
        defer { rest = nil }
        return rest
      } emit: { page in
        _ = try page.outcome.get()
        var bytes = hasBegun ? [] : table.preamble
        hasBegun = true
        table.append(
          BatchOutcome(
            line: 1, id: "", query: text, result: page.outcome, isFirst: page.isFirst,
            isLast: page.isLast), to: &bytes)
        try output.write(bytes)
      }
    }
  }
}
