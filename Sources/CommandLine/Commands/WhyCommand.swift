import ArgumentParser
import Xunwen

struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Show why an article matches a query, or what came closest.",
    discussion: """
      Clause by clause whether and where the article matches; of a clause that does
      not, what came closest: the longest part of it that occurs, a part of the
      article that is not searched, the distance of words that should be near.

      Example:
        xunwen why health/2023/0619.txt '养老 "长期护理保险" date:2023'

      Exit status: 0 when the article matches, 1 when it does not, or there is no
      such article; 2 on error.
      """)

  @Argument(help: ArgumentHelp("The article's id, as in search results.", valueName: "id"))
  var id: String

  @OptionGroup var words: QueryWords
  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let archive = try location.open()
    let options = filter.searchOptions
    let report = try words.answer { try archive.why(id: id, query: $0, options: options) }
    guard let report else {
      MissingArticle.write(id)
      throw ExitCode(1)
    }
    let output = StandardOutput()
    if json {
      try output.write(JSONLine().encode(MatchReportRow(words.text, report)))
    } else {
      try output.write(MatchReportText(report).text(of: words.text))
    }
    try output.flush()
    if !report.matches { throw ExitCode(1) }
  }
}
