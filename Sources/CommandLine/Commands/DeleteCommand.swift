import ArgumentParser
import Wire
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
      Removes the articles with the given ids, or all that match a query completely.
      Files are not deleted. A removed article returns only when its file changes and
      is indexed again.

      Example:
        xunwen delete health/2023/0619.txt
        xunwen delete --query 'source:测试 date:..2019' --dry-run

      Exit status: 0, 1 when an id does not exist or nothing matches, 2 on error.
      """)

  @Argument(help: ArgumentHelp("Ids from search results.", valueName: "id"))
  var ids: [String] = []

  @Option(
    parsing: .unconditional,
    help: "Remove all articles that match this query. See docs/QUERY.md.")
  var query: String?

  @Flag(help: "Only print how many articles match.")
  var dryRun = false

  @OptionGroup var whole: WholeMatch
  @OptionGroup var location: IndexLocation

  func validate() throws {
    guard ids.isEmpty != (query == nil) else { throw ValidationError("either ids or --query") }
    guard !dryRun || query != nil else { throw ValidationError("--dry-run requires --query") }
  }

  func run() throws {
    var scope = QueryScope()
    scope.match = whole.match
    if let query, dryRun {
      let archive = try location.open()
      let count = try QueryFailure.locating(query) {
        try archive.prepare(query, scope: scope).count()
      }
      StandardError.write("\(NumberText.count(count, "article")) would be removed\n")
      if count == 0 { throw ExitCode(1) }
      return
    }
    let writer = try location.openForWriting()
    let summary =
      if let query {
        try QueryFailure.locating(query) { try writer.delete(matching: query, scope: scope) }
      } else {
        try writer.delete(ids: ids)
      }
    try writer.commit()
    summary.missing.forEach(StandardError.reportMissing)
    StandardError.write("\(NumberText.count(summary.removed, "article")) removed\n")
    if !summary.missing.isEmpty || summary.removed == 0 { throw ExitCode(1) }
  }
}
