import ArgumentParser
import Xunwen

struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Hold what the index finds against a scan of all articles.",
    discussion: """
      Reads every article, analyzes it and asks it the query, and compares which match
      as a whole with what the index finds: recall and precision should be 1.

      Example:
        xunwen audit '"长期护理保险" OR 养老 NEAR/5 服务'

      Exit status: 0 when both find the same, 1 when they do not, 2 on error.
      """)

  @OptionGroup var words: QueryWords
  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions
  @OptionGroup var threads: ThreadCount

  @Flag(help: "Look into every article for a /regular expression/ that the index knows nothing of.")
  var scan = false

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() async throws {
    var options = filter.searchOptions
    options.scans = scan
    let archive = try location.open()
    let jobs = threads.count
    let report = try await words.answer {
      try await archive.audit($0, options: options, jobs: jobs)
    }
    let output = StandardOutput()
    if json {
      try output.write(JSONLine().encode(AuditRow(words.text, report)))
    } else {
      try output.write(AuditText.text(of: report))
    }
    try output.flush()
    if !report.missed.isEmpty || !report.wrong.isEmpty { throw ExitCode(1) }
  }
}
