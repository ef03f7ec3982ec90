/// The order of results.
public enum SortOrder: String, Sendable, CaseIterable {
  /// Score, then the newest, then the id.
  case score
  /// The oldest first, then score, then the id. Articles without a date come last.
  case date
  /// The newest first, then score, then the id. Articles without a date come last.
  case dateDescending = "-date"
}
