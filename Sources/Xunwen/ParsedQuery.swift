public import Search

/// A query, read as the options say.
struct ParsedQuery {
  let tree: Query
  /// What was not understood.
  let mistakes: [QuerySyntaxError]
  /// All of it, in scalars.
  let everything: Range<Int>

  /// - Throws: `QuerySyntaxError`.
  init(_ text: String, _ options: SearchOptions) throws(QuerySyntaxError) {
    everything = 0..<text.unicodeScalars.count
    let tree: Query?
    if options.isLenient {
      let lenient = LenientQuery(text, today: options.today)
      (tree, mistakes) = (lenient.query, lenient.mistakes)
    } else {
      (tree, mistakes) = (try QueryParser.parse(text, today: options.today), [])
    }
    guard let tree else {
      // What was left out says more than that nothing is left.
      throw mistakes.first ?? QuerySyntaxError(message: "the query is empty", range: everything)
    }
    self.tree = tree
  }

  /// An unquoted clause of some text, whatever it is.
  init(clause text: String) { self.init(text) { .text($0) } }

  /// A quotation of some text.
  init(phrase text: String) { self.init(text) { .phrase($0) } }

  private init(_ text: String, _ leaf: (QueryText) -> Query) {
    everything = 0..<text.unicodeScalars.count
    tree = leaf(QueryText(text: text, range: everything))
    mistakes = []
  }
}

extension QuerySyntaxError {
  /// What is wrong with a query when there is nothing in it to look up, as in `？`.
  ///
  /// - Parameter range: all of it, in scalars.
  static func nothingToLookUp(in range: Range<Int>) -> QuerySyntaxError {
    QuerySyntaxError(message: "nothing in the query can be looked up", range: range)
  }
}

extension SearchRequest {
  init(_ query: Query, _ options: SearchOptions) {
    self.init(query)
    sources = options.sources
    dates = options.dates
    match = options.match
    sort = options.sort
    offset = max(0, options.offset)
    limit = max(0, options.limit)
    ranking = options.ranking
    mayScan = options.scans
    usesDictionary = options.usesDictionary
  }
}

extension Searcher {
  /// Articles that match a query as a whole, by the options' filters; 0 where nothing can be looked up.
  ///
  /// - Throws: as `search` does.
  func count(_ query: Query, _ options: SearchOptions) throws -> Int {
    var request = SearchRequest(query, options)
    (request.limit, request.offset, request.match) = (0, 0, .all)
    return try search(request)?.total ?? 0
  }
}

/// How a query is understood, and what it looks up.
public struct QueryInterpretation: Sendable {
  /// The tree as an S-expression; `docs/QUERY.md` has examples.
  public let tree: String
  public let mistakes: [QuerySyntaxError]
  /// What stands side by side, each with the number of articles that match it alone, by the options' filters.
  public let clauses: [(query: String, articles: Int)]
  /// Articles that match all clauses.
  public let articles: Int
  public let terms: [SearchTerm]
  /// What of the user's dictionary it has.
  public let dictionaryUses: [DictionaryUse]
}

extension Archive {
  /// Tells how a query is understood, without looking for the best articles.
  ///
  /// - Throws: as `search` does.
  /// - Complexity: that of searching for each clause, and for all together.
  public func read(
    _ query: String, options: SearchOptions = SearchOptions()
  ) throws -> QueryInterpretation {
    let parsed = try ParsedQuery(query, options)
    return try searchers.withSearcher { searcher, _ in
      var clauses = [parsed.tree]
      if case .implicitAnd(let operands) = parsed.tree { clauses = operands }
      return QueryInterpretation(
        tree: "\(parsed.tree)", mistakes: parsed.mistakes,
        clauses: try clauses.map { ("\($0)", try searcher.count($0, options)) },
        articles: try searcher.count(parsed.tree, options),
        terms: try searcher.terms(of: SearchRequest(parsed.tree, options)),
        dictionaryUses: try searcher.dictionaryUses(of: SearchRequest(parsed.tree, options)))
    }
  }
}
