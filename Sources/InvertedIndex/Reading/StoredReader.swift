public import Storage

/// A reader of the stored articles of a segment; see `StoredBlocks`.
struct StoredReader: Sendable {
  fileprivate let file: EnvelopedFile
  private let blockCount: Int
  private let documentCount: Int
  private let blockOffsets: Int
  private let rawSizes: Int
  private let blockOfDocument: Int
  fileprivate let offsetInBlock: Int

  private static let chunkBytes = 4 << 20

  init(_ file: EnvelopedFile, documentCount: Int) throws(StorageError) {
    let end = file.payload.upperBound
    let bytes = file.bytes
    guard file.payload.count >= 16 else { throw file.corrupt(at: end, "no trailer") }
    try file.verify(end - 16..<end)
    guard Int(bytes.uint32(at: end - 12)) == documentCount else {
      throw file.corrupt(at: end, "not \(documentCount) documents")
    }
    let blockCount = Int(bytes.uint32(at: end - 16))
    let directory = bytes.uint64(at: end - 8)
    let size = UInt64(8 * (blockCount + 1) + 4 * blockCount + 8 * documentCount + 16)
    guard directory >= file.payload.lowerBound, directory <= UInt64(end),
      UInt64(end) - directory == size
    else { throw file.corrupt(at: end - 8, "directory outside the file") }
    self.file = file
    self.documentCount = documentCount
    self.blockCount = blockCount
    blockOffsets = Int(directory)
    rawSizes = blockOffsets + 8 * (blockCount + 1)
    blockOfDocument = rawSizes + 4 * blockCount
    offsetInBlock = blockOfDocument + 4 * documentCount
  }

  /// True when the average block is large enough that a merge copies blocks as they are. The file's
  /// checksum has been verified, here and below.
  var hasLargeBlocks: Bool {
    guard blockCount > 0 else { return true }
    let total = (0..<blockCount).reduce(0) { $0 + Int(file.uint32(at: rawSizes + 4 * $1)) }
    return total / blockCount >= SegmentFormat.storedBlockBytes / 2
  }

  /// Calls `body` with all compressed blocks and their directory, in chunks of about 4 MiB.
  func forEachChunk(
    _ body: ([UInt8], StoredBlocks) throws(StorageError) -> Void
  ) throws(StorageError) {
    let file = self.file
    let bytes = file.bytes
    var document: UInt32 = 0
    var block = 0
    while block < blockCount {
      var blocks = StoredBlocks()
      var frames: [UInt8] = []
      while block < blockCount, frames.count < Self.chunkBytes {
        while Int(document) < documentCount,
          Int(file.uint32(at: blockOfDocument + 4 * Int(document))) == block
        {
          blocks.addDocument(at: Int(file.uint32(at: offsetInBlock + 4 * Int(document))))
          document += 1
        }
        let range = try range(ofBlock: block)
        // Safe: the bytes are copied during the call.
        unsafe bytes.extracting(range).withUnsafeBytes { unsafe frames.append(contentsOf: $0) }
        blocks.closeBlock(rawSize: Int(file.uint32(at: rawSizes + 4 * block)), end: frames.count)
        block += 1
      }
      try body(frames, blocks)
    }
    guard Int(document) == documentCount else {
      throw file.corrupt(at: blockOfDocument, "documents out of order")
    }
  }

  /// Divides the documents into ranges of whole blocks, each of at least `size` compressed bytes
  /// except the last.
  func documentRanges(ofBytes size: Int) -> [Range<UInt32>] {
    var ranges: [Range<UInt32>] = []
    var (start, firstBlock) = (0, 0)
    for document in 0..<documentCount {
      let block = Int(file.uint32(at: blockOfDocument + 4 * document))
      guard block > firstBlock, block < blockCount else { continue }
      let begin = file.uint64(at: blockOffsets + 8 * firstBlock)
      let end = file.uint64(at: blockOffsets + 8 * block)
      if end > begin, end - begin >= UInt64(size) {
        ranges.append(UInt32(start)..<UInt32(document))
        (start, firstBlock) = (document, block)
      }
    }
    if start < documentCount { ranges.append(UInt32(start)..<UInt32(documentCount)) }
    return ranges
  }

  /// Checks that the blocks are contiguous from the beginning, and the documents in each.
  func checkDirectory() throws(StorageError) {
    var end = file.payload.lowerBound
    for block in 0..<blockCount {
      let range = try range(ofBlock: block)
      guard range.lowerBound == end, !range.isEmpty else {
        throw file.corrupt(
          at: blockOffsets + 8 * block, "block \(block) does not begin where another ends")
      }
      end = range.upperBound
    }
    guard blockOffsets - end < 8, (end..<blockOffsets).allSatisfy({ file.uint8(at: $0) == 0 })
    else { throw file.corrupt(at: end, "bytes of no block") }
    var previous = (block: -1, offset: 0)
    for document in 0..<UInt32(documentCount) {
      let location = try location(of: document)
      let isNext =
        location.block == previous.block
        ? location.offset >= previous.offset
        : location.block == previous.block + 1 && location.offset == 0
      guard isNext else {
        throw file.corrupt(
          at: offsetInBlock + 4 * Int(document),
          "article \(document) does not follow the one before")
      }
      previous = location
    }
    guard previous.block + 1 == blockCount else {
      throw file.corrupt(at: blockOfDocument, "a block without articles")
    }
  }

  /// The range of a document's block in the file; nil if the directory is damaged.
  func bytes(of document: UInt32) -> Range<Int>? {
    (try? location(of: document)).flatMap { try? range(ofBlock: $0.block) }
  }

  private func range(ofBlock block: Int) throws(StorageError) -> Range<Int> {
    let offsets = blockOffsets + 8 * block
    try file.verify(offsets..<offsets + 16)
    let (start, end) = (file.uint64(at: offsets), file.uint64(at: offsets + 8))
    guard start <= end, end <= UInt64(blockOffsets) else {
      throw file.corrupt(at: offsets, "block \(block) outside the file")
    }
    return Int(start)..<Int(end)
  }

  fileprivate func location(of document: UInt32) throws(StorageError) -> (block: Int, offset: Int) {
    precondition(document < documentCount, "a document of this segment")
    let block = Int(try uint32(at: blockOfDocument + 4 * Int(document)))
    guard block < blockCount else { throw file.corrupt(at: blockOfDocument, "no block \(block)") }
    return (block, Int(try uint32(at: offsetInBlock + 4 * Int(document))))
  }

  private func uint32(at offset: Int) throws(StorageError) -> UInt32 {
    try file.verify(offset..<offset + 4)
    return file.uint32(at: offset)
  }

  /// Decompresses a block. Its pages are verified only to name the damaged one.
  fileprivate func decompress(_ block: Int) throws(StorageError) -> [UInt8] {
    let frame = try range(ofBlock: block)
    let rawSize = Int(try uint32(at: rawSizes + 4 * block))
    let file = self.file
    do {
      return try Zstd.decompress(
        file.bytes.extracting(frame), decompressedSize: rawSize, file: file.name)
    } catch {
      try file.verify(frame)
      throw error
    }
  }

  fileprivate func end(of document: UInt32, inBlock block: Int) throws(StorageError) -> Int? {
    guard Int(document) + 1 < documentCount else { return nil }
    let next = try location(of: document + 1)
    return next.block == block ? next.offset : nil
  }
}

/// A cursor over the stored records of a segment, which decompresses each block once.
public struct StoredCursor {
  private let reader: StoredReader
  private var block = -1
  private var raw: [UInt8] = []

  init(_ reader: StoredReader) { self.reader = reader }

  /// Returns the record of a document.
  ///
  /// - Throws: `StorageError.corrupt` when the block does not decompress.
  public mutating func record(of document: UInt32) throws(StorageError) -> [UInt8] {
    let location = try reader.location(of: document)
    if location.block != block {
      block = -1
      raw = try reader.decompress(location.block)
      block = location.block
    }
    let end = try reader.end(of: document, inBlock: block) ?? raw.count
    guard location.offset <= end, end <= raw.count else {
      throw reader.file.corrupt(at: reader.offsetInBlock, "record outside its block")
    }
    return Array(raw[location.offset..<end])
  }
}
