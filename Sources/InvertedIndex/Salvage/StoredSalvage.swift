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
    let offset: Int
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
        let block = Block(offset: offset, raw: raw, isGapless: gaps.isEmpty)
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
