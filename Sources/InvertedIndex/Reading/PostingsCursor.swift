public import Storage
import TextAnalysis

/// Walks the documents of one term in one segment, a block of 128 at a time.
///
/// Deltas are decoded when a block is entered, frequencies when first asked for. `seek` reads only the skip
/// table until it knows the block. A class, not a struct, because a query holds a changing set of cursors;
/// `final`, so that members are called directly, and with all that moves in one struct, so that a call pays
/// for exclusive access once.
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
    walk = PostingsWalk(list)
  }

  /// Documents that contain the term in this segment.
  public var documentFrequency: Int { list.info.documentFrequency }

  /// The current document, or `noMoreDocuments`.
  public var document: UInt32 { walk.document }

  /// Moves to the next document.
  public func advance() { walk.advance(in: list) }

  /// Moves to the first document at or after `target`; stays where it is when already there.
  ///
  /// - Returns: the document it stands on then.
  /// - Complexity: O(log *b*) over the skip table and O(log 128) in the block.
  @discardableResult
  public func seek(_ target: UInt32) -> UInt32 {
    walk.seek(target, in: list)
    return walk.document
  }

  /// Inserts the documents of the current and all following blocks, and exhausts the cursor.
  public func insertBlocks(into bits: inout FixedBitSet) {
    walk.insertBlocks(of: list, into: &bits)
  }

  /// Lends the documents from the current one up to `end`, a block at a time: the documents, their
  /// frequencies, their headline frequencies (none where no document of the block has any) and their
  /// lengths. Moves behind them.
  ///
  /// - Returns: the document it stands on then.
  /// - Complexity: O(*n*) in the documents.
  public func forEachBlock(
    before end: UInt32, _ body: (Span<UInt32>, Span<UInt32>, Span<UInt32>, Span<UInt32>) -> Void
  ) -> UInt32 {
    var lengths = InlineArray<128, UInt32>(repeating: 0)
    walk.forEachBlock(before: end, of: list) { documents, frequencies, titles in
      reader.readLengths(of: documents, in: field, into: &lengths)
      body(documents, frequencies, titles, lengths.span.extracting(0..<documents.count))
    }
    return walk.document
  }

  /// What the current document has of the term.
  public var posting: Posting {
    var posting = walk.posting(in: list)
    posting.length = reader.length(of: walk.document, in: field)
    return posting
  }

  /// Occurrences in the current document, headline included.
  public var frequency: UInt32 { walk.posting(in: list).frequency }

  /// Occurrences in the current document's headline.
  public var titleFrequency: UInt32 { walk.posting(in: list).title }

  /// What the documents from `target` on can have at most, without decoding them.
  ///
  /// - Returns: the impact of the first block that reaches `target`, and that block's last document;
  ///   nil behind the last block.
  public func impact(reaching target: UInt32) -> (impact: Impact, last: UInt32)? {
    guard list.hasSkipTable else {
      guard let last = walk.lastOfBlock, last >= target else { return nil }
      return (tailImpact, last)
    }
    let block = list.firstBlock(from: walk.block, reaching: target)
    guard block < list.blockCount else { return nil }
    let entry = list.skipEntry(block)
    return (entry.impact, entry.lastDocument)
  }

  /// What any document of the term can have at most.
  public var impact: Impact {
    guard list.hasSkipTable else { return tailImpact }
    var all = Impact()
    for block in 0..<list.blockCount { all.formUnion(list.skipEntry(block).impact) }
    return all
  }

  /// Of a term with fewer documents than a block, which has no skip table: computed from all of them.
  private lazy var tailImpact: Impact = {
    var impact = Impact()
    var all = PostingsWalk(list)
    while all.document != Self.noMoreDocuments {
      let posting = all.posting(in: list)
      impact.include(
        frequency: posting.frequency, title: posting.title,
        length: reader.length(of: all.document, in: field))
      all.advance(in: list)
    }
    return impact
  }()

  /// Where the positions of the current document begin: in the term's positions, the byte offset of a
  /// block and how many values lie between its start and the document's first.
  var positionsStart: (offset: Int, values: Int) { walk.positionsStart(in: list) }

  /// File offset behind the varints of the last block, once it was entered; inline positions begin there.
  var tailEnd: Int { walk.tailEnd }
}

/// What a document has of a term.
public struct Posting: Sendable, Equatable {
  /// Occurrences, in the headline too.
  public var frequency: UInt32
  /// Occurrences in the headline.
  public var title: UInt32
  /// Length of the document's field, in units.
  public var length: UInt32

  @inlinable
  public init(frequency: UInt32, title: UInt32, length: UInt32) {
    self.frequency = frequency
    self.title = title
    self.length = length
  }
}
