import Storage
import Synchronization

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
