// Errors as the user meets them: one line on standard error, `error: …`, and where it helps another
// with the place or the next step.

import ArgumentParser
import Xunwen

/// A failure that the front end found by itself.
struct CommandFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// A query that cannot be understood, and the query.
struct QueryFailure: Error, CustomStringConvertible {
  let query: String
  let error: QuerySyntaxError

  /// What is wrong, the query, and a mark under the place.
  var description: String { "\(error.message)\n\(error.rendered(query: query))" }

  /// Does something with a query, which goes with its syntax error.
  static func locating<Result>(_ query: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as QuerySyntaxError {
      throw QueryFailure(query: query, error: error)
    }
  }
}

/// What was not understood of a query that was answered all the same.
enum QueryWarning {
  static func write(_ mistakes: [QuerySyntaxError], of query: String) {
    for mistake in mistakes {
      StandardError.write("warning: \(QueryFailure(query: query, error: mistake))\n")
    }
  }
}

/// An id that was asked for and is not in the index.
enum MissingArticle {
  static func write(_ id: String) { StandardError.write("no article has the id \(id)\n") }
}

enum Failure {
  /// Exit status when something went wrong.
  static let status: Int32 = 2
  /// What a shell reports for a process that SIGPIPE ended.
  static let brokenPipeStatus: Int32 = 141

  /// Tells the user about an error and returns the exit status.
  ///
  /// - Parameter arguments: of the process, to name the command whose help to read.
  static func report(_ error: any Error, arguments: [String]) -> Int32 {
    if case OutputFailure.brokenPipe = error { return brokenPipeStatus }
    if let code = error as? ExitCode { return code.rawValue }
    switch XunwenCommand.exitCode(for: error) {
    case .success:
      // Help and version travel as errors.
      return printing(XunwenCommand.fullMessage(for: error))
    case .validationFailure:
      let message = XunwenCommand.message(for: error)
      // The parser spreads lists of values over lines.
      let line = message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      StandardError.write("error: \(line)\nSee '\(helpCommand(for: arguments))'.\n")
    default:
      StandardError.write("error: \(error)\n")
    }
    return status
  }

  private static func printing(_ text: String) -> Int32 {
    do {
      let output = StandardOutput()
      try output.write(text + "\n")
      try output.flush()
      return 0
    } catch {
      return report(error, arguments: [])
    }
  }

  private static func helpCommand(for arguments: [String]) -> String {
    let names = XunwenCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
    guard let name = arguments.first, names.contains(name) else { return "xunwen --help" }
    return "xunwen \(name) --help"
  }
}
