import InvertedIndex
import Storage

/// Documents of a window with what they score so far, ascending.
struct ScoringBatch {
  /// Documents of a window, and so of a batch at most.
  static var capacity: Int { 8192 }

  private(set) var count = 0
  // As long as the longest batch: what is added and dropped moves `count` only.
  // One more than that, since what is dropped is written first.
  private var documents = [UInt32](repeating: 0, count: capacity + 1)
  private var scores = [Double](repeating: 0, count: capacity + 1)
  private var matches = MatchedPostings()
  private var contributions = [Double](repeating: 0, count: capacity)

  mutating func removeAll() { count = 0 }

  mutating func append(_ document: UInt32) {
    documents[count] = document
    scores[count] = 0
    count += 1
  }

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

  /// Becomes the documents of a window whose bits are set, with their scores; clears the bits.
  ///
  /// - Parameter start: the document of the first bit and score.
  mutating func take(_ bits: inout [UInt64], _ windowScores: [Double], from start: UInt32) {
    count = Self.take(&bits, windowScores, &documents, &scores, from: start)
  }

  private static func take(
    _ bits: inout [UInt64], _ windowScores: [Double], _ documents: inout [UInt32],
    _ scores: inout [Double], from start: UInt32
  ) -> Int {
    var bits = bits.mutableSpan
    let windowScores = windowScores.span
    var documents = documents.mutableSpan
    var scores = scores.mutableSpan
    var count = 0
    for index in bits.indices {
      var word = bits[index]
      if word == 0 { continue }
      bits[index] = 0
      while word != 0 {
        let place = index &<< 6 &+ word.trailingZeroBitCount
        word &= word &- 1  // Safe: the word is not zero.
        documents[count] = start &+ UInt32(truncatingIfNeeded: place)
        scores[count] = windowScores[place]
        count &+= 1
      }
    }
    return count
  }

  /// Appends the documents of a cursor before `end` that score at least as much, the term alone.
  mutating func fill(
    from cursor: PostingsCursor, before end: UInt32, _ weight: TermWeight, least: Double,
    where isWanted: (_ block: Int) -> Bool
  ) {
    Self.fill(
      &count, &documents, &scores, from: cursor, before: end, weight, least: least, where: isWanted)
  }

  private static func fill(
    _ count: inout Int, _ documents: inout [UInt32], _ scores: inout [Double],
    from cursor: PostingsCursor, before end: UInt32, _ weight: TermWeight, least: Double,
    where isWanted: (_ block: Int) -> Bool
  ) {
    var documents = documents.mutableSpan
    var scores = scores.mutableSpan
    var contributions = InlineArray<128, Double>(repeating: 0)
    _ = cursor.forEachBlock(before: end, where: isWanted) { found, frequencies, titles, lengths in
      var blockScores = contributions.mutableSpan
      weight.score(frequencies, titles, lengths, into: &blockScores)
      var kept = count
      for index in found.indices {
        let score = blockScores[index]
        // Without a branch, here and below: which are kept follows no pattern.
        documents[kept] = found[index]
        scores[kept] = score
        kept &+= score >= least ? 1 : 0
      }
      count = kept
    }
  }

  mutating func keep(in set: DocumentSet) {
    switch set {
    case .bits(let bits): count = Self.keep(count, &documents, &scores, in: bits.words)
    case .sorted:
      var kept = 0
      for index in 0..<count where set.contains(documents[index]) {
        documents[kept] = documents[index]
        scores[kept] = scores[index]
        kept += 1
      }
      count = kept
    }
  }

  private static func keep(
    _ count: Int, _ documents: inout [UInt32], _ scores: inout [Double], in words: [UInt64]
  ) -> Int {
    var documents = documents.mutableSpan
    var scores = scores.mutableSpan
    let words = words.span
    var kept = 0
    for index in 0..<count {
      let document = documents[index]
      documents[kept] = document
      scores[kept] = scores[index]
      let word = words[Int(document &>> 6)]
      kept &+= Int(truncatingIfNeeded: word &>> UInt64(document & 63) & 1)
    }
    return kept
  }

  mutating func keep(atLeast least: Double) {
    count = Self.keep(count, &documents, &scores, atLeast: least)
  }

  private static func keep(
    _ count: Int, _ documents: inout [UInt32], _ scores: inout [Double], atLeast least: Double
  ) -> Int {
    var documents = documents.mutableSpan
    var scores = scores.mutableSpan
    var kept = 0
    for index in 0..<count {
      let score = scores[index]
      documents[kept] = documents[index]
      scores[kept] = score
      kept &+= score >= least ? 1 : 0
    }
    return kept
  }

  /// Adds what a term contributes.
  mutating func add(_ cursor: PostingsCursor, _ weight: TermWeight) {
    Self.match(documents, count, cursor, &matches)
    Self.add(matches, weight, &contributions, to: &scores)
  }

  private static func match(
    _ documents: [UInt32], _ count: Int, _ cursor: PostingsCursor, _ matches: inout MatchedPostings
  ) {
    cursor.match(documents.span.extracting(0..<count), into: &matches)
  }

  private static func add(
    _ matches: MatchedPostings, _ weight: TermWeight, _ contributions: inout [Double],
    to scores: inout [Double]
  ) {
    let count = matches.count
    var scores = scores.mutableSpan
    var contributions = contributions.mutableSpan
    weight.score(
      matches.frequencies.span.extracting(0..<count), matches.titles.span, matches.lengths.span,
      into: &contributions)
    let indices = matches.indices.span
    for match in 0..<count { scores[Int(indices[match])] += contributions[match] }
  }

  func forEach(_ body: (UInt32, Double) -> Void) {
    for index in 0..<count { body(documents[index], scores[index]) }
  }
}
