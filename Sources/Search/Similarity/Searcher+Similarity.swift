import InvertedIndex
public import TextAnalysis

extension Searcher {
  /// Finds the documents that are most similar to a text.
  ///
  /// `ChosenTerm` selects and weights the most characteristic terms of the text. Documents that
  /// contain any of them are ranked by BM25.
  ///
  /// - Parameters:
  ///   - title: The analyzed title zones of the text, with words.
  ///   - body: The other analyzed zones, with words.
  ///   - excluded: The document of the text itself, which is left out.
  /// - Returns: No hits if no other document contains a term of the text.
  /// - Throws: `StorageError.corrupt` when the query reads damaged data.
  /// - Complexity: O(*t* log *n*) for the look-ups of *t* terms in each segment, plus one query.
  public func similar(
    title: [AnalyzedText], body: [AnalyzedText],
    excluding excluded: (segment: Int, document: UInt32)? = nil, _ request: SimilarityRequest
  ) throws -> SimilarityResult {
    let damage = reader.damageCount
    let chosen = ChosenTerm.choose(
      request.termCount, title: title, body: body, in: reader, request.ranking)
    try reader.checkDamage(since: damage)
    guard !chosen.isEmpty, request.limit > 0 else {
      return SimilarityResult(hits: [], terms: chosen.map(\.shown))
    }
    var scope = QueryScope()
    scope.sources = request.sources
    scope.dates = request.dates
    scope.match = .any
    var page = PageRequest()
    page.ranking = request.ranking
    page.countsTotal = false
    // One more hit replaces the excluded document.
    page.limit = request.limit + (excluded == nil || request.limit == .max ? 0 : 1)
    let plan = QueryPlan(rankingBy: chosen.map(\.term), filters: scope.filters)
    // The plan comes from terms, not from a query.
    let result = try search(PlannedQuery(query: .or([]), scope: scope, plan: plan), page)
    let others = result.hits.filter { hit in
      excluded.map { $0.segment != hit.segment || $0.document != hit.document } ?? true
    }
    return SimilarityResult(
      hits: Array(others.prefix(request.limit)), terms: chosen.map(\.shown))
  }
}

extension QueryPlan {
  /// Creates a plan that finds and ranks the documents that contain any of the terms.
  init(rankingBy terms: [QueryTerm], filters: [Requirement]) {
    let indices = Array(terms.indices)
    self.init(
      terms: terms, texts: [], proximities: [], expressions: [],
      strict: .all(filters + [.anyTerm(indices)]), partial: nil,
      loose: LooseRequirement(must: filters, terms: indices, alternatives: []),
      dictionaryUses: [])
  }
}
