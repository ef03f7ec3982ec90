import ArgumentParser
import Xunwen

struct CiteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cite",
    abstract: "Write references to articles.",
    discussion: """
      By GB/T 7714-2015, as BibTeX entries (for biblatex), as CSL-JSON items, an item
      a line, or as text. What an article does not say is marked as unknown;
      docs/CITING.md says how.

      Example:
        xunwen cite health/2023/0619.txt --accessed 2024-05-01
        xunwen cite - --format bibtex < ids > references.bib

      Exit status: 0, 1 when an id is not there, 2 on error.
      """)

  @Argument(
    help: ArgumentHelp(
      "Ids, as in search results, or - for a list of them on standard input, one a line.",
      valueName: "id"))
  var ids: [String]

  @OptionGroup var location: IndexLocation

  @Option(help: "The form of the references.")
  var format: ReferenceFormat = .gbt7714

  @Option(
    help: ArgumentHelp(
      "Day on which the articles were seen at their addresses. (default: not said)",
      valueName: "date"),
    transform: CiteCommand.day)
  var accessed: CivilDateTime?

  func run() throws {
    let archive = try location.open()
    let output = StandardOutput()
    var isMissing = false
    let failures = try ArgumentLines.forEach(ids) { id, _ in
      guard let stored = try archive.article(id: id) else {
        MissingArticle.write(id)
        isMissing = true
        return
      }
      try format.write(Reference(stored.article, accessed: accessed), to: output)
    }
    try output.flush()
    if failures > 0 { throw CommandFailure("\(Decimal.count(failures, "line")) failed") }
    if isMissing { throw ExitCode(1) }
  }

  @Sendable private static func day(_ text: String) throws -> CivilDateTime {
    guard let date = CivilDateTime(iso: text), date.date.day != nil, date.secondsOfDay == nil else {
      throw ValidationError("write a day as 2024-05-01")
    }
    return date
  }
}
