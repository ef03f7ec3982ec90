import ArgumentParser
import Wire
import Xunwen

struct BatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Answer a file of queries.",
    discussion: """
      Formats of queries:
        tsv    lines of id, tab and query
        jsonl  objects with id, query and optionally source or sources, from, to,
               limit, offset, match and sort
        csv    a table with the same names as columns
        trec   TREC topics
      Results keep the order of the queries and do not depend on --jobs. A query that
      fails has an error in its place, and the other queries are answered. Malformed
      syntax is an error unless --lenient is given.

      Example:
        printf 'q1\\t养老 服务\\nq2\\t"长期护理保险"\\n' |
          xunwen batch - --format trec -n 100
        xunwen batch queries.csv --all --format csv --excel --resume hits.csv

      jsonl and text have a record for each query. csv, tsv and trec have rows for
      hits only, and errors are printed to standard error. In tsv, \\t is a tab, \\n
      and \\r are line breaks, and \\\\ is a backslash.
      Fields: query_id, query, total, partial_total, rank, id, score, title, date,
      time, year, month, source, url, path, content_hash, partial, snippet, matches.
      See docs/BATCH.md.
      Exit status: 0 when all queries were answered, 1 when one has no hits and
      --fail-on-empty is given, 2 when one failed.
      """)

  @Argument(help: ArgumentHelp("File of queries, or - for standard input.", valueName: "queries"))
  var path: String

  @Option(
    help: ArgumentHelp(
      "Format of the queries. (default: by the file extension, else tsv)", valueName: "format"))
  var inputFormat: QueryFormat?

  @OptionGroup var location: IndexLocation
  @OptionGroup var query: QueryOptions

  @Flag(help: "All hits of every query instead of --limit. Partial matches only with --match any.")
  var all = false

  @OptionGroup var threads: ThreadCount

  @Option(
    help: """
      Format of the output: JSON Lines, a table, a TREC run with strictly decreasing scores, or \
      text.
      """)
  var format: OutputFormat = .jsonl

  @Option(
    help: ArgumentHelp(
      "Columns of a table, or members of hits in jsonl, separated by commas.",
      valueName: "names"),
    transform: BatchCommand.fields)
  var fields: [BatchField]?

  @OptionGroup var csv: CSVOptions

  @Flag(help: "Omit the row of names in a table.")
  var noHeader = false

  @Option(help: ArgumentHelp("Last column of a TREC run.", valueName: "tag"))
  var runTag = "xunwen"

  @Option(help: ArgumentHelp("Write to this file, replacing its contents.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Continue this output file of an earlier batch with the same queries and options.",
      valueName: "file"))
  var resume: String?

  @Flag(help: "Only check the queries, and report all mistakes.")
  var lint = false

  @Flag(help: "Answer queries with mistakes as search does, and report the mistakes.")
  var lenient = false

  @Flag(help: "Exit with 1 when a query has no hits.")
  var failOnEmpty = false

  @Flag(help: "Print no summary and no progress on standard error.")
  var quiet = false

  enum OutputFormat: String, NamedArgument {
    case jsonl, csv, tsv, trec, text

    var table: TableForm? { TableForm(rawValue: rawValue) }
  }

  func validate() throws {
    guard !runTag.isEmpty, !runTag.contains(where: \.isWhitespace) else {
      throw ValidationError("--run-tag must not be empty or contain white space")
    }
    if fields != nil, format == .trec || format == .text {
      throw ValidationError("--fields requires --format csv, tsv or jsonl")
    }
    if query.manifest, format != .jsonl {
      throw ValidationError("--manifest requires --format jsonl")
    }
    if csv.bom || noHeader, format.table == nil {
      throw ValidationError("\(csv.bom ? "--bom" : "--no-header") requires --format csv or tsv")
    }
    if csv.excel { try csv.check(isCSV: format == .csv) }
    if output != nil, resume != nil {
      throw ValidationError("--output and --resume exclude each other")
    }
    if resume != nil, path == "-" {
      throw ValidationError("--resume requires the queries in a file, which is read twice")
    }
  }

  func run() async throws {
    let input = BatchInput(
      path: path, format: inputFormat ?? QueryFormat(path: path),
      defaults: QueryDefaults(scope: scope, options: searchOptions))
    if lint {
      // Without an index, only the fields of every index are known.
      let fields = (try? Archive(at: location.path))?.fields ?? FieldCatalog()
      try BatchLint.run(input, fields, isQuiet: quiet)
      return
    }
    try checkOutput()
    let archive = try location.open()
    let format = batchFormat
    let monitor = ProgressMonitor(isQuiet: quiet)
    defer { monitor.finish() }
    var tally = BatchTally(input.name, monitor)
    let point = try resume.map {
      try ResumePoint.find(in: $0, format, input, archive.fields) {
        tally.noteAnsweredBefore($0, $1)
      }
    }
    let output = try openedOutput(after: point?.length ?? 0)
    var session = try BatchSession(input, format, to: output, after: point, tally, monitor)
    let runner = BatchRunner(
      archive: archive, scope: input.defaults.scope, options: input.defaults.options,
      jobs: threads.count)
    try await runner.run(next: { try session.next() }, emit: { try session.emit($0) })
    try session.finish()
    monitor.finish()
    if !quiet { StandardError.write(session.tally.summary) }
    try session.tally.check(failsOnEmpty: failOnEmpty)
  }

  private var scope: QueryScope {
    var scope = query.scope
    scope.isLenient = lenient
    return scope
  }

  private var searchOptions: SearchOptions {
    var options = query.searchOptions
    if all { options.limit = .max }
    switch format {
    case .text:
      options.snippetColumns = 2 * textFormat.text.columns
    case .trec: options.adaptToRun()
    case .jsonl, .csv, .tsv: options.include(fields ?? BatchField.columns)
    }
    return options
  }

  var batchFormat: any ResumableFormat {
    if let table = format.table {
      return HitTableFormat(
        table, fields: fields ?? BatchField.columns, style: csv.style, hasHeader: !noHeader)
    }
    return switch format {
    case .trec: TRECFormat(tag: runTag)
    case .text: textFormat
    default: JSONLinesFormat(fields: fields, includesMistakes: lenient)
    }
  }

  private var textFormat: TextFormat {
    let isShown = output == nil && resume == nil && FileDescriptor.standardOutput.isTerminal
    return TextFormat(limit: isShown ? LineWidth.limit : nil)
  }

  private func checkOutput() throws {
    if let output = output ?? resume { try OutputCheck.check(output) }
    try OutputCheck.check(output ?? resume, differsFrom: path)
    let resumed = try resume.flatMap { path in
      try CommandFailure.naming(path) { () throws(SystemError) in
        try FileSystem.factsIfExists(of: path)
      }
    }
    if let resume, let resumed, resumed.kind != .file {
      throw CommandFailure("\(resume) is not a regular file, and cannot be continued")
    }
  }

  /// Opens the output after its first `length` bytes, and removes the rest.
  private func openedOutput(after length: Int) throws(CommandFailure) -> StandardOutput {
    guard let path = output ?? resume else { return StandardOutput() }
    let file = try CommandFailure.naming(path) { () throws(SystemError) in
      let file = try FileDescriptor(path, .write(length == 0 ? .emptied : .kept))
      if length > 0 {
        try file.truncate(to: length)
        try file.seekToEnd()
      }
      return file
    }
    return StandardOutput(file, name: path)
  }

  @Sendable private static func fields(_ argument: String) throws -> [BatchField] {
    do {
      return try BatchField.list(argument)
    } catch {
      throw ValidationError("\(error)")
    }
  }
}
