import InvertedIndex
import Storage

/// The ranking terms of a query in one segment, ready to score.
///
/// Terms are kept with the weightiest first: an order that depends on the query and the
/// index, never on the segment. A score is the sum of the terms' contributions in this order, whichever way
/// the document was found: floating-point sums depend on their order, and every path has to give the same.
/// Documents are scored in windows, and a window term by term, so that what is decided for each posting is
/// decided in a loop over a span.
struct SegmentScorer {
  private let number: Int
  private let documentCount: UInt32
  private let terms: [ScoredTerm]
  /// By term, once they are needed.
  private var bounds: [BlockMaxScores] = []
  /// In the current window, what the terms from each one on contribute at most, together; ends with 0.
  private var suffixBounds: [Double]

  private struct ScoredTerm {
    let cursor: PostingsCursor
    let weight: TermWeight
  }

  /// Documents of a window: their scores fit the second-level cache, and what is done once a window is seldom
  /// done.
  private static var windowSize: UInt32 { UInt32(CandidateBatch.capacity) }

  private static var firstWindowSize: UInt32 { 512 }

  /// Documents of a window of a dense set: the sooner there is a threshold, the less is scored.
  private static var denseWindowSize: UInt32 { 2048 }

  /// Documents that are scored without looking at bounds of windows.
  private static var smallSet: Int { 512 }

  /// - Parameters:
  ///   - weights: of what scores, the weightiest first.
  ///   - cursors: of a match whose documents will be collected.
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

  /// What the best documents of the segment score at least, as many as `count`; −infinity when unknown.
  ///
  /// In every block of a term there is a document that attains the block's impact.
  mutating func initialThreshold(_ count: Int) -> Double {
    findBounds(attainedBy: count)
    return bounds.map(\.attained).max() ?? -.infinity
  }

  private mutating func findBounds(attainedBy count: Int = 0) {
    guard bounds.isEmpty else { return }
    bounds = terms.map { BlockMaxScores($0.cursor, $0.weight, attainedBy: count) }
  }

  /// Scores documents of a set, those that can be among the hits.
  mutating func collectMatches(
    _ documents: DocumentSet, into hits: inout TopHits, _ window: inout ScoringScratch.Window
  ) {
    var iterator = DocumentSetIterator(documents)
    if documents.count <= Self.smallSet {
      // Bounds of blocks would cost more than they can save; those of whole terms are known.
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
      // A document of the set may have none of the terms, and be a hit all the same.
      if bound(start..<end) < hits.threshold {
        iterator.seek(end)
        continue
      }
      if case .bits(let many) = documents, let first = terms.first, !first.cursor.isRestricted,
        suffixBounds[1] < hits.entryThreshold
      {
        // Without the first term none can be a hit.
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

  /// Scores documents that have at least one term, without looking at each: MaxScore in windows.
  ///
  /// In every window, the terms at the end of the order whose bounds there together stay below the
  /// threshold cannot bring a document in by themselves. Only the others, the essential ones, are read
  /// through, adding up scores; the rest is looked up for documents that can still make it. (Turtle and
  /// Flood, "Query evaluation: strategies and optimizations", 1995; windows as in Lucene's
  /// MaxScoreBulkScorer, bounds of blocks as in Ding and Suel, "Faster top-k document retrieval using
  /// block-max indexes", 2011.)
  ///
  /// - Parameter allowed: the documents that may be hits, nil for all; asked of those that can be one.
  mutating func collectMaxScore(
    into hits: inout TopHits, _ window: inout ScoringScratch.Window,
    allowed: FixedBitSet?
  ) {
    findBounds()
    if terms.count == 1 { return collectSingleTerm(into: &hits, allowed: allowed) }
    var start = terms.map(\.cursor.document).min() ?? PostingsCursor.noMoreDocuments
    // Small at first: before there is a threshold, everything is scored.
    var size = Self.firstWindowSize
    while start < documentCount {
      if let allowed {
        // Months and sources mostly lie together: windows without any of theirs are not looked at.
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
      // Where there are many, a term is rather read through than looked up for each.
      var next = essential
      while next < terms.count,
        window.scores.candidateCount >= DocumentSet.readThrough * bounds[next].blocksInWindow
      {
        window.scores.addToCandidates(terms[next].cursor, terms[next].weight, range)
        next += 1
      }
      window.scores.drain(into: &window.batch, from: start, least: wanted - suffixBounds[next])
      // Where there are documents there are mostly more.
      let isEmpty = window.batch.count == 0
      complete(&window.batch, from: next, into: &hits)
      start = isEmpty ? nextStart(range.upperBound) : range.upperBound
    }
  }

  /// Scores the documents of the only term, block by block: those of blocks that can have any of the hits.
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

  /// The first document at or behind `end` that a term may have; a term that was not read up to there may
  /// have `end` itself.
  private func nextStart(_ end: UInt32) -> UInt32 {
    var next = PostingsCursor.noMoreDocuments
    for term in terms { next = min(next, max(term.cursor.document, end)) }
    return next
  }

  /// What a document of the window scores at most; sets `suffixBounds`.
  private mutating func bound(_ window: Range<UInt32>) -> Double {
    var sum = 0.0
    for term in terms.indices.reversed() {
      sum += bounds[term].largest(in: window)
      suffixBounds[term] = sum
    }
    return sum
  }

  /// Adds what the terms from one on contribute to the documents of the batch, and offers those that can be
  /// hits.
  private func complete(
    _ batch: inout CandidateBatch, from first: Int, into hits: inout TopHits
  ) {
    let wanted = hits.entryThreshold
    for term in first..<terms.count {
      // Before the first, the window was judged as a whole, or each when it was taken from there.
      if wanted > -.infinity, term > first { batch.keep(atLeast: wanted - suffixBounds[term]) }
      if batch.count == 0 { return }
      batch.add(terms[term].cursor, terms[term].weight)
    }
    batch.offer(to: &hits, segment: number)
  }
}
