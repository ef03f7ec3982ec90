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
      Exit status: 0 without damage, 1 with damage, 2 when the check failed.
      """)

  @OptionGroup var location: IndexLocation

  @Option(help: "Level of the check.")
  var level: CheckLevel = .structure

  @OptionGroup var threads: ThreadCount

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() async throws {
    let monitor = ProgressMonitor()
    defer { monitor.finish() }
    let report = try await Archive.check(
      at: location.path, level: level, jobs: threads.count,
      onProgress: { monitor.show(ProgressStep($0)) })
    monitor.finish()
    try report.print(as: ReportFormat(json: json))
    if !report.isClean { throw ExitCode(1) }
  }
}

/// A line for each finding, then a summary.
extension CheckReport: Report {
  var rows: DataRows { DataRows(self) }

  func text(in style: TextStyle) -> String {
    var lines = findings.map { "damaged: \(line(of: $0))" }
    if omitted > 0 {
      lines.append("damaged: \(NumberText.count(omitted, "finding")) more like these")
    }
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
    let result = count == 0 ? "no damage" : NumberText.count(count, "finding")
    let commit = generation.map { "generation \($0)" } ?? "no readable commit"
    return "\(result): \(commit), \(NumberText.count(articles, "article")) in "
      + "\(NumberText.count(segments, "segment")), \(NumberText.count(files, "file")) of "
      + "\(NumberText.bytes(bytes)), level \(level) "
      + "(in \(NumberText.fixed(elapsed.seconds, digits: 1)) s)"
  }
}
