public import Articles
import InvertedIndex
public import Search
import TextAnalysis

/// A query that is parsed and planned on one commit.
///
/// ```swift
/// let query = try archive.prepare("养老 服务")
/// let response = try query.search()
/// let facets = try query.facets([.source])
/// ```
/// A prepared query keeps its commit open: `Archive.refresh()` does not change its answers. Threads
/// may share it. Unless a method says otherwise, it throws `QuerySyntaxError` when the query
/// contains nothing to look up (such as `？`), `QueryWorkError` when it takes too much work, and
/// `StorageError` when the index is damaged where the answer is.
public struct PreparedQuery: Sendable {
  /// The query as written.
  public let text: String
  /// The scope with which the query was prepared.
  public let scope: QueryScope
  let parsed: ParsedQuery
  /// nil when the query contains nothing to look up.
  private let planned: PlannedQuery?
  let searchers: SearcherPool
  /// The time that parsing and planning took.
  private let preparation: Duration

  /// The malformed parts of the query, which were treated as plain text or left out; empty unless
  /// the scope is lenient.
  public var mistakes: [QuerySyntaxError] { parsed.mistakes }

  /// The hints at valid parts of the query that the writer may have meant differently, such as 或
  /// for `OR`.
  public var hints: [QueryHint] { parsed.hints }

  init(_ text: String, _ scope: QueryScope, in searchers: SearcherPool) throws {
    let start = ContinuousClock.now
    try self.init(
      ParsedQuery(text, scope, searchers.fields), text: text, scope, in: searchers, since: start)
  }

  init(
    _ parsed: ParsedQuery, text: String = "", _ scope: QueryScope = QueryScope(),
    in searchers: SearcherPool, since start: ContinuousClock.Instant = .now
  ) throws {
    self.text = text
    self.scope = scope
    self.parsed = parsed
    self.searchers = searchers
    planned = try searchers.withSearcher { searcher, _ in
      try searcher.plan(parsed.tree, in: scope.cleaned)
    }
    preparation = ContinuousClock.now - start
  }

  var plan: PlannedQuery {
    get throws {
      guard let planned else { throw parsed.nothingToLookUp }
      return planned
    }
  }

  /// Returns a page of the best articles, with snippets and totals.
  ///
  /// - Throws: `XunwenError.damagedArticle` also, when the article of a hit cannot be read.
  public func search(_ options: SearchOptions = SearchOptions()) throws -> SearchResponse {
    let start = ContinuousClock.now - preparation
    let ranked = try ranked(options)
    return try ranked.response(0..<ranked.count, since: start)
  }

  func ranked(_ options: SearchOptions) throws -> RankedHits {
    let plan = try plan
    return try searchers.withSearcher { searcher, _ in
      RankedHits(query: self, options: options, result: try searcher.search(plan, options.page))
    }
  }

  /// Returns the same query on the same commit, prepared in another match mode.
  ///
  /// - Throws: `QuerySyntaxError` for a query that the index cannot answer.
  public func matching(_ mode: MatchMode) throws -> PreparedQuery {
    if mode == scope.match { return self }
    var scope = scope
    scope.match = mode
    return try PreparedQuery(parsed, text: text, scope, in: searchers)
  }

  /// Returns the exact number of articles that match in another match mode, as `count()` does.
  public func count(match mode: MatchMode) throws -> Int { try matching(mode).count() }

  /// Returns the exact number of articles that have every unquoted text of the query as written.
  ///
  /// - Complexity: one search.
  public func exactCount() throws -> ExactCount {
    ExactCount(articles: try count(match: .exact), texts: try writtenTexts())
  }

  /// The most articles that are read only to count them.
  private static let maxArticlesRead = 100

  /// Returns the exact count for the response to this query; nil if it would read many articles.
  /// Only the stored text of an article decides the signs in `10%` and `C++`.
  ///
  /// - Parameter total: the number of articles that match in the mode of this query.
  func exactCount(besides total: Int) throws -> ExactCount? {
    // Without unquoted texts, the modes but `any` find the same articles.
    if scope.match == .exact || scope.match != .any && parsed.tree.read(in: .exact) == parsed.tree {
      return ExactCount(articles: total, texts: try writtenTexts())
    }
    let exact = try matching(.exact)
    if exact.planned?.readsArticles ?? false, total > Self.maxArticlesRead { return nil }
    return ExactCount(articles: try exact.count(), texts: try writtenTexts())
  }

  /// Returns the unquoted texts of which other modes require only the words; see `ExactCount`.
  private func writtenTexts() throws -> [String] {
    let texts = parsed.tree.unquotedTexts
    let split = try searchers.withSearcher { searcher, _ in
      texts.filter { searcher.pieces(of: $0).count > 1 }
    }
    var distinct: [String] = []
    for text in split.isEmpty ? texts : split where !distinct.contains(text) {
      distinct.append(text)
    }
    return distinct
  }

  /// Returns the exact number of articles that match: with `MatchMode.any` at least one clause,
  /// otherwise every clause.
  public func count() throws -> Int {
    let plan = try plan
    var page = PageRequest()
    page.limit = 0
    return try searchers.withSearcher { searcher, _ in try searcher.search(plan, page).total }
  }

  /// Returns the number of articles that match with their tails, as `in:all` searches, and not
  /// without them; nil when every text of the query names its zone, and when the count takes too
  /// much work.
  ///
  /// - Complexity: two searches; O(1) when no article has a tail.
  public func countInTails() throws -> Int? {
    guard let extended = parsed.includingTails else { return nil }
    if searchers.reader.statistics.totalTailLength == 0 { return 0 }
    do {
      return try PreparedQuery(extended, scope, in: searchers).results()
        .subtracting(results()).count
    } catch is QueryWorkError {
      return nil
    }
  }

  /// Returns the documents that match, as `count()` counts them. No article is read.
  func results() throws -> ResultSet {
    let plan = try plan
    return try searchers.withSearcher { searcher, _ in
      ResultSet(
        searchers: searchers, documents: try searcher.documents(plan),
        highlighter: plan.highlighter,
        dictionary: scope.usesDictionary ? try searchers.dictionary.words() : nil)
    }
  }

  /// Returns all documents of the scope's sources and dates, whatever the query.
  func resultsOfWholeScope() throws -> ResultSet {
    try PreparedQuery(.everything, scope, in: searchers).results()
  }

  /// Returns every match in an article, as ascending UTF-8 ranges of `article.text` without
  /// overlaps. Where no text of the query occurs, these are the matches of its ranking terms.
  ///
  /// - Complexity: O(*n*) in the length of the article.
  public func matches(in article: Article) throws -> [Range<Int>] {
    let highlighter = try plan.highlighter
    return try searchers.withSearcher { _, analyzer in
      let presenter = HitPresenter(highlighter: highlighter, analyzer: analyzer)
      var marks = presenter.bestMatches(in: article).map(\.range)[...]
      // A match at the end of a title does not touch a match at the start of the text.
      return article.zones.flatMap { zone in
        let inside = marks.prefix { $0.lowerBound < zone.range.upperBound }
        marks = marks.dropFirst(inside.count)
        return HitPresenter.merged(Array(inside))
      }
    }
  }

  /// Explains the score of an article, term by term.
  ///
  /// - Parameter ranking: the parameters of the search whose score is explained.
  /// - Returns: nil when no article has the id.
  public func explanation(
    ofArticle id: String, ranking: BM25 = BM25()
  ) throws -> ScoreExplanation? {
    guard let location = try searchers.reader.document(named: id) else { return nil }
    let plan = try plan
    return try searchers.withSearcher { searcher, _ in
      try searcher.explain(plan, ranking: ranking, location.document, ofSegment: location.segment)
    }
  }

  /// Explains the query: its tree, its terms, and the number of articles that match each clause.
  ///
  /// A query or clause with nothing to look up matches no article; it is not an error here.
  ///
  /// - Complexity: one search for each clause and one for the query.
  public func interpretation() throws -> QueryInterpretation {
    let tree = parsed.tree.read(in: scope.match)
    var clauses = [tree]
    if case .implicitAnd(let operands) = tree { clauses = operands }
    return try searchers.withSearcher { searcher, _ in
      QueryInterpretation(
        tree: "\(tree)", mistakes: mistakes, hints: hints,
        clauses: try clauses.map { clause in
          .init(query: "\(clause)", articles: try searcher.articleCount(of: clause, scope.cleaned))
        },
        articles: try planned.map { try searcher.count($0) } ?? 0,
        terms: try planned.map { try searcher.terms(of: $0) } ?? [],
        dictionaryUses: planned?.dictionaryUses ?? [])
    }
  }
}

/// The number of articles that have every unquoted text of a query as written (`MatchMode.exact`).
public struct ExactCount: Sendable, Equatable, Codable {
  /// The exact number of articles.
  public let articles: Int
  /// The unquoted texts of which other modes require only the words, in the order of the query. All
  /// unquoted texts when each is one word.
  public let texts: [String]
}

/// An explanation of a query: the tree it was parsed into, and the matches of its parts.
public struct QueryInterpretation: Sendable, Codable {
  /// One of the clauses that white space separates, all of which should match.
  public struct Clause: Sendable, Codable {
    /// The clause as an S-expression.
    public let query: String
    /// The number of articles of the scope that match the clause alone.
    public let articles: Int
  }

  /// The query as an S-expression; `docs/QUERY.md` has examples.
  public let tree: String
  /// See `PreparedQuery.mistakes`.
  public let mistakes: [QuerySyntaxError]
  /// See `PreparedQuery.hints`.
  public let hints: [QueryHint]
  /// The clauses in the order of the query.
  public let clauses: [Clause]
  /// The number of articles that match every clause.
  public let articles: Int
  /// The terms that the query looks up.
  public let terms: [SearchTerm]
  /// The entries of the user's dictionary that the query uses.
  public let dictionaryUses: [DictionaryUse]
}

extension QueryScope {
  /// The scope with the names of sources as articles have them.
  var cleaned: QueryScope {
    var scope = self
    scope.sources = sources.map { $0.cleanedName() }
    return scope
  }
}

extension Searcher {
  /// Returns the number of articles that match every clause; 0 when there is nothing to look up.
  func articleCount(of query: Query, _ scope: QueryScope) throws -> Int {
    try plan(query, in: scope).map { try count($0) } ?? 0
  }
}
