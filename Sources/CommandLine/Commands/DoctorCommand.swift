import ArgumentParser
import Wire
import Xunwen

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Examine the files of a folder before or after indexing.",
    usage: "xunwen doctor [<folder>] [<options>]",
    discussion: """
      Reads a folder as `xunwen index` does, writes nothing, and lists
        failures   files and records that cannot be read
        empty      files without an article
        repaired   articles in which malformed bytes became U+FFFD, with the places
        doubtful   files whose encoding is not certain, with the confidence and the
                   text that another encoding would give, and files that declare a
                   wrong encoding
        no title, no date, no source
                   articles that lack one
      Give the same options as to `xunwen index`. Those that the index keeps for the
      folder count without being given.

      Example:
        xunwen doctor corpus
        xunwen doctor corpus --json > report.json
        xunwen doctor corpus/1998 --encoding GB18030

      Exit status: 0 when all files are read without a doubt, 1 when there are
      failures, or empty, repaired or doubtful files, 2 on error, 130 interrupted.
      """)

  @Argument(help: ArgumentHelp("Folder of articles, or a file.", valueName: "folder"))
  var folder = "corpus"

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Index whose kept options and fields count. (default: $XUNWEN_INDEX, else ./index, if "
        + "there is one)",
      valueName: "folder"))
  var index: String?

  @OptionGroup var reading: InputOptions
  @OptionGroup var fields: AssignableFields

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Findings of each kind to list in the text. (default: 20)", valueName: "count"))
  var limit: Int?

  @OptionGroup var json: JSONOption

  private static let defaultLimit = 20

  func validate() throws {
    try Limits.check(limit ?? 0, in: 0...InputReport.limit, "--limit")
    guard folder != "-" else { throw ValidationError("doctor reads a folder or a file") }
    _ = try reading.fields(declaring: fields.declarations)
  }

  /// The index whose options count; nil without one.
  private func archive() throws -> Archive? {
    if let index { return try Archive(at: index) }
    let path = Process.environment("XUNWEN_INDEX") ?? "index"
    do {
      return try Archive(at: path)
    } catch XunwenError.noIndex {
      return nil
    } catch {
      StandardError.write("warning: \(error); the options that the index keeps do not count\n")
      return nil
    }
  }

  func run() async throws {
    try MemoryLimit.check(IndexingOptions.leastAddressSpace)
    Process.returnFreedMemory()
    guard FileSystem.exists(folder) else {
      throw CommandFailure("\(folder): no such file or folder")
    }
    let options = try reading.options(declaring: fields.declarations)
    let archive = try archive()
    let monitor = ProgressMonitor()
    defer { monitor.finish() }
    let report = try await Interruption.cancelling { [folder] in
      try await InputReport.examine(
        folder, options: options, for: archive, onProgress: { monitor.show(ProgressStep($0)) })
    }
    monitor.finish()
    try InputText(report: report, limit: limit ?? Self.defaultLimit).print(as: json.format)
    if report.isInterrupted { throw ExitCode(Interruption.status) }
    if !report.isClean { throw ExitCode(1) }
  }
}
