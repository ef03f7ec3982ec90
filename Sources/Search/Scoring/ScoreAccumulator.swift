import InvertedIndex
import Storage

/// An accumulator for the scores of a window's documents, filled term by term.
///
/// For each window, the caller calls `add` for each essential term, `findCandidates`,
/// `addToCandidates` for each further term that is worth a scan, and `drain`.
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
  private var candidates = [UInt16](repeating: 0, count: capacity + 1)
  private var candidateScores = [Double](repeating: 0, count: capacity + 1)
  private(set) var candidateCount = 0
  /// True while the scores of the candidates are in `scores` instead of `candidateScores`.
  private var areScattered = false
  /// One bit for each candidate while `areScattered` is true.
  private var bits = [UInt64](repeating: 0, count: capacity / 64)
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
    candidateCount = Self.collectCandidates(
      &scores, slots, slotCount, least: least, &candidates, &candidateScores)
    areSorted = areSorted || slotCount == Self.capacity
    slotCount = 0
    if let allowed {
      candidateCount = Self.filter(
        &candidates, &candidateScores, candidateCount, from: start, in: allowed.words)
    }
  }

  private static func collectCandidates(
    _ scores: inout [Double], _ slots: [UInt16], _ slotCount: Int, least: Double,
    _ candidates: inout [UInt16], _ candidateScores: inout [Double]
  ) -> Int {
    var scores = scores.mutableSpan
    let slots = slots.span
    var candidates = candidates.mutableSpan
    var candidateScores = candidateScores.mutableSpan
    precondition(scores.count == capacity && slotCount <= capacity)
    precondition(slots.count >= slotCount)
    precondition(candidates.count > slotCount && candidateScores.count > slotCount)
    let isAll = slotCount == capacity
    // Non-negative scores compare like their bit patterns, and `none` is below all of them.
    let leastBits = least > 0 ? Int64(bitPattern: least.bitPattern) : 0
    var count = 0
    for index in 0..<slotCount {
      // Safe: slots are below the capacity, and `count` never exceeds `index`.
      let slot = unsafe isAll ? UInt16(truncatingIfNeeded: index) : slots[unchecked: index]
      let score = unsafe scores[unchecked: Int(slot)]
      unsafe scores[unchecked: Int(slot)] = none
      unsafe candidates[unchecked: count] = slot
      unsafe candidateScores[unchecked: count] = score
      count &+= Int64(bitPattern: score.bitPattern) >= leastBits ? 1 : 0
    }
    return count
  }

  private static func filter(
    _ candidates: inout [UInt16], _ candidateScores: inout [Double], _ count: Int,
    from start: UInt32, in words: [UInt64]
  ) -> Int {
    var candidates = candidates.mutableSpan
    var candidateScores = candidateScores.mutableSpan
    let words = words.span
    var kept = 0
    for index in 0..<count {
      let slot = candidates[index]
      candidates[kept] = slot
      candidateScores[kept] = candidateScores[index]
      let document = start &+ UInt32(slot)
      kept &+= Int(truncatingIfNeeded: (words[Int(document &>> 6)] &>> UInt64(document & 63)) & 1)
    }
    return kept
  }

  /// Adds the contributions of a term to the candidates only and moves the cursor past the window.
  mutating func addToCandidates(
    _ cursor: PostingsCursor, _ weight: TermWeight, _ window: Range<UInt32>
  ) {
    scatter()
    Self.match(bits, cursor, window, &matches)
    matches.add(weight, &contributions, to: &scores)
  }

  private static func match(
    _ bits: [UInt64], _ cursor: PostingsCursor, _ window: Range<UInt32>,
    _ matches: inout PostingsBatch
  ) {
    cursor.match(in: bits.span, from: window.lowerBound, before: window.upperBound, into: &matches)
  }

  /// Moves the scores of the candidates from the list back to their slots.
  private mutating func scatter() {
    if !areScattered { Self.scatter(candidates, candidateScores, candidateCount, &scores, &bits) }
    areScattered = true
  }

  private static func scatter(
    _ candidates: [UInt16], _ candidateScores: [Double], _ count: Int, _ scores: inout [Double],
    _ bits: inout [UInt64]
  ) {
    let candidates = candidates.span
    let candidateScores = candidateScores.span
    var scores = scores.mutableSpan
    var bits = bits.mutableSpan
    for index in 0..<count {
      let slot = candidates[index]
      scores[Int(slot)] = candidateScores[index]
      bits[Int(slot &>> 6)] |= 1 &<< UInt64(slot & 63)
    }
  }

  /// Moves the candidates that score at least `least` to a batch in ascending order.
  mutating func drain(into batch: inout CandidateBatch, from start: UInt32, least: Double) {
    if areScattered {
      candidateCount = Self.gather(
        &candidates, &candidateScores, candidateCount, &scores, &bits, least: least)
      areScattered = false
    }
    if areSorted {
      batch.take(candidates, candidateScores, candidateCount, from: start)
    } else {
      // The bits give the order.
      scatter()
      batch.take(&bits, &scores, from: start)
      areScattered = false
    }
    candidateCount = 0
  }

  /// Moves the scores of the candidates from their slots to the list, and drops low scores.
  private static func gather(
    _ candidates: inout [UInt16], _ candidateScores: inout [Double], _ count: Int,
    _ scores: inout [Double], _ bits: inout [UInt64], least: Double
  ) -> Int {
    var candidates = candidates.mutableSpan
    var candidateScores = candidateScores.mutableSpan
    var scores = scores.mutableSpan
    var bits = bits.mutableSpan
    for index in bits.indices { bits[index] = 0 }
    var kept = 0
    for index in 0..<count {
      let slot = candidates[index]
      let score = scores[Int(slot)]
      scores[Int(slot)] = none
      candidates[kept] = slot
      candidateScores[kept] = score
      kept &+= score >= least ? 1 : 0
    }
    return kept
  }
}
