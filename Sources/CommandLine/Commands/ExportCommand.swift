import ArgumentParser
import Wire
import Xunwen

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the articles as JSON Lines.",
    discussion: """
      Writes a line for each article in the order of the index: id, title, text,
      date, source, section, url, tags, and the other members of its record. The
      member xunwen contains everything else that `xunwen index` needs to read the
      same article again, such as the other parts of a crawled page. An index of the
      export gives the same results.

      Example:
        xunwen export | gzip > articles.jsonl.gz
        xunwen export care.jsonl --query '养老 date:2023'

      A file appears only when it is complete.
      Exit status: 0, 2 on error.
      """)

  @Argument(help: ArgumentHelp("File to write, or - for standard output.", valueName: "file"))
  var path = "-"

  @OptionGroup var location: IndexLocation

  @Option(
    help: ArgumentHelp(
      "Only articles that match this query completely. (default: all articles)",
      valueName: "query"))
  var query: String?

  func run() throws {
    let archive = try location.open()
    if path == "-" {
      let output = StandardOutput()
      _ = try export(archive) { try output.write($0) }
      try output.flush()
      return
    }
    let monitor = ProgressMonitor()
    defer { monitor.finish() }
    let file = try OutputFile(path)
    let count = try export(archive, { try file.write($0) }) { monitor.show(ProgressStep($0)) }
    try file.finish()
    monitor.finish()
    StandardError.write("\(NumberText.count(count, "article")) in \(path)\n")
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
