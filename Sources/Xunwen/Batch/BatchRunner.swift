import InvertedIndex

/// Runs many queries on several threads, in order, in memory that does not grow with their number.
///
/// What grows is 56 bytes for every hit of the one query that is written, when it has more than a page of them: they
/// are ranked at once, and their articles are read page by page.
public struct BatchRunner: Sendable {
  private let archive: Archive
  private let options: SearchOptions
  private let jobs: Int

  /// Hits of a page.
  static let pageHits = 1000
  /// Queries that a task takes at a time, enough to make handing them over cheap, and the hits they may come to.
  private static let chunk = (queries: 64, hits: 4096)

  /// - Parameter options: for queries that have none of their own.
  public init(archive: Archive, options: SearchOptions, jobs: Int) {
    self.archive = archive
    self.options = options
    self.jobs = max(1, jobs)
  }

  /// Answers queries in the order in which they come.
  ///
  /// A query that fails gives a page with its error in its place; the rest goes on.
  ///
  /// - Parameters:
  ///   - next: the next query, nil at the end; called by one thread at a time.
  ///   - emit: takes the pages, in order; called by one thread at a time.
  /// - Throws: what `next` or `emit` throws.
  public func run(
    next: () throws -> BatchQuery?, emit: (BatchPage) throws -> Void
  ) async throws {
    try await concurrentStream(
      jobs: jobs,
      next: {
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

  /// The answer to a query; one of more than a page has no hits yet, and is not the last page.
  private func firstPage(_ query: BatchQuery) -> BatchPage {
    let start = ContinuousClock.now
    var options = query.options ?? options
    options.limit = min(options.limit, Self.pageHits + 1)
    var isWhole = true
    let outcome = Result<SearchResponse, any Error> {
      let ranked = try archive.ranked(query.query, options: options)
      isWhole = ranked.count <= Self.pageHits
      return try ranked.response(0..<(isWhole ? ranked.count : 0), since: start)
    }
    return BatchPage(query: query, outcome: outcome, isFirst: true, isLast: isWhole)
  }

  /// Answers a query anew, all of it, and reads the articles of several pages at a time.
  private func emitAll(of query: BatchQuery, _ emit: (BatchPage) throws -> Void) async throws {
    let start = ContinuousClock.now
    let ranked: RankedHits
    do {
      ranked = try archive.ranked(query.query, options: query.options ?? options)
    } catch {
      try emit(BatchPage(query: query, outcome: .failure(error), isFirst: true, isLast: true))
      return
    }
    var rest = 0..<ranked.count
    var isBroken = false
    try await concurrentStream(
      jobs: jobs,
      next: {
        guard !rest.isEmpty, !isBroken else { return nil }
        let page = rest.prefix(Self.pageHits)
        rest = rest.dropFirst(page.count)
        return page
      }
    ) { page in
      (page, Result { try ranked.response(page, since: start) })
    } emit: { page, outcome in
      guard !isBroken else { return }
      if case .failure = outcome { isBroken = true }
      try emit(
        BatchPage(
          query: query, outcome: outcome, isFirst: page.lowerBound == 0,
          isLast: isBroken || page.upperBound == ranked.count))
    }
  }
}
