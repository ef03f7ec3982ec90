import ArgumentParser
import Wire
import Xunwen

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check an index for damage.",
    usage: "xunwen check [<options>]",
    discussion: """
      Reports all damage and changes nothing. A writer may work at the same time.
      There are three levels, and each includes the previous ones:
        files      every file exists, and its checksums are right
        structure  all data can be decoded and is consistent
        content    the articles are analyzed again and compared with the index,
                   which takes as long as indexing

      Example:
        xunwen check
        xunwen check --level content --json

      Temporary files are written to $TMPDIR (else /tmp).
      Exit status: 0 without damage, 1 with damage, 2 when the check failed or a
      file cannot be read, which may be intact.
      """)

  @OptionGroup var location: IndexLocation

  @Option(help: "Level of the check.")
  var level: CheckLevel = .structure

  @OptionGroup var threads: ThreadCount
  @OptionGroup var json: JSONOption

  func run() async throws {
    let monitor = ProgressMonitor()
    defer { monitor.finish() }
    Process.returnFreedMemory()
    let report = try await Archive.check(
      at: location.path, level: level, jobs: threads.count,
      onProgress: { monitor.show(ProgressStep($0)) })
    monitor.finish()
    try report.print(as: json.format)
    if !report.unreadable.isEmpty { throw ExitCode(2) }
    if !report.isClean { throw ExitCode(1) }
  }
}

extension CheckReport: Report {
  var rows: DataRows { DataRows(self) }

  func text(in style: TextStyle) -> String {
    var lines = findings.map { "damaged: \(line(of: $0))" }
    if omitted > 0 {
      lines.append("damaged: \(NumberText.count(omitted, "finding")) more like these")
    }
    lines += unreadable.map { "cannot be checked: \($0.problem)" }
    lines += unneeded.map { "not needed: \($0)" }
    lines += foreignWords.map {
      "not compared: words of \($0.segment), which were segmented by ICU \($0.icuVersion)"
    }
    lines.append(summary)
    return lines.map { VisibleText.line($0) + "\n" }.joined()
  }

  private func line(of finding: CheckFinding) -> String {
    var text = finding.file
    if let bytes = finding.bytes {
      let range =
        bytes.count == 1
        ? "byte \(bytes.lowerBound)" : "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)"
      text += (text.isEmpty ? "" : " ") + range
    }
    text += text.isEmpty ? finding.problem : ": \(finding.problem)"
    if let articles = finding.articles { text += " (\(NumberText.count(articles, "article")))" }
    return text
  }

  private var summary: String {
    let count = findings.count + omitted
    var result = count == 0 ? "no damage" : NumberText.count(count, "finding")
    if !unreadable.isEmpty {
      result += " in the other files, \(NumberText.count(unreadable.count, "file")) unchecked"
    }
    let commit = generation.map { "generation \($0)" } ?? "no readable commit"
    return "\(result): \(commit), \(NumberText.count(articles, "article")) in "
      + "\(NumberText.count(segments, "segment")), \(NumberText.count(files, "file")) of "
      + "\(NumberText.bytes(bytes)), level \(level) "
      + "(in \(NumberText.fixed(elapsed.seconds, digits: 1)) s)"
  }
}

struct RepairCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair",
    abstract: "Save the articles of a damaged index.",
    usage: "xunwen repair <folder> [<options>]",
    discussion: """
      Builds a new index from every readable article, and lists the losses. The
      damaged index is not changed. Articles are analyzed again, so only the stored
      articles (.sto files) are needed, and every intact block of these is saved.
      The other files tell which articles are deleted, and which belong to another
      index and are left out. A file that cannot be read may be intact: repair
      refuses to begin unless --skip-unreadable is given.

      Example:
        xunwen check || xunwen repair index.new

      Exit status: 0 when the new index has the same articles, 1 when articles are
      lost, foreign, or perhaps deleted before, 2 on error.
      """)

  @Argument(help: ArgumentHelp("Folder of the new index, empty or new.", valueName: "folder"))
  var target: String

  @Flag(help: "Treat files that cannot be read as lost.")
  var skipUnreadable = false

  @OptionGroup var location: IndexLocation
  @OptionGroup var memory: MemoryBudget
  @OptionGroup var threads: ThreadCount
  @OptionGroup var json: JSONOption

  func validate() throws { try Limits.checkFolder(target) }

  func run() async throws {
    let monitor = ProgressMonitor()
    defer { monitor.finish() }
    try MemoryLimit.check(IndexingOptions.leastAddressSpace)
    Process.returnFreedMemory()
    let report = try await Archive.repair(
      at: location.path, to: target, skipsUnreadable: skipUnreadable, jobs: threads.count,
      memory: memory.bytes,
      onProgress: { monitor.show(ProgressStep($0)) })
    monitor.finish()
    try report.print(as: json.format)
    if !report.isExact { throw ExitCode(1) }
  }
}

extension RepairReport: Report {
  var rows: DataRows { DataRows(self) }

  func text(in style: TextStyle) -> String {
    var lines: [String] = []
    for loss in losses {
      lines.append("lost: \(line(of: loss))")
      lines += loss.ids.map { "lost: \(loss.file): article \($0)" }
    }
    for file in foreign {
      lines += file.ids.map { "foreign: \(file.file): article \($0), left out" }
    }
    lines += withoutDeletions.map {
      "unknown: the deleted articles of \($0); they may be among the saved articles"
    }
    if !knowsFields {
      lines.append(
        "unknown: the declared fields; declare them again with `xunwen index --field NAME:TYPE`")
    }
    lines += unreadable.map { "not read: \($0.problem)" }
    lines += dictionaryFaults.map { "left out: \($0)" }
    lines.append(summary)
    return lines.map { VisibleText.line($0) + "\n" }.joined()
  }

  private func line(of loss: SalvageLoss) -> String {
    let count =
      loss.articles.map { NumberText.count($0, "article") } ?? "an unknown number of articles"
    switch loss.reason {
    case .missing: return "\(loss.file): \(count), the file is missing"
    case .unreadable: return "\(loss.file): \(count), the file cannot be read"
    case .foreign: return "\(loss.file): \(count), the file is of another segment"
    case .damaged: break
    }
    let ranges = loss.bytes.map { "\($0.lowerBound)-\($0.upperBound - 1)" }
    let bytes =
      ranges.isEmpty ? "replaced or after its end" : "bytes \(ranges.joined(separator: ", "))"
    return "\(loss.file): \(count), \(bytes)"
  }

  private var summary: String {
    var text = "\(NumberText.count(saved, "article")) saved"
    if isComplete {
      text += ", none lost"
    } else if losses.contains(where: { $0.articles == nil }) {
      text += ", \(NumberText.grouped(lost)) or more lost"
    } else {
      text += ", \(NumberText.grouped(lost)) lost"
    }
    let foreignCount = foreign.reduce(0) { $0 + $1.ids.count }
    if foreignCount > 0 { text += "; \(NumberText.grouped(foreignCount)) foreign" }
    let left = deleted + replaced
    if left > 0 { text += "; \(NumberText.grouped(left)) deleted or replaced before" }
    return text + " (in \(NumberText.fixed(elapsed.seconds, digits: 1)) s)"
  }
}
