public import Storage

/// Reads what articles are shown from; the format is at `StoredBlocks`.
struct StoredReader: Sendable {
  private let file: EnvelopedFile
  private let blockCount: Int
  private let documentCount: Int
  private let blockOffsets: Int
  private let rawSizes: Int
  private let blockOfDocument: Int
  private let offsetInBlock: Int

  init(_ file: EnvelopedFile, documentCount: Int) throws(StorageError) {
    let end = file.payload.upperBound
    let bytes = file.bytes
    guard file.payload.count >= 16 else {
      throw .corrupt(file: file.name, offset: end, reason: "no trailer")
    }
    try file.verify(end - 16..<end)
    guard Int(bytes.uint32(at: end - 12)) == documentCount else {
      throw .corrupt(file: file.name, offset: end, reason: "not \(documentCount) documents")
    }
    let blockCount = Int(bytes.uint32(at: end - 16))
    let directory = bytes.uint64(at: end - 8)
    let size = UInt64(8 * (blockCount + 1) + 4 * blockCount + 8 * documentCount + 16)
    guard directory >= file.payload.lowerBound, directory <= UInt64(end),
      UInt64(end) - directory == size
    else {
      throw .corrupt(file: file.name, offset: end - 8, reason: "directory outside the file")
    }
    self.file = file
    self.documentCount = documentCount
    self.blockCount = blockCount
    blockOffsets = Int(directory)
    rawSizes = blockOffsets + 8 * (blockCount + 1)
    blockOfDocument = rawSizes + 4 * blockCount
    offsetInBlock = blockOfDocument + 4 * documentCount
  }

  /// Blocks are mostly as large as those that are written: to be copied, not compressed anew.
  ///
  /// - Precondition: the file has been compared with its checksum, here and below.
  var hasLargeBlocks: Bool {
    guard blockCount > 0 else { return true }
    let file = self.file
    let bytes = file.bytes
    var total = 0
    for block in 0..<blockCount { total += Int(bytes.uint32(at: rawSizes + 4 * block)) }
    return total / blockCount >= SegmentFormat.storedBlockBytes / 2
  }

  /// Lends all blocks as they are with what is known of them, some at a time.
  func forEachStretch(
    _ body: ([UInt8], StoredBlocks) throws(StorageError) -> Void
  ) throws(StorageError) {
    let file = self.file
    let bytes = file.bytes
    var document: UInt32 = 0
    var block = 0
    while block < blockCount {
      var blocks = StoredBlocks()
      var frames: [UInt8] = []
      while block < blockCount, frames.count < Self.stretchBytes {
        while Int(document) < documentCount,
          Int(bytes.uint32(at: blockOfDocument + 4 * Int(document))) == block
        {
          blocks.addDocument(at: Int(bytes.uint32(at: offsetInBlock + 4 * Int(document))))
          document += 1
        }
        let range = try range(ofBlock: block)
        // Safe: the bytes are copied during the call.
        unsafe bytes.extracting(range).withUnsafeBytes { unsafe frames.append(contentsOf: $0) }
        blocks.closeBlock(
          rawSize: Int(bytes.uint32(at: rawSizes + 4 * block)), end: frames.count)
        block += 1
      }
      try body(frames, blocks)
    }
    guard Int(document) == documentCount else {
      throw .corrupt(file: file.name, offset: blockOfDocument, reason: "documents out of order")
    }
  }

  /// Bytes that are lent at a time.
  private static let stretchBytes = 4 << 20

  /// Stretches of documents, each of whole blocks, of about so many bytes as they are stored.
  func stretches(ofBytes size: Int) -> [Range<UInt32>] {
    let file = self.file
    let bytes = file.bytes
    var stretches: [Range<UInt32>] = []
    var (start, firstBlock) = (0, 0)
    for document in 0..<documentCount {
      let block = Int(bytes.uint32(at: blockOfDocument + 4 * document))
      guard block > firstBlock, block < blockCount else { continue }
      let begin = bytes.uint64(at: blockOffsets + 8 * firstBlock)
      let end = bytes.uint64(at: blockOffsets + 8 * block)
      if end > begin, end - begin >= UInt64(size) {
        stretches.append(UInt32(start)..<UInt32(document))
        (start, firstBlock) = (document, block)
      }
    }
    if start < documentCount { stretches.append(UInt32(start)..<UInt32(documentCount)) }
    return stretches
  }

  /// Checks that blocks follow one another from an offset on, with documents one after another in each.
  func checkPlaces(from start: Int) throws(StorageError) {
    let file = self.file
    let bytes = file.bytes
    func corrupt(_ offset: Int, _ reason: String) -> StorageError {
      .corrupt(file: file.name, offset: offset, reason: reason)
    }
    var end = start
    for block in 0..<blockCount {
      let range = try range(ofBlock: block)
      guard range.lowerBound == end, !range.isEmpty else {
        throw corrupt(blockOffsets + 8 * block, "block \(block) does not begin where another ends")
      }
      end = range.upperBound
    }
    guard blockOffsets - end < 8, (end..<blockOffsets).allSatisfy({ bytes.uint8(at: $0) == 0 })
    else { throw corrupt(end, "bytes of no block") }
    var previous = (block: -1, offset: 0)
    for document in 0..<UInt32(documentCount) {
      let place = try place(of: document)
      let isNext =
        place.block == previous.block
        ? place.offset >= previous.offset : place.block == previous.block + 1 && place.offset == 0
      guard isNext else {
        throw corrupt(
          offsetInBlock + 4 * Int(document), "article \(document) does not follow the one before")
      }
      previous = place
    }
    guard previous.block + 1 == blockCount else {
      throw corrupt(blockOfDocument, "a block without articles")
    }
  }

  /// The bytes of a document's block; nil where it has none.
  func bytes(of document: UInt32) -> Range<Int>? {
    (try? place(of: document)).flatMap { try? range(ofBlock: $0.block) }
  }

  private func range(ofBlock block: Int) throws(StorageError) -> Range<Int> {
    let offsets = blockOffsets + 8 * block
    try file.verify(offsets..<offsets + 16)
    let file = self.file
    let start = file.bytes.uint64(at: offsets)
    let end = file.bytes.uint64(at: offsets + 8)
    guard start <= end, end <= UInt64(blockOffsets) else {
      throw .corrupt(file: file.name, offset: offsets, reason: "block \(block) outside the file")
    }
    return Int(start)..<Int(end)
  }

  /// The block of a document, and where it begins there.
  fileprivate func place(of document: UInt32) throws(StorageError) -> (block: Int, offset: Int) {
    precondition(document < documentCount, "a document of this segment")
    let block = Int(try uint32(at: blockOfDocument + 4 * Int(document)))
    guard block < blockCount else {
      throw .corrupt(file: file.name, offset: blockOfDocument, reason: "no block \(block)")
    }
    return (block, Int(try uint32(at: offsetInBlock + 4 * Int(document))))
  }

  private func uint32(at offset: Int) throws(StorageError) -> UInt32 {
    try file.verify(offset..<offset + 4)
    let file = self.file
    return file.bytes.uint32(at: offset)
  }

  /// A frame has a checksum of its own: pages are looked at only to name the one that is damaged.
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

  /// Where the next document of the same block begins; nil for the last one.
  fileprivate func end(of document: UInt32, inBlock block: Int) throws(StorageError) -> Int? {
    guard Int(document) + 1 < documentCount else { return nil }
    let next = try place(of: document + 1)
    return next.block == block ? next.offset : nil
  }

  fileprivate func misplaced() -> StorageError {
    .corrupt(file: file.name, offset: offsetInBlock, reason: "record outside its block")
  }
}

/// Reads records of a segment; those of one block, one after another, with one decompression.
public struct StoredCursor {
  private let reader: StoredReader
  private var block = -1
  private var raw: [UInt8] = []

  init(_ reader: StoredReader) { self.reader = reader }

  /// The record of one document.
  ///
  /// - Complexity: O(block), 32 KiB or one long article, unless it is that of the document before.
  /// - Throws: `StorageError.corrupt` when the block does not decompress.
  public mutating func record(of document: UInt32) throws(StorageError) -> [UInt8] {
    let place = try reader.place(of: document)
    if place.block != block {
      block = -1
      raw = try reader.decompress(place.block)
      block = place.block
    }
    let end = try reader.end(of: document, inBlock: block) ?? raw.count
    guard place.offset <= end, end <= raw.count else { throw reader.misplaced() }
    return Array(raw[place.offset..<end])
  }
}
