import InvertedIndex
import Storage

/// Scores of the documents of a window, added up term by term.
///
/// What is done for every posting is an addition and two stores; which documents have scored enough, the
/// candidates, is found in one go when all terms are through, without a branch that would be guessed wrong.
struct ScoreAccumulator {
  /// By place in the window, `none` between windows.
  private var scores = [Double](repeating: none, count: capacity)
  /// Places something was added to, one after another; when there are more than the window has, the first.
  private var places = [UInt16](repeating: 0, count: capacity + blockSize)
  private var placeCount = 0
  /// Places ascend: they are of one term.
  private var areSorted = true
  // The candidates, in no order: their places and scores. One more than there can be, since what is none is
  // written first.
  private var found = [UInt16](repeating: 0, count: capacity + 1)
  private var foundScores = [Double](repeating: 0, count: capacity + 1)
  private(set) var candidateCount = 0
  /// A bit for every candidate while their scores are in their places, none otherwise.
  private var bits = [UInt64](repeating: 0, count: capacity / 64)
  private var areSpread = false
  private var matches = PostingsBatch()
  private var contributions = [Double](repeating: 0, count: capacity)

  private static var capacity: Int { CandidateBatch.capacity }
  /// What nothing has been added to: nothing can be told from a score of 0 by its sign.
  static var none: Double { -0.0 }
  private static var blockSize: Int { 128 }

  /// Adds what a term contributes to the documents of a window, and moves its cursor behind it.
  ///
  /// - Parameter isWanted: whether a block can have candidates; others are passed over.
  mutating func add(
    _ cursor: PostingsCursor, _ weight: TermWeight, _ window: Range<UInt32>,
    where isWanted: (_ block: Int) -> Bool
  ) {
    areSorted = placeCount == 0
    placeCount = Self.add(
      cursor, weight, window, where: isWanted, &scores, &places, from: placeCount)
  }

  private static func add(
    _ cursor: PostingsCursor, _ weight: TermWeight, _ window: Range<UInt32>,
    where isWanted: (_ block: Int) -> Bool, _ scores: inout [Double], _ places: inout [UInt16],
    from firstPlace: Int
  ) -> Int {
    var scores = scores.mutableSpan
    var places = places.mutableSpan
    var contributions = InlineArray<128, Double>(repeating: 0)
    var placeCount = firstPlace
    cursor.seek(window.lowerBound)
    cursor.forEachBlock(before: window.upperBound, where: isWanted) {
      documents, frequencies, titles, lengths in
      var blockScores = contributions.mutableSpan
      weight.score(frequencies, titles, lengths, into: &blockScores)
      add(
        blockScores.span, of: documents, from: window.lowerBound, to: &scores, &places, placeCount)
      placeCount = min(capacity, placeCount + documents.count)
    }
    return placeCount
  }

  /// Adds what the documents of a block score, and writes down their places.
  @inline(never)
  private static func add(
    _ contributions: Span<Double>, of documents: Span<UInt32>, from start: UInt32,
    to scores: inout MutableSpan<Double>, _ places: inout MutableSpan<UInt16>, _ placeCount: Int
  ) {
    precondition(documents.count <= blockSize && documents.count <= contributions.count)
    precondition(scores.count == capacity && placeCount >= 0 && placeCount <= capacity)
    precondition(places.count == capacity + blockSize)
    let mask = UInt32(capacity - 1)
    // Safe: the counts have been checked, and places are below the capacity, a power of two; those of documents
    // of the window are what they are without the mask.
    for index in documents.indices {
      let place = unsafe (documents[unchecked: index] &- start) & mask
      unsafe scores[unchecked: Int(place)] += contributions[unchecked: index]
      unsafe places[unchecked: placeCount &+ index] = UInt16(truncatingIfNeeded: place)
    }
  }

  /// Clears the window but for the candidates, the documents that score as much.
  ///
  /// - Parameters:
  ///   - allowed: the documents that may be any, nil for all.
  ///   - start: the document of the first place.
  mutating func findCandidates(least: Double, in allowed: FixedBitSet?, from start: UInt32) {
    candidateCount = Self.take(&scores, places, placeCount, least: least, &found, &foundScores)
    areSorted = areSorted || placeCount == Self.capacity
    placeCount = 0
    if let allowed {
      candidateCount = Self.filter(
        &found, &foundScores, candidateCount, from: start, in: allowed.words)
    }
  }

  private static func take(
    _ scores: inout [Double], _ places: [UInt16], _ placeCount: Int, least: Double,
    _ found: inout [UInt16], _ foundScores: inout [Double]
  ) -> Int {
    var scores = scores.mutableSpan
    let places = places.span
    var found = found.mutableSpan
    var foundScores = foundScores.mutableSpan
    precondition(scores.count == capacity && placeCount <= capacity)
    precondition(places.count >= placeCount)
    precondition(found.count > placeCount && foundScores.count > placeCount)
    let isAll = placeCount == capacity
    // As integers, scores are in the same order, and none is below them.
    let leastBits = least > 0 ? Int64(bitPattern: least.bitPattern) : 0
    var count = 0
    for index in 0..<placeCount {
      // Safe: places are below the capacity, and no more are found than there are.
      let place = unsafe isAll ? UInt16(truncatingIfNeeded: index) : places[unchecked: index]
      let score = unsafe scores[unchecked: Int(place)]
      unsafe scores[unchecked: Int(place)] = none
      unsafe found[unchecked: count] = place
      unsafe foundScores[unchecked: count] = score
      count &+= Int64(bitPattern: score.bitPattern) >= leastBits ? 1 : 0
    }
    return count
  }

  private static func filter(
    _ found: inout [UInt16], _ foundScores: inout [Double], _ count: Int, from start: UInt32,
    in words: [UInt64]
  ) -> Int {
    var found = found.mutableSpan
    var foundScores = foundScores.mutableSpan
    let words = words.span
    var kept = 0
    for index in 0..<count {
      let place = found[index]
      found[kept] = place
      foundScores[kept] = foundScores[index]
      let document = start &+ UInt32(place)
      kept &+= Int(truncatingIfNeeded: (words[Int(document &>> 6)] &>> UInt64(document & 63)) & 1)
    }
    return kept
  }

  /// Adds what a term contributes to the candidates alone, and moves its cursor behind the window.
  mutating func addToCandidates(
    _ cursor: PostingsCursor, _ weight: TermWeight, _ window: Range<UInt32>
  ) {
    spread()
    Self.match(bits, cursor, window, &matches)
    matches.add(weight, &contributions, to: &scores)
  }

  private static func match(
    _ bits: [UInt64], _ cursor: PostingsCursor, _ window: Range<UInt32>,
    _ matches: inout PostingsBatch
  ) {
    cursor.match(in: bits.span, from: window.lowerBound, before: window.upperBound, into: &matches)
  }

  /// Puts the candidates' scores into their places, and sets their bits.
  private mutating func spread() {
    if !areSpread { Self.spread(found, foundScores, candidateCount, &scores, &bits) }
    areSpread = true
  }

  private static func spread(
    _ found: [UInt16], _ foundScores: [Double], _ count: Int, _ scores: inout [Double],
    _ bits: inout [UInt64]
  ) {
    let found = found.span
    let foundScores = foundScores.span
    var scores = scores.mutableSpan
    var bits = bits.mutableSpan
    for index in 0..<count {
      let place = found[index]
      scores[Int(place)] = foundScores[index]
      bits[Int(place &>> 6)] |= 1 &<< UInt64(place & 63)
    }
  }

  /// Hands over the candidates that score at least as much, in order; afterwards there are none.
  ///
  /// - Parameter start: the document of the first place.
  mutating func drain(into batch: inout CandidateBatch, from start: UInt32, least: Double) {
    if areSpread {
      candidateCount = Self.gather(
        &found, &foundScores, candidateCount, &scores, &bits, least: least)
      areSpread = false
    }
    if areSorted {
      batch.take(found, foundScores, candidateCount, from: start)
    } else {
      // Bits put them in order.
      spread()
      batch.take(&bits, &scores, from: start)
      areSpread = false
    }
    candidateCount = 0
  }

  private static func gather(
    _ found: inout [UInt16], _ foundScores: inout [Double], _ count: Int, _ scores: inout [Double],
    _ bits: inout [UInt64], least: Double
  ) -> Int {
    var found = found.mutableSpan
    var foundScores = foundScores.mutableSpan
    var scores = scores.mutableSpan
    var bits = bits.mutableSpan
    for index in bits.indices { bits[index] = 0 }
    var kept = 0
    for index in 0..<count {
      let place = found[index]
      let score = scores[Int(place)]
      scores[Int(place)] = none
      found[kept] = place
      foundScores[kept] = score
      kept &+= score >= least ? 1 : 0
    }
    return kept
  }
}
