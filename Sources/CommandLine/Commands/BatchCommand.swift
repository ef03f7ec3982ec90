import ArgumentParser
import Xunwen

struct BatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Answer a file of queries.",
    discussion: """
      Each line of the file has an id, a tab and a query. Results come in the order
      of the file and are the same whatever --jobs. A line that fails gives an error
      record in its place, and the rest goes on.

      Example:
        printf 'q1\\t养老 服务\\nq2\\t"长期护理保险"\\n' | xunwen batch - --format trec -n 100

      Exit status: 0 when every query could be answered, 2 otherwise.
      """)

  @Argument(help: ArgumentHelp("File of queries, or - for standard input.", valueName: "queries"))
  var path: String

  @OptionGroup var location: IndexLocation
  @OptionGroup var query: QueryOptions
  @OptionGroup var threads: ThreadCount

  @Option(help: "JSON lines, or a TREC run, whose scores decrease strictly.")
  var format: BatchFormatName = .jsonl

  @Option(help: ArgumentHelp("Last column of a TREC run.", valueName: "tag"))
  var runTag = "xunwen"

  func validate() throws {
    guard !runTag.isEmpty, !runTag.contains(where: \.isWhitespace) else {
      throw ValidationError("--run-tag must have no blanks, and may not be empty")
    }
  }

  func run() async throws {
    var options = query.searchOptions
    options.includesArticles = format == .jsonl
    options.includesSnippets = false
    let format: any BatchFormat = format == .jsonl ? JSONLinesFormat() : TRECFormat(tag: runTag)
    let runner = BatchRunner(archive: try location.open(), options: options, jobs: threads.count)
    var session = try BatchSession(path, format: format)
    try await runner.run(next: { try session.next() }, emit: { try session.emit($0) })
    try session.finish()
  }
}
