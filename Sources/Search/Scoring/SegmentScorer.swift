import InvertedIndex
import Storage

/// The ranking terms of a query in one segment, ready to score.
///
/// Terms are kept in parallel arrays, the weightiest first: an order that depends on the query and the
/// index, never on the segment. A score is the sum of the terms' contributions in this order, whichever way
/// the document was found: floating-point sums depend on their order, and every path has to give the same.
/// `current` repeats the cursors' documents, so that loops over terms touch integers.
struct SegmentScorer {
  private let number: Int
  private let cursors: [PostingsCursor]
  private let weights: [TermWeight]
  /// What the terms from each one on contribute at most, together; ends with 0.
  private let suffixBounds: [Double]
  private var current: [UInt32]

  /// Documents of a window: their scores fit the first-level cache.
  private static let windowSize: UInt32 = 2048

  init(
    segment number: Int, _ reader: SegmentReader, terms: [RankingTerm], weights: [TermWeight],
    infos: [TermInfo?]
  ) {
    self.number = number
    let order = infos.indices.filter { infos[$0] != nil }.sorted {
      (weights[$1].scale, $0) < (weights[$0].scale, $1)
    }
    self.weights = order.map { weights[$0] }
    cursors = order.compactMap { place in
      infos[place].map { reader.cursor(for: $0, in: terms[place].field) }
    }
    current = cursors.map(\.document)
    var bounds = [0.0]
    for (cursor, weight) in zip(cursors, self.weights).reversed() {
      bounds.append(bounds[bounds.count - 1] + weight.bound(cursor.impact))
    }
    suffixBounds = bounds.reversed()
  }

  /// Scores every document of a set.
  ///
  /// Windows between block boundaries whose bounds add up to less than the threshold are passed over.
  mutating func collect(_ documents: DocumentSet, into hits: inout TopHits) {
    var iterator = DocumentSetIterator(documents)
    var windowEnd: UInt32?
    while iterator.document != PostingsCursor.noMoreDocuments {
      let document = iterator.document
      let threshold = hits.threshold
      if threshold > -.infinity, windowEnd.map({ document > $0 }) ?? true {
        let window = window(from: document)
        windowEnd = window.end
        if window.bound < threshold {
          guard window.end != .max else { return }
          iterator.seek(window.end + 1)
          continue
        }
      }
      var score = 0.0
      for term in cursors.indices {
        if current[term] < document { seek(term, document) }
        if current[term] == document { score += contribution(term) }
      }
      hits.offer(ScoredDocument(segment: number, document: document, score: score))
      iterator.seek(document + 1)
    }
  }

  /// What documents from `start` on can score at most, and up to which document that holds.
  private func window(from start: UInt32) -> (end: UInt32, bound: Double) {
    var end = UInt32.max
    var bound = 0.0
    for term in cursors.indices {
      guard let block = cursors[term].impact(reaching: start) else { continue }
      end = min(end, block.last)
      bound += weights[term].bound(block.impact)
    }
    return (end, bound)
  }

  /// Scores documents that have at least one term, without looking at each: MaxScore in windows.
  ///
  /// The terms at the end of the order whose bounds together stay below the threshold cannot bring a
  /// document in by themselves. Only the others, the essential ones, are read through, a window at a time,
  /// adding up scores; the rest is looked up for documents that can still make it, by bounds of whole
  /// lists first and of blocks second. (Turtle and Flood, "Query evaluation: strategies and
  /// optimizations", 1995; windows as in Lucene's MaxScoreBulkScorer.)
  ///
  /// - Parameter isAllowed: whether a document may be a hit; at least one term has to be there anyway.
  mutating func collectAny(into hits: inout TopHits, isAllowed: (UInt32) -> Bool) {
    var scores = [Double](repeating: 0, count: Int(Self.windowSize))
    var touched = FixedBitSet(count: Int(Self.windowSize))
    var essential = cursors.count
    while true {
      let threshold = hits.threshold
      while essential > 0, suffixBounds[essential - 1] < threshold { essential -= 1 }
      let start = current[..<essential].min() ?? PostingsCursor.noMoreDocuments
      guard start != PostingsCursor.noMoreDocuments else { return }
      for term in 0..<essential { addScores(of: term, from: start, to: &scores, &touched) }
      touched.forEach { index in
        let document = start + UInt32(index)
        let partial = scores[index]
        scores[index] = 0
        guard isAllowed(document),
          let score = complete(partial, document, from: essential, threshold: hits.threshold)
        else { return }
        hits.offer(ScoredDocument(segment: number, document: document, score: score))
      }
      touched.removeAll()
    }
  }

  /// Adds what a term contributes to the documents of a window, and moves its cursor behind it.
  private mutating func addScores(
    of term: Int, from start: UInt32, to scores: inout [Double], _ touched: inout FixedBitSet
  ) {
    let weight = weights[term]
    current[term] = cursors[term].forEachBlock(before: start + Self.windowSize) {
      documents, frequencies, titles, lengths in
      var scores = scores.mutableSpan
      for index in documents.indices {
        let posting = Posting(
          frequency: frequencies[index], title: titles.isEmpty ? 0 : titles[index],
          length: lengths[index])
        let place = Int(documents[index] - start)
        scores[place] += weight.score(posting)
        touched.insert(place)
      }
    }
  }

  /// Adds what the terms that are not essential contribute to a document.
  ///
  /// - Returns: nil as soon as the score cannot reach the threshold.
  private mutating func complete(
    _ partial: Double, _ document: UInt32, from essential: Int, threshold: Double
  ) -> Double? {
    // Bounds are added up in another order than scores, hence the slack.
    let wanted = threshold.isFinite ? threshold - abs(threshold) * 1e-9 : threshold
    var score = partial
    for term in essential..<cursors.count {
      if score + suffixBounds[term] < wanted { return nil }
      if current[term] < document {
        let block = cursors[term].impact(reaching: document).map { weights[term].bound($0.impact) }
        if score + (block ?? 0) + suffixBounds[term + 1] < wanted { return nil }
        seek(term, document)
      }
      if current[term] == document { score += contribution(term) }
    }
    return score < wanted ? nil : score
  }

  private func contribution(_ term: Int) -> Double {
    weights[term].score(cursors[term].posting)
  }

  private mutating func seek(_ term: Int, _ target: UInt32) {
    current[term] = cursors[term].seek(target)
  }
}
