import InvertedIndex

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

  /// Appends the documents of a range whose bits are set.
  mutating func append(_ words: Span<UInt64>, from start: Int, before end: Int) {
    count = Self.append(words, from: start, before: end, at: count, to: &documents, &scores)
  }

  private static func append(
    _ words: Span<UInt64>, from start: Int, before end: Int, at place: Int,
    to documents: inout [UInt32], _ scores: inout [Double]
  ) -> Int {
    guard start < end else { return place }
    var documents = documents.mutableSpan
    var scores = scores.mutableSpan
    var count = place
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

  /// Becomes the documents of a window whose bits are set, with their scores; clears both.
  ///
  /// - Parameter start: the document of the first bit and score.
  mutating func take(
    _ bits: inout [UInt64], _ windowScores: inout [Double], from start: UInt32
  ) {
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
        let place = index &<< 6 &+ word.trailingZeroBitCount
        word &= word &- 1  // Safe: the word is not zero.
        documents[count] = start &+ UInt32(truncatingIfNeeded: place)
        scores[count] = windowScores[place]
        windowScores[place] = WindowScores.none
        count &+= 1
      }
    }
    return count
  }

  /// Becomes some documents of a window, ascending, with their scores.
  ///
  /// - Parameters:
  ///   - places: of the documents; the first `count` of them.
  ///   - start: the document of place 0.
  mutating func take(
    _ places: [UInt16], _ placeScores: [Double], _ count: Int, from start: UInt32
  ) {
    self.count = count
    Self.copy(places.span, placeScores.span, count, from: start, &documents, &scores)
  }

  private static func copy(
    _ places: Span<UInt16>, _ placeScores: Span<Double>, _ count: Int, from start: UInt32,
    _ documents: inout [UInt32], _ scores: inout [Double]
  ) {
    var documents = documents.mutableSpan
    var scores = scores.mutableSpan
    for index in 0..<count {
      documents[index] = start &+ UInt32(places[index])
      scores[index] = placeScores[index]
    }
  }

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
    // Safe: no more are kept than there are.
    for index in 0..<count {
      let score = unsafe scores[unchecked: index]
      unsafe documents[unchecked: kept] = documents[unchecked: index]
      unsafe scores[unchecked: kept] = score
      kept &+= score >= least ? 1 : 0
    }
    return kept
  }

  /// Adds what a term contributes.
  mutating func add(_ cursor: PostingsCursor, _ weight: TermWeight) {
    Self.match(documents, count, cursor, &matches)
    matches.add(weight, &contributions, to: &scores)
  }

  private static func match(
    _ documents: [UInt32], _ count: Int, _ cursor: PostingsCursor, _ matches: inout MatchedPostings
  ) {
    cursor.match(documents.span.extracting(0..<count), into: &matches)
  }

  /// Offers those that can be among the hits.
  func offer(to hits: inout TopHits, segment: Int) {
    hits.offer(documents.span.extracting(0..<count), scores.span, segment: segment)
  }
}

extension MatchedPostings {
  /// Adds what a term contributes to the scores of the documents that were found.
  ///
  /// - Parameter contributions: room for as many as there are.
  func add(_ weight: TermWeight, _ contributions: inout [Double], to scores: inout [Double]) {
    var scores = scores.mutableSpan
    var contributions = contributions.mutableSpan
    weight.score(
      frequencies.span.extracting(0..<count), titles.span, lengths.span, into: &contributions)
    let indices = indices.span
    for match in 0..<count { scores[Int(indices[match])] += contributions[match] }
  }
}
