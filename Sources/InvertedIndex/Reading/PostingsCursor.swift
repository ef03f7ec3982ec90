public import Storage
public import TextAnalysis

/// A cursor over the postings of one term in one segment.
///
/// It decodes the documents of a block of 128 when the block is entered, and the frequencies when
/// they are needed. `seek` reads only the skip table until it knows the block. A cursor is a class
/// because a query holds a changing set of cursors. It keeps all changing state in one struct, so
/// that a call pays for exclusive access once.
public final class PostingsCursor {
  /// Larger than every document: the cursor is exhausted.
  public static let noMoreDocuments = UInt32.max

  let list: PostingsList
  let reader: SegmentReader
  private let field: Field
  private let lengths: LengthColumn
  private var walk: PostingsWalk

  init(_ info: TermInfo, field: Field, in reader: SegmentReader) {
    self.reader = reader
    self.field = field
    lengths = reader.lengthColumn(of: field)
    list = PostingsList(info, in: reader)
    walk = PostingsWalk()
  }

  /// The term's entry in the dictionary.
  public var info: TermInfo { list.info }

  /// Documents that contain the term in this segment.
  public var documentFrequency: Int { list.info.documentFrequency }

  /// The mean length of the segment's documents in the term's field, in units.
  public var averageLength: Double { reader.averageLength(of: field) }

  /// The number of blocks; `forEachImpact` makes one call for each.
  public var blockCount: Int { list.blockCount }

  /// The current document, or `noMoreDocuments`.
  public var document: UInt32 {
    walk.start(list)
    return walk.document
  }

  /// The number of occurrences in the current document, including the title.
  public var frequency: UInt32 {
    walk.start(list)
    return walk.posting(in: list).frequency
  }

  /// The number of occurrences in the title of the current document.
  public var titleFrequency: UInt32 {
    walk.start(list)
    return walk.posting(in: list).title
  }

  /// Moves to the next document.
  public func advance() {
    walk.start(list)
    walk.advance(in: list)
  }

  /// Moves to the first document at or after `target`; does not move backwards.
  ///
  /// - Returns: the new current document.
  /// - Complexity: O(log *b*) in the blocks that are skipped, and O(log 128) in the block.
  @discardableResult
  public func seek(_ target: UInt32) -> UInt32 {
    walk.seek(target, in: list)
    return walk.document
  }

  /// Calls `body` with the documents from the current one up to `end`, one block at a time, and
  /// moves after them. The arguments are the documents, their frequencies, their title frequencies
  /// (empty when all are 0) and their lengths.
  ///
  /// - Parameter isWanted: true for the blocks, by number, to read. Most others are not decoded.
  /// - Complexity: O(*n*) in the documents.
  public func forEachBlock(
    before end: UInt32, where isWanted: (_ block: Int) -> Bool = { _ in true },
    _ body: (Span<UInt32>, Span<UInt32>, Span<UInt32>, Span<UInt32>) -> Void
  ) {
    var lengths = InlineArray<128, UInt32>(repeating: 0)
    let column = self.lengths
    let file = column.file
    let lengthBytes = file.bytes
    walk.forEachBlock(before: end, of: list, where: isWanted) { documents, frequencies, titles in
      var values = lengths.mutableSpan
      let column = column.verified(count: documents.count) { documents[$0] }
      for index in documents.indices {
        values[index] = column.value(lengthBytes, Int(documents[index]))
      }
      body(documents, frequencies, titles, lengths.span.extracting(0..<documents.count))
    }
  }

  /// Calls `body` with the impact and the last document of every block.
  ///
  /// - Complexity: O(*b*) in the blocks. A term with less than one full block reads its documents.
  @inline(__always)
  public func forEachImpact(_ body: (Impact, _ last: UInt32) -> Void) {
    guard list.hasSkipTable else {
      if list.blockCount > 0 { body(impactOfAll, Self.noMoreDocuments) }
      return
    }
    let file = list.file
    let bytes = file.bytes
    for block in 0..<list.blockCount {
      let entry = list.skipEntry(block, in: bytes)
      body(entry.impact, entry.lastDocument)
    }
  }

  /// The impact of a term with less than one full block, which the cursor enters here.
  private var impactOfAll: Impact {
    let saturation = DefaultSaturation(averageLength: reader.averageLength(of: field))
    guard walk.block <= 0 else {
      // The cursor has already moved after the block.
      var all = PostingsWalk(list)
      return all.impact(in: list, lengths, saturation)
    }
    walk.start(list)
    return walk.impact(in: list, lengths, saturation)
  }

  /// Inserts the documents of all blocks, from the current one on, that may overlap a range. Moves
  /// after the blocks.
  public func insertBlocks(
    around range: ClosedRange<UInt32> = 0...noMoreDocuments, into bits: inout FixedBitSet
  ) {
    walk.insertBlocks(of: list, around: range, into: &bits)
  }

  /// Restricts the cursor to documents with known ordinals, from the first on again.
  ///
  /// From then on the caller asks only for these documents, only with `match` or a
  /// `PositionsReader`. They are found without a search, and their block is not decoded.
  public func restrict(to ordinals: PostingOrdinals) { walk.restrict(to: ordinals) }

  var ordinals: PostingOrdinals? { walk.ordinals }

  /// True when the cursor is restricted to documents with known ordinals.
  public var isRestricted: Bool { ordinals != nil }

  /// Returns all documents of the term, and exhausts the cursor.
  ///
  /// - Precondition: the cursor has not moved.
  public func all() -> PostingOrdinals {
    var documents: [UInt32] = []
    documents.reserveCapacity(documentFrequency)
    walk.appendDocuments(of: list, to: &documents)
    return checked(PostingOrdinals(documents, []))
  }

  /// Returns the documents of a list that have the term.
  ///
  /// - Parameter documents: ascending, also from call to call.
  /// - Complexity: O(*n* log *b*) in the documents; less when they are near each other.
  public func intersection(_ documents: [UInt32]) -> PostingOrdinals {
    var found = documents
    var ordinals = [UInt32](repeating: 0, count: documents.count)
    let count = Self.intersect(documents.span, &found, &ordinals, &walk, list)
    return checked(Self.ordinals(&found, &ordinals, count))
  }

  private static func intersect(
    _ targets: Span<UInt32>, _ found: inout [UInt32], _ ordinals: inout [UInt32],
    _ walk: inout PostingsWalk, _ list: PostingsList
  ) -> Int {
    var found = found.mutableSpan
    var ordinals = ordinals.mutableSpan
    var count = 0
    walk.forEachMatchingBlock(targets, of: list) { walk, matches in
      count = walk.write(&matches, to: &found, &ordinals, at: count)
    }
    return count
  }

  /// Returns the documents of a set, from the current one on, that have the term. Moves after
  /// `range`.
  ///
  /// - Parameters:
  ///   - range: contains all members of the set.
  ///   - count: an upper bound on the number of members.
  /// - Precondition: the set is of the segment's documents.
  /// - Complexity: O(*n*) in the term's documents in the range. An intersection with a list is
  ///   slower when the set has several members in most blocks.
  public func intersection(
    _ set: FixedBitSet, around range: ClosedRange<UInt32>, count: Int
  ) -> PostingOrdinals {
    var found = [UInt32](repeating: 0, count: min(documentFrequency, count))
    var ordinals = [UInt32](repeating: 0, count: found.count)
    walk.seek(range.lowerBound, in: list)
    let count = Self.intersect(
      set.words.span, before: range.upperBound &+ 1, &found, &ordinals, &walk, list)
    return checked(Self.ordinals(&found, &ordinals, count))
  }

  private static func intersect(
    _ bits: Span<UInt64>, before end: UInt32, _ found: inout [UInt32],
    _ ordinals: inout [UInt32], _ walk: inout PostingsWalk, _ list: PostingsList
  ) -> Int {
    var found = found.mutableSpan
    var ordinals = ordinals.mutableSpan
    var count = 0
    walk.forEachMatchingBlock(in: bits, from: 0, before: end, of: list) { walk, matches in
      count = walk.write(&matches, to: &found, &ordinals, at: count)
    }
    return count
  }

  /// Returns the first `count` elements. The arrays are cut in place; a slice would copy them.
  private static func ordinals(
    _ documents: inout [UInt32], _ ordinals: inout [UInt32], _ count: Int
  ) -> PostingOrdinals {
    documents.removeLast(documents.count - count)
    ordinals.removeLast(ordinals.count - count)
    return PostingOrdinals(documents, ordinals)
  }

  /// Returns documents and their ordinals; none when the list repeats a document.
  @inline(__always)
  private func checked(_ found: PostingOrdinals) -> PostingOrdinals {
    ascend(found.documents) ? found : PostingOrdinals([], [])
  }

  /// True when documents ascend strictly, as all readers of them expect. A list that repeats a
  /// document is damaged, which is recorded. `PostingsWalk` ensures that documents do not descend.
  private func ascend(_ documents: [UInt32]) -> Bool {
    let documents = documents.span
    // Safe: integers have no padding.
    let bytes = unsafe documents.bytes
    var repeats = SIMDMask<SIMD4<Int32>>()
    var index = 1
    while index &+ 4 <= documents.count {
      // Safe: both vectors lie within the span.
      let (these, before) = unsafe (
        bytes.unsafeLoadUnaligned(
          fromUncheckedByteOffset: 4 &* index, as: SIMD4<UInt32>.self),
        bytes.unsafeLoadUnaligned(
          fromUncheckedByteOffset: 4 &* index &- 4, as: SIMD4<UInt32>.self)
      )
      repeats .|= these .== before
      index &+= 4
    }
    var isRepeated = any(repeats)
    while index < documents.count {
      if documents[index] == documents[index &- 1] { isRepeated = true }
      index &+= 1
    }
    if isRepeated { list.recordFault(at: info.postingsOffset, "a document twice in a list") }
    return !isRepeated
  }

  /// Counts the documents of a set, from the current one on, that have the term. Moves after
  /// `range`.
  ///
  /// - Parameter range: contains all members of the set.
  /// - Precondition: the set is of the segment's documents.
  /// - Complexity: O(*n*) in the term's documents in the range.
  public func count(in set: FixedBitSet, around range: ClosedRange<UInt32>) -> Int {
    let words = set.words
    walk.seek(range.lowerBound, in: list)
    var count = 0
    walk.forEachMatchingBlock(in: words.span, from: 0, before: range.upperBound &+ 1, of: list) {
      _, matches in count += matches.count
    }
    return count
  }

  /// Finds the postings of the documents of a list that have the term.
  ///
  /// - Parameters:
  ///   - documents: ascending, also from call to call.
  ///   - matches: replaced with the postings.
  public func match(_ documents: Span<UInt32>, into matches: inout PostingsBatch) {
    matches.reserve(documents.count)
    matches.count = Self.match(
      documents, &walk, list, lengths, &matches.indices,
      &matches.frequencies, &matches.titles, &matches.lengths)
  }

  /// Finds the postings of the documents of a window that have the term. Moves after the window.
  ///
  /// - Parameters:
  ///   - window: a bit for each document, set for the documents to find.
  ///   - start: the document of the first bit, not before the end of an earlier window.
  ///   - end: the end of the window, at most `start` plus the number of bits. Later bits are
  ///     ignored.
  ///   - matches: replaced with the postings; their indices are offsets in the window.
  /// - Complexity: O(*n*) in the term's documents up to `end`.
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

extension SegmentReader {
  /// Returns a cursor over the postings of a term; nil if the segment does not have the term.
  public func cursor(for term: [UInt8]) -> PostingsCursor? {
    terms.lookup(term).map { cursor(for: $0, in: TermBytes.field(of: term)) }
  }

  /// Returns a cursor over the postings of an entry of this segment's dictionary.
  public func cursor(for info: TermInfo, in field: Field) -> PostingsCursor {
    PostingsCursor(info, field: field, in: self)
  }
}
