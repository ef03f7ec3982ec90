import InvertedIndex

/// Scores of the documents of a window, added up term by term, and which of them have reached what makes a
/// candidate.
///
/// Scores only grow, so a document is noted when it is found to have got there: what is done for every posting
/// is an addition and three stores, and nothing is done for the documents that never get there but to clear
/// them.
struct WindowScores {
  /// By place in the window, 0 between windows.
  private var scores = [Double](repeating: 0, count: capacity)
  /// A bit for every place that has reached the least, none between windows.
  private var reached = [UInt64](repeating: 0, count: capacity / 64)
  /// Places something was added to, one after another; when there are more than the window has, the first.
  private var places = [UInt16](repeating: 0, count: capacity + blockSize)
  private var placeCount = 0

  private static var capacity: Int { ScoringBatch.capacity }
  private static var blockSize: Int { 128 }

  /// Adds what a term contributes to the documents of a window, and moves its cursor behind it.
  ///
  /// - Parameter least: what candidates score at least; the same for all terms of a window.
  mutating func add(
    _ cursor: PostingsCursor, _ weight: TermWeight, _ window: Range<UInt32>, least: Double
  ) {
    Self.add(cursor, weight, window, least: least, &scores, &reached, &places, &placeCount)
  }

  private static func add(
    _ cursor: PostingsCursor, _ weight: TermWeight, _ window: Range<UInt32>, least: Double,
    _ scores: inout [Double], _ reached: inout [UInt64], _ places: inout [UInt16],
    _ placeCount: inout Int
  ) {
    var scores = scores.mutableSpan
    var reached = reached.mutableSpan
    var places = places.mutableSpan
    var contributions = InlineArray<128, Double>(repeating: 0)
    cursor.seek(window.lowerBound)
    _ = cursor.forEachBlock(before: window.upperBound) { documents, frequencies, titles, lengths in
      var blockScores = contributions.mutableSpan
      weight.score(frequencies, titles, lengths, into: &blockScores)
      add(
        blockScores.span, of: documents, from: window.lowerBound, least: least, to: &scores,
        &reached, &places, placeCount)
      placeCount = min(capacity, placeCount + documents.count)
    }
  }

  /// Adds what the documents of a block score, and writes down their places.
  @inline(never)
  private static func add(
    _ contributions: Span<Double>, of documents: Span<UInt32>, from start: UInt32, least: Double,
    to scores: inout MutableSpan<Double>, _ reached: inout MutableSpan<UInt64>,
    _ places: inout MutableSpan<UInt16>, _ placeCount: Int
  ) {
    // One more than a block has, since what is none is written first.
    var candidates = InlineArray<129, UInt16>(repeating: 0)
    var found = candidates.mutableSpan
    var count = 0
    precondition(documents.count <= blockSize && documents.count <= contributions.count)
    precondition(scores.count == capacity && placeCount <= capacity)
    precondition(places.count == capacity + blockSize)
    let mask = UInt32(capacity - 1)
    // Safe: the counts have been checked, and places are below the capacity, a power of two; those of documents
    // of the window are what they are without the mask.
    for index in documents.indices {
      let place = unsafe (documents[unchecked: index] &- start) & mask
      let score = unsafe scores[unchecked: Int(place)] + contributions[unchecked: index]
      unsafe scores[unchecked: Int(place)] = score
      unsafe places[unchecked: placeCount &+ index] = UInt16(truncatingIfNeeded: place)
      unsafe found[unchecked: count] = UInt16(truncatingIfNeeded: place)
      count &+= score >= least ? 1 : 0
    }
    for index in 0..<count {
      let place = found[index]
      reached[Int(place &>> 6)] |= 1 &<< UInt64(place & 63)
    }
  }

  /// Hands over the candidates in order, and clears the window.
  ///
  /// - Parameter start: the document of the first place.
  mutating func drain(into batch: inout ScoringBatch, from start: UInt32) {
    batch.take(&reached, scores, from: start)
    Self.clear(&scores, places, placeCount)
    placeCount = 0
  }

  private static func clear(_ scores: inout [Double], _ places: [UInt16], _ count: Int) {
    var scores = scores.mutableSpan
    if count == capacity {
      for place in scores.indices { scores[place] = 0 }
    } else {
      let places = places.span
      for index in 0..<count { scores[Int(places[index])] = 0 }
    }
  }
}
