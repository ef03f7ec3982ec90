import InvertedIndex
import Search
import TextAnalysis

/// Runs a batch of queries on several threads. The answers come in the order of the queries.
///
/// ```swift
/// let runner = BatchRunner(archive: archive, jobs: 4)
/// try await runner.run(next: { queries.popFirst() }) { page in print(page.query.id) }
/// ```
/// Memory does not grow with the number of queries. A query with more than one page of hits takes
/// 56 bytes for each hit, because all hits are ranked at once. Articles are read page by page.
public struct BatchRunner: Sendable {
  private let archive: Archive
  private let scope: QueryScope
  private let options: SearchOptions
  private let jobs: Int

  private static let pageHits = 1000
  /// The largest numbers of queries and hits of a task.
  private static let chunk = (queries: 64, hits: 4096)

  /// Creates a runner of queries on the commit that the archive has open at each query.
  ///
  /// - Parameters:
  ///   - scope: the scope of queries without a scope.
  ///   - options: the options of queries without options.
  ///   - jobs: the number of threads; less than 1 counts as 1.
  public init(
    archive: Archive, scope: QueryScope = QueryScope(), options: SearchOptions = SearchOptions(),
    jobs: Int
  ) {
    self.archive = archive
    self.scope = scope
    self.options = options
    self.jobs = max(1, jobs)
  }

  /// Answers queries. A query that fails gives a page with its error, and the batch continues.
  ///
  /// - Parameters:
  ///   - next: returns the next query, or nil after the last; one call at a time.
  ///   - emit: receives the pages in order; one call at a time.
  /// - Throws: errors of `next` and `emit`; `CancellationError` when the task is cancelled.
  public func run(next: () throws -> BatchQuery?, emit: (BatchPage) throws -> Void) async throws {
    try await concurrentStream(
      jobs: jobs,
      next: {
        try Task.checkCancellation()
        var queries: [BatchQuery] = []
        var hits = 0
        while queries.count < Self.chunk.queries, hits < Self.chunk.hits, let query = try next() {
          queries.append(query)
          hits += min(Self.pageHits, (query.options ?? options).limit)
        }
        return queries.isEmpty ? nil : queries
      }
    ) {
      $0.map(firstPage)
    } emit: { pages in
      for page in pages {
        if page.isLast { try emit(page) } else { try await emitAll(of: page.query, emit) }
      }
    }
  }

  private func ranked(_ query: BatchQuery, limit: Int = .max) throws -> RankedHits {
    var options = query.options ?? options
    options.limit = min(options.limit, limit)
    return try archive.prepare(query.query, scope: query.scope ?? scope).ranked(options)
  }

  /// Returns the only page of an answer. The first page of a longer answer has no hits.
  private func firstPage(_ query: BatchQuery) -> BatchPage {
    let start = ContinuousClock.now
    var isWhole = true
    let outcome = Result<SearchResponse, any Error> {
      let ranked = try ranked(query, limit: Self.pageHits + 1)
      isWhole = ranked.count <= Self.pageHits
      return try ranked.response(0..<(isWhole ? ranked.count : 0), since: start)
    }
    return BatchPage(query: query, outcome: outcome, isFirst: true, isLast: isWhole)
  }

  /// Ranks all hits of a query again, and reads the articles of several pages at a time.
  private func emitAll(of query: BatchQuery, _ emit: (BatchPage) throws -> Void) async throws {
    let start = ContinuousClock.now
    let ranked: RankedHits
    do {
      ranked = try self.ranked(query)
    } catch {
      try emit(BatchPage(query: query, outcome: .failure(error), isFirst: true, isLast: true))
      return
    }
    var rest = 0..<ranked.count
    var hasFailed = false
    try await concurrentStream(
      jobs: jobs,
      next: {
        try Task.checkCancellation()
        guard !rest.isEmpty, !hasFailed else { return nil }
        let page = rest.prefix(Self.pageHits)
        rest = rest.dropFirst(page.count)
        return page
      }
    ) { page in
      (page, Result { try ranked.response(page, since: start) })
    } emit: { page, outcome in
      guard !hasFailed else { return }
      if case .failure = outcome { hasFailed = true }
      try emit(
        BatchPage(
          query: query, outcome: outcome, isFirst: page.lowerBound == 0,
          isLast: hasFailed || page.upperBound == ranked.count))
    }
  }
}

/// A query of a batch.
public struct BatchQuery: Sendable {
  /// The name of the query in the output of the batch.
  public let id: String
  /// The query in the language of `docs/QUERY.md`.
  public let query: String
  /// The scope of the query; nil for the scope of the batch.
  public let scope: QueryScope?
  /// The options of the query; nil for the options of the batch.
  public let options: SearchOptions?

  /// Creates a query with its own scope and options, or with those of the batch.
  public init(id: String, query: String, scope: QueryScope? = nil, options: SearchOptions? = nil) {
    self.id = id
    self.query = query
    self.scope = scope
    self.options = options
  }
}

/// A page of hits of a query. A long answer has several pages. An error is the last page.
public struct BatchPage: Sendable {
  /// The query that the page answers.
  public let query: BatchQuery
  /// The hits of this page with the totals and the elapsed time of the query.
  public let outcome: Result<SearchResponse, any Error>
  /// True for the first page of the answer.
  public let isFirst: Bool
  /// True for the last page of the answer.
  public let isLast: Bool
}

/// Checks the syntax of queries without an index. Use a checker in one thread at a time.
public struct QueryChecker {
  private let analyzer: Analyzer
  private let scope: QueryScope
  private let fields: FieldCatalog

  /// - Parameter fields: the fields of the index that will be searched.
  /// - Throws: `XunwenError.analysisUnavailable`.
  public init(
    _ scope: QueryScope = QueryScope(), fields: FieldCatalog = FieldCatalog()
  ) throws(XunwenError) {
    self.fields = fields
    analyzer = try Analyzer.opened()
    self.scope = scope
  }

  /// - Throws: the `QuerySyntaxError` that a search would throw. Patterns that match too many words
  ///   of an index are not detected.
  public func check(_ query: String) throws(QuerySyntaxError) {
    let parsed = try ParsedQuery(query, scope, fields)
    guard try parsed.tree.canBeLookedUp(using: analyzer, scans: scope.scans) else {
      throw .nothingToLookUp(in: parsed.range)
    }
  }
}
