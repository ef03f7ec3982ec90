public import Articles
import Calendar
import InvertedIndex
public import Search

/// The reasons why an article matches a query or does not.
public struct MatchReport: Sendable {
  public let article: Article
  /// True when the article passes the filters and matches every clause of the query.
  public let matches: Bool
  /// True when the article's source and date are in the scope.
  public let passesFilters: Bool
  /// The report on the query; nil when the query contains nothing to look up.
  public let query: ClauseReport?
}

extension Archive {
  /// Reports clause by clause whether and where an article matches a query.
  ///
  /// The article is read and analyzed. Neither the index nor the user's dictionary is used.
  ///
  /// - Parameter scope: its sources, dates and `isLenient`.
  /// - Returns: nil when no article has the id.
  /// - Throws: `QuerySyntaxError`; `XunwenError.damagedArticle`; `ExpressionError`.
  public func why(
    id: String, query: String, scope: QueryScope = QueryScope()
  ) throws -> MatchReport? {
    let parsed = try ParsedQuery(query, scope)
    guard let article = try article(id: id)?.article else { return nil }
    return try searchers.withSearcher { _, analyzer in
      let scanned = ScannedArticle(article, using: analyzer)
      let clauses = try scanned.report(on: parsed.tree, using: analyzer)
      let passesFilters =
        (scope.sources.isEmpty || scope.sources.contains(article.source))
        && (scope.dates.map { $0.contains(article.published?.date) } ?? true)
      return MatchReport(
        article: article, matches: passesFilters && clauses?.matches ?? false,
        passesFilters: passesFilters, query: clauses)
    }
  }
}
