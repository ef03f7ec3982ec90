import InvertedIndex
import Storage

/// The candidates of a window in ascending order, with their scores so far.
struct CandidateBatch {
  static var capacity: Int { 8192 }

  private(set) var count = 0
  // The arrays have a fixed length, and the first `count` elements are valid. The additional
  // element takes writes of documents that are dropped afterwards.
  private var documents = [UInt32](repeating: 0, count: capacity + 1)
  private var scores = [Double](repeating: 0, count: capacity + 1)
  private var matches = PostingsBatch()
  private var contributions = [Double](repeating: 0, count: capacity)

  mutating func removeAll() { count = 0 }

  /// Appends documents with a score of 0.
  mutating func append(contentsOf found: Span<UInt32>) {
    Self.append(found, at: count, to: &documents, &scores)
    count += found.count
  }

  private static func append(
    _ found: Span<UInt32>, at start: Int, to documents: inout [UInt32], _ scores: inout [Double]
  ) {
    var documents = documents.mutableSpan
    var scores = scores.mutableSpan
    for index in found.indices {
      documents[start + index] = found[index]
      scores[start + index] = 0
    }
  }

  /// Appends the documents of a bitmap in a range with a score of 0.
  mutating func append(_ words: Span<UInt64>, from start: Int, before end: Int) {
    count = Self.append(words, from: start, before: end, at: count, to: &documents, &scores)
  }

  private static func append(
    _ words: Span<UInt64>, from start: Int, before end: Int, at offset: Int,
    to documents: inout [UInt32], _ scores: inout [Double]
  ) -> Int {
    guard start < end else { return offset }
    var documents = documents.mutableSpan
    var scores = scores.mutableSpan
    var count = offset
    for index in start &>> 6...(end - 1) &>> 6 {
      var word = words[index]
      if index == start &>> 6 { word &= ~0 &<< UInt64(start & 63) }
      if index == (end - 1) &>> 6 { word &= ~0 &>> UInt64(63 - (end - 1) & 63) }
      while word != 0 {
        documents[count] = UInt32(truncatingIfNeeded: index &<< 6 &+ word.trailingZeroBitCount)
        scores[count] = 0
        word &= word &- 1  // Safe: the word is not zero.
        count &+= 1
      }
    }
    return count
  }

  /// Replaces the batch with the documents of a window whose bits are set, and clears bits and
  /// scores.
  mutating func take(_ bits: inout [UInt64], _ windowScores: inout [Double], from start: UInt32) {
    count = Self.take(&bits, &windowScores, &documents, &scores, from: start)
  }

  private static func take(
    _ bits: inout [UInt64], _ windowScores: inout [Double], _ documents: inout [UInt32],
    _ scores: inout [Double], from start: UInt32
  ) -> Int {
    var bits = bits.mutableSpan
    var windowScores = windowScores.mutableSpan
    var documents = documents.mutableSpan
    var scores = scores.mutableSpan
    var count = 0
    for index in bits.indices {
      var word = bits[index]
      if word == 0 { continue }
      bits[index] = 0
      while word != 0 {
        let slot = index &<< 6 &+ word.trailingZeroBitCount
        word &= word &- 1  // Safe: the word is not zero.
        documents[count] = start &+ UInt32(truncatingIfNeeded: slot)
        scores[count] = windowScores[slot]
        windowScores[slot] = ScoreAccumulator.none
        count &+= 1
      }
    }
    return count
  }

  /// Replaces the batch with the first `count` slots of a window, which ascend.
  mutating func take(_ slots: [UInt16], _ slotScores: [Double], _ count: Int, from start: UInt32) {
    self.count = count
    Self.copy(slots.span, slotScores.span, count, from: start, &documents, &scores)
  }

  private static func copy(
    _ slots: Span<UInt16>, _ slotScores: Span<Double>, _ count: Int, from start: UInt32,
    _ documents: inout [UInt32], _ scores: inout [Double]
  ) {
    var documents = documents.mutableSpan
    var scores = scores.mutableSpan
    for index in 0..<count {
      documents[index] = start &+ UInt32(slots[index])
      scores[index] = slotScores[index]
    }
  }

  /// Replaces the batch with the documents of a set to which a term contributes at least `least`.
  /// Scans the term's blocks.
  ///
  /// - Parameter isWanted: Returns true if a block may hold candidates; other blocks are skipped.
  /// - Complexity: O(*n*) in the documents of the scanned blocks. A scan is much cheaper for each
  ///   document than a look-up.
  mutating func scan(
    _ cursor: PostingsCursor, _ weight: TermWeight, _ window: Range<UInt32>,
    in set: FixedBitSet, atLeast least: Double, where isWanted: (_ block: Int) -> Bool
  ) {
    count = Self.scan(
      cursor, weight, window, in: set.words.span, atLeast: least, where: isWanted, &documents,
      &scores)
  }

  private static func scan(
    _ cursor: PostingsCursor, _ weight: TermWeight, _ window: Range<UInt32>,
    in words: Span<UInt64>, atLeast least: Double, where isWanted: (_ block: Int) -> Bool,
    _ documents: inout [UInt32], _ scores: inout [Double]
  ) -> Int {
    var documents = documents.mutableSpan
    var scores = scores.mutableSpan
    var contributions = InlineArray<128, Double>(repeating: 0)
    var count = 0
    cursor.seek(window.lowerBound)
    cursor.forEachBlock(before: window.upperBound, where: isWanted) {
      block, frequencies, titles, lengths in
      var blockScores = contributions.mutableSpan
      weight.score(frequencies, titles, lengths, into: &blockScores)
      count = take(
        block, blockScores.span, in: words, atLeast: least, &documents, &scores, at: count)
    }
    return count
  }

  @inline(never)
  private static func take(
    _ block: Span<UInt32>, _ blockScores: Span<Double>, in words: Span<UInt64>,
    atLeast least: Double, _ documents: inout MutableSpan<UInt32>,
    _ scores: inout MutableSpan<Double>, at start: Int
  ) -> Int {
    var largest: UInt32 = 0
    for index in block.indices { largest = max(largest, block[index]) }
    precondition(block.isEmpty || Int(largest) < 64 * words.count, "a bit for each document")
    precondition(block.count <= blockScores.count && start >= 0)
    // Room for the block and one dropped document. Only a damaged list, which repeats documents,
    // exceeds it.
    guard block.count < min(documents.count, scores.count) - start else { return start }
    var count = start
    // Safe: the checks above cover all three arrays, and an iteration appends one document at most.
    for index in block.indices {
      let document = unsafe block[unchecked: index]
      let score = unsafe blockScores[unchecked: index]
      unsafe documents[unchecked: count] = document
      unsafe scores[unchecked: count] = score
      let word = unsafe words[unchecked: Int(document &>> 6)]
      let isMember = Int(truncatingIfNeeded: (word &>> UInt64(document & 63)) & 1)
      count &+= isMember & (score >= least ? 1 : 0)
    }
    return count
  }

  /// Removes the candidates that score less than `least`.
  mutating func keep(atLeast least: Double) {
    count = Self.keep(count, &documents, &scores, atLeast: least)
  }

  private static func keep(
    _ count: Int, _ documents: inout [UInt32], _ scores: inout [Double], atLeast least: Double
  ) -> Int {
    var documents = documents.mutableSpan
    var scores = scores.mutableSpan
    precondition(count >= 0 && count < documents.count && count < scores.count)
    var kept = 0
    // Safe: `kept` never exceeds `index`.
    for index in 0..<count {
      let score = unsafe scores[unchecked: index]
      unsafe documents[unchecked: kept] = documents[unchecked: index]
      unsafe scores[unchecked: kept] = score
      kept &+= score >= least ? 1 : 0
    }
    return kept
  }

  /// Looks up the candidates in a term's postings and adds its contributions to their scores.
  mutating func add(_ cursor: PostingsCursor, _ weight: TermWeight) {
    Self.match(documents, count, cursor, &matches)
    matches.add(weight, &contributions, to: &scores)
  }

  private static func match(
    _ documents: [UInt32], _ count: Int, _ cursor: PostingsCursor, _ matches: inout PostingsBatch
  ) {
    cursor.match(documents.span.extracting(0..<count), into: &matches)
  }

  /// Offers all candidates to the top hits. Their scores are complete.
  func offer(to hits: inout TopHits, segment: Int) {
    hits.offer(documents.span.extracting(0..<count), scores.span, segment: segment)
  }
}

extension PostingsBatch {
  /// Adds the contributions of a term to the scores at the postings' indices.
  ///
  /// - Parameter contributions: Scratch memory with at least `count` elements.
  func add(_ weight: TermWeight, _ contributions: inout [Double], to scores: inout [Double]) {
    var scores = scores.mutableSpan
    var contributions = contributions.mutableSpan
    weight.score(
      frequencies.span.extracting(0..<count), titles.span, lengths.span, into: &contributions)
    let indices = indices.span
    for match in 0..<count { scores[Int(indices[match])] += contributions[match] }
  }
}
