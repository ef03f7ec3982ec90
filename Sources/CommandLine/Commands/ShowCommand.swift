import ArgumentParser
import Xunwen

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show an article.",
    discussion: """
      Prints headline, facts and body. With --zones, the whole text, and what each
      part of it was taken for: title, header, body or tail (tags, credits, teasers
      of other articles). With --highlight, what a query matches is set off by color,
      or by [[ ]] where there is none.

      Example:
        xunwen show health/2023/0619.txt --zones
        xunwen show health/2023/0619.txt --highlight '养老 "长期护理"'

      Exit status: 0, 1 when there is no such article, 2 on error.
      """)

  @Argument(help: ArgumentHelp("The article's id, as in search results.", valueName: "id"))
  var id: String

  @OptionGroup var location: IndexLocation

  @Flag(help: "Print every zone with its kind and place.")
  var zones = false

  @Option(
    help: ArgumentHelp(
      "Set off every match of a query; docs/QUERY.md has the language.", valueName: "query"))
  var highlight: String?

  @Flag(help: "Print one JSON object with the whole text, its zones, and what matches.")
  var json = false

  @Option(help: "Color: auto is on a terminal, unless NO_COLOR is set.")
  var color: ColorMode = .auto

  func run() throws {
    let archive = try location.open()
    guard let stored = try archive.article(id: id) else {
      MissingArticle.write(id)
      throw ExitCode(1)
    }
    let matches = try highlight.map { query in
      try QueryFailure.locating(query) { try archive.matches(of: query, in: stored.article) }
    }
    let output = StandardOutput()
    if json {
      try output.write(JSONLine().encode(ArticleRow(stored, matches: matches)))
    } else {
      let text = ArticleText(stored.article, matches: matches ?? [], style: TextStyle(color))
      try output.write(text.text(byZones: zones))
    }
    try output.flush()
  }
}
