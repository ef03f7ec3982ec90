import Storage

/// Reads what articles are shown from; the format is at `StoredBlocks`.
struct StoredReader: Sendable {
  private let file: MappedFile
  private let blockCount: Int
  private let documentCount: Int
  private let blockOffsets: Int
  private let rawSizes: Int
  private let blockOfDocument: Int
  private let offsetInBlock: Int

  init(_ opened: EnvelopedFile, documentCount: Int) throws(StorageError) {
    let file = opened.file
    let end = opened.payload.upperBound
    let bytes = file.bytes
    guard opened.payload.count >= 16, Int(bytes.uint32(at: end - 12)) == documentCount else {
      throw .corrupt(file: file.name, offset: end, reason: "not \(documentCount) documents")
    }
    let blockCount = Int(bytes.uint32(at: end - 16))
    let directory = bytes.uint64(at: end - 8)
    let size = UInt64(8 * (blockCount + 1) + 4 * blockCount + 8 * documentCount + 16)
    guard directory >= opened.payload.lowerBound, directory <= UInt64(end),
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

  /// The record of one document.
  ///
  /// - Complexity: O(block), 32 KiB or one long article.
  /// - Throws: `StorageError.corrupt` when the block does not decompress.
  func record(of document: UInt32) throws(StorageError) -> [UInt8] {
    precondition(document < documentCount, "a document of this segment")
    let file = self.file
    let bytes = file.bytes
    let block = Int(bytes.uint32(at: blockOfDocument + 4 * Int(document)))
    guard block < blockCount else {
      throw .corrupt(file: file.name, offset: blockOfDocument, reason: "no block \(block)")
    }
    let start = bytes.uint64(at: blockOffsets + 8 * block)
    let end = bytes.uint64(at: blockOffsets + 8 * block + 8)
    guard start <= end, end <= UInt64(blockOffsets) else {
      throw .corrupt(
        file: file.name, offset: blockOffsets, reason: "block \(block) outside the file")
    }
    let rawSize = Int(bytes.uint32(at: rawSizes + 4 * block))
    let raw = try Zstd.decompress(
      bytes.extracting(Int(start)..<Int(end)), decompressedSize: rawSize, file: file.name)
    let lower = Int(bytes.uint32(at: offsetInBlock + 4 * Int(document)))
    var upper = rawSize
    let next = Int(document) + 1
    if next < documentCount, Int(bytes.uint32(at: blockOfDocument + 4 * next)) == block {
      upper = Int(bytes.uint32(at: offsetInBlock + 4 * next))
    }
    guard lower <= upper, upper <= rawSize else {
      throw .corrupt(file: file.name, offset: offsetInBlock, reason: "record outside its block")
    }
    return Array(raw[lower..<upper])
  }
}
