public import Articles
public import Calendar
public import InvertedIndex
public import Search

/// The answer to a query: one page of hits, and the totals over all pages.
public struct SearchResponse: Sendable, Codable {
  /// The query as written.
  public let query: String
  /// The exact number of articles that match every clause; with `MatchMode.any`, at least one.
  public let total: Int
  /// The exact number of partial matches; 0 unless partial matches were looked for. The hits have
  /// the best of them, as `SearchOptions.partialLimit` says.
  public let partialTotal: Int
  /// The number of articles that have every unquoted text as written; nil unless requested, and
  /// when the count would read more than 100 articles (a text with a sign, such as `10%`).
  public let exact: ExactCount?
  /// The hits of the page: articles that match every clause, then the best partial matches.
  public let hits: [SearchHit]
  /// The time taken, with parsing and snippets.
  public let elapsed: Duration
  /// See `PreparedQuery.mistakes`.
  public let mistakes: [QuerySyntaxError]
  /// The inputs of the search and a digest of the answer; nil unless requested.
  public let manifest: AnswerManifest?

  /// The number of partial matches among the hits.
  public var partialShown: Int { hits.count { $0.isPartial } }
}

/// An article that matches a query.
public struct SearchHit: Sendable, Codable {
  /// The rank over all pages, from 1.
  public let rank: Int
  /// The id of the article.
  public let id: String
  /// The BM25 score. Scores of different queries are not comparable.
  public let score: Double
  /// The title; empty when the article has none, and when articles are not included.
  public let title: String
  /// The local civil time as printed. China Standard Time is assumed.
  public let published: CivilDateTime?
  /// The source; empty when unknown.
  public let source: String
  /// The tags as the source spells them; empty when articles are not included.
  public let tags: [String]
  /// The web address; empty when unknown, and when articles are not included.
  public let url: String
  /// The location from which the article was read; nil when a repair could not recover it, and when
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
  /// The text of the slice.
  public let text: String
  /// The range of `text` in the original text.
  public let span: TextSpan
  /// The matches in `text`, as Unicode scalar offsets, in ascending order without overlaps.
  public let highlights: [Range<Int>]
  /// True when the zone has text other than white space before the slice.
  public let isCutBefore: Bool
  /// True when the zone has text other than white space after the slice.
  public let isCutAfter: Bool
}

/// The ranking, paging and presentation of hits. `QueryScope` says which articles match.
///
/// ```swift
/// var options = SearchOptions()
/// options.sort = .dateDescending
/// options.offset = 10  // the second page
/// let response = try archive.search("养老 服务", options: options)
/// ```
public struct SearchOptions: Sendable, Equatable, Codable {
  /// The order of the hits.
  public var sort: SortOrder = .score
  /// The parameters of the ranking formula.
  public var ranking = BM25()
  /// The greatest number of hits of the page; 0 or less to only count.
  public var limit = 10
  /// The number of hits before the page; less than 0 counts as 0.
  public var offset = 0
  /// The length to which partial matches extend the list of hits. They are looked for when fewer
  /// articles match in full than this number and `limit`, with `MatchMode.best` and the order
  /// `score`. The list is the same for every `offset`.
  public var partialLimit = 10
  /// True to read every hit's article. When false, titles and URLs are empty.
  public var includesArticles = true
  /// True to give every hit a snippet and the spans of its matches. Needs `includesArticles`.
  public var includesSnippets = true
  /// The greatest width of a snippet in terminal columns. A Chinese character has two columns, and
  /// several spaces have one.
  public var snippetColumns = 160
  /// True to also count the articles that have every unquoted text as written, which is a second
  /// search. `total` and the hits do not change.
  public var countsExact = false
  /// True when the response has an `AnswerManifest`.
  public var includesManifest = false

  /// The values of `offset` that options and manifests accept.
  public static let acceptedOffsets = 0...1_000_000_000

  /// Creates options for the first ten hits by score, with snippets.
  public init() {}

  var page: PageRequest {
    var page = PageRequest()
    (page.sort, page.ranking) = (sort, ranking)
    (page.offset, page.limit) = (max(0, offset), max(0, limit))
    page.partialLimit = max(0, partialLimit)
    return page
  }
}

/// A map from byte offsets in an article's text to Unicode scalar offsets in its original texts.
struct OriginalOffsets {
  private let originals: [Original]
  /// The number of scalars before every 64th byte.
  private let counts: [Int]
  private let text: [UInt8]

  /// - Complexity: O(*n*) in the length of the text.
  init(_ article: Article) {
    originals = article.originals
    text = article.text
    var counts: [Int] = []
    var count = 0
    for (offset, byte) in article.text.enumerated() {
      if offset % 64 == 0 { counts.append(count) }
      if byte & 0xC0 != 0x80 { count += 1 }
    }
    counts.append(count)
    self.counts = counts
  }

  /// Returns the span of a byte range; nil before the first original text.
  func span(_ range: Range<Int>) -> TextSpan? {
    guard let original = originals.last(where: { $0.start <= range.lowerBound }) else { return nil }
    let start = scalars(before: original.start)
    let lower = scalars(before: range.lowerBound) - start
    let upper = scalars(before: range.upperBound) - start
    return TextSpan(original: original.name, range: lower..<upper)
  }

  private func scalars(before offset: Int) -> Int {
    var count = counts[offset / 64]
    for byte in text[(offset / 64 * 64)..<offset] where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }
}

extension Article {
  /// Returns the spans of ranges of the text in the article's original texts.
  ///
  /// - Parameter ranges: UTF-8 ranges of `text`, each within one original text.
  /// - Complexity: O(*n*) in the length of the text.
  public func spans(of ranges: [Range<Int>]) -> [TextSpan] {
    let offsets = OriginalOffsets(self)
    return ranges.compactMap { offsets.span($0) }
  }
}
