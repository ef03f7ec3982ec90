public import Storage

/// The union of the documents of several terms of one segment, as a bit set. All terms share the
/// memory of one decoded block.
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
  /// - Parameter range: all documents in the range are inserted, and some others.
  /// - Complexity: O(*n*) in the documents of the blocks that overlap the range.
  public mutating func insert(
    _ info: TermInfo, around range: ClosedRange<UInt32> = 0...PostingsCursor.noMoreDocuments
  ) {
    walk.restart()
    walk.insertBlocks(of: PostingsList(info, in: reader), around: range, into: &bits)
  }
}
