public import Calendar
public import InvertedIndex
public import Search

/// The answer to a query.
public struct SearchResponse: Sendable, Codable {
  public let query: String
  /// The exact number of articles that match every clause; with `MatchMode.any`, at least one.
  public let total: Int
  /// The exact number of partial matches; 0 unless partial matches were looked for.
  public let partialTotal: Int
  /// The hits of the page: articles that match every clause, then the best partial matches.
  public let hits: [SearchHit]
  /// The time taken, with parsing and snippets.
  public let elapsed: Duration
  /// Malformed parts of the query, which were treated as plain text or left out. Empty unless the
  /// scope is lenient.
  public let mistakes: [QuerySyntaxError]
  /// nil unless requested.
  public let manifest: AnswerManifest?
}

/// An article that matches a query.
public struct SearchHit: Sendable, Codable {
  /// The rank over all pages, from 1.
  public let rank: Int
  public let id: String
  public let score: Double
  public let title: String
  /// The local civil time as printed. China Standard Time is assumed.
  public let published: CivilDateTime?
  /// The source; empty when unknown.
  public let source: String
  public let url: String
  /// The location from which the article was read. nil when a repair could not recover it, and when
  /// articles are not included.
  public let origin: Origin?
  /// XXH64 of the stored article (`docs/FORMAT.md`). It changes when anything in the article does.
  public let contentHash: UInt64
  /// True when some clauses do not match and the hit only fills the page.
  public let isPartial: Bool
  /// A verbatim slice of the article; nil unless requested.
  public let snippet: Snippet?
  /// Every match in the searched zones; empty unless snippets were requested.
  public let matches: [TextSpan]
}

/// A range of an original text.
public struct TextSpan: Sendable, Equatable, Codable {
  /// The name of the original text: `file`, or `title`, `text` or `body` of a record.
  public let original: String
  /// Unicode scalar offsets in the original text.
  public let range: Range<Int>
}

/// A verbatim slice of an article around its matches.
public struct Snippet: Sendable, Equatable, Codable {
  public let text: String
  /// The range of `text` in the original text.
  public let span: TextSpan
  /// The matches in `text`, as Unicode scalar offsets, in ascending order without overlaps.
  public let highlights: [Range<Int>]
  /// True when the zone has text before the slice.
  public let isCutBefore: Bool
  /// True when the zone has text after the slice.
  public let isCutAfter: Bool
}
