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
  let field: Field
  let lengths: LengthColumn
  var walk: PostingsWalk

  init(_ info: TermInfo, field: Field, in reader: SegmentReader) {
    self.reader = reader
    self.field = field
    lengths = reader.lengthColumn(of: field)
    list = PostingsList(info, in: reader)
    walk = PostingsWalk()
  }

  /// Notes where the cursor has found documents: from then on it is asked for none but these, from the first on again, and
  /// by number only.
  public func remember(_ places: PostingOrdinals) { walk.places = places }

  var places: PostingOrdinals? { walk.places }

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

  /// Blocks there are; `forEachImpact` calls as often.
  public var blockCount: Int { list.blockCount }

  /// Of a term with fewer documents than a block. The cursor enters them on the way, so that they are decoded once.
  private var impactOfAll: Impact {
    let usual = DefaultSaturation(averageLength: reader.averageLength(of: field))
    guard walk.block <= 0 else {
      // It has been behind them already.
      var all = PostingsWalk(list)
      return Self.impact(of: &all, list, lengths, usual)
    }
    walk.start(list)
    return Self.impact(of: &walk, list, lengths, usual)
  }

  /// - Parameter walk: on the only block there is.
  private static func impact(
    of walk: inout PostingsWalk, _ list: PostingsList, _ lengths: LengthColumn,
    _ usual: DefaultSaturation
  ) -> Impact {
    walk.readFrequencies(of: list)
    var impact = ImpactSummary()
    let documents = walk.documents.span
    let column = lengths.verified(count: walk.length) { documents[$0] }
    let file = lengths.file
    let bytes = file.bytes
    for index in 0..<walk.length {
      impact.include(
        frequency: walk.frequencies[index], title: walk.hasTitles ? walk.titles[index] : 0,
        length: column.value(bytes, Int(documents[index])), usual)
    }
    return Impact(impact)
  }
}
