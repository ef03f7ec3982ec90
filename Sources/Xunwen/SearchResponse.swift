public import Calendar
public import InvertedIndex
public import Search

/// The answer to a query.
public struct SearchResponse: Sendable {
  /// The query as it was asked.
  public let query: String
  /// Articles that match, exactly: all clauses, or with `MatchMode.any` at least one.
  public let total: Int
  /// Articles that match in part, exactly; 0 unless partial matches were looked for.
  public let partialTotal: Int
  /// The page asked for: articles that match all clauses first, then the best partial matches.
  public let hits: [SearchHit]
  /// Time taken, parsing and snippets included.
  public let elapsed: Duration
  /// What could not be understood of the query and was taken for text or left out; empty unless it was read
  /// leniently.
  public let mistakes: [QuerySyntaxError]
  /// nil when not asked for.
  public let manifest: AnswerManifest?
}

/// An article that matches.
public struct SearchHit: Sendable {
  /// From 1, over all pages.
  public let rank: Int
  public let id: String
  public let score: Double
  public let title: String
  /// Local civil time as printed, China Standard Time assumed.
  public let published: CivilDateTime?
  /// Publisher, empty when unknown.
  public let source: String
  public let url: String
  /// The location from which the article was read; nil when a repair could not recover it, and when
  /// articles are not included.
  public let origin: Origin?
  /// XXH64 of everything the article consists of, as it is stored (`docs/FORMAT.md`): another article has another one.
  public let contentHash: UInt64
  /// Some clauses do not match; the hit fills the page.
  public let isPartial: Bool
  /// A verbatim slice of the article; nil when not asked for.
  public let snippet: Snippet?
  /// Every match in the zones that were searched; empty when snippets were not asked for.
  public let matches: [TextSpan]
}

/// A stretch of an original text.
public struct TextSpan: Sendable, Equatable {
  /// Which of the article's original texts: `file`, or `title`, `text` or `body` of a record.
  public let original: String
  /// Unicode scalar offsets in it.
  public let range: Range<Int>
}

/// A verbatim slice of an article around its matches.
public struct Snippet: Sendable, Equatable {
  public let text: String
  /// Where `text` stands.
  public let span: TextSpan
  /// Unicode scalar offsets in `text` of what matches there, ascending, without overlaps.
  public let highlights: [Range<Int>]
  /// The article goes on before and after the slice.
  public let isCutBefore: Bool
  public let isCutAfter: Bool
}
