import ArgumentParser
import Xunwen

struct SnapshotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot",
    abstract: "Copy an index as it is now.",
    discussion: """
      The copy is an index of its own, whole or not there; a writer may be at work
      meanwhile. Within a file system it takes no room and no time: files of an index
      never change, and get second names (hard links).

      Example:
        xunwen snapshot backup/2024-06-01

      Exit status: 0, 2 on error.
      """)

  @Argument(
    help: ArgumentHelp("Folder of the copy, which must be empty or absent.", valueName: "folder"))
  var target: String

  @OptionGroup var location: IndexLocation

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let summary = try Archive.snapshot(at: location.path, to: target)
    let output = StandardOutput()
    if json {
      try output.write(JSONLine().encode(SnapshotRow(summary)))
    } else {
      try output.write(text(of: summary))
    }
    try output.flush()
  }

  private func text(of summary: SnapshotSummary) -> String {
    let copied = summary.files - summary.linkedFiles
    return "generation \(summary.generation): \(Decimal.count(summary.articles, "article")) in "
      + "\(Decimal.count(summary.segments, "segment")), \(Decimal.bytes(summary.bytes)); "
      + "\(Decimal.count(summary.linkedFiles, "file")) linked, \(Decimal.grouped(copied)) written\n"
  }
}

private struct SnapshotRow: Encodable {
  let generation: Int
  let articles: Int
  let segments: Int
  let files: Int
  let linkedFiles: Int
  let bytes: Int

  private enum CodingKeys: String, CodingKey {
    case generation, articles, segments, files, bytes
    case linkedFiles = "linked_files"
  }

  init(_ summary: SnapshotSummary) {
    generation = summary.generation
    articles = summary.articles
    segments = summary.segments
    files = summary.files
    linkedFiles = summary.linkedFiles
    bytes = summary.bytes
  }
}
