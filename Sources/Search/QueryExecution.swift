import InvertedIndex
import Storage

/// The execution of one planned query on all segments of a commit.
struct QueryExecution {
  let plan: QueryPlan
  let mode: MatchMode
  let page: PageRequest
  let reader: IndexReader
  private let scratch: ScoringScratch
  private let filters: FilterCache
  private let texts: StoredTextScanner
  private let work: WorkMeter
  let segments: [SegmentTerms]
  /// The ranking terms, the largest weight first.
  let weights: [(term: Int, weight: TermWeight)]
  /// The number of hits up to the end of the page.
  private let wanted: Int
  /// Partial matches are looked for when fewer documents match in full.
  private let enough: Int

  var collection: CollectionStatistics { page.statistics?.collection ?? reader.statistics }

  init(
    _ plan: QueryPlan, _ mode: MatchMode, _ page: PageRequest, _ reader: IndexReader,
    _ scratch: ScoringScratch, _ filters: FilterCache, _ texts: StoredTextScanner,
    _ work: WorkMeter
  ) {
    let segments = reader.segments.map { segment in
      work.count(200 * plan.terms.count)
      return SegmentTerms(plan.terms, in: segment, work)
    }
    weights = Self.weights(of: plan.terms, page, reader.statistics, segments)
    let (sum, overflow) = page.offset.addingReportingOverflow(page.limit)
    wanted = min(overflow ? .max : sum, reader.statistics.documentCount)
    enough = min(page.partialLimit, page.limit, wanted)
    self.segments = segments
    self.plan = plan
    self.mode = mode
    self.page = page
    self.reader = reader
    self.scratch = scratch
    self.filters = filters
    self.texts = texts
    self.work = work
  }

  private static func weights(
    of terms: [QueryTerm], _ page: PageRequest, _ own: CollectionStatistics,
    _ segments: [SegmentTerms]
  ) -> [(term: Int, weight: TermWeight)] {
    let collection = page.statistics?.collection ?? own
    var weights: [(term: Int, weight: TermWeight)] = []
    weights.reserveCapacity(terms.count)
    for (index, term) in terms.enumerated() where term.weight > 0 {
      let weight = TermWeight(
        page.ranking, weight: term.weight, documentCount: collection.documentCount,
        documentFrequency: documentFrequency(of: index, term, page.statistics, segments),
        averageLength: collection.averageLength(of: term.field))
      weights.append((index, weight))
    }
    weights.sort { ($1.weight.scale, $0.term) < ($0.weight.scale, $1.term) }
    return weights
  }

  static func documentFrequency(
    of index: Int, _ term: QueryTerm, _ statistics: ScoringStatistics?, _ segments: [SegmentTerms]
  ) -> Int {
    statistics?.documentFrequency(of: term.bytes)
      ?? segments.reduce(0) { $0 + $1.frequency(index) }
  }

  func result() -> SearchResult {
    if mode == .any {
      let found = any(of: plan.loose, excluding: nil, wanted: wanted)
      return result(found.hits, total: found.total)
    }
    let ranking = weights.count <= 2 ? weights.map(\.term).sorted() : []
    if !ranking.isEmpty, page.sort == .score, let filters = plan.filters(ofAny: ranking) {
      // The query is one word with filters. Finding any clause gives the same documents and counts
      // them without ranking.
      let loose = LooseRequirement(must: filters, terms: ranking, alternatives: [])
      let found = any(of: loose, excluding: nil, wanted: wanted)
      if mode != .best || found.total >= enough || plan.partial == nil {
        return result(found.hits, total: found.total)
      }
    }
    let matches = reader.segments.indices.map { number in
      segments[number].lack(plan.strict, plan) ? .nothing : matcher(number).match(plan.strict)
    }
    let hits = best(of: matches, wanted: wanted)
    let total = matches.reduce(0) { $0 + $1.documents.count }
    guard mode == .best, page.sort == .score, total < enough, let partial = plan.partial else {
      return result(hits, total: total)
    }
    let others = any(
      of: partial, excluding: matches, wanted: min(wanted, page.partialLimit) - total)
    return result(hits, total: total, partial: others.hits, partialTotal: others.total)
  }

  func documents() -> [[UInt32]] {
    let isLoose = mode == .any
    return reader.segments.indices.map { number in
      if !isLoose, segments[number].lack(plan.strict, plan) { return [] }
      let requirement = isLoose ? plan.loose.requirement : plan.strict
      return matcher(number).match(requirement).documents.sorted
    }
  }

  /// Returns the best documents of which any term or alternative matches, and their number.
  private func any(
    of loose: LooseRequirement, excluding excluded: [Match]?, wanted: Int
  ) -> (hits: [ScoredDocument], total: Int) {
    // MaxScore applies when every ranking term is sufficient for a match.
    guard wanted > 0, page.sort == .score, loose.alternatives.isEmpty, !loose.terms.isEmpty,
      loose.terms.count == weights.count
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
    for number in reader.segments.indices where isScoringAffordable(number) {
      let allowed = allowed(number, loose, excluding: excluded?[number].documents)
      // If not even all terms together reach the threshold, the segment is only counted.
      if allowed == nil, largestScore(in: number) < hits.entryThreshold {
        if page.countsTotal { total += count(number, loose) }
        continue
      }
      var scorer = scorer(number)
      switch allowed {
      case .sorted(let few)?:
        let found = segments[number].documents(few, havingAnyOf: loose.terms)
        total += found.count
        scratch.withWindow { scorer.collectMatches(.sorted(found), into: &hits, &$0) }
      case .bits(let many)?:
        if page.countsTotal { total += segments[number].count(of: loose.terms, in: many) }
        scratch.withWindow { scorer.collectMaxScore(into: &hits, &$0, allowed: many) }
      case nil:
        hits.raiseThreshold(to: scorer.initialThreshold(wanted))
        if page.countsTotal { total += count(number, loose) }
        scratch.withWindow { scorer.collectMaxScore(into: &hits, &$0, allowed: nil) }
      }
    }
    let best = hits.sorted()
    return (best, page.countsTotal ? total : best.count)
  }

  private func largestScore(in number: Int) -> Double {
    weights.reduce(0) { $0 + (segments[number].infos[$1.term] == nil ? 0 : $1.weight.scale) }
  }

  /// Returns the live documents of a segment that satisfy the required clauses and are not
  /// excluded; nil for all.
  private func allowed(
    _ number: Int, _ loose: LooseRequirement, excluding excluded: DocumentSet?
  ) -> DocumentSet? {
    let segment = reader.segments[number]
    let columns = loose.must.filter(\.isOfColumns)
    let others = loose.must.filter { !$0.isOfColumns }
    var allowed: DocumentSet?
    func intersect(_ set: DocumentSet) { allowed = allowed?.intersection(set) ?? set }
    if !columns.isEmpty {
      intersect(filters.documents(of: number, satisfying: columns, segment))
    }
    if !others.isEmpty { intersect(matcher(number).match(.all(others)).documents) }
    if let live = segment.liveDocuments { intersect(.bits(live)) }
    if let excluded { allowed = (allowed ?? .all(segment.documentCount)).subtracting(excluded) }
    return allowed
  }

  private func count(_ number: Int, _ loose: LooseRequirement) -> Int {
    loose.terms.count == 1
      ? segments[number].frequency(loose.terms[0])
      : segments[number].union(of: loose.terms).popcount
  }

  private func best(of matches: [Match], wanted: Int) -> [ScoredDocument] {
    var hits = TopHits(wanted, order: page.sort, in: reader)
    guard wanted > 0 else { return [] }
    for (number, match) in matches.enumerated()
    where !match.documents.isEmpty && isScoringAffordable(number, match.documents.count) {
      var scorer = scorer(number, by: match.cursors)
      scratch.withWindow { scorer.collectMatches(match.documents, into: &hits, &$0) }
    }
    return hits.sorted()
  }

  /// Counts the work of scoring documents of a segment, and returns true when it may be done.
  ///
  /// - Parameter documentCount: the number of documents to score; nil for all.
  private func isScoringAffordable(_ number: Int, _ documentCount: Int? = nil) -> Bool {
    work.count(
      weights.reduce(0) { $0 + min(segments[number].frequency($1.term), documentCount ?? .max) })
  }

  func matcher(_ number: Int) -> SegmentMatcher {
    SegmentMatcher(plan, segments[number], number: number, filters: filters, texts)
  }

  private func scorer(_ number: Int, by cursors: [PostingsCursor?] = []) -> SegmentScorer {
    SegmentScorer(segment: number, segments[number], weights, by: cursors)
  }

  private func result(
    _ full: [ScoredDocument], total: Int, partial: [ScoredDocument] = [], partialTotal: Int = 0
  ) -> SearchResult {
    var hits = full.dropFirst(page.offset).prefix(page.limit).map { hit($0, isPartial: false) }
    hits += partial.dropFirst(max(0, page.offset - full.count)).prefix(page.limit - hits.count)
      .map { hit($0, isPartial: true) }
    return SearchResult(total: total, partialTotal: partialTotal, hits: hits, plan: plan)
  }

  private func hit(_ document: ScoredDocument, isPartial: Bool) -> SearchResult.Hit {
    SearchResult.Hit(
      segment: document.segment, document: document.document, score: document.score,
      isPartial: isPartial)
  }
}
