public import Calendar
public import Search

/// How a query is answered.
public struct SearchOptions: Sendable, Equatable {
  /// Only articles of these publishers, by exact name; empty for all.
  public var sources: [String] = []
  /// Only articles published on these days.
  public var dates: DateRange?
  public var sort: SortOrder = .score
  /// Hits wanted.
  public var limit = 10
  /// Hits passed over before the first one wanted.
  public var offset = 0
  public var match: MatchMode = .best
  public var ranking = BM25()
  /// Read every hit's article, for its headline and URL; without, both are empty and hits come faster.
  public var includesArticles = true
  /// Make a snippet, with the places of all matches, for every hit; needs `includesArticles`.
  public var includesSnippets = true
  /// About how many columns of a terminal a snippet fills; a Chinese character fills two.
  public var snippetColumns = 160

  /// Take what cannot be understood for text, and say so, instead of throwing.
  public var isLenient = false
  /// Look into every article for a regular expression of which the index knows nothing.
  public var scans = false
  /// Keep the user's words together, and look for their synonyms; see `Archive.dictionary(at:)`.
  public var usesDictionary = true

  /// The day that `7d` counts back from; nil for today in China.
  public var today: CivilDate?
  /// Say what the answer depends on.
  public var makesManifest = false

  public init() {}
}
