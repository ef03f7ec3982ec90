public import Calendar
import Search

/// The reasons why no article matches a query.
public struct EmptyAnswer: Sendable, Equatable, Codable {
  /// One of the clauses that must all match, or a part of such a clause.
  public struct Clause: Sendable, Equatable, Codable {
    /// The clause in the query language.
    public let query: String
    /// True when articles that match the clause are excluded.
    public let isExcluded: Bool
    /// The number of articles that match the clause alone, of all sources and dates.
    public let articles: Int
    /// The number of these articles among the sources and dates of the scope.
    public let articlesInScope: Int
    /// The number of articles of the scope that match all other clauses; nil for the only clause,
    /// and for a query of very many clauses.
    public let articlesWithout: Int?
    /// For a clause that matches no article: the words or alternatives of which it consists, if
    /// several; for a quotation with signs also its only word.
    public let parts: [Clause]
  }

  /// A range of dates in which no article is.
  public struct EmptyDates: Sendable, Equatable, Codable {
    /// The range, from the scope or from the query.
    public let range: DateRange
    /// The earliest date in the archive; nil when no article has a date.
    public let first: CivilDate?
    /// The latest date in the archive; nil when no article has a date.
    public let last: CivilDate?
  }

  /// The clauses in the order of the query.
  public let clauses: [Clause]
  /// The number of articles of the scope's sources and dates; nil when the scope has neither.
  public let scopeArticles: Int?
  /// The sources that no article has.
  public let unknownSources: [UnknownSource]
  /// The ranges of dates without an article.
  public let emptyDates: [EmptyDates]
  /// Clauses that were ignored, because they contain only punctuation.
  public let ignored: [String]
  /// The malformed parts of the query, which were read as plain text, left out, or cut off.
  public let mistakes: [QuerySyntaxError]
}

extension PreparedQuery {
  /// Explains why no article matches the query.
  ///
  /// The explanation is meant for a query for which `count()` finds no article, but is right for
  /// every query.
  ///
  /// - Complexity: up to three searches for each clause, and O(*n*) in the number of articles for
  ///   unknown sources and empty dates.
  public func emptyAnswer() throws -> EmptyAnswer {
    let (reader, damage) = (searchers.reader, searchers.reader.damageCount)
    return try searchers.withSearcher { searcher, _ in
      let finder = EmptyAnswerFinder(
        text: Array(text.unicodeScalars), scope: scope.cleaned, sourceNames: sourceNames,
        searcher: searcher)
      let answer = try finder.answer(for: parsed.tree, mistakes, in: reader)
      try reader.checkDamage(since: damage)
      return answer
    }
  }
}
