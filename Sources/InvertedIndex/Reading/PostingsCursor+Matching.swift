public import Storage

// Which of the documents asked for a term has, where they stand among its own, and their postings.

extension PostingsCursor {
  /// All documents of the term; exhausts the cursor, which has not been moved.
  public func all() -> PostingOrdinals {
    var documents: [UInt32] = []
    documents.reserveCapacity(documentFrequency)
    walk.appendDocuments(of: list, to: &documents)
    return PostingOrdinals(documents, [])
  }

  /// Those of some documents that the term has.
  ///
  /// - Parameter documents: ascending; in several calls, from call to call too.
  /// - Complexity: O(*n* log *b*) in the documents, less where they are near each other.
  public func intersection(_ documents: [UInt32]) -> PostingOrdinals {
    var found = documents
    var ordinals = [UInt32](repeating: 0, count: documents.count)
    let kept = Self.intersect(documents.span, &found, &ordinals, &walk, list)
    return Self.places(&found, &ordinals, kept)
  }

  private static func intersect(
    _ targets: Span<UInt32>, _ found: inout [UInt32], _ ordinals: inout [UInt32],
    _ walk: inout PostingsWalk, _ list: PostingsList
  ) -> Int {
    var found = found.mutableSpan
    var ordinals = ordinals.mutableSpan
    var kept = 0
    walk.forEachMatchingBlock(targets, of: list) { walk, matches in
      kept = walk.write(&matches, to: &found, &ordinals, at: kept)
    }
    return kept
  }

  /// Those of the current document and all that follow that are in a set; moves behind it.
  ///
  /// - Parameters:
  ///   - range: all of the set lies in it.
  ///   - count: members of the set, at most.
  /// - Precondition: the set is of the segment's documents.
  /// - Complexity: O(*n*) in the term's documents within the range: less than `intersection` of numbers where the
  ///   set has several of every block.
  public func intersection(
    _ set: FixedBitSet, around range: ClosedRange<UInt32>, count: Int
  ) -> PostingOrdinals {
    var found = [UInt32](repeating: 0, count: min(documentFrequency, count))
    var ordinals = [UInt32](repeating: 0, count: found.count)
    walk.seek(range.lowerBound, in: list)
    let kept = Self.intersect(
      set.words.span, before: range.upperBound &+ 1, &found, &ordinals, &walk, list)
    return Self.places(&found, &ordinals, kept)
  }

  private static func intersect(
    _ bits: Span<UInt64>, before end: UInt32, _ found: inout [UInt32],
    _ ordinals: inout [UInt32], _ walk: inout PostingsWalk, _ list: PostingsList
  ) -> Int {
    var found = found.mutableSpan
    var ordinals = ordinals.mutableSpan
    var kept = 0
    walk.forEachMatchingBlock(in: bits, from: 0, before: end, of: list) { walk, matches in
      kept = walk.write(&matches, to: &found, &ordinals, at: kept)
    }
    return kept
  }

  /// How many of the current document and all that follow are in a set of the segment's documents; moves behind it.
  ///
  /// - Parameter range: all of the set lies in it.
  /// - Complexity: O(*n*) in the term's documents within the range.
  public func count(in set: FixedBitSet, around range: ClosedRange<UInt32>) -> Int {
    let words = set.words
    walk.seek(range.lowerBound, in: list)
    var count = 0
    walk.forEachMatchingBlock(
      in: words.span, from: 0, before: range.upperBound &+ 1, of: list
    ) { _, matches in
      count += matches.count
    }
    return count
  }

  /// The first ones, cut where they are: passed on as they are, they would be copied.
  private static func places(
    _ documents: inout [UInt32], _ ordinals: inout [UInt32], _ count: Int
  ) -> PostingOrdinals {
    documents.removeLast(documents.count - count)
    ordinals.removeLast(ordinals.count - count)
    return PostingOrdinals(documents, ordinals)
  }

  /// Finds the postings of those of some documents that the term has.
  ///
  /// - Parameters:
  ///   - documents: ascending; in several calls, from call to call too.
  ///   - matches: receives what was found.
  public func match(_ documents: Span<UInt32>, into matches: inout PostingsBatch) {
    matches.reserve(documents.count)
    matches.count = Self.match(
      documents, &walk, list, lengths, &matches.indices,
      &matches.frequencies, &matches.titles, &matches.lengths)
  }

  /// Finds the postings of those of the documents of a window that the term has, and moves behind them.
  ///
  /// - Parameters:
  ///   - window: a bit for every document that is asked for.
  ///   - end: the first document that is not asked for; those before it have bits.
  ///   - start: the document of the first bit; no call was for later ones.
  ///   - matches: receives what was found, indices being places in the window.
  /// - Complexity: O(*n*) in the term's documents up to there.
  public func match(
    in window: Span<UInt64>, from start: UInt32, before end: UInt32,
    into matches: inout PostingsBatch
  ) {
    matches.reserve(64 * window.count)
    matches.count = Self.match(
      in: window, from: start, before: end, &walk, list, lengths,
      &matches.indices, &matches.frequencies, &matches.titles, &matches.lengths)
  }

  private static func match(
    _ documents: Span<UInt32>, _ walk: inout PostingsWalk, _ list: PostingsList,
    _ lengths: LengthColumn, _ indices: inout [UInt32],
    _ frequencies: inout [UInt32], _ titles: inout [UInt32], _ documentLengths: inout [UInt32]
  ) -> Int {
    var output = MatchWriter(&indices, &frequencies, &titles, &documentLengths)
    walk.forEachMatchingBlock(documents, of: list) { walk, matches in
      output.append(&matches, of: &walk, list, lengths)
    }
    return output.count
  }

  private static func match(
    in window: Span<UInt64>, from start: UInt32, before end: UInt32, _ walk: inout PostingsWalk,
    _ list: PostingsList, _ lengths: LengthColumn, _ indices: inout [UInt32],
    _ frequencies: inout [UInt32], _ titles: inout [UInt32], _ documentLengths: inout [UInt32]
  ) -> Int {
    var output = MatchWriter(&indices, &frequencies, &titles, &documentLengths)
    walk.forEachMatchingBlock(in: window, from: start, before: end, of: list) { walk, matches in
      output.append(&matches, of: &walk, list, lengths)
    }
    return output.count
  }
}
