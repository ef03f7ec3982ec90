import ArgumentParser
import Wire
import Xunwen

struct RepairCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair",
    abstract: "Save the articles of a damaged index.",
    usage: "xunwen repair <folder> [<options>]",
    discussion: """
      Builds a new index from every readable article, and lists the losses. The
      damaged index is not changed. Articles are analyzed again, so only the stored
      articles (.sto files) are needed, and every intact block of these is saved.

      Example:
        xunwen check || xunwen repair index.new

      Exit status: 0 when all articles were saved, 1 when some are lost, 2 on error.
      """)

  @Argument(
    help: ArgumentHelp(
      "Folder of the new index, empty or new.", valueName: "folder"))
  var target: String

  @OptionGroup var location: IndexLocation

  @OptionGroup var memory: MemoryBudget

  @OptionGroup var threads: ThreadCount

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() async throws {
    let monitor = ProgressMonitor()
    defer { monitor.finish() }
    let report = try await Archive.repair(
      at: location.path, to: target, jobs: threads.count, memory: memory.bytes,
      onProgress: { monitor.show(ProgressStep($0)) })
    monitor.finish()
    try report.print(as: ReportFormat(json: json))
    if !report.isComplete { throw ExitCode(1) }
  }
}

/// A line for each damaged file and each lost article, then a summary.
extension RepairReport: Report {
  var rows: DataRows { DataRows(self) }

  func text(in style: TextStyle) -> String {
    var lines: [String] = []
    for loss in losses {
      lines.append("lost: \(line(of: loss))")
      lines += loss.ids.map { "lost: \(loss.file): article \($0)" }
    }
    lines += withoutDeletions.map {
      "unknown: the deleted articles of \($0); all of its articles were saved"
    }
    lines.append(summary)
    return lines.map { VisibleText.line($0) + "\n" }.joined()
  }

  private func line(of loss: SalvageLoss) -> String {
    let count =
      loss.articles.map { NumberText.count($0, "article") } ?? "an unknown number of articles"
    if loss.isFileMissing { return "\(loss.file): \(count), the file is missing" }
    let ranges = loss.bytes.map { "\($0.lowerBound)-\($0.upperBound - 1)" }
    let bytes = ranges.isEmpty ? "after its end" : "bytes \(ranges.joined(separator: ", "))"
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
    let left = deleted + replaced
    if left > 0 { text += "; \(NumberText.grouped(left)) deleted or replaced before" }
    return text + " (in \(NumberText.fixed(elapsed.seconds, digits: 1)) s)"
  }
}
