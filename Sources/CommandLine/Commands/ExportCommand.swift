import ArgumentParser
import Wire
import Xunwen

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the articles as JSON Lines.",
    usage: "xunwen export [<file>] [<options>]",
    discussion: """
      Writes a line for each article in the order of the index: id, title, text,
      date, source, section, url, tags, and the other members of its record. The
      member xunwen contains everything else that `xunwen index` needs to read the
      same article again, such as the other parts of a crawled page. An index of the
      export gives the same results.

      Example:
        xunwen export | gzip > articles.jsonl.gz
        xunwen export care.jsonl --query '养老 date:2023'

      A file appears only when it is complete. A device or a pipe is written at once.
      Files in the folder of an index are not written.
      Exit status: 0, 2 on error.
      """)

  @Argument(help: ArgumentHelp("File to write, or - for standard output.", valueName: "file"))
  var path = "-"

  @OptionGroup var location: IndexLocation

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Only articles that match this query completely. (default: all articles)",
      valueName: "query"))
  var query: String?

  @OptionGroup var whole: WholeMatch

  func run() throws {
    let archive = try location.open()
    if path == "-" {
      let output = StandardOutput()
      // On a terminal, the articles themselves show the progress.
      let monitor = ProgressMonitor(isQuiet: output.isTerminal)
      defer { monitor.finish() }
      _ = try export(archive, { try output.writeData($0) }) { monitor.show(ProgressStep($0)) }
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
    onProgress: (ArticleProgress) -> Void
  ) throws -> Int {
    var scope = QueryScope()
    scope.match = whole.match
    return try QueryFailure.locating(query ?? "") {
      try archive.export(matching: query, scope: scope, to: write, onProgress: onProgress)
    }
  }
}

struct SnapshotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot",
    abstract: "Copy the current state of an index.",
    discussion: """
      The copy is an independent index, and appears only when it is complete. A
      writer may work at the same time. On the same file system, a copy takes no
      space and no time: index files never change, and get second names (hard links).

      Example:
        xunwen snapshot backup/2024-06-01

      Exit status: 0, 2 on error.
      """)

  @Argument(help: ArgumentHelp("Folder of the copy, empty or new.", valueName: "folder"))
  var target: String

  @OptionGroup var location: IndexLocation
  @OptionGroup var json: JSONOption

  func validate() throws { try Limits.checkFolder(target) }

  func run() throws { try Archive.snapshot(at: location.path, to: target).print(as: json.format) }
}

extension SnapshotSummary: Report {
  var rows: DataRows { DataRows(self) }

  func text(in style: TextStyle) -> String {
    "generation \(generation): \(NumberText.count(articles, "article")) in "
      + "\(NumberText.count(segments, "segment")), \(NumberText.bytes(bytes)); "
      + "\(NumberText.count(linkedFiles, "file")) linked, "
      + "\(NumberText.grouped(files - linkedFiles)) written\n"
  }
}
