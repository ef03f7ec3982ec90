public import Articles
import InvertedIndex
public import Search

/// Why an article matches a query or does not.
public struct MatchReport: Sendable {
  public let article: Article
  /// The query as a whole and the options' publishers and dates.
  public let matches: Bool
  /// The options' filters let it through.
  public let passesFilters: Bool
  /// nil when nothing in the query can be looked for.
  public let query: ClauseReport?
}

extension Archive {
  /// Tells clause by clause whether and where an article matches, by reading the article: neither the index nor the user's
  /// dictionary is asked.
  ///
  /// - Parameter options: publishers, dates and `isLenient`; the rest is of no account.
  /// - Returns: nil when no article has the id.
  /// - Throws: `QuerySyntaxError`; `XunwenError.damagedArticle`; `RegularExpression.Overrun`.
  public func why(
    id: String, query: String, options: SearchOptions = SearchOptions()
  ) throws -> MatchReport? {
    let parsed = try ParsedQuery(query, options)
    guard let article = try article(id: id)?.article else { return nil }
    return try searchers.withSearcher { _, analyzer in
      let scanned = ScannedArticle(article, using: analyzer)
      let clauses = try scanned.report(on: parsed.tree, using: analyzer)
      let passesFilters =
        (options.sources.isEmpty || options.sources.contains(article.source))
        && (options.dates.map { $0.contains(packed: scanned.date) } ?? true)
      return MatchReport(
        article: article, matches: passesFilters && clauses?.matches ?? false,
        passesFilters: passesFilters, query: clauses)
    }
  }
}
