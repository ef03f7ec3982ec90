import Storage

/// Where the postings of one term lie; the format is at `PostingsEncoder`.
///
/// A list with a damaged skip table has no blocks.
struct PostingsList {
  let info: TermInfo
  /// `.pst`, or `.trm` when the postings are inline.
  let file: EnvelopedFile
  /// Blocks of 128 documents.
  let fullBlocks: Int
  /// The same with the shorter one at the end, if any.
  let blockCount: Int
  /// Behind the skip table.
  let dataStart: Int
  /// The first blocks, of which all pages have been verified: mostly all but the last.
  let intactBlocks: Int

  init(_ info: TermInfo, in reader: SegmentReader) {
    self.info = info
    let file = info.isInline ? reader.terms.file : reader.postings
    let fullBlocks = info.documentFrequency / SegmentFormat.blockSize
    let blocks = (info.documentFrequency + SegmentFormat.blockSize - 1) / SegmentFormat.blockSize
    dataStart = info.postingsOffset + (fullBlocks > 0 ? blocks * SkipEntry.byteCount : 0)
    let isIntact = fullBlocks == 0 || file.isIntact(info.postingsOffset..<dataStart)
    self.fullBlocks = isIntact ? fullBlocks : 0
    blockCount = isIntact ? blocks : 0
    self.file = file
    if isIntact, fullBlocks > 0 {
      // Where there is a tail it begins there, else the last block.
      let last = Self.dataOffset(of: blocks - 1, info, in: file.bytes)
      intactBlocks = file.isVerified(dataStart..<dataStart + last) ? blocks - 1 : 0
    } else {
      intactBlocks = 0
    }
  }

  var hasSkipTable: Bool { fullBlocks > 0 }

  /// Documents in a block.
  func length(of block: Int) -> Int {
    block < fullBlocks
      ? SegmentFormat.blockSize : info.documentFrequency % SegmentFormat.blockSize
  }

  /// - Precondition: the list has a skip table.
  func skipEntry(_ block: Int) -> SkipEntry {
    let file = self.file
    return skipEntry(block, in: file.bytes)
  }

  /// The same, from the bytes of `file`.
  @inline(__always)
  func skipEntry(_ block: Int, in bytes: RawSpan) -> SkipEntry {
    SkipEntry(bytes, at: info.postingsOffset + block * SkipEntry.byteCount)
  }

  /// Whether a full block is intact that begins at an offset.
  @inline(__always)
  func isIntact(_ block: Int, at offset: Int) -> Bool {
    block < intactBlocks || isIntactAfterVerifying(block, at: offset)
  }

  @inline(never)
  private func isIntactAfterVerifying(_ block: Int, at offset: Int) -> Bool {
    guard block + 1 < blockCount else {
      return file.isIntact(from: offset, atMost: 3 * PatchedBlockCodec.maximumByteCount)
    }
    let file = self.file
    let end = dataStart + Self.dataOffset(of: block + 1, info, in: file.bytes)
    return file.isIntact(offset..<max(offset, end))
  }

  private static func dataOffset(of block: Int, _ info: TermInfo, in bytes: RawSpan) -> Int {
    let entry = info.postingsOffset + block * SkipEntry.byteCount
    return Int(bytes.uint32(at: entry + SkipEntry.dataOffsetPlace))
  }

  /// Whether what is behind the full blocks is intact; inline, it was verified with the term.
  func isTailIntact(at offset: Int) -> Bool {
    let bits = RiceCode.maximumBits + 2 * GammaCode.maximumBits + 1
    let count = (RiceCode.parameterBits + length(of: fullBlocks) * bits + 7) / 8
    return info.isInline || file.isIntact(from: offset, atMost: count)
  }

  /// File offset of what is behind the full blocks.
  func tailOffset(in bytes: RawSpan) -> Int {
    hasSkipTable ? dataStart + Int(skipEntry(fullBlocks, in: bytes).dataOffset) : dataStart
  }

  /// The first block from `start` on whose last document is at or after `target`: galloping, then binary
  /// search; `blockCount` when there is none. Without a skip table to tell, the next.
  func firstBlock(from start: Int, reaching target: UInt32) -> Int {
    guard hasSkipTable else { return start }
    let file = self.file
    let bytes = file.bytes
    return GallopingSearch.firstIndex(from: start, to: blockCount) {
      lastDocument($0, in: bytes) >= target
    }
  }

  /// The first block from `start` on that is wanted or reaches `end`.
  func firstBlock(from start: Int, before end: UInt32, where isWanted: (Int) -> Bool) -> Int {
    guard hasSkipTable else { return start }
    let file = self.file
    let bytes = file.bytes
    var block = start
    while block < blockCount, !isWanted(block), lastDocument(block, in: bytes) < end { block += 1 }
    return block
  }

  @inline(__always)
  func lastDocument(_ block: Int, in bytes: RawSpan) -> UInt32 {
    bytes.uint32(at: info.postingsOffset + block * SkipEntry.byteCount)
  }
}
