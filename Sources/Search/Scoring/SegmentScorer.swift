import InvertedIndex
import Storage

/// The top-k loops over one segment: `collectMaxScore`, its special case for one term, and
/// `collectMatches` for a given set of documents.
///
/// All three skip windows, blocks and candidates that cannot enter the top hits. A score is the sum
/// of the contributions in descending order of weight on every path, because floating-point sums
/// depend on their order. Documents are scored in windows, and a window term by term, so that inner
/// loops run over spans without decisions for each posting.
struct SegmentScorer {
  private let segment: Int
  private let documentCount: UInt32
  /// The ranking terms in descending order of weight.
  private let terms: [ScoredTerm]
  /// The block-max bounds of each term, computed on first use.
  private var bounds: [BlockMaxScores] = []
  /// For each term, the sum of the bounds of this and all later terms in the current window; the
  /// last element is 0.
  private var suffixBounds: [Double]

  private struct ScoredTerm {
    let cursor: PostingsCursor
    let weight: TermWeight
  }

  /// The scores of a window fit the second-level cache.
  private static var windowSize: UInt32 { UInt32(CandidateBatch.capacity) }

  /// The first window is small because no threshold exists yet.
  private static var firstWindowSize: UInt32 { 512 }

  /// Smaller windows raise the threshold sooner.
  private static var denseWindowSize: UInt32 { 2048 }

  /// Up to this number of documents, block-max bounds cost more than they save.
  private static var smallSet: Int { 512 }

  init(
    segment: Int, _ segmentTerms: SegmentTerms, _ weights: [(term: Int, weight: TermWeight)],
    by cursors: [PostingsCursor?]
  ) {
    self.segment = segment
    documentCount = UInt32(segmentTerms.reader.documentCount)
    var terms: [ScoredTerm] = []
    terms.reserveCapacity(weights.count)
    for (term, weight) in weights {
      guard let cursor = cursors.of(term) ?? segmentTerms.cursor(term) else { continue }
      terms.append(ScoredTerm(cursor: cursor, weight: weight))
    }
    self.terms = terms
    suffixBounds = Array(repeating: 0, count: terms.count + 1)
  }

  /// Returns a score that at least `count` documents reach, because some document of every block
  /// attains the block's impact; −infinity when unknown.
  mutating func initialThreshold(_ count: Int) -> Double {
    findBounds(attainedBy: count)
    return bounds.map(\.attained).max() ?? -.infinity
  }

  /// Collects the documents that contain any ranking term: MaxScore over windows.
  ///
  /// For each window of documents:
  /// 1. Add up the block-max bounds of all terms. If the sum is below the threshold, skip the
  ///    window.
  /// 2. Split the terms. The last terms, whose bounds add up to less than the threshold, are
  ///    non-essential: a document that contains only these terms cannot be a hit.
  /// 3. Add the postings of the essential terms to the accumulator, term by term.
  /// 4. Select as candidates the documents whose score can still reach the threshold.
  /// 5. Look up the candidates in the non-essential terms, term by term, and drop them early.
  /// 6. Offer the remaining candidates with their complete scores.
  ///
  /// (Turtle and Flood, "Query evaluation: strategies and optimizations", 1995; windows as in
  /// Lucene's MaxScoreBulkScorer; block-max bounds as in Ding and Suel, "Faster top-k document
  /// retrieval using block-max indexes", 2011.)
  ///
  /// - Parameter allowed: The documents that may be hits; nil for all.
  mutating func collectMaxScore(
    into hits: inout TopHits, _ scratch: inout ScoringScratch.Window, allowed: FixedBitSet?
  ) {
    findBounds()
    if terms.count == 1 { return collectSingleTerm(into: &hits, allowed: allowed) }
    var start = terms.map(\.cursor.document).min() ?? PostingsCursor.noMoreDocuments
    var size = Self.firstWindowSize
    while start < documentCount {
      if let allowed {
        // The documents of a month or source are mostly adjacent, so this skips whole windows.
        guard let first = allowed.next(atOrAfter: Int(start)) else { return }
        start = UInt32(first)
      }
      let window = start..<start + size
      size = min(2 * size, Self.windowSize)
      let threshold = hits.threshold
      guard updateBounds(in: window) >= threshold else {
        start = nextStart(from: window.upperBound)
        continue
      }
      let essentialCount = essentialCount(threshold)
      let entryThreshold = hits.entryThreshold
      let candidateThreshold = entryThreshold - suffixBounds[essentialCount]
      if essentialCount == 1 {
        let blockBounds = bounds[0]
        scratch.accumulator.add(terms[0].cursor, terms[0].weight, window) {
          blockBounds.bound(of: $0) >= candidateThreshold
        }
      } else {
        for term in 0..<essentialCount {
          scratch.accumulator.add(terms[term].cursor, terms[term].weight, window) { _ in true }
        }
      }
      scratch.accumulator.findCandidates(least: candidateThreshold, in: allowed, from: start)
      // With many candidates in a block, a scan of the block is cheaper than look-ups.
      let candidateCount = scratch.accumulator.candidateCount
      var next = essentialCount
      while next < terms.count,
        candidateCount >= DocumentSet.scanThreshold * bounds[next].blocksInWindow
      {
        scratch.accumulator.addToCandidates(terms[next].cursor, terms[next].weight, window)
        next += 1
      }
      scratch.accumulator.drain(
        into: &scratch.batch, from: start, least: entryThreshold - suffixBounds[next])
      // After a window with candidates, the next window mostly has candidates too.
      let isEmpty = scratch.batch.count == 0
      complete(&scratch.batch, from: next, into: &hits)
      start = isEmpty ? nextStart(from: window.upperBound) : window.upperBound
    }
  }

  /// Collects the documents that contain the only term, and skips blocks by their bounds.
  private func collectSingleTerm(into hits: inout TopHits, allowed: FixedBitSet?) {
    let range = allowed.map(\.extent) ?? 0...documentCount
    guard let range else { return }
    let weight = terms[0].weight
    let blockBounds = bounds[0]
    var contributions = InlineArray<128, Double>(repeating: 0)
    terms[0].cursor.seek(range.lowerBound)
    terms[0].cursor.forEachBlock(
      before: min(range.upperBound + 1, documentCount),
      where: { blockBounds.bound(of: $0) >= hits.entryThreshold }
    ) { documents, frequencies, titles, lengths in
      var scores = contributions.mutableSpan
      weight.score(frequencies, titles, lengths, into: &scores)
      hits.offer(documents, scores.span, segment: segment, in: allowed)
    }
  }

  /// Collects the documents of a set. All of them match, also without any ranking term.
  ///
  /// For each window, the block-max bounds decide whether it is skipped. If only documents with the
  /// first term can be hits, its postings are scanned for members of the set. Otherwise, all
  /// members are candidates. Then the candidates are completed as in `collectMaxScore`.
  mutating func collectMatches(
    _ documents: DocumentSet, into hits: inout TopHits, _ scratch: inout ScoringScratch.Window
  ) {
    var iterator = DocumentSetIterator(documents)
    if documents.count <= Self.smallSet {
      // The bounds of whole terms are free.
      for term in terms.indices.reversed() {
        suffixBounds[term] = suffixBounds[term + 1] + terms[term].weight.scale
      }
      scratch.batch.removeAll()
      iterator.append(before: documentCount, to: &scratch.batch)
      complete(&scratch.batch, from: 0, into: &hits)
      return
    }
    findBounds()
    let isDense = if case .bits = documents { true } else { false }
    var size = isDense ? Self.firstWindowSize : Self.windowSize
    while iterator.document != PostingsCursor.noMoreDocuments {
      let start = iterator.document
      let window = start..<start + size
      if isDense { size = min(2 * size, Self.denseWindowSize) }
      // A document of the set may contain no ranking term and still be a hit.
      if updateBounds(in: window) < hits.threshold {
        iterator.seek(window.upperBound)
        continue
      }
      if case .bits(let members) = documents, canScanFirstTerm(hits.entryThreshold) {
        let least = hits.entryThreshold - suffixBounds[1]
        let blockBounds = bounds[0]
        scratch.batch.scan(terms[0].cursor, terms[0].weight, window, in: members, atLeast: least) {
          blockBounds.bound(of: $0) >= least
        }
        iterator.seek(window.upperBound)
        complete(&scratch.batch, from: 1, into: &hits)
      } else {
        scratch.batch.removeAll()
        iterator.append(before: window.upperBound, to: &scratch.batch)
        complete(&scratch.batch, from: 0, into: &hits)
      }
    }
  }

  /// Returns true if a document without the first term cannot be a hit.
  private func canScanFirstTerm(_ entryThreshold: Double) -> Bool {
    // A restricted cursor finds the documents of the set without a scan.
    guard let first = terms.first, !first.cursor.isRestricted else { return false }
    return suffixBounds[1] < entryThreshold
  }

  /// Adds the contributions of the terms from `first` on and offers the documents that may be hits.
  private func complete(_ batch: inout CandidateBatch, from first: Int, into hits: inout TopHits) {
    let entryThreshold = hits.entryThreshold
    for term in first..<terms.count {
      // The documents were checked against the bound before the first term.
      if entryThreshold > -.infinity, term > first {
        batch.keep(atLeast: entryThreshold - suffixBounds[term])
      }
      if batch.count == 0 { return }
      batch.add(terms[term].cursor, terms[term].weight)
    }
    batch.offer(to: &hits, segment: segment)
  }

  private mutating func findBounds(attainedBy count: Int = 0) {
    guard bounds.isEmpty else { return }
    bounds = terms.map { BlockMaxScores($0.cursor, $0.weight, attainedBy: count) }
  }

  /// Computes `suffixBounds` for a window and returns the upper bound of all scores in it.
  private mutating func updateBounds(in window: Range<UInt32>) -> Double {
    var sum = 0.0
    for term in terms.indices.reversed() {
      sum += bounds[term].largestBound(in: window)
      suffixBounds[term] = sum
    }
    return sum
  }

  /// Returns the number of essential terms in the current window, at least 1.
  private func essentialCount(_ threshold: Double) -> Int {
    var count = terms.count
    while count > 1, suffixBounds[count - 1] < threshold { count -= 1 }
    return count
  }

  /// Returns the first document at or after `end` that may contain a term.
  private func nextStart(from end: UInt32) -> UInt32 {
    var next = PostingsCursor.noMoreDocuments
    for term in terms { next = min(next, max(term.cursor.document, end)) }
    return next
  }
}
