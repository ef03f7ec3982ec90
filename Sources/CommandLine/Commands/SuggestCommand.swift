import ArgumentParser
import Wire
import Xunwen

struct SuggestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suggest",
    abstract: "Suggest corrections of a misspelled query.",
    discussion: """
      Tries Chinese characters that sound or look like those of the query, and Latin
      words that differ by one or two letters, as far as the index contains them.
      Prints at most five suggestions with the number of matching articles. search
      shows them when fewer than three articles match.

      Example:
        xunwen suggest 新制生产力

      Exit status: 0 with suggestions, 1 without, 2 on error.
      """)

  @Argument(help: ArgumentHelp("The query.", valueName: "query"))
  var words: [String]

  @OptionGroup var location: IndexLocation

  @Flag(help: "Print JSON Lines.")
  var json = false

  func run() throws {
    let text = words.joined(separator: " ")
    var scope = QueryScope()
    scope.isLenient = true
    let archive = try location.open()
    let suggestions = try QueryFailure.locating(text) {
      try archive.prepare(text, scope: scope).suggestions()
    }
    try SuggestionTable(suggestions: suggestions).print(as: ReportFormat(json: json))
    if suggestions.isEmpty { throw ExitCode(1) }
  }
}

private struct SuggestionTable: Report {
  let suggestions: [QuerySuggestion]

  var rows: DataRows { DataRows(suggestions) }

  func text(in style: TextStyle) -> String {
    guard !suggestions.isEmpty else { return "" }
    let rows = suggestions.map { [NumberText.grouped($0.articles), VisibleText.line($0.query)] }
    return TextColumns.table([["articles", "query"]] + rows, right: { $0 == 0 })
  }
}
