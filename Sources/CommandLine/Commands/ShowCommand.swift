import ArgumentParser
import Xunwen

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show an article.",
    discussion: """
      Prints headline, facts and body. With --zones, the whole text, and what each
      part of it was taken for: title, header, body or tail (tags, credits, teasers
      of other articles).

      Example:
        xunwen show health/2023/0619.txt --zones

      Exit status: 0, 1 when there is no such article, 2 on error.
      """)

  @Argument(help: ArgumentHelp("The article's id, as in search results.", valueName: "id"))
  var id: String

  @OptionGroup var location: IndexLocation

  @Flag(help: "Print every zone with its kind and place.")
  var zones = false

  @Flag(help: "Print one JSON object with the whole text and its zones.")
  var json = false

  func run() throws {
    guard let stored = try location.open().article(id: id) else {
      StandardError.write("no article has the id \(id)\n")
      throw ExitCode(1)
    }
    let output = StandardOutput()
    if json {
      try output.write(JSONLine().encode(ArticleRow(stored)))
    } else {
      try output.write(ArticleText(stored.article).text(byZones: zones))
    }
    try output.flush()
  }
}
