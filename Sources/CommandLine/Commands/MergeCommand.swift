import ArgumentParser
import Wire
import Xunwen

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
    let summary = try await Interruption.cancelling { [force, quiet] in
      try await ArchiveWriter(at: path).merge(isForced: force, jobs: jobs) { step in
        guard !quiet else { return }
        let segments = NumberText.count(step.segments, "segment")
        StandardError.write("merging \(segments), \(NumberText.bytes(step.bytes))\n")
      }
    }
    if summary.isInterrupted {
      StandardError.write("interrupted: the unfinished merge is discarded; the index is intact\n")
      throw ExitCode(Interruption.status)
    }
    if summary.merges == 0, !quiet { StandardError.write("nothing to merge\n") }
  }
}
