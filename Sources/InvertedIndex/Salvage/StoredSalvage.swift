import Storage

/// Finds the blocks of a file of stored articles that can still be read, whatever has happened to the file: header,
/// places and end need not be there. A block is believed when it decompresses to what its own checksum says.
struct StoredSalvage: Sendable {
  private let file: MappedFile
  /// Where no more block can be.
  private let end: Int
  /// Where the search goes on.
  private(set) var offset: Int
  /// Where a block began that could not be read.
  private var lostStart: Int?
  /// Bytes between blocks.
  private(set) var lost: [Range<Int>] = []

  /// - Parameter end: nil where that is not known.
  init(_ file: MappedFile, end: Int?) {
    self.file = file
    self.end = end ?? file.byteCount
    offset = min(EnvelopedFile.headerByteCount, self.end)
  }

  /// A block that was found.
  struct Block {
    let offset: Int
    let raw: [UInt8]
    /// Nothing was lost before it.
    let isGapless: Bool
  }

  var byteCount: Int { end }

  /// The next block; nil at the end of the file.
  ///
  /// - Complexity: O(*n*) in the bytes up to it.
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
        let block = Block(offset: offset, raw: raw, isGapless: lost.isEmpty)
        offset += frame.byteCount
        return block
      }
      if lostStart == nil { lostStart = offset }
      offset += 1
      while offset < end, !mayBegin(bytes) { offset += 1 }
    }
    closeGap()
    return nil
  }

  /// Whether a frame may begin here: by the first byte of its magic number.
  private func mayBegin(_ bytes: RawSpan) -> Bool { bytes.uint8(at: offset) == 0x28 }

  private mutating func closeGap() {
    if let start = lostStart.take() { lost.append(start..<offset) }
  }
}
