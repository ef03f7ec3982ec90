import InvertedIndex
import Storage

/// One query on its way through all segments.
struct QueryRun {
  private let plan: QueryPlan
  private let request: SearchRequest
  private let reader: IndexReader
  private let weights: [TermWeight]
  /// By segment, then by term.
  private let infos: [[TermInfo?]]
  /// Hits that the page and those before it hold.
  private let wanted: Int

  init(_ plan: QueryPlan, _ request: SearchRequest, _ reader: IndexReader) {
    self.plan = plan
    self.request = request
    self.reader = reader
    let infos = reader.segments.map { segment in
      plan.terms.map { segment.terms.lookup($0.term) }
    }
    self.infos = infos
    weights = plan.terms.indices.map { index in
      TermWeight(
        request.ranking, weight: plan.terms[index].weight,
        documentCount: reader.statistics.documentCount,
        documentFrequency: infos.reduce(0) { $0 + ($1[index]?.documentFrequency ?? 0) },
        averageLength: reader.statistics.averageLength(of: plan.terms[index].field))
    }
    let (sum, overflow) = request.offset.addingReportingOverflow(request.limit)
    wanted = min(overflow ? .max : sum, reader.statistics.documentCount)
  }

  func result() -> SearchResult {
    if request.match == .any {
      let found = any(of: plan.loose, excluding: nil, wanted: wanted)
      return page(found.hits, total: found.total, partial: [], partialTotal: 0)
    }
    let sets = reader.segments.indices.map { matcher($0).documents(satisfying: plan.strict) }
    let hits = best(of: sets, wanted: wanted)
    let total = sets.reduce(0) { $0 + $1.count }
    guard request.match == .best, request.sort == .score, total < wanted, let partial = plan.partial
    else {
      return page(hits, total: total, partial: [], partialTotal: 0)
    }
    let others = any(of: partial, excluding: sets, wanted: wanted - total)
    return page(hits, total: total, partial: others.hits, partialTotal: others.total)
  }

  /// The best documents of which anything may match, and how many there are.
  private func any(
    of loose: LooseRequirement, excluding excluded: [DocumentSet]?, wanted: Int
  ) -> (hits: [ScoredDocument], total: Int) {
    let sets = reader.segments.indices.map { number in
      let found = matcher(number).documents(satisfying: loose.requirement)
      return excluded.map { found.subtracting($0[number]) } ?? found
    }
    let total = sets.reduce(0) { $0 + $1.count }
    // Where every term that scores also suffices, MaxScore passes over most of the documents.
    guard wanted > 0, request.sort == .score, loose.alternatives.isEmpty, !loose.terms.isEmpty,
      loose.terms.count == plan.terms.count
    else { return (best(of: sets, wanted: wanted), total) }
    var hits = TopHits(wanted, order: .score, in: reader)
    for (number, set) in sets.enumerated() {
      var scorer = scorer(number)
      scorer.collectAny(into: &hits) { set.contains($0) }
    }
    return (hits.sorted(), total)
  }

  private func best(of sets: [DocumentSet], wanted: Int) -> [ScoredDocument] {
    var hits = TopHits(wanted, order: request.sort, in: reader)
    guard wanted > 0 else { return [] }
    for (number, set) in sets.enumerated() {
      var scorer = scorer(number)
      scorer.collect(set, into: &hits)
    }
    return hits.sorted()
  }

  private func matcher(_ number: Int) -> SegmentMatcher {
    SegmentMatcher(reader: reader.segments[number], infos: infos[number], terms: plan.terms)
  }

  private func scorer(_ number: Int) -> SegmentScorer {
    SegmentScorer(
      segment: number, reader.segments[number], terms: plan.terms, weights: weights,
      infos: infos[number])
  }

  private func page(
    _ full: [ScoredDocument], total: Int, partial: [ScoredDocument], partialTotal: Int
  ) -> SearchResult {
    let hits =
      full.map { hit($0, isPartial: false) } + partial.map { hit($0, isPartial: true) }
    return SearchResult(
      total: total, partialTotal: partialTotal,
      hits: Array(hits.dropFirst(request.offset).prefix(request.limit)),
      highlighter: Highlighter(plan))
  }

  private func hit(_ document: ScoredDocument, isPartial: Bool) -> SearchResult.Hit {
    SearchResult.Hit(
      segment: document.segment, document: document.document, score: document.score,
      isPartial: isPartial)
  }
}
