import InvertedIndex

/// Runs a batch of queries on several threads. The answers come in the order of the queries.
///
/// Memory does not grow with the number of queries. A query with more than one page of hits takes
/// 56 bytes for each hit while it is written: all hits are ranked at once, and their articles are
/// read page by page.
public struct BatchRunner: Sendable {
  private let archive: Archive
  private let scope: QueryScope
  private let options: SearchOptions
  private let jobs: Int

  /// The number of hits of a page.
  static let pageHits = 1000
  /// The most queries that a task answers at a time, and the most hits that they may have. Few
  /// handovers between threads cost little.
  private static let chunk = (queries: 64, hits: 4096)

  /// - Parameters:
  ///   - scope: the scope of the queries that have no scope of their own.
  ///   - options: the options of the queries that have no options of their own.
  ///   - jobs: the number of threads.
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
  public func run(
    next: () throws -> BatchQuery?, emit: (BatchPage) throws -> Void
  ) async throws {
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
        if page.isLast {
          try emit(page)
        } else {
          try await emitAll(of: page.query, emit)
        }
      }
    }
  }

  /// Ranks at most `limit` hits of a query.
  private func ranked(_ query: BatchQuery, limit: Int = .max) throws -> RankedHits {
    var options = query.options ?? options
    options.limit = min(options.limit, limit)
    return try archive.prepare(query.query, scope: query.scope ?? scope).ranked(options)
  }

  /// Returns the only page of an answer. For a longer answer, the page has no hits and is not the
  /// last.
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
