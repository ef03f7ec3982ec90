import InvertedIndex
import Storage

/// Scores of the documents of a window, added up term by term.
///
/// What is done for every posting is an addition and two stores; which documents have scored enough is found
/// in one go when all terms are through, without a branch that would be guessed wrong.
struct WindowScores {
  /// By place in the window, 0 between windows.
  private var scores = [Double](repeating: 0, count: capacity)
  /// Places something was added to, one after another; when there are more than the window has, the first.
  private var places = [UInt16](repeating: 0, count: capacity + blockSize)
  private var placeCount = 0
  /// Places ascend: they are of one term.
  private var areSorted = true
  /// A bit for every candidate, none between windows.
  private var candidates = [UInt64](repeating: 0, count: capacity / 64)
  private var hasCandidates = false
  // One more than can be found, since what is none is written first.
  private var found = [UInt16](repeating: 0, count: capacity + 1)
  private var foundScores = [Double](repeating: 0, count: capacity + 1)
  private var matches = MatchedPostings()

  private static var capacity: Int { ScoringBatch.capacity }
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
    _ = cursor.forEachBlock(before: window.upperBound, where: isWanted) {
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

  /// Finds the candidates, the documents that score as much.
  ///
  /// - Parameters:
  ///   - allowed: the documents that may be any, nil for all.
  ///   - start: the document of the first place.
  /// - Returns: how many there are, from above.
  mutating func findCandidates(
    least: Double, in allowed: FixedBitSet?, from start: UInt32
  ) -> Int {
    var count = Self.find(scores, places, placeCount, least: least, &found)
    if let allowed { count = Self.filter(&found, count, from: start, in: allowed.words) }
    Self.insert(found, count, into: &candidates)
    hasCandidates = true
    return count
  }

  private static func find(
    _ scores: [Double], _ places: [UInt16], _ placeCount: Int, least: Double,
    _ found: inout [UInt16]
  ) -> Int {
    let scores = scores.span
    let places = places.span
    var found = found.mutableSpan
    precondition(scores.count == capacity && placeCount <= capacity)
    precondition(places.count >= placeCount && found.count > placeCount)
    let isAll = placeCount == capacity
    var count = 0
    for index in 0..<placeCount {
      // Safe: places are below the capacity, and no more are found than there are.
      let place = unsafe isAll ? UInt16(truncatingIfNeeded: index) : places[unchecked: index]
      unsafe found[unchecked: count] = place
      count &+= unsafe scores[unchecked: Int(place)] >= least ? 1 : 0
    }
    return count
  }

  private static func filter(
    _ found: inout [UInt16], _ count: Int, from start: UInt32, in words: [UInt64]
  ) -> Int {
    var found = found.mutableSpan
    let words = words.span
    var kept = 0
    for index in 0..<count {
      let place = found[index]
      found[kept] = place
      let document = start &+ UInt32(place)
      kept &+= Int(truncatingIfNeeded: (words[Int(document &>> 6)] &>> UInt64(document & 63)) & 1)
    }
    return kept
  }

  private static func insert(_ places: [UInt16], _ count: Int, into bits: inout [UInt64]) {
    let places = places.span
    var bits = bits.mutableSpan
    for index in 0..<count {
      let place = places[index]
      bits[Int(place &>> 6)] |= 1 &<< UInt64(place & 63)
    }
  }

  /// Adds what a term contributes to the candidates alone, and moves its cursor behind the window.
  mutating func addToCandidates(
    _ cursor: PostingsCursor, _ weight: TermWeight, _ window: Range<UInt32>
  ) {
    Self.match(candidates, cursor, window, &matches)
    matches.add(weight, &foundScores, to: &scores)
  }

  private static func match(
    _ candidates: [UInt64], _ cursor: PostingsCursor, _ window: Range<UInt32>,
    _ matches: inout MatchedPostings
  ) {
    cursor.match(
      in: candidates.span, from: window.lowerBound, before: window.upperBound, into: &matches)
  }

  /// Hands over the documents that score at least as much, in order, and clears the window.
  ///
  /// - Parameter start: the document of the first place.
  mutating func drain(into batch: inout ScoringBatch, from start: UInt32, least: Double) {
    if hasCandidates { Self.clear(&candidates) }
    hasCandidates = false
    let count = Self.take(&scores, places, placeCount, least: least, &found, &foundScores)
    let areSorted = areSorted || placeCount == Self.capacity
    placeCount = 0
    if areSorted {
      batch.take(found, foundScores, count, from: start)
    } else {
      // Bits put them in order.
      Self.insert(found, count, into: &candidates)
      Self.putBack(found, foundScores, count, into: &scores)
      batch.take(&candidates, &scores, from: start)
    }
  }

  private static func clear(_ bits: inout [UInt64]) {
    var bits = bits.mutableSpan
    for index in bits.indices { bits[index] = 0 }
  }

  /// Clears the window but for what it finds: documents that score as much, each once.
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
    // What has been taken, or never had anything added to it, is none.
    let least = max(least, .leastNonzeroMagnitude)
    var count = 0
    for index in 0..<placeCount {
      // Safe: places are below the capacity, and no more are found than there are.
      let place = unsafe isAll ? UInt16(truncatingIfNeeded: index) : places[unchecked: index]
      let score = unsafe scores[unchecked: Int(place)]
      unsafe scores[unchecked: Int(place)] = 0
      unsafe found[unchecked: count] = place
      unsafe foundScores[unchecked: count] = score
      count &+= score >= least ? 1 : 0
    }
    return count
  }

  private static func putBack(
    _ places: [UInt16], _ values: [Double], _ count: Int, into scores: inout [Double]
  ) {
    let places = places.span
    let values = values.span
    var scores = scores.mutableSpan
    for index in 0..<count { scores[Int(places[index])] = values[index] }
  }
}
