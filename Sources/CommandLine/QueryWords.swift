import ArgumentParser
import Xunwen

/// A query on the command line: the words that are no options, joined by spaces.
struct QueryWords: ParsableArguments {
  @Argument(
    parsing: .allUnrecognized, help: ArgumentHelp("The query.", valueName: "query"))
  var words: [String]

  /// The words before `--`, then those after it, which are words whatever they look like.
  private var wordsByTerminator: [ArraySlice<String>] {
    words.split(separator: "--", maxSplits: 1, omittingEmptySubsequences: false)
  }

  /// The query.
  var text: String { wordsByTerminator.joined().joined(separator: " ") }

  func validate() throws {
    // What looks like an option but is none has come here, as exclusions should: `-x` of two or
    // more letters.
    let strange = wordsByTerminator[0].first {
      $0.hasPrefix("--") || $0.hasPrefix("-") && $0.utf8.count == 2
    }
    if let strange { throw ValidationError("Unknown option '\(strange)'") }
  }

  /// Has the query answered, keeping it with its syntax error.
  func answer<Answer>(_ body: (String) throws -> Answer) throws -> Answer {
    try QueryFailure.locating(text) { try body(text) }
  }

  /// The same of what takes a while.
  func answer<Answer>(_ body: (String) async throws -> Answer) async throws -> Answer {
    do {
      return try await body(text)
    } catch let error as QuerySyntaxError {
      throw QueryFailure(query: text, error: error)
    }
  }
}
