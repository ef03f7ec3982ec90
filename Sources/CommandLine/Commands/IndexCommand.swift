import ArgumentParser
import Xunwen

struct IndexCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Bring an index up to date with a folder of articles.",
    usage: "xunwen index [<folder>] [<options>]",
    discussion: """
      Reads every .txt file (a crawled page) and .jsonl file (a record a line) below
      the folder, or JSON lines from standard input; hidden files and other kinds are
      passed over. Files that are as they were (size and time of change) are not
      read again; of the others, articles are indexed that are new or have changed.
      What is gone from the folder stays in the index unless --prune.
      Times of publication are kept as printed; China Standard Time is assumed.

      Example:
        xunwen index corpus --index index
        zcat news.jsonl.gz | xunwen index - --memory 2G

      What cannot be read is reported with its place, counted, left out, and tried
      again the next time. Searches see the index as it was until it is committed.
      Interrupting (^C) commits what is complete; the next run goes on from there.
      Exit status: 0 when the index is up to date, 2 otherwise, 130 interrupted.
      """)

  @Argument(help: ArgumentHelp("Folder of articles, or - for standard input.", valueName: "folder"))
  var input = "corpus"

  @OptionGroup var location: IndexLocation

  @OptionGroup var memory: MemoryBudget

  @OptionGroup var threads: ThreadCount

  @Option(
    help: ArgumentHelp(
      "Encoding of all files, such as GB18030. (default: detected file by file)",
      valueName: "name"))
  var encoding: String?

  @Flag(help: "Remove articles whose file, or whose record in its file, is gone.")
  var prune = false

  @Flag(help: "Index everything anew, in place of what the index has.")
  var rebuild = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Commit after so many articles, and go on. (default: at the end)", valueName: "count"))
  var commitEvery: Int?

  @Flag(help: "Commit nothing if anything could not be read.")
  var strict = false

  @Flag(help: "Print failures only.")
  var quiet = false

  func validate() throws {
    guard commitEvery.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--commit-every must be 1 or more")
    }
    guard !strict || commitEvery == nil else {
      throw ValidationError("--strict commits all or nothing, and so not with --commit-every")
    }
    guard !prune || input != "-" else {
      throw ValidationError("--prune needs a folder: standard input does not say what is gone")
    }
  }

  func run() async throws {
    var options = IndexingOptions()
    options.memory = memory.bytes
    options.jobs = threads.count
    options.encoding = encoding
    options.isStrict = strict
    options.prunes = prune
    options.rebuilds = rebuild
    options.commitEvery = commitEvery
    options.shouldStop = Interruption.watched()
    let monitor = ProgressMonitor(showsProgress: !quiet && StandardError.isTerminal)
    defer { monitor.finish() }
    let summary = try await Archive.update(
      from: input == "-" ? .standardInput : .folder(input), at: location.path, options: options,
      onFailure: monitor.report, onProgress: { monitor.show(ProgressStep($0)) })
    monitor.finish()
    if !quiet { StandardError.write(IndexingReport.text(of: summary)) }
    if summary.isInterrupted {
      StandardError.write(IndexingReport.interruption(of: summary))
      throw ExitCode(Interruption.status)
    }
  }
}
