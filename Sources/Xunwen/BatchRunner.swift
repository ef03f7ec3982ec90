import InvertedIndex

/// A query of a batch.
public struct BatchQuery: Sendable {
  public let id: String
  public let query: String

  public init(id: String, query: String) {
    self.id = id
    self.query = query
  }
}

/// A query of a batch with its answer.
public struct BatchResult: Sendable {
  public let query: BatchQuery
  public let outcome: Result<SearchResponse, any Error>
}

/// Runs many queries on several threads, in order, in memory that does not grow with their number.
public struct BatchRunner: Sendable {
  private let archive: Archive
  private let options: SearchOptions
  private let jobs: Int

  /// Queries that a task takes at a time: enough to make handing them over cheap.
  private static let chunk = 64

  public init(archive: Archive, options: SearchOptions, jobs: Int) {
    self.archive = archive
    self.options = options
    self.jobs = max(1, jobs)
  }

  /// Answers queries in the order in which they come.
  ///
  /// A query that fails gives a result with its error in its place; the rest goes on.
  ///
  /// - Parameters:
  ///   - next: the next query, nil at the end; called by one thread at a time.
  ///   - emit: takes the results, in order; called by one thread at a time.
  /// - Throws: what `next` or `emit` throws.
  public func run(
    next: () throws -> BatchQuery?, emit: (BatchResult) throws -> Void
  ) async throws {
    let (archive, options) = (archive, options)
    try await concurrentStream(
      jobs: jobs,
      next: {
        var queries: [BatchQuery] = []
        while queries.count < Self.chunk, let query = try next() { queries.append(query) }
        return queries.isEmpty ? nil : queries
      }
    ) {
      Self.answer($0, archive, options)
    } emit: { results in
      for result in results { try emit(result) }
    }
  }

  private static func answer(
    _ queries: [BatchQuery], _ archive: Archive, _ options: SearchOptions
  ) -> [BatchResult] {
    queries.map { query in
      BatchResult(
        query: query, outcome: Result { try archive.search(query.query, options: options) })
    }
  }
}
