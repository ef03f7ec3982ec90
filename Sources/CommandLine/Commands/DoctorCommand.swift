import ArgumentParser
import Wire
import Xunwen

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Examine the files of a folder before or after indexing.",
    usage: "xunwen doctor [<folder>] [<options>]",
    discussion: """
      Reads a folder as `xunwen index` does, writes nothing, and lists
        failures   files and records that cannot be read
        empty      files without an article
        repaired   articles in which malformed bytes became U+FFFD, with the places
        doubtful   files whose encoding is not certain, with the confidence and the
                   text that another encoding would give, and files that declare a
                   wrong encoding
        no title, no date, no source
                   articles that lack one
      Give the same options as to `xunwen index`.

      Example:
        xunwen doctor corpus
        xunwen doctor corpus --json > report.json
        xunwen doctor corpus/1998 --encoding GB18030

      Exit status: 0 when all files are read without a doubt, 1 when there are
      failures, or empty, repaired or doubtful files, 2 on error, 130 interrupted.
      """)

  @Argument(help: ArgumentHelp("Folder of articles, or a file.", valueName: "folder"))
  var folder = "corpus"

  @OptionGroup var memory: MemoryBudget
  @OptionGroup var threads: ThreadCount
  @OptionGroup var articleLimit: ArticleLimit

  @Option(
    help: ArgumentHelp(
      "Encoding of all files, such as GB18030. (default: detected for each file)",
      valueName: "name"))
  var encoding: String?

  @OptionGroup var fields: FieldNames
  @OptionGroup var patterns: PatternOptions

  @Flag(help: "Follow symbolic links that lead out of the folder.")
  var followLinks = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Findings of each kind to list in the text. (default: 20)", valueName: "count"))
  var limit: Int?

  @OptionGroup var json: JSONOption

  private static let defaultLimit = 20

  func validate() throws {
    try Limits.check(limit ?? 0, in: 0...InputReport.limit, "--limit")
    guard folder != "-" else { throw ValidationError("doctor reads a folder or a file") }
  }

  func run() async throws {
    try MemoryLimit.check(IndexingOptions.leastAddressSpace)
    Process.returnFreedMemory()
    guard FileSystem.exists(folder) else {
      throw CommandFailure("\(folder): no such file or folder")
    }
    var options = IndexingOptions()
    options.memory = memory.bytes
    options.jobs = threads.count
    options.maximumArticleBytes = articleLimit.bytes
    options.encoding = encoding
    options.fields = try fields.map
    options.patterns = try patterns.patterns
    options.followsLinks = followLinks
    let monitor = ProgressMonitor()
    defer { monitor.finish() }
    let report = try await Interruption.cancelling { [options, folder] in
      try await InputReport.examine(
        folder, options: options, onProgress: { monitor.show(ProgressStep($0)) })
    }
    monitor.finish()
    try InputText(report: report, limit: limit ?? Self.defaultLimit).print(as: json.format)
    if report.isInterrupted { throw ExitCode(Interruption.status) }
    if !report.isClean { throw ExitCode(1) }
  }
}
