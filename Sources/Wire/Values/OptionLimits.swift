/// The values that options accept, on the command line and over HTTP.
public enum OptionLimits {
  /// Hits of a page.
  public static let hits = 0...1_000_000
  /// Lines of a list of words or occurrences; 0 for all.
  public static let lines = 0...1_000_000_000
  /// Values of a facet; 0 for all.
  public static let facetValues = 0...1_000_000
  /// Units of context beside a match.
  public static let window = 1...1000
  /// Sources with a series of their own in a timeline.
  public static let series = 1...100
  /// Articles of a bucket, or occurrences of a word.
  public static let minimum = 1...1_000_000_000
  /// More Unicode scalars than any article has.
  public static let textLength = 1_000_000_000
  /// Terms by which articles are compared.
  public static let terms = 1...10_000
  /// The queries that a chart can distinguish by color and dashes.
  public static let comparedQueries = 16
}
