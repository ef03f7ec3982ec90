import ArgumentParser
import Wire
import Xunwen

/// The root command.
@main
struct XunwenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "xunwen",
    abstract: "Full-text search in archives of Chinese news.",
    discussion: """
      Example:
        xunwen index corpus
        xunwen search 养老 服务 --source 工人日报 --from 2023-06

      Data goes to standard output, everything else to standard error.
      Exit status: 0 with hits (or done), 1 without, 2 on error.
      """,
    version: XunwenVersion.current,
    subcommands: [
      IndexCommand.self, DoctorCommand.self, SearchCommand.self, BatchCommand.self,
      TimelineCommand.self,
      ConcordanceCommand.self, CollocatesCommand.self, KeywordsCommand.self, NGramsCommand.self,
      ShowCommand.self, StatsCommand.self, AnalyzeCommand.self, ExtractCommand.self,
      DeleteCommand.self, MergeCommand.self,
      CheckCommand.self, RepairCommand.self, SnapshotCommand.self, ExportCommand.self,
      EvalCommand.self, SimilarCommand.self, ExplainCommand.self, WhyCommand.self,
      AuditCommand.self, RerunCommand.self, CiteCommand.self, VerifyQuoteCommand.self,
      DictCommand.self, SuggestCommand.self, ServeCommand.self,
      ModelContextCommand.self,
    ])

  /// Replaces the entry point of ArgumentParser, which exits with 64 for wrong usage, and takes
  /// arguments in which invalid UTF-8 was repaired.
  static func main() async {
    Process.openStandardFiles()
    Process.ignoreFileSizeSignal()
    Process.reportFailedAllocations(
      "error: not enough memory; an index keeps its last commit\n", status: CommandFailure.status)
    Process.reportUnreadablePages(status: CommandFailure.status)
    var arguments: [String] = []
    do {
      arguments = try validArguments()
      var command = try parsed(arguments)
      if var command = command as? any AsyncParsableCommand {
        try MemoryLimit.check(Self.asyncMemory)
        await MemoryLimit.startThreads()
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      Process.end(status: report(error, arguments: arguments))
    }
  }

  /// The memory without which no command with several threads can do its work.
  private static let asyncMemory = 16 << 20

  private static func validArguments() throws(CommandFailure) -> [String] {
    guard let given = Process.arguments else {
      throw CommandFailure("the arguments of the program cannot be read")
    }
    var arguments: [String] = []
    for (index, argument) in given.enumerated() {
      guard let argument else { throw CommandFailure("argument \(index + 1) is not valid UTF-8") }
      arguments.append(argument)
    }
    return arguments
  }

  /// Parses the arguments of the command that the first argument names. Parsing with the tree of
  /// all commands takes half a millisecond more, and is done only for help and error messages.
  nonisolated private static func parsed(
    _ arguments: [String]
  ) throws -> sending any ParsableCommand {
    guard let named = command(named: arguments.first) else { return try parseAsRoot(arguments) }
    let own = try QueryArguments.prepared(Array(arguments.dropFirst()), for: named)
    if let command = try? named.parse(own) { return command }
    return try parseAsRoot(arguments.prefix(1) + own)
  }

  private static func command(named name: String?) -> (any ParsableCommand.Type)? {
    configuration.subcommands.first { $0.configuration.commandName == name }
  }

  /// The exit status that a shell reports for a process ended by SIGPIPE.
  private static let brokenPipeStatus: Int32 = 141

  /// Reports an error on standard error, and returns the exit status.
  private static func report(_ error: any Error, arguments: [String]) -> Int32 {
    if case OutputFailure.brokenPipe = error { return brokenPipeStatus }
    if let code = error as? ExitCode { return code.rawValue }
    switch exitCode(for: error) {
    case .success:
      // ArgumentParser throws help and version as errors.
      do {
        let output = StandardOutput()
        try output.write(LineWidth.fitted(fullMessage(for: error)) + "\n")
        try output.flush()
        return 0
      } catch {
        return report(error, arguments: [])
      }
    case .validationFailure:
      // ArgumentParser spreads lists of values over lines.
      // Its suggestions differ in too many letters: --bom for --from.
      let line = message(for: error).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        .replacing(/\. Did you mean '[^']*'\?$/, with: "")
      StandardError.write(
        "error: \(line)\(suggestion(for: line, arguments))\n"
          + "See '\(helpCommand(for: arguments))'.\n")
    default:
      StandardError.write("error: \(error)\(advice(on: error))\n")
    }
    return CommandFailure.status
  }

  private static func advice(on error: any Error) -> String {
    switch error {
    case XunwenError.noIndex(let path): "; make one with `xunwen index FOLDER --index \(path)`"
    case XunwenError.oldIndex(let path):
      "; replace it with `xunwen index FOLDER --index \(path) --rebuild`"
    case XunwenError.unreadable:
      "; make it readable, or use --skip-unreadable to save only the readable articles"
    case XunwenError.timelineTooLong: "; choose a longer --by, or a shorter time by --from and --to"
    default: ""
    }
  }

  /// The option that was probably meant by an unknown one.
  private static func suggestion(for message: String, _ arguments: [String]) -> String {
    guard let unknown = message.wholeMatch(of: /Unknown option '(--[^']*)'/)?.1,
      let command = command(of: arguments),
      let name = OptionNames(of: command).nearest(to: String(unknown.prefix { $0 != "=" }))
    else { return "" }
    return "; did you mean '\(name)'?"
  }

  /// The command that some arguments call, which may be a subcommand: `dict add`.
  private static func command(of arguments: [String]) -> (any ParsableCommand.Type)? {
    guard let first = command(named: arguments.first) else { return nil }
    let second = arguments.dropFirst().first
    return first.configuration.subcommands.first { $0.configuration.commandName == second }
      ?? first
  }

  private static func helpCommand(for arguments: [String]) -> String {
    guard let first = command(named: arguments.first), let name = first.configuration.commandName,
      let last = command(of: arguments)
    else { return "xunwen --help" }
    let second = last == first ? "" : " " + (last.configuration.commandName ?? "")
    return "xunwen \(name)\(second) --help"
  }
}
