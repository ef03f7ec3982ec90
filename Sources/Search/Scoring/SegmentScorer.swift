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
  private let number: Int
  private let documentCount: UInt32
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

  private static var smallSet: Int { 512 }

  init(
    segment number: Int, _ segment: SegmentTerms, _ weights: [(term: Int, weight: TermWeight)],
    by cursors: [PostingsCursor?]
  ) {
    self.number = number
    documentCount = UInt32(segment.reader.documentCount)
    var terms: [ScoredTerm] = []
    terms.reserveCapacity(weights.count)
    for (term, weight) in weights {
      guard let cursor = cursors.of(term) ?? segment.cursor(term) else { continue }
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

  private mutating func findBounds(attainedBy count: Int = 0) {
    guard bounds.isEmpty else { return }
    bounds = terms.map { BlockMaxScores($0.cursor, $0.weight, attainedBy: count) }
  }

  mutating func collectMatches(
    _ documents: DocumentSet, into hits: inout TopHits, _ window: inout ScoringScratch.Window
  ) {
    var iterator = DocumentSetIterator(documents)
    if documents.count <= Self.smallSet {
      // Block bounds cost more than they save; the bounds of whole terms are free.
      for term in terms.indices.reversed() {
        suffixBounds[term] = suffixBounds[term + 1] + terms[term].weight.scale
      }
      window.batch.removeAll()
      iterator.append(before: documentCount, to: &window.batch)
      complete(&window.batch, from: 0, into: &hits)
      return
    }
    findBounds()
    let isDense = if case .bits = documents { true } else { false }
    var size = isDense ? Self.firstWindowSize : Self.windowSize
    while iterator.document != PostingsCursor.noMoreDocuments {
      let start = iterator.document
      let end = start + size
      if isDense { size = min(2 * size, Self.denseWindowSize) }
      // A document of the set may contain no ranking term and still be a hit.
      if bound(start..<end) < hits.threshold {
        iterator.seek(end)
        continue
      }
      if case .bits(let many) = documents, let first = terms.first, !first.cursor.isRestricted,
        suffixBounds[1] < hits.entryThreshold
      {
        // A document without the first term cannot be a hit.
        let least = hits.entryThreshold - suffixBounds[1]
        let bounds = bounds[0]
        window.batch.read(first.cursor, first.weight, start..<end, in: many, atLeast: least) {
          bounds.bound(of: $0) >= least
        }
        iterator.seek(end)
        complete(&window.batch, from: 1, into: &hits)
        continue
      }
      window.batch.removeAll()
      iterator.append(before: end, to: &window.batch)
      complete(&window.batch, from: 0, into: &hits)
    }
  }

  /// Scores the documents that contain any ranking term: MaxScore over windows.
  ///
  /// In each window, the last terms whose bounds add up to less than the threshold are
  /// non-essential: a document that contains only these terms cannot be a hit. The postings of the
  /// essential terms are added to the accumulator. The non-essential terms are looked up only for
  /// candidates. (Turtle and Flood, "Query evaluation: strategies and optimizations", 1995; windows
  /// as in Lucene's MaxScoreBulkScorer; block-max bounds as in Ding and Suel, "Faster top-k
  /// document retrieval using block-max indexes", 2011.)
  mutating func collectMaxScore(
    into hits: inout TopHits, _ window: inout ScoringScratch.Window,
    allowed: FixedBitSet?
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
      let range = start..<start + size
      size = min(2 * size, Self.windowSize)
      let threshold = hits.threshold
      guard bound(range) >= threshold else {
        start = nextStart(range.upperBound)
        continue
      }
      var essential = terms.count
      while essential > 1, suffixBounds[essential - 1] < threshold { essential -= 1 }
      let wanted = hits.entryThreshold
      let least = wanted - suffixBounds[essential]
      if essential == 1 {
        let bounds = bounds[0]
        window.scores.add(terms[0].cursor, terms[0].weight, range) {
          bounds.bound(of: $0) >= least
        }
      } else {
        for term in 0..<essential {
          window.scores.add(terms[term].cursor, terms[term].weight, range) { _ in true }
        }
      }
      window.scores.findCandidates(least: least, in: allowed, from: start)
      // With many candidates in a block, a scan of the block is cheaper than look-ups.
      var next = essential
      while next < terms.count,
        window.scores.candidateCount >= DocumentSet.scanThreshold * bounds[next].blocksInWindow
      {
        window.scores.addToCandidates(terms[next].cursor, terms[next].weight, range)
        next += 1
      }
      window.scores.drain(into: &window.batch, from: start, least: wanted - suffixBounds[next])
      // After a window with candidates, the next window mostly has candidates too.
      let isEmpty = window.batch.count == 0
      complete(&window.batch, from: next, into: &hits)
      start = isEmpty ? nextStart(range.upperBound) : range.upperBound
    }
  }

  private func collectSingleTerm(into hits: inout TopHits, allowed: FixedBitSet?) {
    let range = allowed.map(\.extent) ?? 0...documentCount
    guard let range else { return }
    let weight = terms[0].weight
    let bounds = bounds[0]
    var contributions = InlineArray<128, Double>(repeating: 0)
    terms[0].cursor.seek(range.lowerBound)
    terms[0].cursor.forEachBlock(
      before: min(range.upperBound + 1, documentCount),
      where: { bounds.bound(of: $0) >= hits.entryThreshold }
    ) { documents, frequencies, titles, lengths in
      var scores = contributions.mutableSpan
      weight.score(frequencies, titles, lengths, into: &scores)
      hits.offer(documents, scores.span, segment: number, in: allowed)
    }
  }

  /// Returns the first document at or after `end` that may contain a term.
  private func nextStart(_ end: UInt32) -> UInt32 {
    var next = PostingsCursor.noMoreDocuments
    for term in terms { next = min(next, max(term.cursor.document, end)) }
    return next
  }

  /// Computes `suffixBounds` and returns the upper bound of all scores in the window.
  private mutating func bound(_ window: Range<UInt32>) -> Double {
    var sum = 0.0
    for term in terms.indices.reversed() {
      sum += bounds[term].largest(in: window)
      suffixBounds[term] = sum
    }
    return sum
  }

  /// Adds the contributions of the terms from `first` on and offers the documents that may be hits.
  private func complete(_ batch: inout CandidateBatch, from first: Int, into hits: inout TopHits) {
    let wanted = hits.entryThreshold
    for term in first..<terms.count {
      // The documents were checked against the bound before the first term.
      if wanted > -.infinity, term > first { batch.keep(atLeast: wanted - suffixBounds[term]) }
      if batch.count == 0 { return }
      batch.add(terms[term].cursor, terms[term].weight)
    }
    batch.offer(to: &hits, segment: number)
  }
}
