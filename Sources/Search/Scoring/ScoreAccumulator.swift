import InvertedIndex
import Storage

/// An accumulator for the scores of a window's documents, filled term by term.
///
/// A posting costs an addition and two stores. After all terms, one pass without unpredictable
/// branches finds the candidates. A *slot* is a document's offset in the window.
struct ScoreAccumulator {
  /// The score of each slot; all are `none` between windows.
  private var scores = [Double](repeating: none, count: capacity)
  /// The slots of all additions. After `capacity` additions, all slots are scanned instead.
  private var slots = [UInt16](repeating: 0, count: capacity + blockSize)
  private var slotCount = 0
  /// True when the slots ascend because all additions are of one term.
  private var areSorted = true
  // The slots and scores of the candidates. The additional element takes writes of other slots.
  private var found = [UInt16](repeating: 0, count: capacity + 1)
  private var foundScores = [Double](repeating: 0, count: capacity + 1)
  private(set) var candidateCount = 0
  /// One bit for each candidate while `areSpread` is true.
  private var bits = [UInt64](repeating: 0, count: capacity / 64)
  /// True while the scores of the candidates are in `scores` instead of `foundScores`.
  private var areSpread = false
  private var matches = PostingsBatch()
  private var contributions = [Double](repeating: 0, count: capacity)

  private static var capacity: Int { CandidateBatch.capacity }
  /// The value of a slot without additions; its sign distinguishes it from a score of 0.
  static var none: Double { -0.0 }
  private static var blockSize: Int { 128 }

  /// Adds the contributions of a term to the documents of a window and moves the cursor past it.
  ///
  /// - Parameter isWanted: Returns true if a block may hold candidates; other blocks are skipped.
  mutating func add(
    _ cursor: PostingsCursor, _ weight: TermWeight, _ window: Range<UInt32>,
    where isWanted: (_ block: Int) -> Bool
  ) {
    areSorted = slotCount == 0
    slotCount = Self.add(cursor, weight, window, where: isWanted, &scores, &slots, from: slotCount)
  }

  private static func add(
    _ cursor: PostingsCursor, _ weight: TermWeight, _ window: Range<UInt32>,
    where isWanted: (_ block: Int) -> Bool, _ scores: inout [Double], _ slots: inout [UInt16],
    from firstSlot: Int
  ) -> Int {
    var scores = scores.mutableSpan
    var slots = slots.mutableSpan
    var contributions = InlineArray<128, Double>(repeating: 0)
    var slotCount = firstSlot
    cursor.seek(window.lowerBound)
    cursor.forEachBlock(before: window.upperBound, where: isWanted) {
      documents, frequencies, titles, lengths in
      var blockScores = contributions.mutableSpan
      weight.score(frequencies, titles, lengths, into: &blockScores)
      add(blockScores.span, of: documents, from: window.lowerBound, to: &scores, &slots, slotCount)
      slotCount = min(capacity, slotCount + documents.count)
    }
    return slotCount
  }

  @inline(never)
  private static func add(
    _ contributions: Span<Double>, of documents: Span<UInt32>, from start: UInt32,
    to scores: inout MutableSpan<Double>, _ slots: inout MutableSpan<UInt16>, _ slotCount: Int
  ) {
    precondition(documents.count <= blockSize && documents.count <= contributions.count)
    precondition(scores.count == capacity && slotCount >= 0 && slotCount <= capacity)
    precondition(slots.count == capacity + blockSize)
    let mask = UInt32(capacity - 1)
    // Safe: the preconditions check the counts. The mask keeps slots below the capacity, a power of
    // two; documents of the window keep their slots.
    for index in documents.indices {
      let slot = unsafe (documents[unchecked: index] &- start) & mask
      unsafe scores[unchecked: Int(slot)] += contributions[unchecked: index]
      unsafe slots[unchecked: slotCount &+ index] = UInt16(truncatingIfNeeded: slot)
    }
  }

  /// Finds the candidates, which score at least `least`, and clears the accumulator.
  ///
  /// - Parameter allowed: The documents that may be candidates; nil for all.
  mutating func findCandidates(least: Double, in allowed: FixedBitSet?, from start: UInt32) {
    candidateCount = Self.take(&scores, slots, slotCount, least: least, &found, &foundScores)
    areSorted = areSorted || slotCount == Self.capacity
    slotCount = 0
    if let allowed {
      candidateCount = Self.filter(
        &found, &foundScores, candidateCount, from: start, in: allowed.words)
    }
  }

  private static func take(
    _ scores: inout [Double], _ slots: [UInt16], _ slotCount: Int, least: Double,
    _ found: inout [UInt16], _ foundScores: inout [Double]
  ) -> Int {
    var scores = scores.mutableSpan
    let slots = slots.span
    var found = found.mutableSpan
    var foundScores = foundScores.mutableSpan
    precondition(scores.count == capacity && slotCount <= capacity)
    precondition(slots.count >= slotCount)
    precondition(found.count > slotCount && foundScores.count > slotCount)
    let isAll = slotCount == capacity
    // Non-negative scores compare like their bit patterns, and `none` is below all of them.
    let leastBits = least > 0 ? Int64(bitPattern: least.bitPattern) : 0
    var count = 0
    for index in 0..<slotCount {
      // Safe: slots are below the capacity, and `count` never exceeds `index`.
      let slot = unsafe isAll ? UInt16(truncatingIfNeeded: index) : slots[unchecked: index]
      let score = unsafe scores[unchecked: Int(slot)]
      unsafe scores[unchecked: Int(slot)] = none
      unsafe found[unchecked: count] = slot
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
      let slot = found[index]
      found[kept] = slot
      foundScores[kept] = foundScores[index]
      let document = start &+ UInt32(slot)
      kept &+= Int(truncatingIfNeeded: (words[Int(document &>> 6)] &>> UInt64(document & 63)) & 1)
    }
    return kept
  }

  /// Adds the contributions of a term to the candidates only and moves the cursor past the window.
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
      let slot = found[index]
      scores[Int(slot)] = foundScores[index]
      bits[Int(slot &>> 6)] |= 1 &<< UInt64(slot & 63)
    }
  }

  /// Moves the candidates that score at least `least` to a batch in ascending order.
  mutating func drain(into batch: inout CandidateBatch, from start: UInt32, least: Double) {
    if areSpread {
      candidateCount = Self.gather(
        &found, &foundScores, candidateCount, &scores, &bits, least: least)
      areSpread = false
    }
    if areSorted {
      batch.take(found, foundScores, candidateCount, from: start)
    } else {
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
      let slot = found[index]
      let score = scores[Int(slot)]
      scores[Int(slot)] = none
      found[kept] = slot
      foundScores[kept] = score
      kept &+= score >= least ? 1 : 0
    }
    return kept
  }
}
