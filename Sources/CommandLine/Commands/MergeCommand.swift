import ArgumentParser
import Xunwen

struct MergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Merge the segments of an index.",
    discussion: """
      Indexing merges what is due by itself. With --force all segments become one, as
      far as one can hold them, and what was deleted is dropped; searches are fastest
      then. Searches go on meanwhile, and find the same.

      Example:
        xunwen merge --force --index index

      Exit status: 0, 2 on error, 130 interrupted (finished merges stay).
      """)

  @OptionGroup var location: IndexLocation
  @OptionGroup var threads: ThreadCount

  @Flag(help: "Make one segment of all.")
  var force = false

  @Flag(help: "Print nothing.")
  var quiet = false

  func run() async throws {
    let summary = try await Archive.merge(
      at: location.path, isForced: force, jobs: threads.count,
      shouldStop: Interruption.watched()
    ) { step in
      guard !quiet else { return }
      StandardError.write(
        "merging \(Decimal.count(step.segments, "segment")), \(Decimal.bytes(step.bytes))\n")
    }
    if summary.isInterrupted {
      StandardError.write("interrupted: the last merge came to nothing, the index is whole\n")
      throw ExitCode(Interruption.status)
    }
    if summary.merges == 0, !quiet { StandardError.write("nothing to merge\n") }
  }
}
