import ArgumentParser
import Wire
import Xunwen

struct CiteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cite",
    abstract: "Write references to articles.",
    usage: "xunwen cite <id> ... [<options>]",
    discussion: """
      Formats: GB/T 7714-2015, BibTeX entries for biblatex, CSL-JSON with an item on
      each line, or text. Missing facts are marked as unknown; see docs/CITING.md.

      Example:
        xunwen cite health/2023/0619.txt --accessed 2024-05-01
        xunwen cite - --format bibtex < ids > references.bib

      Exit status: 0, 1 when an id does not exist, 2 on error.
      """)

  @Argument(
    help: ArgumentHelp(
      "Ids from search results, or - for ids from standard input, one on each line.",
      valueName: "id"))
  var ids: [String]

  @OptionGroup var location: IndexLocation

  @Option(help: "Format of the references.")
  var format: ReferenceFormat = .gbt7714

  @Option(
    help: ArgumentHelp(
      "Day on which the articles were read online. (default: none)", valueName: "date"),
    transform: CiteCommand.day)
  var accessed: CivilDate?

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
      try output.write(format.bytes(of: Reference(stored.article, accessed: accessed)))
    }
    try output.flush()
    if failures > 0 { throw CommandFailure("\(NumberText.count(failures, "line")) failed") }
    if isMissing { throw ExitCode(1) }
  }

  @Sendable private static func day(_ text: String) throws -> CivilDate {
    guard let date = CivilDate(text), date.day != nil else {
      throw ValidationError("write a day as 2024-05-01")
    }
    return date
  }
}
