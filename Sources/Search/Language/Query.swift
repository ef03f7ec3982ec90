public import Calendar

// A query as it was written, before text analysis.
//
// The tree keeps what the planner and the error messages need and nothing else: the text of each
// leaf, the place of each leaf in the query string, and whether a conjunction was written (`AND`)
// or implied by white space, because only the implied one may be relaxed to partial matches.
//
// Shape guaranteed by `QueryParser`:
//   * `field` wraps exactly one leaf, `text` to `near`; fields and `in:` of a group have been
//     moved to its leaves.
//   * Operands of `near` are texts, phrases, fuzzy words, patterns of one word, and `or` of these.
//   * `and`, `implicitAnd` and `or` have two or more children and none of their own kind.
//   * Every conjunction has a child that finds articles by itself, every child of `or` and `least` is
//     such a query, and so is the operand of every `not`; a `not` stands only in a conjunction.

/// The parsed form of a query: what was asked, before analysis.
public enum Query: Sendable, Equatable {
  /// Unquoted characters between white space.
  case text(QueryText)
  /// Quoted characters, to be matched exactly as written.
  case phrase(QueryText)
  /// Pieces of a quotation, apart from each other by so many positions at most, in all, in any order.
  case sloppy(QueryText, slop: Int)
  /// A word with wildcards.
  case pattern(QueryPattern)
  /// A word of Latin letters or digits, spelled with so many mistakes at most.
  case fuzzy(QueryText, edits: Int)
  /// A regular expression, to be found in the text as it was written.
  case regex(QueryText)
  /// Operands that stand together.
  case near(QueryProximity)
  /// A leaf to be looked for in one field only; `at` is the place of the field's name,
  /// or of the `in:` that applies.
  indirect case field(TextZone, Query, at: Range<Int>)
  /// The publisher's exact name.
  case source(String, at: Range<Int>)
  /// A tag of the article, exactly.
  case tag(String, at: Range<Int>)
  /// The article's id.
  case id(String, at: Range<Int>)
  /// Days of publication.
  case date(DateRange, at: Range<Int>)
  /// Operands joined by a written `AND`: all must match.
  case and([Query])
  /// Clauses side by side: all should match, and results that match only some may fill the page.
  case implicitAnd([Query])
  /// At least one must match.
  case or([Query])
  /// So many must match.
  case least(Int, [Query])
  /// Counts more or less in the ranking.
  indirect case boosted(Query, by: Double)
  /// All articles: what exclusions alone exclude from.
  case everything
  /// Excludes what the operand matches.
  indirect case not(Query)
}

/// A stretch of query text.
public struct QueryText: Sendable, Equatable {
  /// The characters to search for, escapes resolved and quotes removed. May hold no unit at all
  /// (`？`).
  public let text: String
  /// Where they stand in the query string, in Unicode scalars; quotes included.
  public let range: Range<Int>

  public init(text: String, range: Range<Int>) {
    self.text = text
    self.range = range
  }
}
