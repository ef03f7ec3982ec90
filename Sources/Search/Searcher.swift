public import Calendar
public import InvertedIndex
import Storage
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
  /// Whether a regular expression may be looked for in all articles, where the index tells nothing of it.
  public var mayScan = false
  /// Whether the user's words and synonyms count.
  public var usesDictionary = true

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
  private let dictionary: UserWords?
  private let texts: DocumentTextReader?

  /// - Parameters:
  ///   - analyzer: used by one thread at a time, and the searcher with it.
  ///   - dictionary: the user's words and synonyms.
  ///   - texts: reads articles, for regular expressions; without, they are an error.
  public init(
    _ reader: IndexReader, analyzer: Analyzer, dictionary: UserWords? = nil,
    texts: DocumentTextReader? = nil
  ) {
    self.reader = reader
    self.analyzer = analyzer
    self.dictionary = dictionary
    self.texts = texts
  }

  /// Finds, counts and ranks.
  ///
  /// - Returns: nil when the query holds nothing that can be looked up, such as `？`.
  /// - Throws: `StorageError.corrupt` when the index is damaged where the answer is; `QuerySyntaxError` for what stands
  ///   for too many words or can only be found by looking into every article; `ExpressionError`.
  public func search(_ request: SearchRequest) throws -> SearchResult? {
    try answer(request) { $0.result() }
  }

  /// All documents that match, with `MatchMode.any` those that match any clause, else those that match all of them;
  /// nothing is scored, and pages are of no account.
  ///
  /// - Returns: the documents by segment, ascending, and what to highlight in them; nil as with `search`.
  /// - Throws: as `search`.
  public func documents(
    _ request: SearchRequest
  ) throws -> (documents: [[UInt32]], highlighter: Highlighter)? {
    try answer(request) { $0.documents() }
  }

  /// What finds in articles what a query asks for; nil when the query holds nothing that can be looked up.
  ///
  /// - Throws: as `search`.
  public func highlighter(of request: SearchRequest) throws -> Highlighter? {
    try plan(request).map { Highlighter($0) }
  }

  private func answer<Answer>(
    _ request: SearchRequest, _ body: (QueryExecution) -> Answer
  ) throws -> Answer? {
    guard let plan = try plan(request) else { return nil }
    return try run(consume plan, request, body)
  }

  /// nil when there is nothing to look up.
  func plan(_ request: SearchRequest) throws -> QueryPlan? {
    let damage = reader.damageCount
    let plan = try QueryPlanner.plan(
      request.query, filters: request.filters, using: analyzer, Vocabulary(reader),
      mayScan: request.mayScan, dictionary: request.usesDictionary ? dictionary : nil)
    try reader.checkDamage(since: damage)
    return plan
  }

  /// Prepares a plan to be run, and lends it to `body`.
  ///
  /// - Throws: `StorageError.corrupt` when the index is damaged where the answer is; `ExpressionError`.
  func run<Answer>(
    _ plan: consuming QueryPlan, _ request: SearchRequest, _ body: (QueryExecution) -> Answer
  ) throws -> Answer {
    let damage = reader.damageCount
    let finder = RegexScanner(texts)
    let answer = body(QueryExecution(plan, request, reader, scratch, filters, finder))
    if reader.damageCount != damage {
      // A filter that was read meanwhile must not serve another query.
      filters.removeAll()
      try reader.checkDamage(since: damage)
    }
    if let failure = finder.failure { throw failure }
    return answer
  }

  /// The terms that a request looks up, in the order of the query; empty when there is nothing to look up.
  ///
  /// - Throws: as `search` does.
  public func terms(of request: SearchRequest) throws -> [SearchTerm] {
    guard let plan = try plan(request) else { return [] }
    let vocabulary = Vocabulary(reader)
    return plan.terms.map { term in
      SearchTerm(
        text: String(decoding: term.bytes.dropFirst(), as: UTF8.self),
        kind: TermKind(byte: term.bytes[0]).map { "\($0)" } ?? "", field: "\(term.field)",
        weight: term.weight,
        documentFrequency: vocabulary.frequency(of: term.bytes))
    }
  }

  /// What of the user's dictionary a request has, in the order of the query.
  ///
  /// - Throws: as `search` does.
  public func dictionaryUses(of request: SearchRequest) throws -> [DictionaryUse] {
    try plan(request)?.dictionaryUses ?? []
  }

  /// The rows of characters and words that an unquoted clause asks for, each as it is looked up.
  ///
  /// - Complexity: O(*n*) in the length of the clause.
  public func pieces(of clause: String) -> [String] {
    var text = analyzer.analyze(clause)
    dictionary?.mark(in: &text)
    return QueryPlanner.exactGroups(of: text).map { text.text(ofUnits: $0) }
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

/// A term that a query looks up.
public struct SearchTerm: Sendable {
  public let text: String
  /// `gram`, `token`, `word` and so on.
  public let kind: String
  /// `main` for headline and body, or `tail`.
  public let field: String
  /// In the ranking; 0 where it only finds documents.
  public let weight: Double
  /// Documents that have it, deleted ones included.
  public let documentFrequency: Int
}
