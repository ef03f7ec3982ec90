import ArgumentParser
import Synchronization
import Wire
import Xunwen

struct IndexCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Update an index from a folder of articles.",
    usage: "xunwen index [<folder>] [<options>]",
    discussion: """
      Reads web pages and crawled texts (.html, .txt), documents (.pdf, .docx, .odt,
      .pptx, .doc, .ppt, .wps, .rtf, .ofd, .md), books (.epub), workbooks (.xlsx,
      .ods, .xls), tables (.csv, .tsv), JSON records (.jsonl, .json), mails (.eml,
      .msg, .mbox), saved pages and web archives (.mht, .warc, .arc) and Sogou
      documents below the folder, also compressed and in archives (zip, tar, 7z), or
      records from standard input. PDF, .doc, .wps and .ppt need pdftotext, catdoc or
      LibreOffice. Hidden files, files of other kinds, the files of indexes, and
      symbolic links that lead out of the folder are skipped and counted. Unchanged
      files (same size, times of modification and change, and inode) are not read
      again. From other files, new and changed articles are indexed. Articles that
      are no longer in the folder stay in the index unless --prune is given. The
      folder may be a part of an
      indexed folder, or contain one: articles keep their ids.

      The index keeps --encoding, --map and the patterns for the folder, and later
      runs need not repeat them. Another --encoding or --map counts from then on, and
      the files are read again. --forget-rules returns to the defaults.

      --exclude and --include take patterns of gitignore: a name in any folder
      (*.bak), a path below the folder (/2023/**/draft-?.txt), a folder (tmp/), or,
      after !, an exception. Excluded files count as missing. The lines of a file
      .xunwenignore in the folder are patterns to exclude, too.

      The usual names of fields in records and tables are known (title, 标题 and
      others); --map adds names. Times are kept as printed, and are assumed to be
      China Standard Time. A time with an offset from UTC is converted to it.

      Every index has the fields of policy documents (发文机关, 发文字号, 成文日期,
      索引号, 主题分类, 有效性). --field declares further members of records as fields
      for queries (level:省级), facets and statistics. The types are keyword, number,
      date and docnumber (numbers of documents). When the declared fields change, the
      articles of the index are inverted again.

      Example:
        xunwen index corpus --index index
        curl -s https://example.org/news.jsonl.gz | xunwen index - --memory 2G
        xunwen index corpus --exclude tmp/ --exclude '*.bak.txt' --prune
        xunwen index dump.csv --map 文号=id 正文=text 公开日期=date
        xunwen index corpus --field level:keyword --field pages:number

      Unreadable input is reported with its file and line, counted, skipped, and
      tried again next time. Searches use the previous commit until the new one is
      written. An interruption (^C) commits the articles read so far, and the next
      run continues; with --rebuild, it leaves the old index.
      Exit status: 0 when the index is up to date; 3 when it is up to date but for
      the failures that were reported; 2 on an error, when nothing is committed;
      130 interrupted. See docs/INDEXING.md.
      """)

  @Argument(help: ArgumentHelp("Folder of articles, or - for standard input.", valueName: "folder"))
  var input = "corpus"

  @OptionGroup var location: IndexLocation
  @OptionGroup var reading: InputOptions
  @OptionGroup var fields: DeclaredFields

  @Flag(help: "Remove articles whose file, or whose record in a file, no longer exists.")
  var prune = false

  @Flag(help: "Index all articles again, and replace the contents of the index.")
  var rebuild = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Commit after this many articles, and continue. (default: at the end)",
      valueName: "count"))
  var commitEvery: Int?

  @Flag(help: "Commit nothing if any input cannot be read.")
  var strict = false

  @Flag(help: "Print failures only.")
  var quiet = false

  @Flag(help: "Print the summary as one JSON object on standard output.")
  var json = false

  func validate() throws {
    guard commitEvery.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--commit-every must be 1 or more")
    }
    guard !strict || commitEvery == nil else {
      throw ValidationError("--strict and --commit-every exclude each other")
    }
    guard !prune || input != "-" else { throw ValidationError("--prune requires a folder") }
    _ = try reading.fields(declaring: fields.declarations)
  }

  func run() async throws {
    try MemoryLimit.check(IndexingOptions.leastAddressSpace)
    Process.returnFreedMemory()
    var options = try reading.options(declaring: fields.declarations)
    options.isStrict = strict
    options.prunes = prune
    options.rebuilds = rebuild
    options.commitEvery = commitEvery
    let source: CorpusInput = input == "-" ? .standardInput : .folder(input)
    let monitor = ProgressMonitor(isQuiet: quiet)
    defer { monitor.finish() }
    let failures = FailureList(monitor)
    let summary: IndexingSummary
    do {
      try source.check(forIndexAt: location.path)
      summary = try await Interruption.cancelling { [options, path = location.path] in
        try await ArchiveWriter(creatingAt: path, replaces: options.rebuilds).update(
          from: source, options: options, onFailure: failures.report,
          onProgress: { monitor.show(ProgressStep($0)) })
      }
    } catch {
      monitor.finish()
      failures.reportMissingPrograms()
      if json { try printJSON(DataRows(error, count: failures.count, failures: failures.first)) }
      guard case XunwenError.endedEarly = error else { throw error }
      StandardError.write("error: \(error)\n")
      throw ExitCode(Self.partialStatus)
    }
    monitor.finish()
    failures.reportMissingPrograms()
    if json {
      try printJSON(DataRows(summary, failures: failures.first))
    } else if !quiet {
      StandardError.write(IndexingText(summary, columns: LineWidth.columns).text)
    }
    try Self.end(summary)
  }

  private func printJSON(_ rows: DataRows) throws {
    try PlainReport(rows: rows, text: "").print(as: .json)
  }

  /// The exit status after an update of which a part failed.
  private static let partialStatus: Int32 = 3

  /// Reports how the update ended, and throws its exit status unless it is 0.
  private static func end(_ summary: IndexingSummary) throws {
    if let failure = summary.mergeFailure {
      StandardError.write(
        "warning: the articles are committed, but segments could not be merged: \(failure)\n"
          + "`xunwen merge` tries again\n")
    }
    if summary.isInterrupted {
      StandardError.write(
        summary.commits > 0
          ? "interrupted: complete articles are committed; run the command again to continue\n"
          : "interrupted: nothing was committed; the index is unchanged\n")
      throw ExitCode(Interruption.status)
    }
    if summary.failures > 0 || summary.mergeFailure != nil { throw ExitCode(partialStatus) }
  }
}

/// Reports failures when they occur, and keeps the first ones for the summary.
private final class FailureList: Sendable {
  /// The number of failures that the summary lists.
  static let limit = 100

  private struct State {
    var count = 0
    var first: [ArticleError] = []
    /// By the name of a program that is missing, the number of files that it reads.
    var missing: [String: (files: Int, packages: String)] = [:]
  }

  private let monitor: ProgressMonitor
  private let list = Mutex(State())

  init(_ monitor: ProgressMonitor) { self.monitor = monitor }

  var count: Int { list.withLock { $0.count } }
  var first: [ArticleError] { list.withLock { $0.first } }

  @Sendable func report(_ failure: ArticleError) {
    monitor.report(failure)
    // A superseded article is not a failure.
    if case .duplicateID = failure.reason { return }
    list.withLock {
      $0.count += 1
      if $0.first.count < Self.limit { $0.first.append(failure) }
      if case .missingProgram(let name, let packages) = failure.reason {
        $0.missing[name, default: (0, packages)].files += 1
      }
    }
  }

  /// Prints a line for each program that is missing, with the package that provides it.
  func reportMissingPrograms() {
    for (name, missing) in list.withLock({ $0.missing }).sorted(by: { $0.key < $1.key }) {
      let files = NumberText.count(missing.files, "file")
      StandardError.write(
        "\(files) not read, because \(name) is missing (Debian: apt install \(missing.packages))\n")
    }
  }
}

struct MergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Merge the segments of an index.",
    discussion: """
      Indexing merges segments automatically. With --force, all segments are merged
      into one, or into as few as possible, and deleted articles are removed from the
      files. This makes searches fastest. Searches work during a merge, and their
      results do not change.

      Example:
        xunwen merge --force --index index

      Exit status: 0, 2 on error, 130 interrupted (finished merges are kept).
      """)

  @OptionGroup var location: IndexLocation
  @OptionGroup var threads: ThreadCount

  @Flag(help: "Merge all segments into one.")
  var force = false

  @Flag(help: "Print nothing.")
  var quiet = false

  func run() async throws {
    Process.returnFreedMemory()
    let (path, jobs) = (location.path, threads.count)
    let monitor = ProgressMonitor(isQuiet: quiet)
    defer { monitor.finish() }
    let summary = try await Interruption.cancelling { [force, quiet] in
      try await ArchiveWriter(at: path).merge(isForced: force, jobs: jobs) { step in
        guard !quiet else { return }
        let segments = NumberText.count(step.segments, "segment")
        monitor.report("merging \(segments), \(NumberText.bytes(step.bytes))\n")
      } onProgress: {
        monitor.show(ProgressStep($0))
      }
    }
    monitor.finish()
    if summary.isInterrupted {
      StandardError.write("interrupted: the unfinished merge is discarded; the index is intact\n")
      throw ExitCode(Interruption.status)
    }
    if summary.merges == 0, !quiet { StandardError.write("nothing to merge\n") }
  }
}
