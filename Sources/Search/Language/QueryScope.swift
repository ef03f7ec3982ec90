public import Calendar

/// The scope of a search: the articles to search, and how to read the query.
///
/// ```swift
/// var scope = QueryScope()
/// scope.sources = ["临江日报"]
/// scope.dates = try DateRange(parsing: "2023-06..2023-07")
/// let response = try archive.search("养老 服务", scope: scope)
/// ```
public struct QueryScope: Sendable, Equatable, Codable {
  /// The names of the sources to search; empty for all sources.
  public var sources: [String] = []
  /// The days of publication to search; nil for all days.
  public var dates: DateRange?
  /// The part of the query that an article must match.
  public var match: MatchMode = .best
  /// True to read every article for a regular expression that contains no text to look up.
  public var scans = false
  /// True to apply the user's words and synonyms.
  public var usesDictionary = true
  /// True to repair mistakes in the query instead of throwing them.
  public var isLenient = false
  /// The day that dates such as `7d` count back from; nil for today in China.
  public var today: CivilDate?

  /// Creates a scope of all articles, read strictly.
  public init() {}
}

/// The part of a query that an article must match.
public enum MatchMode: String, Sendable, CaseIterable, Codable {
  /// All clauses. When few articles match, the best partial matches follow; see
  /// `PageRequest.partialLimit`.
  case best
  /// At least one term or clause; the ranking decides.
  case any
  /// All clauses, without partial matches.
  case all
}
