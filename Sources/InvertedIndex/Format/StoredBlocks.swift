import Storage

/// The directory of a file of stored articles, `.sto`: the location of each article in compressed
/// blocks; see docs/FORMAT.md.
struct StoredBlocks {
  /// The end of each block, counted from the beginning of the first.
  private(set) var ends: [Int] = []
  private var rawSizes: [UInt32] = []
  private var blockOfDocument: [UInt32] = []
  private var offsetInBlock: [UInt32] = []

  var memoryUsed: Int { ends.count * 12 + blockOfDocument.count * 8 }

  /// True when documents were added after the last block that was closed.
  var hasOpenBlock: Bool { blockOfDocument.last == UInt32(ends.count) }

  mutating func addDocument(at offset: Int) {
    blockOfDocument.append(UInt32(ends.count))
    offsetInBlock.append(UInt32(offset))
  }

  mutating func closeBlock(rawSize: Int, end: Int) {
    rawSizes.append(UInt32(rawSize))
    ends.append(end)
  }

  /// Appends the blocks of the documents that follow.
  mutating func append(_ other: StoredBlocks) {
    let (blocks, end) = (UInt32(ends.count), ends.last ?? 0)
    blockOfDocument += other.blockOfDocument.map { blocks + $0 }
    ends += other.ends.map { end + $0 }
    rawSizes += other.rawSizes
    offsetInBlock += other.offsetInBlock
  }

  /// Writes the directory after the frames.
  ///
  /// - Parameter start: the file offset of the first frame.
  func write(to writer: inout FileWriter, framesFrom start: Int) throws(StorageError) {
    try writer.pad(toMultipleOf: 8)
    let directory = UInt64(writer.offset)
    try writer.append(littleEndian: UInt64(start))
    try writer.append(values: ends.map { UInt64(start + $0) })
    try writer.append(values: rawSizes)
    try writer.append(values: blockOfDocument)
    try writer.append(values: offsetInBlock)
    try writer.append(littleEndian: UInt32(rawSizes.count))
    try writer.append(littleEndian: UInt32(blockOfDocument.count))
    try writer.append(littleEndian: directory)
  }
}
