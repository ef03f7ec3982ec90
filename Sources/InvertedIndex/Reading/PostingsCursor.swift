public import Storage
import TextAnalysis

/// Walks the documents of one term in one segment, a block of 128 at a time.
///
/// Deltas are decoded when a block is entered, frequencies when first asked for. `seek` reads only the skip
/// table until it knows the block. A class, not a struct, because a query holds a changing set of cursors;
/// `final`, and with all that moves in one struct, so that a call pays for exclusive access once: what is
/// done for many documents is one call for all of them.
public final class PostingsCursor {
  /// Beyond every document: the cursor is exhausted.
  public static let noMoreDocuments = UInt32.max

  let list: PostingsList
  let reader: SegmentReader
  private let field: Field
  private var walk: PostingsWalk

  init(_ info: TermInfo, field: Field, in reader: SegmentReader) {
    self.reader = reader
    self.field = field
    list = PostingsList(info, in: reader)
    walk = PostingsWalk()
  }

  /// Notes where the cursor has found documents: from then on it is asked for none but these, from the first on again, and
  /// by number only.
  public func remember(_ places: PostingPlaces) { walk.places = places }

  var places: PostingPlaces? { walk.places }

  /// The term's entry in the dictionary.
  public var info: TermInfo { list.info }

  /// The documents that will be asked for are known, and their places: others are not found.
  public var isAtPlaces: Bool { places != nil }

  /// Documents that contain the term in this segment.
  public var documentFrequency: Int { list.info.documentFrequency }

  /// Mean length of the segment's documents, in units, in the term's field.
  public var averageLength: Double { reader.averageLength(of: field) }

  /// The current document, or `noMoreDocuments`.
  public var document: UInt32 {
    walk.start(list)
    return walk.document
  }

  /// Moves to the next document.
  public func advance() {
    walk.start(list)
    walk.advance(in: list)
  }

  /// Moves to the first document at or after `target`; stays where it is when already there.
  ///
  /// - Returns: the document it stands on then.
  /// - Complexity: O(log *b*) over the skip table and O(log 128) in the block.
  @discardableResult
  public func seek(_ target: UInt32) -> UInt32 {
    walk.seek(target, in: list)
    return walk.document
  }

  /// Inserts the documents of those of the current and all following blocks that may have some of a range, and
  /// moves behind them: without a range, of all.
  public func insertBlocks(
    around range: ClosedRange<UInt32> = 0...noMoreDocuments, into bits: inout FixedBitSet
  ) {
    walk.insertBlocks(of: list, around: range, into: &bits)
  }

  /// How many of the current document and all that follow are in a set of the segment's documents.
  ///
  /// - Parameter range: all of the set lies in it.
  /// - Complexity: O(*n*) in the term's documents within the range.
  public func count(in set: FixedBitSet, around range: ClosedRange<UInt32>) -> Int {
    let words = set.words
    return walk.count(of: list, around: range, in: words.span)
  }

  /// All documents of the term; exhausts the cursor, which has not been moved.
  public func all() -> PostingPlaces {
    var documents: [UInt32] = []
    documents.reserveCapacity(documentFrequency)
    walk.appendDocuments(of: list, to: &documents)
    return PostingPlaces(documents, [])
  }

  /// Those of some documents that the term has.
  ///
  /// - Parameter documents: ascending; in several calls, from call to call too.
  /// - Complexity: O(*n* log *b*) in the documents, less where they are near each other.
  public func intersection(_ documents: [UInt32]) -> PostingPlaces {
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
      let first = walk.firstOrdinal
      let matched = matches.targets.span
      let entries = matches.entries.span
      for match in 0..<matches.count {
        found[kept] = targets[Int(matched[match])]
        ordinals[kept] = first &+ UInt32(entries[match])
        kept &+= 1
      }
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
  ) -> PostingPlaces {
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
      let first = walk.firstOrdinal
      let matched = matches.targets.span
      let entries = matches.entries.span
      for match in 0..<matches.count {
        found[kept] = matched[match]
        ordinals[kept] = first &+ UInt32(entries[match])
        kept &+= 1
      }
    }
    return kept
  }

  /// The first ones, cut where they are: passed on as they are, they would be copied.
  private static func places(
    _ documents: inout [UInt32], _ ordinals: inout [UInt32], _ count: Int
  ) -> PostingPlaces {
    documents.removeLast(documents.count - count)
    ordinals.removeLast(ordinals.count - count)
    return PostingPlaces(documents, ordinals)
  }

  /// Finds the postings of those of some documents that the term has.
  ///
  /// - Parameters:
  ///   - documents: ascending; in several calls, from call to call too.
  ///   - matches: receives what was found.
  public func match(_ documents: Span<UInt32>, into matches: inout MatchedPostings) {
    matches.reserve(documents.count)
    let file = reader.lengthsFile
    matches.count = Self.match(
      documents, &walk, list, lengths: file.bytes, reader.lengthColumn(of: field),
      &matches.indices, &matches.frequencies, &matches.titles, &matches.lengths)
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
    into matches: inout MatchedPostings
  ) {
    matches.reserve(64 * window.count)
    let file = reader.lengthsFile
    matches.count = Self.match(
      in: window, from: start, before: end, &walk, list, lengths: file.bytes,
      reader.lengthColumn(of: field),
      &matches.indices, &matches.frequencies, &matches.titles, &matches.lengths)
  }

  private static func match(
    _ documents: Span<UInt32>, _ walk: inout PostingsWalk, _ list: PostingsList,
    lengths: RawSpan, _ column: ByteColumn, _ indices: inout [UInt32],
    _ frequencies: inout [UInt32], _ titles: inout [UInt32], _ documentLengths: inout [UInt32]
  ) -> Int {
    var output = MatchWriter(&indices, &frequencies, &titles, &documentLengths)
    walk.forEachMatchingBlock(documents, of: list) { walk, matches in
      output.append(&matches, of: &walk, list, lengths, column)
    }
    return output.count
  }

  private static func match(
    in window: Span<UInt64>, from start: UInt32, before end: UInt32, _ walk: inout PostingsWalk,
    _ list: PostingsList, lengths: RawSpan, _ column: ByteColumn, _ indices: inout [UInt32],
    _ frequencies: inout [UInt32], _ titles: inout [UInt32], _ documentLengths: inout [UInt32]
  ) -> Int {
    var output = MatchWriter(&indices, &frequencies, &titles, &documentLengths)
    walk.forEachMatchingBlock(in: window, from: start, before: end, of: list) { walk, matches in
      output.append(&matches, of: &walk, list, lengths, column)
    }
    return output.count
  }

  /// Lends the documents from the current one up to `end`, a block at a time: the documents, their
  /// frequencies, their headline frequencies (none where no document of the block has any) and their
  /// lengths. Moves behind them.
  ///
  /// - Parameter isWanted: whether a block, by its number, is to be lent; others are passed over, mostly
  ///   without being decoded.
  /// - Complexity: O(*n*) in the documents.
  public func forEachBlock(
    before end: UInt32, where isWanted: (_ block: Int) -> Bool = { _ in true },
    _ body: (Span<UInt32>, Span<UInt32>, Span<UInt32>, Span<UInt32>) -> Void
  ) {
    var lengths = InlineArray<128, UInt32>(repeating: 0)
    let file = reader.lengthsFile
    let lengthBytes = file.bytes
    let column = reader.lengthColumn(of: field)
    walk.forEachBlock(before: end, of: list, where: isWanted) { documents, frequencies, titles in
      var values = lengths.mutableSpan
      for index in documents.indices {
        values[index] = column.value(lengthBytes, Int(documents[index]))
      }
      body(documents, frequencies, titles, lengths.span.extracting(0..<documents.count))
    }
  }

  /// Occurrences in the current document, headline included.
  public var frequency: UInt32 {
    walk.start(list)
    return walk.posting(in: list).frequency
  }

  /// Occurrences in the current document's headline.
  public var titleFrequency: UInt32 {
    walk.start(list)
    return walk.posting(in: list).title
  }

  /// Calls `body` for every block with the most that a document of it can have, and its last document.
  ///
  /// - Complexity: O(*b*) in the blocks; a term with fewer documents than a block reads them all.
  @inline(__always)
  public func forEachImpact(_ body: (Impact, _ last: UInt32) -> Void) {
    guard list.hasSkipTable else {
      body(impactOfAll, Self.noMoreDocuments)
      return
    }
    let file = list.file
    let bytes = file.bytes
    for block in 0..<list.blockCount {
      let entry = list.skipEntry(block, in: bytes)
      body(entry.impact, entry.lastDocument)
    }
  }

  /// Blocks there are; `forEachImpact` calls as often.
  public var blockCount: Int { list.blockCount }

  private var impactOfAll: Impact {
    var impact = ImpactSummary()
    let usual = UsualShare(averageLength: reader.averageLength(of: field))
    var all = PostingsWalk(list)
    while all.document != Self.noMoreDocuments {
      let posting = all.posting(in: list)
      impact.include(
        frequency: posting.frequency, title: posting.title,
        length: reader.length(of: all.document, in: field), usual)
      all.advance(in: list)
    }
    return Impact(impact)
  }
}
