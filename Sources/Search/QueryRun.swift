import InvertedIndex
import Storage

/// One query on its way through all segments.
struct QueryRun {
  private let plan: QueryPlan
  private let request: SearchRequest
  private let reader: IndexReader
  private let scratch: ScoringScratch
  private let filters: FilterCache
  private let weights: [TermWeight]
  /// By segment, then by term.
  private let infos: [[TermInfo?]]
  /// Hits that the page and those before it hold.
  private let wanted: Int

  init(
    _ plan: QueryPlan, _ request: SearchRequest, _ reader: IndexReader, _ scratch: ScoringScratch,
    _ filters: FilterCache
  ) {
    let terms = plan.terms
    let infos = reader.segments.map { segment in terms.map { segment.terms.lookup($0.term) } }
    let (ranking, statistics) = (request.ranking, reader.statistics)
    weights = terms.indices.map { index in
      TermWeight(
        ranking, weight: terms[index].weight, documentCount: statistics.documentCount,
        documentFrequency: infos.reduce(0) { $0 + ($1[index]?.documentFrequency ?? 0) },
        averageLength: statistics.averageLength(of: terms[index].field))
    }
    let (sum, overflow) = request.offset.addingReportingOverflow(request.limit)
    wanted = min(overflow ? .max : sum, statistics.documentCount)
    self.infos = infos
    self.plan = plan
    self.request = request
    self.reader = reader
    self.scratch = scratch
    self.filters = filters
  }

  func result() -> SearchResult {
    if request.match == .any {
      let found = any(of: plan.loose, excluding: nil, wanted: wanted)
      return page(found.hits, total: found.total, partial: [], partialTotal: 0)
    }
    if plan.terms.count == 1, request.sort == .score,
      let filters = SegmentMatcher.filters(ofOneOf: plan.terms, plan.strict)
    {
      // All documents of one term that pass: what any clause finds, and counting them needs no ranking.
      let loose = LooseRequirement(must: filters, terms: [0], alternatives: [])
      let found = any(of: loose, excluding: nil, wanted: wanted)
      if request.match == .all || found.total >= wanted || plan.partial == nil {
        return page(found.hits, total: found.total, partial: [], partialTotal: 0)
      }
    }
    let matches = reader.segments.indices.map { matcher($0).match(plan.strict) }
    let hits = best(of: matches, wanted: wanted)
    let total = matches.reduce(0) { $0 + $1.documents.count }
    guard request.match == .best, request.sort == .score, total < wanted, let partial = plan.partial
    else {
      return page(hits, total: total, partial: [], partialTotal: 0)
    }
    let others = any(of: partial, excluding: matches, wanted: wanted - total)
    return page(hits, total: total, partial: others.hits, partialTotal: others.total)
  }

  /// The best documents of which anything may match, and how many there are.
  private func any(
    of loose: LooseRequirement, excluding excluded: [Match]?, wanted: Int
  ) -> (hits: [ScoredDocument], total: Int) {
    // Where every term that scores also suffices, MaxScore passes over most of the documents.
    guard wanted > 0, request.sort == .score, loose.alternatives.isEmpty, !loose.terms.isEmpty,
      loose.terms.count == plan.terms.count
    else {
      let matches = reader.segments.indices.map { number in
        var found = matcher(number).match(loose.requirement)
        if let excluded {
          found.documents = found.documents.subtracting(excluded[number].documents)
        }
        return found
      }
      return (best(of: matches, wanted: wanted), matches.reduce(0) { $0 + $1.documents.count })
    }
    var hits = TopHits(wanted, order: .score, in: reader)
    var total = 0
    for number in reader.segments.indices {
      let allowed = allowed(number, loose, excluding: excluded?[number].documents)
      var scorer = scorer(number)
      switch allowed {
      case .sorted(let few)?:
        let found = matcher(number).documents(few, havingAnyOf: loose.terms)
        total += found.count
        scratch.withWindow { scorer.collect(.sorted(found), into: &hits, &$0) }
      case .bits(let many)?:
        if request.countsTotal {
          total += matcher(number).count(of: loose.terms, in: many)
        }
        scratch.withWindow { scorer.collectAny(into: &hits, &$0, allowed: many) }
      case nil:
        hits.raiseThreshold(to: scorer.leastOfBest(wanted))
        if request.countsTotal { total += count(number, loose) }
        scratch.withWindow { scorer.collectAny(into: &hits, &$0, allowed: nil) }
      }
    }
    let best = hits.sorted()
    return (best, request.countsTotal ? total : best.count)
  }

  /// The documents of a segment that satisfy what has to hold besides having a term; nil for all.
  private func allowed(
    _ number: Int, _ loose: LooseRequirement, excluding excluded: DocumentSet?
  ) -> DocumentSet? {
    let segment = reader.segments[number]
    let columns = loose.must.filter(\.isOfColumns)
    let others = loose.must.filter { !$0.isOfColumns }
    var allowed: DocumentSet?
    func narrow(_ set: DocumentSet) { allowed = allowed?.intersection(set) ?? set }
    if !columns.isEmpty {
      narrow(filters.documents(of: number, satisfying: columns, segment))
    }
    if !others.isEmpty { narrow(matcher(number).match(.all(others)).documents) }
    if let live = segment.liveDocuments { narrow(.bits(live)) }
    if let excluded { allowed = (allowed ?? .all(segment.documentCount)).subtracting(excluded) }
    return allowed
  }

  /// Documents of a segment that have a term.
  private func count(_ number: Int, _ loose: LooseRequirement) -> Int {
    if let only = loose.terms.first, loose.terms.count == 1 {
      return infos[number][only]?.documentFrequency ?? 0
    }
    return matcher(number).union(of: loose.terms).popcount
  }

  private func best(of matches: [Match], wanted: Int) -> [ScoredDocument] {
    var hits = TopHits(wanted, order: request.sort, in: reader)
    guard wanted > 0 else { return [] }
    for (number, match) in matches.enumerated() {
      var scorer = scorer(number, at: match.places)
      scratch.withWindow { scorer.collect(match.documents, into: &hits, &$0) }
    }
    return hits.sorted()
  }

  private func matcher(_ number: Int) -> SegmentMatcher {
    SegmentMatcher(
      reader: reader.segments[number], infos: infos[number], terms: plan.terms, number: number,
      filters: filters)
  }

  private func scorer(_ number: Int, at places: [PostingPlaces] = []) -> SegmentScorer {
    SegmentScorer(
      segment: number, reader.segments[number], terms: plan.terms, weights: weights,
      infos: infos[number], at: places)
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
