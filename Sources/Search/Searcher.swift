public import InvertedIndex
import Storage
public import TextAnalysis

/// The order of hits, and the range of that order to return.
public struct PageRequest: Sendable {
  /// The order of the hits.
  public var sort: SortOrder = .score
  /// The number of hits to skip.
  public var offset = 0
  /// The greatest number of hits to return.
  public var limit = 10
  /// Partial matches extend the list of hits to at most this length. They are looked for when
  /// fewer documents match in full than this number and `limit`.
  public var partialLimit = 10
  /// The parameters of the ranking formula.
  public var ranking = BM25()
  /// True to count all matches, which is most of the work of a search.
  public var countsTotal = true
  /// The statistics for scoring; nil for the statistics of the searched commit.
  public var statistics: ScoringStatistics?

  /// Creates a request for the first ten hits by score.
  public init() {}
}

/// A query with its scope and the page of hits to return.
public struct SearchRequest: Sendable {
  /// The parsed query.
  public var query: Query
  /// The articles to search, and how to read the query.
  public var scope: QueryScope
  /// The page of hits to return.
  public var page: PageRequest

  /// Creates a request for a page of hits.
  public init(_ query: Query, scope: QueryScope = QueryScope(), page: PageRequest = PageRequest()) {
    self.query = query
    self.scope = scope
    self.page = page
  }
}

/// A page of hits, best first.
public struct SearchResult: Sendable {
  /// A document of the page.
  public struct Hit: Sendable {
    /// The index of the segment in the reader.
    public let segment: Int
    /// The number of the document in the segment.
    public let document: UInt32
    /// The BM25 score.
    public let score: Double
    /// True when some clauses do not match.
    public let isPartial: Bool
  }

  /// The exact number of matching documents; a lower bound when the request does not count them.
  public let total: Int
  /// The exact number of documents that match in part; 0 unless they are looked for.
  public let partialTotal: Int
  /// The hits of the page, in the requested order.
  public let hits: [Hit]
  let plan: QueryPlan

  /// A finder of the matches in the articles of the hits.
  public var highlighter: Highlighter { Highlighter(plan) }
}

/// A searcher of one commit, for one thread at a time. It writes nothing, and keeps only scratch
/// memory and the last filters between queries.
///
/// ```swift
/// let searcher = Searcher(reader, analyzer: analyzer)
/// if let query = try QueryParser.parse("养老 服务"),
///   let plan = try searcher.plan(query, in: QueryScope())
/// {
///   let result = try searcher.search(plan, PageRequest())
/// }
/// ```
/// Methods that take a planned query require that it was planned for the same commit. They throw
/// `StorageError.corrupt` when the index is damaged where it was read, `ExpressionError` when a
/// regular expression cannot be matched, `QueryWorkError` when the query takes too much work, and
/// `CancellationError` when it is stopped (`QueryStop`).
public struct Searcher {
  let reader: IndexReader
  let analyzer: Analyzer
  private let scratch = ScoringScratch()
  private let filters = FilterCache()
  private let dictionary: UserWords?
  private let texts: StoredTextReader?
  private let workLimit: Int?

  /// Creates a searcher of the commit of a reader.
  ///
  /// - Parameters:
  ///   - analyzer: an analyzer that no other thread uses at the same time.
  ///   - dictionary: the user's words and synonyms.
  ///   - texts: a reader of articles for regular expressions and for quotations with signs. Without
  ///     it, they are an error.
  ///   - workLimit: the limit of steps for planning a query, and for each execution. Nil for a
  ///     limit that grows with the index. A step takes about a nanosecond.
  public init(
    _ reader: IndexReader, analyzer: Analyzer, dictionary: UserWords? = nil,
    texts: StoredTextReader? = nil, workLimit: Int? = nil
  ) {
    self.reader = reader
    self.analyzer = analyzer
    self.dictionary = dictionary
    self.texts = texts
    self.workLimit = workLimit
  }

  private func workMeter(for scope: QueryScope) -> WorkMeter {
    workLimit.map { WorkMeter(limit: $0) }
      ?? WorkMeter(for: reader.statistics, scans: scope.scans)
  }

  /// Plans a query for any number of searches.
  ///
  /// - Returns: nil when nothing in the query can be looked up, such as `？`.
  /// - Throws: `QuerySyntaxError` for a query that the index cannot answer; `StorageError.corrupt`
  ///   when the index is damaged where it was read.
  public func plan(_ query: Query, in scope: QueryScope) throws -> PlannedQuery? {
    let damage = reader.damageCount
    let query = query.read(in: scope.match)
    let work = workMeter(for: scope)
    let plan = try QueryPlanner.plan(
      query, in: scope, using: analyzer, Vocabulary(reader, work), dictionary: dictionary)
    try reader.checkDamage(since: damage)
    try work.check()
    return plan.map { PlannedQuery(query: query, scope: scope, plan: $0) }
  }

  /// Finds, counts and ranks documents, and returns the best.
  public func search(_ query: PlannedQuery, _ page: PageRequest) throws -> SearchResult {
    try execute(query, page) { $0.result() }
  }

  /// Plans and searches a query.
  ///
  /// - Returns: nil when nothing in the query can be looked up.
  /// - Throws: as `plan(_:in:)` also.
  public func search(_ request: SearchRequest) throws -> SearchResult? {
    try plan(request.query, in: request.scope).map { try search($0, request.page) }
  }

  /// The number of documents that match all clauses, whatever the match mode.
  public func count(_ query: PlannedQuery) throws -> Int {
    var page = PageRequest()
    page.limit = 0
    return try execute(query, page, match: .all) { $0.result() }.total
  }

  /// All matching documents of each segment, in ascending order: with `MatchMode.any`, those that
  /// match any clause; otherwise those that match all clauses.
  public func documents(_ query: PlannedQuery) throws -> [[UInt32]] {
    try execute(query, PageRequest()) { $0.documents() }
  }

  func execute<Answer>(
    _ query: PlannedQuery, _ page: PageRequest, match: MatchMode? = nil,
    _ body: (QueryExecution) -> Answer
  ) throws -> Answer {
    let damage = reader.damageCount
    let work = workMeter(for: query.scope)
    let scanner = StoredTextScanner(texts, confirms: confirmation(of: query), work)
    let answer = body(
      QueryExecution(
        query.plan, match ?? query.scope.match, page, reader, scratch, filters, scanner, work))
    if reader.damageCount != damage {
      // A filter that was built from damaged columns must not serve another query.
      filters.removeAll()
      try reader.checkDamage(since: damage)
    }
    if let failure = scanner.failure { throw failure }
    try work.check()
    return answer
  }

  /// Returns a function that decides the clauses of a query that only the stored text can decide.
  private func confirmation(of query: PlannedQuery) -> StoredTextScanner.Confirmation {
    var scans: [Int: ConfirmationScan] = [:]
    return { [analyzer] number, text in
      let scan =
        try scans[number]
        ?? ConfirmationScan(query.plan.confirmations[number], in: query.scope, using: analyzer)
      scans[number] = scan
      return try scan.confirms(text)
    }
  }

  /// Returns the statistics of this commit for the ranking terms of a query.
  ///
  /// - Complexity: One dictionary look-up for each term and segment.
  public func statistics(of query: PlannedQuery) throws -> ScoringStatistics {
    let damage = reader.damageCount
    let vocabulary = Vocabulary(reader)
    var frequencies: [[UInt8]: Int] = [:]
    for term in query.plan.terms where term.weight > 0 {
      frequencies[term.bytes] = vocabulary.frequency(of: term.bytes)
    }
    try reader.checkDamage(since: damage)
    return ScoringStatistics(collection: reader.statistics, documentFrequencies: frequencies)
  }

  /// The terms that a query looks up, in its order.
  public func terms(of query: PlannedQuery) throws -> [SearchTerm] {
    let damage = reader.damageCount
    let vocabulary = Vocabulary(reader)
    let terms = query.plan.terms.map { term in
      SearchTerm(
        text: String(decoding: term.bytes.dropFirst(), as: UTF8.self),
        kind: TermKind(byte: term.bytes[0]).map { "\($0)" } ?? "", field: "\(term.field)",
        weight: term.weight,
        documentFrequency: vocabulary.frequency(of: term.bytes))
    }
    try reader.checkDamage(since: damage)
    return terms
  }

  /// The pieces of an unquoted clause that must occur exactly, normalized.
  ///
  /// - Complexity: O(*n*) in the length of the clause.
  public func pieces(of clause: String) -> [String] {
    var text = analyzer.analyze(clause)
    dictionary?.mark(in: &text)
    return text.exactGroups.map { text.text(ofUnits: $0) }
  }
}

/// A term that a query looks up.
public struct SearchTerm: Sendable, Codable {
  /// The normalized text of the term.
  public let text: String
  /// `gram`, `token`, `word` and so on.
  public let kind: String
  /// `main` for title and body, or `tail`.
  public let field: String
  /// The weight in the ranking; 0 for a term that only finds documents.
  public let weight: Double
  /// The number of documents that have the term, including deleted documents.
  public let documentFrequency: Int
}
