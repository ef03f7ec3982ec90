import ArgumentParser
import Xunwen

struct SuggestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suggest",
    abstract: "Guess what a misspelled query means.",
    discussion: """
      Chinese characters that sound or look like those of the query, and Latin words
      with a mistake or two less, as far as the index has them: each suggestion with
      the number of articles that match it, five at most. search shows them by itself
      when fewer than three articles match.

      Example:
        xunwen suggest 新制生产力

      Exit status: 0 with suggestions, 1 without, 2 on error.
      """)

  @Argument(help: ArgumentHelp("The query.", valueName: "query"))
  var words: [String]

  @OptionGroup var location: IndexLocation

  @Flag(help: "Print one JSON object a line.")
  var json = false

  func run() throws {
    let text = words.joined(separator: " ")
    var options = SearchOptions()
    options.isLenient = true
    let archive = try location.open()
    let suggestions = try QueryFailure.locating(text) {
      try archive.suggestions(for: text, options: options)
    }
    let output = StandardOutput()
    if json {
      for suggestion in suggestions {
        try output.write(JSONLine().encode(SuggestionRow(suggestion)))
      }
    } else {
      let rows = suggestions.map {
        [Columns.right(Decimal.grouped($0.articles), 8), VisibleText.line($0.query)]
      }
      if !rows.isEmpty { try output.write(Columns.table([["articles", "query"]] + rows)) }
    }
    try output.flush()
    if suggestions.isEmpty { throw ExitCode(1) }
  }
}
