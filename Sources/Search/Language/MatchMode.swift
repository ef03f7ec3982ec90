/// What an unquoted query asks of an article.
public enum MatchMode: String, Sendable, CaseIterable {
  /// All clauses; when fewer articles than asked for match them all, the best partial matches follow.
  case best
  /// At least one clause in part: the ranking decides.
  case any
  /// All clauses, and nothing else is shown.
  case all
}
