import Storage
import Synchronization

/// The `.sto` file of a segment while it is written: each run's articles when the run arrives.
final class StoredFile: Sendable {
  private let writer: Mutex<FileWriter?>
  private let start: Int

  init(directory: IndexDirectory, name: String) throws(StorageError) {
    let writer = try FileWriter(directory: directory, name: name, component: SegmentFormat.stored)
    start = writer.offset
    self.writer = Mutex(writer)
  }

  func append(_ frames: [UInt8]) throws(StorageError) {
    try writer.withLock { writer throws(StorageError) in try writer?.append(frames) }
  }

  /// Writes the directory of the blocks and the segment's id, which was unknown before.
  func finish(_ blocks: StoredBlocks, segmentID: UInt64) throws(StorageError) -> FileSummary {
    guard var writer = writer.withLock({ $0.take() }) else { preconditionFailure("finished once") }
    try blocks.write(to: &writer, framesFrom: start)
    return try writer.finish(segmentID: segmentID)
  }
}

struct StoredBuffer {
  private(set) var blocks = StoredBlocks()
  private(set) var frames: [UInt8] = []
  private var block: [UInt8] = []

  /// The fastest level that also compresses literals. Higher levels gain little on small blocks.
  private static let level: Int32 = 1
  /// Parameters that are a seventh faster than the level's own and produce half a percent more
  /// bytes: shorter matches, and a smaller table, which is cleared for every block.
  private static let (hashLog, minMatch, acceleration): (Int32, Int32, Int32) = (12, 5, 2)

  var memoryUsed: Int { frames.count + block.count + blocks.memoryUsed }

  mutating func add(_ record: [UInt8]) throws(StorageError) {
    blocks.addDocument(at: block.count)
    if block.isEmpty, record.count >= SegmentFormat.storedBlockBytes {
      return try appendFrame(of: record)
    }
    block.append(contentsOf: record)
    if block.count >= SegmentFormat.storedBlockBytes { try closeBlock() }
  }

  mutating func finish() throws(StorageError) { if blocks.hasOpenBlock { try closeBlock() } }

  private mutating func closeBlock() throws(StorageError) {
    // Moved out of `self`, so that the array is uniquely referenced and emptied in place.
    var full: [UInt8] = []
    swap(&full, &block)
    try appendFrame(of: full)
    // The memory of a large block is not kept.
    full.removeAll(keepingCapacity: full.count < 4 * SegmentFormat.storedBlockBytes)
    swap(&full, &block)
  }

  private mutating func appendFrame(of block: [UInt8]) throws(StorageError) {
    try Zstd.compress(
      block.span, level: Self.level, hashLog: Self.hashLog, minMatch: Self.minMatch,
      acceleration: Self.acceleration, appendingTo: &frames)
    blocks.closeBlock(rawSize: block.count, end: frames.count)
  }
}
