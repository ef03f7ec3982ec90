import ArgumentParser
import Xunwen

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the articles as JSON lines.",
    discussion: """
      A line for each article, in the order of the index: id, title, text, date,
      source, section, url, tags, what else the record had, and in the member xunwen
      what makes `xunwen index` read the same article again, of a page all of its
      parts. An index of the export finds and shows the same.

      Example:
        xunwen export | gzip > articles.jsonl.gz
        xunwen export care.jsonl --query '养老 date:2023'

      A file is complete or is not there.
      Exit status: 0, 2 on error.
      """)

  @Argument(help: ArgumentHelp("File to write, or - for standard output.", valueName: "file"))
  var path = "-"

  @OptionGroup var location: IndexLocation

  @Option(
    help: ArgumentHelp(
      "Only articles that match all of a query. (default: all articles)", valueName: "query"))
  var query: String?

  func run() throws {
    let archive = try location.open()
    if path == "-" {
      let output = StandardOutput()
      _ = try export(archive) { try output.write($0) }
      try output.flush()
      return
    }
    let monitor = ProgressMonitor(showsProgress: StandardError.isTerminal)
    defer { monitor.finish() }
    let file = try OutputFile(path)
    let count = try export(archive, { try file.write($0) }) { monitor.show(ProgressStep($0)) }
    try file.finish()
    monitor.finish()
    StandardError.write("\(Decimal.count(count, "article")) in \(path)\n")
  }

  private func export(
    _ archive: Archive, _ write: ([UInt8]) throws -> Void,
    onProgress: (ExportProgress) -> Void = { _ in }
  ) throws -> Int {
    try QueryFailure.locating(query ?? "") {
      try archive.export(matching: query, to: write, onProgress: onProgress)
    }
  }
}
