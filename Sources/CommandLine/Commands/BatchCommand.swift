import ArgumentParser
import Xunwen

struct BatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Answer a file of queries.",
    discussion: """
      Queries come as lines of id, tab and query (tsv); as JSON objects with id,
      query and, where a query has its own, source or sources, from, to, limit,
      offset, match and sort (jsonl); as a table with such columns (csv); or as
      TREC topics (trec). Results come in their order and are the same whatever
      --jobs. A query that fails gives an error in its place, and the rest goes on.

      Example:
        printf 'q1\\t养老 服务\\nq2\\t"长期护理保险"\\n' | xunwen batch - --format trec -n 100
        xunwen batch queries.csv --all --format csv --bom --resume hits.csv

      jsonl has a record for each query, text too; csv, tsv and trec have rows for
      hits only, and what fails is told on standard error. In tsv \\t stands for a
      tab, \\n and \\r for line breaks, and \\\\ for \\.
      Fields: query_id, query, total, partial_total, rank, id, score, title, date,
      source, url, path, content_hash, partial, snippet, matches. docs/BATCH.md
      has all of it.
      Exit status: 0 when every query could be answered, 1 when one has no hits and
      --fail-on-empty is given, 2 when one failed.
      """)

  @Argument(help: ArgumentHelp("File of queries, or - for standard input.", valueName: "queries"))
  var path: String

  @Option(
    help: ArgumentHelp(
      "Form of the queries. (default: by the ending of the file, else tsv)",
      valueName: "format"))
  var inputFormat: QueryFormat?

  @OptionGroup var location: IndexLocation
  @OptionGroup var query: QueryOptions

  @Flag(help: "All hits of every query, in place of --limit; those in part only with --match any.")
  var all = false

  @OptionGroup var threads: ThreadCount

  @Option(
    help: """
      Form of the output: JSON lines, a table, a TREC run, whose scores decrease strictly, or text \
      to be read.
      """)
  var format: BatchFormatName = .jsonl

  @Option(
    help: ArgumentHelp(
      "Columns of a table, or members of hits in jsonl, with commas between.", valueName: "names"),
    transform: BatchField.list)
  var fields: [BatchField]?

  @Flag(help: "Begin a table with a byte order mark, for Excel.")
  var bom = false

  @Flag(help: "Begin a table without a row of names.")
  var noHeader = false

  @Option(help: ArgumentHelp("Last column of a TREC run.", valueName: "tag"))
  var runTag = "xunwen"

  @Option(help: ArgumentHelp("Write to a file, from its beginning.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Go on in the file that a batch of the same queries and options was writing when it ended.",
      valueName: "file"))
  var resume: String?

  @Flag(help: "Only look for mistakes in the queries, and tell all of them.")
  var lint = false

  @Flag(help: "Exit with 1 when a query has no hits.")
  var failOnEmpty = false

  @Flag(help: "No summary on standard error.")
  var quiet = false

  func validate() throws {
    guard !runTag.isEmpty, !runTag.contains(where: \.isWhitespace) else {
      throw ValidationError("--run-tag must have no blanks, and may not be empty")
    }
    if fields != nil, format == .trec || format == .text {
      throw ValidationError("--fields is for csv, tsv and jsonl")
    }
    if query.manifest, format != .jsonl {
      throw ValidationError("--manifest goes with --format jsonl")
    }
    if bom || noHeader, format.table == nil {
      throw ValidationError("\(bom ? "--bom" : "--no-header") is for csv and tsv")
    }
    if output != nil, resume != nil {
      throw ValidationError("--output and --resume exclude each other")
    }
    if resume != nil, path == "-" {
      throw ValidationError("--resume needs the queries in a file, to be read again")
    }
  }

  func run() async throws {
    let input = BatchInput(
      path: path, format: inputFormat ?? QueryFormat(path: path), options: searchOptions)
    if lint {
      try BatchLint.run(input, isQuiet: quiet)
      return
    }
    let archive = try location.open()
    let format = batchFormat
    var tally = BatchTally(input.name)
    let point = try resume.map {
      try ResumePoint.find(in: $0, format, input) { tally.noteAnsweredBefore($0, $1) }
    }
    let file = try openedOutput(after: point)
    defer { file.close() }
    var session = try BatchSession(input, format, to: file.output, after: point, tally)
    let runner = BatchRunner(archive: archive, options: input.options, jobs: threads.count)
    try await runner.run(next: { try session.next() }, emit: { try session.emit($0) })
    try session.finish()
    if !quiet { StandardError.write(session.tally.summary) }
    try session.tally.check(failsOnEmpty: failOnEmpty)
  }

  private var searchOptions: SearchOptions {
    var options = query.searchOptions
    if all { options.limit = .max }
    switch format {
    case .text:
      options.snippetColumns = 2 * TextFormat.columns
    case .trec:
      options.includesArticles = false
    case .jsonl, .csv, .tsv:
      let fields = self.fields ?? BatchField.columns
      options.includesArticles = fields.contains(where: \.needsArticle)
      options.includesSnippets = fields.contains(where: \.needsText)
    }
    return options
  }

  var batchFormat: any BatchFormat {
    if let table = format.table {
      return HitTableFormat(
        table, fields: fields ?? BatchField.columns, hasMark: bom, hasHeader: !noHeader)
    }
    return switch format {
    case .trec: TRECFormat(tag: runTag)
    case .text: TextFormat()
    default: JSONLinesFormat(fields: fields)
    }
  }

  private func openedOutput(after point: ResumePoint?) throws(CommandFailure) -> BatchOutput {
    guard let path = output ?? resume else { return BatchOutput() }
    return try BatchOutput(path, after: point?.length)
  }
}
