public import Storage

/// Unites the documents of terms of one segment, term by term.
///
/// A cursor has room for a block, and is made for one term; where only documents are wanted, of two terms as of
/// hundreds, one room serves for all.
public struct DocumentUnion: ~Copyable {
  /// The documents so far, deleted ones included.
  public private(set) var bits: FixedBitSet
  private let reader: SegmentReader
  private var walk = PostingsWalk()

  public init(in reader: SegmentReader) {
    self.reader = reader
    bits = FixedBitSet(count: reader.documentCount)
  }

  /// Inserts the documents of a term of the segment's dictionary.
  ///
  /// - Parameter range: all that lie in it, and outside it some.
  /// - Complexity: O(*n*) in the documents of the blocks around the range.
  public mutating func insert(
    _ info: TermInfo, around range: ClosedRange<UInt32> = 0...PostingsCursor.noMoreDocuments
  ) {
    walk.restart()
    walk.insertBlocks(of: PostingsList(info, in: reader), around: range, into: &bits)
  }
}
