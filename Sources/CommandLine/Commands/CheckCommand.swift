import ArgumentParser
import Xunwen

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check an index for damage.",
    discussion: """
      Looks for everything that is wrong and changes nothing; a writer may be at
      work meanwhile. Three levels, each with all of the ones before it:
        files      every file is there, and every byte as it was written
        structure  everything in them can be decoded, and fits together
        content    the index is what its articles make: they are analyzed again,
                   which takes as long as indexing them

      Example:
        xunwen check
        xunwen check --level content --json

      What is put aside goes to $TMPDIR (else /tmp).
      Exit status: 0 clean, 1 damaged, 2 when it could not be checked.
      """)

  @OptionGroup var location: IndexLocation

  @Option(help: "How much is checked.")
  var level: CheckLevel = .structure

  @OptionGroup var threads: ThreadCount

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() async throws {
    let monitor = ProgressMonitor(showsProgress: StandardError.isTerminal)
    defer { monitor.finish() }
    let report = try await Archive.check(
      at: location.path, level: level, jobs: threads.count,
      onProgress: { monitor.show(ProgressStep($0)) })
    monitor.finish()
    let output = StandardOutput()
    if json {
      try output.write(JSONLine().encode(CheckRow(report)))
    } else {
      try output.write(CheckText.text(of: report))
    }
    try output.flush()
    if !report.isClean { throw ExitCode(1) }
  }
}
