import ArgumentParser
import Xunwen

struct RepairCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair",
    abstract: "Save the articles of a damaged index.",
    discussion: """
      Makes a new index of every article that can still be read, and lists what is
      lost. The damaged index stays as it is. Articles are analyzed again: any of its
      files may be damaged or missing but the stored articles (.sto) themselves, and
      of those every block that is whole is saved.

      Example:
        xunwen check || xunwen repair index.new

      Exit status: 0 when all was saved, 1 when something is lost, 2 on error.
      """)

  @Argument(
    help: ArgumentHelp(
      "Folder of the new index, which must be empty or absent.", valueName: "folder"))
  var target: String

  @OptionGroup var location: IndexLocation

  @OptionGroup var memory: MemoryBudget

  @OptionGroup var threads: ThreadCount

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() async throws {
    let monitor = ProgressMonitor(showsProgress: StandardError.isTerminal)
    defer { monitor.finish() }
    let report = try await Archive.repair(
      at: location.path, to: target, jobs: threads.count, memory: memory.bytes,
      onProgress: { monitor.show(ProgressStep($0)) })
    monitor.finish()
    let output = StandardOutput()
    if json {
      try output.write(JSONLine().encode(RepairRow(report)))
    } else {
      try output.write(RepairText.text(of: report))
    }
    try output.flush()
    if !report.isComplete { throw ExitCode(1) }
  }
}
