import Storage
import Synchronization

/// Where articles lie in compressed blocks; what `.sto` says of its blocks.
///
/// ```
/// .sto  := zstd frame*  0{0…7}
///          block offset: u64{blocks + 1}  raw size: u32{blocks}
///          block of document: u32{documents}  offset in block: u32{documents}
///          blocks: u32  documents: u32  offset of the block offsets: u64
/// ```
/// Frames carry zstd's own checksum, so that a damaged article is told from a whole one when it is read.
struct StoredBlocks {
  /// Behind each block, counted from the first.
  private(set) var ends: [Int] = []
  private var rawSizes: [UInt32] = []
  private var blockOfDocument: [UInt32] = []
  private var offsetInBlock: [UInt32] = []

  var memoryUsed: Int { ends.count * 12 + blockOfDocument.count * 8 }

  /// Adds a document of the block that is not closed yet.
  mutating func addDocument(at offset: Int) {
    blockOfDocument.append(UInt32(ends.count))
    offsetInBlock.append(UInt32(offset))
  }

  mutating func closeBlock(rawSize: Int, end: Int) {
    rawSizes.append(UInt32(rawSize))
    ends.append(end)
  }

  /// Documents were added behind the last block that was closed.
  fileprivate var hasOpenBlock: Bool { blockOfDocument.last == UInt32(ends.count) }

  /// Adds the blocks of the documents that follow.
  mutating func append(_ other: StoredBlocks) {
    let (blocks, end) = (UInt32(ends.count), ends.last ?? 0)
    blockOfDocument += other.blockOfDocument.map { blocks + $0 }
    ends += other.ends.map { end + $0 }
    rawSizes += other.rawSizes
    offsetInBlock += other.offsetInBlock
  }

  /// Writes what follows the frames in `.sto`.
  ///
  /// - Parameter start: where they begin.
  fileprivate func write(
    to writer: inout FileWriter, framesFrom start: Int
  ) throws(StorageError) {
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

/// `.sto` while it is written: the frames run by run as runs come in, so that they are written once and not put
/// aside before.
final class StoredFile: Sendable {
  private let writer: Mutex<FileWriter?>
  private let start: Int

  init(directory: IndexDirectory, name: String) throws(StorageError) {
    let writer = try FileWriter(
      directory: directory, name: name, component: SegmentFormat.stored)
    start = writer.offset
    self.writer = Mutex(writer)
  }

  /// - Precondition: the file is not finished, here and below.
  func append(_ frames: [UInt8]) throws(StorageError) {
    try writer.withLock { writer throws(StorageError) in try writer?.append(frames) }
  }

  /// - Parameters:
  ///   - blocks: of all frames.
  ///   - segmentID: what was not known before.
  func finish(_ blocks: StoredBlocks, segmentID: UInt64) throws(StorageError) -> FileSummary {
    guard var writer = writer.withLock({ $0.take() }) else {
      preconditionFailure("finished once")
    }
    try blocks.write(to: &writer, framesFrom: start)
    return try writer.finish(segmentID: segmentID)
  }
}

/// Compresses what articles are shown from, in blocks.
struct StoredBuffer {
  private(set) var blocks = StoredBlocks()
  private(set) var frames: [UInt8] = []
  private var block: [UInt8] = []

  /// The fastest that also compresses what is between matches; higher ones gain little on such blocks.
  private static let level: Int32 = 1
  /// The level looks for matches of six bytes, two Chinese characters, at every other place and in twice as large a
  /// table, which is emptied for every block. This is faster by a seventh, and larger by half a percent.
  private static let (hashLog, minMatch, acceleration): (Int32, Int32, Int32) = (12, 5, 2)

  var memoryUsed: Int { frames.count + block.count + blocks.memoryUsed }

  mutating func add(_ record: [UInt8]) throws(StorageError) {
    blocks.addDocument(at: block.count)
    block.append(contentsOf: record)
    if block.count >= SegmentFormat.storedBlockBytes { try closeBlock() }
  }

  /// Closes the last block, so that the frames are complete.
  mutating func finish() throws(StorageError) {
    if blocks.hasOpenBlock { try closeBlock() }
  }

  private mutating func closeBlock() throws(StorageError) {
    // Out of `self` while it is read, and the only reference, so that it is emptied in place.
    var full: [UInt8] = []
    swap(&full, &block)
    try Zstd.compress(
      full.span, level: Self.level, hashLog: Self.hashLog, minMatch: Self.minMatch,
      acceleration: Self.acceleration, appendingTo: &frames)
    blocks.closeBlock(rawSize: full.count, end: frames.count)
    full.removeAll(keepingCapacity: true)
    swap(&full, &block)
  }
}
