import Storage

/// Writes what articles are shown from, compressed in blocks.
///
/// ```
/// .sto  := zstd frame*  0{0…7}
///          block offset: u64{blocks + 1}  raw size: u32{blocks}
///          block of document: u32{documents}  offset in block: u32{documents}
///          blocks: u32  documents: u32  offset of the block offsets: u64
/// ```
/// Frames carry zstd's own checksum, so that a damaged article is told from a whole one when it is read.
///
/// Compressed blocks are kept in memory until the segment, and with it its identity, is complete.
struct StoredWriter {
  private var frames: [UInt8] = []
  private var block: [UInt8] = []
  private var frameEnds: [Int] = []
  private var rawSizes: [UInt32] = []
  private var blockOfDocument: [UInt32] = []
  private var offsetInBlock: [UInt32] = []

  /// zstd's own default: higher levels gain little on blocks of this size.
  private static let level: Int32 = 3

  var memoryUsed: Int { frames.count + block.count + blockOfDocument.count * 8 }

  mutating func add(_ record: [UInt8]) throws(StorageError) {
    blockOfDocument.append(UInt32(frameEnds.count))
    offsetInBlock.append(UInt32(block.count))
    block.append(contentsOf: record)
    if block.count >= SegmentFormat.storedBlockBytes { try flush() }
  }

  private mutating func flush() throws(StorageError) {
    rawSizes.append(UInt32(block.count))
    frames.append(contentsOf: try Zstd.compress(block.span, level: Self.level))
    frameEnds.append(frames.count)
    block.removeAll(keepingCapacity: true)
  }

  mutating func write(_ target: consuming FileWriter) throws(StorageError) -> FileSummary {
    if blockOfDocument.last == UInt32(frameEnds.count) { try flush() }
    var writer = target
    let start = writer.offset
    try writer.append(frames)
    try writer.pad(toMultipleOf: 8)
    let directory = UInt64(writer.offset)
    try writer.append(littleEndian: UInt64(start))
    try writer.append(values: frameEnds.map { UInt64(start + $0) })
    try writer.append(values: rawSizes)
    try writer.append(values: blockOfDocument)
    try writer.append(values: offsetInBlock)
    try writer.append(littleEndian: UInt32(rawSizes.count))
    try writer.append(littleEndian: UInt32(blockOfDocument.count))
    try writer.append(littleEndian: directory)
    return try writer.finish()
  }
}
