public import InvertedIndex
public import Storage
public import TextAnalysis

/// What to look for, and how much of the answer is wanted.
public struct SearchRequest: Sendable {
  public var query: Query
  /// Publishers to search, all when empty.
  public var sources: [String] = []
  /// Days of publication to search.
  public var dates: DateRange?
  public var match: MatchMode = .best
  public var sort: SortOrder = .score
  public var offset = 0
  public var limit = 10
  public var ranking = BM25()
  /// Whether to count all matches. Where ranking finds the best without looking at all of them, counting
  /// is most of the work.
  public var countsTotal = true

  public init(_ query: Query) {
    self.query = query
  }
}

/// Which documents match, best first.
public struct SearchResult: Sendable {
  /// A document of the page.
  public struct Hit: Sendable {
    /// Index of its segment in the reader.
    public let segment: Int
    public let document: UInt32
    public let score: Double
    /// Some clauses do not match.
    public let isPartial: Bool
  }

  /// Documents that match, exactly; when the request asked for no total, at least as many.
  public let total: Int
  /// Documents that match in part, exactly; 0 unless the page had room for them.
  public let partialTotal: Int
  /// The page asked for.
  public let hits: [Hit]
  /// What to highlight in them.
  public let highlighter: Highlighter
}

/// Runs queries on a snapshot. Nothing is written; between queries only memory and the last filters are kept.
public struct Searcher {
  let reader: IndexReader
  let analyzer: Analyzer
  private let scratch = ScoringScratch()
  private let filters = FilterCache()

  /// - Parameter analyzer: used by one thread at a time, and the searcher with it.
  public init(_ reader: IndexReader, analyzer: Analyzer) {
    self.reader = reader
    self.analyzer = analyzer
  }

  /// Finds, counts and ranks.
  ///
  /// - Returns: nil when the query holds nothing that can be looked up, such as `？`.
  /// - Throws: `StorageError.corrupt` when the index is damaged where the answer is.
  public func search(_ request: SearchRequest) throws(StorageError) -> SearchResult? {
    guard let plan = plan(request) else { return nil }
    return try run(consume plan, request) { $0.result() }
  }

  /// What finds in articles what a query asks for; nil when the query holds nothing that can be looked up.
  public func highlighter(of request: SearchRequest) -> Highlighter? {
    plan(request).map { Highlighter($0) }
  }

  /// nil when there is nothing to look up.
  func plan(_ request: SearchRequest) -> QueryPlan? {
    QueryPlanner.plan(request.query, filters: request.filters, using: analyzer)
  }

  /// Prepares a plan to be run, and lends it to `body`.
  ///
  /// - Throws: `StorageError.corrupt` when the index is damaged where the answer is.
  func run<Answer>(
    _ plan: consuming QueryPlan, _ request: SearchRequest, _ body: (QueryRun) -> Answer
  ) throws(StorageError) -> Answer {
    let damage = reader.damageCount
    let answer = body(QueryRun(plan, request, reader, scratch, filters))
    if reader.damageCount != damage {
      // A filter that was read meanwhile must not serve another query.
      filters.removeAll()
      try reader.checkDamage(since: damage)
    }
    return answer
  }
}

extension SearchRequest {
  /// What the options ask of columns.
  var filters: [Requirement] {
    var filters: [Requirement] = []
    if !sources.isEmpty { filters.append(.source(sources)) }
    if let dates { filters.append(.published(dates)) }
    return filters
  }
}
