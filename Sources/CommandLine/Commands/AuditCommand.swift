import ArgumentParser
import Wire
import Xunwen

struct AuditCommand: AsyncParsableCommand, QueryCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Compare index results with a full scan.",
    usage: "xunwen audit <query> ... [<options>]",
    discussion: """
      Reads and analyzes every article, matches it with the query, and compares the
      articles that match completely with the articles that the index finds. Recall
      and precision should be 1.

      Example:
        xunwen audit '"长期护理保险" OR 养老 NEAR/5 服务'

      Exit status: 0 when both find the same articles, 1 when not, 2 on error.
      """)

  @OptionGroup var words: QueryWords
  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions
  @OptionGroup var whole: WholeMatch
  @OptionGroup var threads: ThreadCount

  @Flag(help: "Search every article for a /regular expression/ for which the index has no terms.")
  var scan = false

  @OptionGroup var json: JSONOption

  func run() async throws {
    var scope = filter.scope
    scope.scans = scan
    scope.match = whole.match
    let archive = try location.open()
    let (query, jobs) = (words.text, threads.count)
    let audit = try await QueryFailure.locating(query) {
      try await archive.audit(query, scope: scope, jobs: jobs)
    }
    try AuditTable(query: query, audit: audit).print(as: json.format)
    if !audit.missed.isEmpty || !audit.wrong.isEmpty { throw ExitCode(1) }
  }
}

private struct AuditTable: Report {
  let query: String
  let audit: AuditReport

  private static let shown = 20

  var rows: DataRows { DataRows(audit, query: query) }

  func text(in style: TextStyle) -> String {
    var text = TextColumns.table([
      ["articles read", NumberText.grouped(audit.articles)],
      ["found by the scan", NumberText.grouped(audit.expected)],
      ["found by the index", NumberText.grouped(audit.found)],
      ["recall", NumberText.fixed(audit.recall, digits: 6)],
      ["precision", NumberText.fixed(audit.precision, digits: 6)],
    ])
    for (name, ids) in [("missed", audit.missed), ("wrong", audit.wrong)] {
      for id in ids.prefix(Self.shown) { text += "\(name)  \(VisibleText.line(id))\n" }
      let more = ids.count - Self.shown
      if more > 0 { text += "and \(NumberText.grouped(more)) more\n" }
    }
    return text
  }
}
