import ArgumentParser
import Xunwen

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show how an article comes to its score.",
    discussion: """
      Every term of the query that ranks, with the numbers that multiply to what it
      contributes; the contributions add up to the score, to the last bit.

      Example:
        xunwen explain health/2023/0619.txt 养老 服务

      Exit status: 0 when the article matches, in part too; 1 when it does not, or
      there is no such article; 2 on error.
      """)

  @Argument(help: ArgumentHelp("The article's id, as in search results.", valueName: "id"))
  var id: String

  @OptionGroup var words: QueryWords
  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions

  @Option(
    help: """
      What an unquoted query asks of an article: all words, or in part (best); any word; or all \
      words.
      """)
  var match: MatchMode = .best

  @OptionGroup var ranking: RankingOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    var options = filter.searchOptions
    options.match = match
    options.ranking = ranking.parameters
    let query = words.text
    let archive = try location.open()
    let explanation = try words.answer { try archive.explain(id: id, query: $0, options: options) }
    guard let explanation else {
      MissingArticle.write(id)
      throw ExitCode(1)
    }
    let output = StandardOutput()
    if json {
      try output.write(JSONLine().encode(ExplanationRow(explanation, id: id, query: query)))
    } else {
      try output.write(ExplanationTree(id: id, query: query).text(of: explanation))
    }
    try output.flush()
    if explanation.match == .none { throw ExitCode(1) }
  }
}
