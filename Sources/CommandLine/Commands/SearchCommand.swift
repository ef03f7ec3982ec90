import ArgumentParser
import Wire
import Xunwen

struct SearchCommand: QueryCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Search an index.",
    discussion: """
      An article should contain all words. Use "…" for exact phrases; AND, OR, NOT,
      -word and ( ); A NEAR/5 B, A /s B; net*, 碳*和, /第.{1,3}届/; and the fields
      title: body: source: tag: date: id: in:tail. See docs/QUERY.md. Malformed
      syntax is treated as plain text, with a warning, unless --strict is given. When
      fewer than three articles match, other spellings are suggested. When none does,
      the reasons are printed.

      Example:
        xunwen search 养老 服务 -广告 --source 工人日报 --from 2023-06
        xunwen search '"长期护理保险" 标题：试点' --sort -date --json

      Exit status: 0 with hits, 1 without, 2 on error.
      """)

  @OptionGroup var words: QueryWords
  @OptionGroup var location: IndexLocation
  @OptionGroup var query: QueryOptions

  @Option(
    name: .customLong("facet"),
    help: """
      Count all matching articles by this property: one of the values below, or a field of \
      the index. May be repeated.
      """)
  var facets: [Facet] = []

  @Option(
    name: .customLong("facet-limit"), parsing: .unconditional,
    help: ArgumentHelp(
      "Values of each facet, the most frequent ones; 0 for all.", valueName: "count"))
  var facetLimit = 10

  @Flag(help: "Print JSON Lines: hits, facets, suggestions, reasons for no hits, a summary.")
  var json = false

  @Flag(help: "Reject a query with a mistake.")
  var strict = false

  @Flag(help: "Print the interpretation of the query, and how many articles match each part.")
  var explainQuery = false

  @OptionGroup var color: ColorOption

  func validate() throws {
    try Limits.check(facetLimit, in: OptionLimits.facetValues, "--facet-limit")
    guard !query.manifest || json else { throw ValidationError("--manifest requires --json") }
  }

  func run() throws {
    let format = ReportFormat(json: json, style: color.style)
    var scope = query.scope
    scope.isLenient = !strict
    var options = query.searchOptions
    options.countsExact = true
    if !json { options.snippetColumns = 2 * LineWidth.columns }
    let archive = try location.open()
    if explainQuery {
      let reading = try words.answer(in: archive, scope) { try $0.interpretation() }
      QueryFailure.warn(of: reading.mistakes, in: words.text)
      try InterpretationReport(query: words.text, reading: reading).print(as: format)
      if reading.articles == 0 { throw ExitCode(1) }
      return
    }
    let report = try words.answer(in: archive, scope, hintsAtSources: false) { query in
      let report = try query.report(options, facets: facets, facetLimit: facetLimit)
      // The explanation of an empty answer reports unknown sources.
      if report.emptyAnswer == nil || json { try query.writeSourceHints() }
      return report
    }
    QueryFailure.warn(of: report.response.mistakes, in: words.text)
    NumberedHits(index: location.path, query: words.text, report.response.hits).store()
    try report.print(as: format)
    if !json {
      if let empty = report.emptyAnswer { StandardError.write(EmptyAnswerText(answer: empty).text) }
      for suggestion in report.suggestions {
        let articles = NumberText.count(suggestion.articles, "article")
        StandardError.write("did you mean: \(suggestion.query) (\(articles))\n")
      }
    }
    if report.response.total + report.response.partialTotal == 0 { throw ExitCode(1) }
  }
}

extension SearchReport: Report {
  private static let barColumns = 24
  private static let leastBarColumns = 8

  var rows: DataRows { DataRows(self) }

  func text(in style: TextStyle) -> String {
    let time = NumberText.fixed(response.elapsed.milliseconds, digits: 1)
    let summary = "\(HitText.counts(of: response)) (in \(time) ms)\n" + tails
    return HitText(style: style).text(of: response.hits) + style.faint(summary)
      + facets.map { "\n" + text(of: $0, style) }.joined()
  }

  private var tails: String {
    guard let inTails = tailTotal, inTails > 0 else { return "" }
    let more = response.total > 0 ? " more" : ""
    return inTails == 1
      ? "1\(more) article has it in its tail; in:all finds it\n"
      : "\(NumberText.grouped(inTails))\(more) articles have it in their tails; in:all finds them\n"
  }

  private func text(of facet: FacetCounts, _ style: TextStyle) -> String {
    var rows = facet.values.map { (VisibleText.line($0.name), $0.articles, true) }
    if facet.unknown > 0 { rows.append(("unknown", facet.unknown, false)) }
    var nameWidth = rows.map { DisplayWidth.columns(of: $0.0) }.max() ?? 0
    let countWidth = rows.map { NumberText.grouped($0.1).count }.max() ?? 0
    var barColumns = Self.barColumns
    if let limit = LineWidth.limit {
      let room = limit - countWidth - 6
      nameWidth = min(nameWidth, max(room - barColumns, room / 2, 4))
      barColumns = min(barColumns, max(Self.leastBarColumns, room - nameWidth))
    }
    let names = NameShortener()
    let most = facet.values.map(\.articles).max() ?? 0
    var lines = [style.title(facet.facet.name)]
    for (name, articles, isKnown) in rows {
      let name = TextColumns.left(names.shortened(name, columns: nameWidth), nameWidth)
      let count = TextColumns.right(NumberText.grouped(articles), countWidth)
      let bar = TextColumns.bar(Double(articles) / Double(most), columns: barColumns)
      lines.append(isKnown ? "  \(name)  \(count)  \(bar)" : style.faint("  \(name)  \(count)"))
    }
    let more = facet.distinct - facet.values.count
    if more > 0 { lines.append(style.faint("  and \(NumberText.grouped(more)) more")) }
    if rows.isEmpty { lines.append(style.faint("  no article")) }
    return lines.map { $0 + "\n" }.joined()
  }
}

private struct InterpretationReport: Report {
  let query: String
  let reading: QueryInterpretation

  var rows: DataRows { DataRows(reading, query: query) }

  func text(in style: TextStyle) -> String {
    var text = VisibleText.line(reading.tree) + "\n"
    let clauses = reading.clauses.map { [VisibleText.line($0.query), String($0.articles)] }
    let all = reading.clauses.count > 1 ? [["all", String(reading.articles)]] : []
    text +=
      "\n"
      + TextColumns.table(clauses + all, header: ["clause", "articles"], right: { $0 == 1 })
    if !reading.dictionaryUses.isEmpty {
      let uses = reading.dictionaryUses.map { use in
        [
          (use.isExcluded ? "not " : "") + VisibleText.line(use.word),
          use.synonyms.map(VisibleText.line).joined(separator: ", "),
        ]
      }
      text += "\n" + TextColumns.table(uses, header: ["dictionary", "also"])
    }
    if reading.terms.isEmpty { return text }
    let rows = reading.terms.map { term in
      [
        VisibleText.line(term.text), term.kind, term.field,
        term.weight == 0 ? "" : NumberText.fixed(term.weight, digits: 1),
        String(term.documentFrequency),
      ]
    }
    let names = ["term", "kind", "field", "weight", "articles"]
    return text + "\n" + TextColumns.table(rows, header: names, right: { $0 >= 3 })
  }
}

struct SuggestCommand: QueryCommand {
  static let configuration = CommandConfiguration(
    commandName: "suggest",
    abstract: "Suggest corrections of a misspelled query.",
    discussion: """
      Tries Chinese characters that sound or look like characters of the query, and
      Latin words that differ by one or two letters, as far as the index contains
      them. Prints at most five suggestions with the number of matching articles. search
      shows them when fewer than three articles match.

      Example:
        xunwen suggest 新制生产力

      Exit status: 0 with suggestions, 1 without, 2 on error.
      """)

  @OptionGroup var words: QueryWords
  @OptionGroup var location: IndexLocation

  @Flag(help: "Print JSON Lines.")
  var json = false

  func run() throws {
    var scope = QueryScope()
    scope.isLenient = true
    let suggestions = try words.answer(in: location.open(), scope) { try $0.suggestions() }
    let rows = suggestions.map { [NumberText.grouped($0.articles), VisibleText.line($0.query)] }
    let table = TextColumns.table(rows, header: ["articles", "query"], right: { $0 == 0 })
    try PlainReport(rows: DataRows(suggestions), text: rows.isEmpty ? "" : table)
      .print(as: ReportFormat(json: json))
    if suggestions.isEmpty {
      StandardError.write("no suggestion: no other spelling occurs more often in the index\n")
      throw ExitCode(1)
    }
  }
}
