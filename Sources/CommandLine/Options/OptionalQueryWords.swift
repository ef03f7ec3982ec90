import ArgumentParser
import Xunwen

/// A query on the command line that may be missing.
struct OptionalQueryWords: ParsableArguments {
  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp("The query; all articles without one.", valueName: "query"))
  var words: [String] = []

  private var query: QueryWords? {
    guard !words.isEmpty else { return nil }
    return QueryWords(words)
  }

  /// nil without a query.
  var text: String? { query?.text }

  func validate() throws { try query?.validate() }

  /// Calls a closure with the prepared query. All articles of the scope match a missing query.
  ///
  /// - Parameter articles: the number of articles of an answer. When no article has the query as
  ///   written, a message tells how many have its words.
  func answer<Answer>(
    in archive: Archive, _ scope: QueryScope, _ counted: CountedMatch,
    articles: (Answer) -> Int, _ body: (PreparedQuery) async throws -> Answer
  ) async throws -> Answer {
    if let query {
      return try await query.answer(in: archive, scope) { query in
        let answer = try await body(query)
        try counted.explainNothing(found: articles(answer), query)
        return answer
      }
    }
    return try await body(try archive.prepareAll(scope: scope))
  }
}
