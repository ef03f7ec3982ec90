import ArgumentParser
import Xunwen

struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Search an index.",
    discussion: """
      Words, all of which an article should have; "…" for exact quotations; AND,
      OR, NOT, -word and ( ); A NEAR/5 B, A /s B; net*, 碳*和, /第.{1,3}届/; title:
      body: source: tag: date: id: in:tail. docs/QUERY.md has the whole language.
      What cannot be understood is taken for text, with a warning, unless --strict.
      When fewer than three articles match, other spellings are suggested.

      Example:
        xunwen search 养老 服务 -广告 --source 工人日报 --from 2023-06
        xunwen search '"长期护理保险" 标题：试点' --sort -date --json

      Exit status: 0 with hits, 1 without, 2 on error.
      """)

  @OptionGroup var words: QueryWords
  @OptionGroup var location: IndexLocation
  @OptionGroup var query: QueryOptions
  @OptionGroup var facets: FacetOptions

  @Flag(help: "Print one JSON object a line: the hits, facets and suggestions, then a summary.")
  var json = false

  @Flag(help: "Refuse a query with a mistake.")
  var strict = false

  @Flag(help: "Print how the query is understood, and how many articles each part of it has.")
  var explainQuery = false

  @Option(help: "Color: auto is on a terminal, unless NO_COLOR is set.")
  var color: ColorMode = .auto

  func validate() throws {
    guard !query.manifest || json else { throw ValidationError("--manifest goes with --json") }
  }

  func run() throws {
    let output = StandardOutput()
    var options = query.searchOptions
    let style = TextStyle(color)
    options.isLenient = !strict
    if explainQuery { return try explain(options, to: output) }
    options.snippetColumns = json ? options.snippetColumns : 2 * HitText.columns
    let archive = try location.open()
    let response = try words.answer { try archive.search($0, options: options) }
    QueryWarning.write(response.mistakes, of: words.text)
    let counts = try facets.counts(in: archive, of: words.text, options)
    let suggestions =
      response.total < Archive.fewArticles
      ? try archive.suggestions(for: words.text, options: options) : []
    if json {
      try HitLines().write(response, counts, suggestions, to: output)
    } else {
      try HitText(style: style).write(response, to: output)
      try FacetText(style: style).write(counts, to: output)
    }
    try output.flush()
    if !json { SuggestionText.write(suggestions) }
    if response.total + response.partialTotal == 0 { throw ExitCode(1) }
  }
}

extension SearchCommand {
  private func explain(_ options: SearchOptions, to output: StandardOutput) throws {
    let archive = try location.open()
    let reading = try words.answer { try archive.read($0, options: options) }
    QueryWarning.write(reading.mistakes, of: words.text)
    if json {
      try output.write(JSONLine().encode(QueryInterpretationRow(words.text, reading)))
    } else {
      try output.write(QueryInterpretationText.text(of: reading))
    }
    try output.flush()
    if reading.articles == 0 { throw ExitCode(1) }
  }
}
