import Storage

/// Reads the positions of a postings cursor's current document; the format is at `PostingsEncoder`.
///
/// Keeps the decoded block between calls: documents asked for in order mostly lie in the same one.
public final class PositionsReader {
  private let cursor: PostingsCursor
  private let file: MappedFile
  private let start: Int
  private let hasPackedBlocks: Bool
  private var values = InlineArray<128, UInt32>(repeating: 0)
  /// File offset of the block in `values`, −1 when none is.
  private var decodedOffset = -1

  /// - Precondition: the cursor's term has positions, and the cursor has not been moved yet.
  public init(_ cursor: PostingsCursor) {
    self.cursor = cursor
    let info = cursor.list.info
    file = info.isInline ? cursor.list.file : cursor.reader.positions.file
    start = info.isInline ? cursor.tailEnd : info.positionsOffset
    hasPackedBlocks = info.occurrences >= SegmentFormat.blockSize
  }

  /// Replaces `positions` by those of the cursor's current document, ascending.
  ///
  /// - Complexity: O(frequency), and a block of 128 now and then.
  public func read(into positions: inout [UInt32]) {
    positions.removeAll(keepingCapacity: true)
    let count = Int(cursor.frequency)
    let place = cursor.positionsStart
    var offset = start + place.offset
    var skip = place.values
    var position: UInt32 = 0
    let file = self.file
    let bytes = file.bytes
    while hasPackedBlocks, bytes.uint8(at: offset) != PositionsFormat.varintsFollow {
      let width = Int(bytes.uint8(at: offset))
      let next = offset + 1 + BlockCodec.packedSize(width: width)
      if skip >= SegmentFormat.blockSize {
        skip -= SegmentFormat.blockSize
      } else {
        decode(bytes, at: offset, width: width)
        while skip < SegmentFormat.blockSize {
          position = positions.isEmpty ? values[skip] : position &+ values[skip]
          positions.append(position)
          if positions.count == count { return }
          skip += 1
        }
        skip = 0
      }
      offset = next
    }
    if hasPackedBlocks { offset += 1 }
    for _ in 0..<skip { _ = Varint.decode(bytes, at: &offset) }
    while positions.count < count {
      let value = Varint.decode(bytes, at: &offset)
      position = positions.isEmpty ? value : position &+ value
      positions.append(position)
    }
  }

  private func decode(_ bytes: RawSpan, at offset: Int, width: Int) {
    guard offset != decodedOffset else { return }
    BlockCodec.decode(bytes, at: offset + 1, width: width, into: &values)
    decodedOffset = offset
  }
}

enum PositionsFormat {
  /// In place of a width: the rest of a term that has packed blocks are varints.
  static let varintsFollow: UInt8 = 0xFF
}
