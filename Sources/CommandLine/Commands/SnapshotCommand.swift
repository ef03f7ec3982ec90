import ArgumentParser
import Wire
import Xunwen

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

  @Argument(
    help: ArgumentHelp("Folder of the copy, empty or new.", valueName: "folder"))
  var target: String

  @OptionGroup var location: IndexLocation

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    try Archive.snapshot(at: location.path, to: target).print(as: ReportFormat(json: json))
  }
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
