import ArgumentParser
import Xunwen

/// The root command.
///
/// Exit status: 0 done, with hits where hits were asked for; 1 none; 2 error, wrong usage included.
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
      IndexCommand.self, SearchCommand.self, BatchCommand.self, TimelineCommand.self,
      ConcordanceCommand.self, CollocatesCommand.self, KeywordsCommand.self, ShowCommand.self,
      StatsCommand.self, AnalyzeCommand.self, DeleteCommand.self, MergeCommand.self,
      CheckCommand.self, RepairCommand.self, SnapshotCommand.self, ExportCommand.self,
      EvalCommand.self,
      SimilarCommand.self, ExplainCommand.self, WhyCommand.self, AuditCommand.self,
      RerunCommand.self, CiteCommand.self, VerifyQuoteCommand.self,
      DictCommand.self, SuggestCommand.self,
    ])

  /// Runs the program. Replaces the library's entry point, whose usage errors exit with 64 and
  /// whose arguments have had invalid UTF-8 repaired.
  static func main() async {
    Process.ignoreFileSizeSignal()
    var arguments: [String] = []
    do {
      arguments = try Process.validated()
      var command = try parsed(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      Process.end(status: Failure.report(error, arguments: arguments))
    }
  }

  /// The command that the first argument names parses the others by itself: as part of the tree of all commands
  /// it takes half a millisecond more. Where anything is amiss or help is asked for, the tree has the words.
  nonisolated private static func parsed(
    _ arguments: [String]
  ) throws -> sending any ParsableCommand {
    let named = configuration.subcommands.first {
      $0.configuration.commandName == arguments.first
    }
    if let command = try? named?.parse(Array(arguments.dropFirst())) { return command }
    return try parseAsRoot(arguments)
  }
}
