import ArgumentParser
import Wire
import Xunwen

// The option `--match` of the commands that count or test whole matches.

/// The match mode of a command that reads every matching article.
struct CountedMatch: ParsableArguments {
  @Option(
    help: """
      Requirement of an unquoted query: its text as written (exact), all its words (all, best), or \
      any word (any).
      """)
  var match: MatchMode = .exact

  /// Prints how many articles match all words, when no article has the text as written.
  ///
  /// - Parameters:
  ///   - found: the number of articles that match.
  ///   - subject: the option that has the query, as in ` of --vs`; empty for the main query.
  func explainNothing(found: Int, _ query: PreparedQuery, of subject: String = "") throws {
    guard match == .exact, found == 0 else { return }
    let articles = try query.count(match: .all)
    guard articles > 0 else { return }
    let verb = articles == 1 ? "contains" : "contain"
    StandardError.write(
      "no article has the text\(subject) as written; \(NumberText.count(articles, "article")) "
        + "\(verb) all its words (--match all)\n")
  }
}

/// The match mode of a command that uses whole matches only.
struct WholeMatch: ParsableArguments {
  @Option(
    help: """
      Requirement of an unquoted query: all its words (all, best), or its text as written (exact).
      """)
  var match: MatchMode = .all

  func validate() throws {
    if match == .any { throw ValidationError("--match any is not possible here") }
  }
}
