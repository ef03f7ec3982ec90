import ArgumentParser
import Xunwen

struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Search an index.",
    discussion: """
      Words, all of which an article should have; "…" for exact quotations; AND,
      OR, NOT, -word and ( ); title: body: source: date: in:tail. docs/QUERY.md
      has the whole language.

      Example:
        xunwen search 养老 服务 -广告 --source 工人日报 --from 2023-06
        xunwen search '"长期护理保险" 标题：试点' --sort -date --json

      Exit status: 0 with hits, 1 without, 2 on error.
      """)

  @OptionGroup var words: QueryWords
  @OptionGroup var location: IndexLocation
  @OptionGroup var query: QueryOptions

  @Flag(help: "Print one JSON object a line: the hits, then a summary.")
  var json = false

  @Option(help: "Color: auto is on a terminal, unless NO_COLOR is set.")
  var color: ColorMode = .auto

  func run() throws {
    let output = StandardOutput()
    var options = query.searchOptions
    let style = TextStyle(color)
    options.snippetColumns = json ? options.snippetColumns : 2 * HitText.columns
    let response = try location.open().search(locating: words.text, options: options)
    if json {
      try HitLines().write(response, to: output)
    } else {
      try HitText(style: style).write(response, to: output)
    }
    try output.flush()
    if response.total + response.partialTotal == 0 { throw ExitCode(1) }
  }
}

extension Archive {
  /// Searches, keeping the query with its syntax error.
  func search(locating query: String, options: SearchOptions) throws -> SearchResponse {
    do {
      return try search(query, options: options)
    } catch let error as QuerySyntaxError {
      throw QueryFailure(query: query, error: error)
    }
  }
}
