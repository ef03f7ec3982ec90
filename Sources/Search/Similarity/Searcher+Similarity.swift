import InvertedIndex
public import TextAnalysis

extension Searcher {
  /// Finds the documents that are most like a text, by the terms that are most characteristic of it.
  ///
  /// Documents that have any of them are ranked by BM25; `ChosenTerm` says which are chosen, and what they weigh.
  ///
  /// - Parameters:
  ///   - headline: zones of the text, words included, in which an occurrence counts more, by `BM25.titleWeight`.
  ///   - body: the other zones.
  ///   - excluded: a document that is not wanted: the one that the text is of.
  /// - Returns: no hits where the text has no term that another document has.
  /// - Throws: `StorageError.corrupt` when the index is damaged where the answer is.
  /// - Complexity: O(*t* log *n*) look-ups of the text's *t* terms in each segment, and a query of the chosen ones.
  public func similar(
    headline: [AnalyzedText], body: [AnalyzedText],
    excluding excluded: (segment: Int, document: UInt32)? = nil, _ request: SimilarityRequest
  ) throws -> SimilarityResult {
    let damage = reader.damageCount
    let chosen = ChosenTerm.choose(
      request.termCount, headline: headline, body: body, in: reader, request.ranking)
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
    // One more, in place of the document itself.
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
  /// Finds documents that have any of some terms, and ranks them by these.
  init(rankingBy terms: [QueryTerm], filters: [Requirement]) {
    let indices = Array(terms.indices)
    self.init(
      terms: terms, texts: [], proximities: [], expressions: [],
      strict: .all(filters + [.anyTerm(indices)]), partial: nil,
      loose: LooseRequirement(must: filters, terms: indices, alternatives: []),
      dictionaryUses: [])
  }
}
