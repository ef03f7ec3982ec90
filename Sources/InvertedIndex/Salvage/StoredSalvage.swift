import Storage

/// Finds the readable blocks in a damaged file of stored articles: blocks that decompress and match
/// their zstd checksum. The file's header, directory and end may be missing.
struct StoredSalvage: Sendable {
  private let file: MappedFile
  /// The end of the search.
  let end: Int
  private(set) var offset: Int
  private var gapStart: Int?
  private(set) var gaps: [Range<Int>] = []

  /// - Parameter end: the end of the last block; nil when unknown.
  init(_ file: MappedFile, end: Int?) {
    self.file = file
    self.end = end ?? file.byteCount
    offset = min(EnvelopedFile.headerByteCount, self.end)
  }

  struct Block {
    /// The compressed block in the file.
    let bytes: Range<Int>
    let raw: [UInt8]
    /// True when there is no gap before it.
    let isGapless: Bool
  }

  /// Returns the next readable block; nil at the end of the file.
  mutating func next() -> Block? {
    let file = self.file
    let bytes = file.bytes
    while offset < end {
      let rest = bytes.extracting(offset..<end)
      if let frame = Zstd.frame(beginning: rest),
        let raw = try? Zstd.decompress(
          rest.extracting(first: frame.byteCount), decompressedSize: frame.decompressedSize,
          file: file.name)
      {
        closeGap()
        let block = Block(
          bytes: offset..<offset + frame.byteCount, raw: raw, isGapless: gaps.isEmpty)
        offset += frame.byteCount
        return block
      }
      if gapStart == nil { gapStart = offset }
      // The next candidate begins with the first byte of zstd's magic number.
      repeat { offset += 1 } while offset < end && bytes.uint8(at: offset) != 0x28
    }
    closeGap()
    return nil
  }

  private mutating func closeGap() {
    if let start = gapStart.take() { gaps.append(start..<offset) }
  }
}

/// The documents of each block, if the directory of the stored articles is intact.
struct BlockDirectory {
  private(set) var documents: [Range<Int>: Range<UInt32>] = [:]
  let documentCount: Int
  private(set) var end: Int

  /// - Returns: nil when the directory is damaged or has another number of documents than expected.
  init?(_ file: EnvelopedFile, documentCount expected: Int?) {
    end = file.payload.lowerBound
    guard file.payload.count >= 16 else { return nil }
    documentCount = Int(file.bytes.uint32(at: file.payload.upperBound - 12))
    guard expected == nil || documentCount == expected,
      let reader = try? StoredReader(file, documentCount: documentCount),
      (try? reader.checkDirectory()) != nil
    else { return nil }
    for document in 0..<UInt32(documentCount) {
      guard let block = reader.bytes(of: document) else { return nil }
      let first = documents[block]?.lowerBound ?? document
      documents[block] = first..<document + 1
      end = block.upperBound
    }
  }
}
