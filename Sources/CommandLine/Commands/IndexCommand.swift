import ArgumentParser
import Wire
import Xunwen

struct IndexCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Update an index from a folder of articles.",
    usage: "xunwen index [<folder>] [<options>]",
    discussion: """
      Reads every .txt file (a crawled page) and .jsonl file (a record on each line)
      below the folder, or JSON Lines from standard input. Hidden files and other
      files are skipped. Unchanged files (same size and modification time) are not
      read again. From other files, new and changed articles are indexed. Articles
      that are no longer in the folder stay in the index unless --prune is given.
      Times are kept as printed, and are assumed to be China Standard Time.

      Example:
        xunwen index corpus --index index
        zcat news.jsonl.gz | xunwen index - --memory 2G

      Unreadable input is reported with its file and line, counted, skipped, and
      tried again next time. Searches use the previous commit until the new one is
      written.
      An interruption (^C) commits the articles read so far; the next run continues.
      Exit status: 0 when the index is up to date, 2 otherwise, 130 interrupted.
      """)

  @Argument(help: ArgumentHelp("Folder of articles, or - for standard input.", valueName: "folder"))
  var input = "corpus"

  @OptionGroup var location: IndexLocation
  @OptionGroup var memory: MemoryBudget
  @OptionGroup var threads: ThreadCount

  @Option(
    help: ArgumentHelp(
      "Encoding of all files, such as GB18030. (default: detected for each file)",
      valueName: "name"))
  var encoding: String?

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

  func validate() throws {
    guard commitEvery.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--commit-every must be 1 or more")
    }
    guard !strict || commitEvery == nil else {
      throw ValidationError("--strict and --commit-every exclude each other")
    }
    guard !prune || input != "-" else { throw ValidationError("--prune requires a folder") }
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
    let monitor = ProgressMonitor(isQuiet: quiet)
    defer { monitor.finish() }
    let source: CorpusInput = input == "-" ? .standardInput : .folder(input)
    let summary = try await Interruption.cancelling { [options, path = location.path] in
      try await ArchiveWriter(creatingAt: path).update(
        from: source, options: options, onFailure: monitor.report,
        onProgress: { monitor.show(ProgressStep($0)) })
    }
    monitor.finish()
    if !quiet { StandardError.write(summary.text) }
    if summary.isInterrupted {
      StandardError.write(
        summary.commits > 0
          ? "interrupted: complete articles are committed; run the command again to continue\n"
          : "interrupted: no article was complete; the index is unchanged\n")
      throw ExitCode(Interruption.status)
    }
  }
}

extension IndexingSummary {
  fileprivate var text: String {
    var rows = [
      ["articles", "\(NumberText.grouped(articles)) in the index: \(changes)"],
      [
        "files",
        "\(NumberText.grouped(files)) read, \(NumberText.grouped(unchangedFiles)) unchanged",
      ],
      ["failures", NumberText.grouped(failures)],
      ["duplicates", NumberText.grouped(duplicates)],
    ]
    if added + changed > 0 {
      rows.append(["undated", NumberText.grouped(undated)])
      rows.append(["no source", NumberText.grouped(unsourced)])
    }
    if skipped > 0 {
      rows.append(["skipped", "\(NumberText.grouped(skipped)) hidden or of other kinds"])
    }
    if !encodings.isEmpty {
      let encodings = encodings.map { "\($0.name) \(NumberText.grouped($0.count))" }
      rows.append(["encodings", encodings.joined(separator: ", ")])
    }
    rows += [["index", size], ["time", time]]
    return TextColumns.table(rows)
  }

  private var changes: String {
    [
      (added, "added"), (changed, "changed"), (unchanged, "unchanged"), (removed, "removed"),
    ].map { "\(NumberText.grouped($0)) \($1)" }.joined(separator: ", ")
  }

  private var size: String {
    let segments = NumberText.count(segments, "segment")
    var text = "\(NumberText.bytes(indexBytes)) in \(segments)"
    // The ratio is meaningful only when all articles of the index were read now.
    if bytes > 0, added == articles {
      let ratio = NumberText.fixed(Double(indexBytes) / Double(bytes), digits: 2)
      text += ", \(ratio) × the text of \(NumberText.bytes(bytes))"
    }
    return text + " (stored articles \(NumberText.bytes(storedBytes)))"
  }

  private var time: String {
    let time = "\(NumberText.fixed(elapsed.seconds, digits: 2)) s"
    guard bytes > 0 else { return time }
    let rate = Double(bytes) / max(elapsed.seconds, 0.001) / 1e6
    return time + ", \(NumberText.fixed(rate, digits: 1)) MB/s"
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
