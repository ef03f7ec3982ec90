import InvertedIndex

/// The ranking terms of a query in one segment, ready to score.
///
/// A score is the sum of the terms' contributions in the order of the query, whichever way documents were
/// found: floating-point sums depend on their order, and every path has to give the same.
///
/// Terms are kept in parallel arrays, sorted by what they can contribute at most; `current` repeats the
/// cursors' documents, so that the loops over terms touch integers and a cursor only when it moves.
struct SegmentScorer {
  private let number: Int
  private let cursors: [PostingsCursor]
  private let weights: [TermWeight]
  /// Places of the terms in the order of the query.
  private let places: [Int]
  /// What the terms up to each one contribute at most, together.
  private let prefixBounds: [Double]
  private var current: [UInt32]
  /// By place in the query; zero outside `score`.
  private var contributions: [Double]

  init(
    segment number: Int, _ reader: SegmentReader, terms: [RankingTerm], weights: [TermWeight],
    infos: [TermInfo?]
  ) {
    self.number = number
    let present = infos.indices.compactMap {
      place -> (place: Int, cursor: PostingsCursor, bound: Double)? in
      guard let info = infos[place] else { return nil }
      let cursor = reader.cursor(for: info, in: terms[place].field)
      return (place, cursor, weights[place].bound(cursor.impact))
    }.sorted { $0.bound < $1.bound }
    cursors = present.map(\.cursor)
    places = present.map(\.place)
    self.weights = present.map { weights[$0.place] }
    current = present.map(\.cursor.document)
    contributions = Array(repeating: 0, count: terms.count)
    var sum = 0.0
    prefixBounds = present.map { term in
      sum += term.bound
      return sum
    }
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
      for term in cursors.indices where current[term] < document { seek(term, document) }
      hits.offer(ScoredDocument(segment: number, document: document, score: score(document)))
      iterator.seek(document + 1)
    }
  }

  /// Scores documents that have at least one term, without looking at each: MaxScore with block bounds.
  ///
  /// Terms whose bounds together stay below the threshold cannot bring a document in by themselves: only
  /// the others are walked, and the rest is looked up for documents that can still make it, by bounds of
  /// whole lists first and of blocks second. (Turtle and Flood, "Query evaluation: strategies and
  /// optimizations", 1995; block bounds as in Ding and Suel, "Faster top-k document retrieval using
  /// block-max indexes", 2011.)
  ///
  /// - Parameter isAllowed: whether a document may be a hit; at least one term has to be there anyway.
  mutating func collectAny(into hits: inout TopHits, isAllowed: (UInt32) -> Bool) {
    var firstEssential = 0
    var candidate = current.min() ?? PostingsCursor.noMoreDocuments
    while candidate != PostingsCursor.noMoreDocuments {
      let threshold = hits.threshold
      while firstEssential < cursors.count, prefixBounds[firstEssential] < threshold {
        firstEssential += 1
      }
      guard firstEssential < cursors.count else { return }
      if isAllowed(candidate), canReach(threshold, candidate, firstEssential) {
        hits.offer(ScoredDocument(segment: number, document: candidate, score: score(candidate)))
      }
      var next = PostingsCursor.noMoreDocuments
      for term in firstEssential..<cursors.count {
        if current[term] <= candidate { seek(term, candidate + 1) }
        next = min(next, current[term])
      }
      candidate = next
    }
  }

  /// Whether a document's score can reach the threshold; moves the cursors that it has to look at, all of
  /// them when it can.
  private mutating func canReach(
    _ threshold: Double, _ document: UInt32, _ firstEssential: Int
  ) -> Bool {
    // Terms looked at so far contribute what they do, the others at most their bound. These sums run in
    // another order than the score's, hence the slack.
    let wanted = threshold.isFinite ? threshold - abs(threshold) * 1e-9 : threshold
    var reachable = 0.0
    for term in firstEssential..<cursors.count where current[term] == document {
      reachable += contribution(term)
    }
    for term in stride(from: firstEssential - 1, through: 0, by: -1) {
      if reachable + prefixBounds[term] < wanted { return false }
      if current[term] < document {
        let others = term > 0 ? prefixBounds[term - 1] : 0
        let block = cursors[term].impact(reaching: document).map { weights[term].bound($0.impact) }
        if reachable + (block ?? 0) + others < wanted { return false }
        seek(term, document)
      }
      if current[term] == document { reachable += contribution(term) }
    }
    return reachable >= wanted
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

  /// The score of the document that cursors may stand on, none before it.
  private mutating func score(_ document: UInt32) -> Double {
    for term in cursors.indices where current[term] == document {
      contributions[places[term]] = contribution(term)
    }
    var sum = 0.0
    for place in contributions.indices {
      sum += contributions[place]
      contributions[place] = 0
    }
    return sum
  }

  private func contribution(_ term: Int) -> Double {
    weights[term].score(cursors[term].posting)
  }

  private mutating func seek(_ term: Int, _ target: UInt32) {
    current[term] = cursors[term].seek(target)
  }
}
