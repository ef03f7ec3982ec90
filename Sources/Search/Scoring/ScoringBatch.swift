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
  private var indices = [UInt32](repeating: 0, count: capacity)
  private var postings = [Posting](
    repeating: Posting(frequency: 0, title: 0, length: 0), count: capacity)

  mutating func removeAll() { count = 0 }

  mutating func append(_ document: UInt32) {
    documents[count] = document
    scores[count] = 0
    count += 1
  }

  /// Takes over a window: the touched documents that score at least as much. Clears both.
  ///
  /// - Parameter start: the document of the first place.
  mutating func drain(
    _ window: inout [Double], _ touched: inout [UInt64], from start: UInt32, least: Double
  ) {
    count = Self.drain(&window, &touched, &documents, &scores, from: start, least: least)
  }

  private static func drain(
    _ window: inout [Double], _ touched: inout [UInt64], _ documents: inout [UInt32],
    _ scores: inout [Double], from start: UInt32, least: Double
  ) -> Int {
    var window = window.mutableSpan
    var touched = touched.mutableSpan
    var documents = documents.mutableSpan
    var scores = scores.mutableSpan
    var count = 0
    for index in touched.indices {
      var word = touched[index]
      touched[index] = 0
      while word != 0 {
        let place = index &<< 6 &+ word.trailingZeroBitCount
        word &= word &- 1  // Safe: the word is not zero.
        let score = window[place]
        window[place] = 0
        // Without a branch, here and below: which are kept follows no pattern.
        documents[count] = start &+ UInt32(truncatingIfNeeded: place)
        scores[count] = score
        count &+= score >= least ? 1 : 0
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
    _ = cursor.forEachBlock(before: end, where: isWanted) { found, frequencies, titles, lengths in
      var kept = count
      for index in found.indices {
        let score = weight.score(
          Posting(
            frequency: frequencies[index], title: titles.isEmpty ? 0 : titles[index],
            length: lengths[index]))
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
    let found = cursor.match(documents, count, indices: &indices, postings: &postings)
    Self.add(found, indices, postings, weight, to: &scores)
  }

  private static func add(
    _ count: Int, _ indices: [UInt32], _ postings: [Posting], _ weight: TermWeight,
    to scores: inout [Double]
  ) {
    var scores = scores.mutableSpan
    let indices = indices.span
    let postings = postings.span
    for match in 0..<count {
      scores[Int(indices[match])] += weight.score(postings[match])
    }
  }

  func forEach(_ body: (UInt32, Double) -> Void) {
    for index in 0..<count { body(documents[index], scores[index]) }
  }
}
