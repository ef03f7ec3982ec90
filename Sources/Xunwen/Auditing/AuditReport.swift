public import Articles
import Calendar
import InvertedIndex
public import Search
import TextAnalysis

/// A comparison of the articles that the index finds with the articles that a full scan finds.
public struct AuditReport: Sendable, Equatable, Codable {
  /// The number of scanned articles.
  public let articles: Int
  /// The number of articles that the index finds.
  public let found: Int
  /// The number of articles that the scan finds.
  public let expected: Int
  /// The ids of articles that only the scan finds, in the order of the index.
  public let missed: [String]
  /// The ids of articles that only the index finds, in the order of the index.
  public let wrong: [String]

  /// The share of the expected articles that the index finds; 1 when none is expected.
  public var recall: Double { share(expected - missed.count, of: expected) }
  /// The share of the found articles that are expected; 1 when none is found.
  public var precision: Double { share(found - wrong.count, of: found) }

  private func share(_ part: Int, of whole: Int) -> Double {
    whole == 0 ? 1 : Double(part) / Double(whole)
  }
}

extension Archive {
  /// Compares the index's answer to a query with a scan, which reads and analyzes every article.
  ///
  /// - Parameter scope: only its sources, dates and `scans` are used, and `MatchMode.exact`.
  /// - Throws: as `search(_:scope:options:)`; `ExpressionError`.
  /// - Complexity: O(*n*) in the bytes of all articles.
  public func audit(
    _ query: String, scope: QueryScope = QueryScope(), jobs: Int
  ) async throws -> AuditReport {
    var scope = scope
    scope.match = scope.match.whole
    // The scan looks for the text as written, without synonyms.
    scope.usesDictionary = false
    let query = try prepare(query, scope: scope)
    var found: Set<String> = []
    try query.results().forEachSegment { documents, segment in
      for document in documents { found.insert(segment.columns.id(of: document)) }
    }
    let everything = try PreparedQuery(.everything, in: query.searchers)
    var (articles, expected) = (0, 0)
    var missed: [String] = []
    var wrong: [String] = []
    let fields = ArticleFields(query.searchers.fields)
    try await everything.results().fold(jobs: jobs, into: AuditBatch(fields)) {
      try $0.add($1, query.parsed.tree, query.scope.cleaned)
    } emit: { batch in
      articles += batch.answers.count
      for (id, matches) in batch.answers {
        if matches { expected += 1 }
        if matches, !found.contains(id) { missed.append(id) }
        if !matches, found.contains(id) { wrong.append(id) }
      }
    }
    return AuditReport(
      articles: articles, found: found.count, expected: expected, missed: missed, wrong: wrong)
  }
}

/// Safe: only the thread that has the batch creates and uses the scan.
private struct AuditBatch: @unchecked Sendable {
  var answers: [(id: String, matches: Bool)] = []
  private var scan: QueryScan?
  private let fields: ArticleFields

  init(_ fields: ArticleFields) { self.fields = fields }

  mutating func add(_ item: ResultSet.Item, _ query: Query, _ scope: QueryScope) throws {
    let scan = try self.scan ?? QueryScan(query, in: scope, using: item.analyzer)
    self.scan = scan
    let article = ScannedArticle(item.article, fields, using: item.analyzer)
    answers.append((item.article.id, try scan.matches(article)))
  }
}

extension ScannedArticle {
  init(_ article: Article, _ fields: ArticleFields, using analyzer: Analyzer) {
    self.init(
      id: article.id, date: article.published?.date.packed ?? 0, source: article.source,
      tags: article.tags, fields: fields.values(of: article).terms, StoredText(article),
      using: analyzer)
  }
}

/// The reasons why an article matches a query or does not.
public struct MatchReport: Sendable, Codable {
  public let article: Article
  /// True when the article passes the filters and matches every clause of the query.
  public let matches: Bool
  /// True when the article's source and date are in the scope.
  public let passesFilters: Bool
  /// The report on the query; nil when the query contains nothing to look up.
  public let query: ClauseReport?
}

extension Archive {
  /// Compares each clause of a query with one article, which is read and analyzed. Neither the
  /// index nor the user's dictionary is used.
  ///
  /// - Parameter scope: only its sources, dates and `isLenient` are used, and `MatchMode.exact`.
  /// - Returns: nil when no article has the id.
  /// - Throws: `QuerySyntaxError`; `XunwenError.damagedArticle`; `ExpressionError`.
  public func why(
    id: String, query: String, scope: QueryScope = QueryScope()
  ) throws -> MatchReport? {
    let catalog = searchers.fields
    let parsed = try ParsedQuery(query, scope, catalog)
    let scope = scope.cleaned
    guard let article = try article(id: id)?.article else { return nil }
    return try searchers.withSearcher { _, analyzer in
      let scanned = ScannedArticle(article, ArticleFields(catalog), using: analyzer)
      let clauses = try scanned.report(on: parsed.tree, in: scope, using: analyzer)
      let passesFilters =
        (scope.sources.isEmpty
          || scope.sources.contains { SourceName($0).matches(article.source) })
        && (scope.dates.map { $0.contains(article.published?.date, scope.uncertainDates) } ?? true)
      return MatchReport(
        article: article, matches: passesFilters && clauses?.matches ?? false,
        passesFilters: passesFilters, query: clauses)
    }
  }
}
