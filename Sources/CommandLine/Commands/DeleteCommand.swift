import ArgumentParser
import Xunwen

struct DeleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Remove articles from an index.",
    usage: """
      xunwen delete <id> ... [<options>]
      xunwen delete --query <query> [<options>]
      """,
    discussion: """
      By id, or all that match a query as a whole. Their files are not touched; an
      article stays away until its file changes and is indexed again.

      Example:
        xunwen delete health/2023/0619.txt
        xunwen delete --query 'source:测试 date:..2019' --dry-run

      Exit status: 0, 1 when an id is not there or nothing matches, 2 on error.
      """)

  @Argument(help: ArgumentHelp("Ids, as in search results.", valueName: "id"))
  var ids: [String] = []

  @Option(help: "Remove what matches this query; docs/QUERY.md has the language.")
  var query: String?

  @Flag(help: "Only say how many articles match.")
  var dryRun = false

  @OptionGroup var location: IndexLocation

  func validate() throws {
    guard ids.isEmpty != (query == nil) else { throw ValidationError("either ids or --query") }
    guard !dryRun || query != nil else { throw ValidationError("--dry-run goes with --query") }
  }

  func run() throws {
    let summary: DeletionSummary
    if let query {
      summary = try QueryFailure.locating(query) {
        try Archive.delete(matching: query, at: location.path, isTrial: dryRun)
      }
    } else {
      summary = try Archive.delete(ids: ids, at: location.path)
    }
    summary.missing.forEach(MissingArticle.write)
    let verb = dryRun ? "would be removed" : "removed"
    StandardError.write("\(Decimal.count(summary.removed, "article")) \(verb)\n")
    if !summary.missing.isEmpty || summary.removed == 0 { throw ExitCode(1) }
  }
}
