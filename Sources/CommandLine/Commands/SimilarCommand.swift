import ArgumentParser
import Xunwen

struct SimilarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similar",
    abstract: "Find articles like one.",
    discussion: """
      Compares by the terms most characteristic of the article: frequent in it, rare
      elsewhere. The article itself is left out; copies of it come first.

      Example:
        xunwen similar health/2023/0619.txt --from 2023-06 --limit 5

      Exit status: 0 with hits, 1 without hits or such an article, 2 on error.
      """)

  @Argument(help: ArgumentHelp("The article's id, as in search results.", valueName: "id"))
  var id: String

  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions
  @OptionGroup var page: HitCount

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Terms to compare by, at most.", valueName: "count"))
  var terms = SimilarityRequest.usualTermCount

  @OptionGroup var ranking: RankingOptions

  @Flag(help: "Print one JSON object a line: the hits, then a summary.")
  var json = false

  @Option(help: "Color: auto is on a terminal, unless NO_COLOR is set.")
  var color: ColorMode = .auto

  func validate() throws { try Limits.check(terms, in: 1...10_000, "--terms") }

  func run() throws {
    var options = SimilarityRequest()
    options.sources = filter.source
    options.dates = filter.dates
    options.limit = page.limit
    options.ranking = ranking.parameters
    options.termCount = terms
    guard let found = try location.open().similar(to: id, options: options) else {
      MissingArticle.write(id)
      throw ExitCode(1)
    }
    let output = StandardOutput()
    if json {
      try HitLines().write(found, to: output)
    } else {
      try HitText(style: TextStyle(color)).write(found, to: output)
    }
    try output.flush()
    if found.hits.isEmpty { throw ExitCode(1) }
  }
}
