import ArgumentParser
import Xunwen

struct AnalyzeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Show how a text is analyzed.",
    discussion: """
      A row for each position: the characters there, their normalized form, the
      dictionary word that begins there, and the terms that an index would hold.
      Queries are analyzed the same way.

      Example:
        xunwen analyze 用人單位托育服務2023年
      """)

  @Argument(help: ArgumentHelp("The text.", valueName: "text"))
  var words: [String]

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let text = words.joined(separator: " ")
    let report = try Archive.analyze(text)
    let output = StandardOutput()
    if json {
      try output.write(JSONLine().encode(AnalysisRow(text, report)))
    } else {
      try output.write(AnalysisTable.text(of: report))
    }
    try output.flush()
  }
}
