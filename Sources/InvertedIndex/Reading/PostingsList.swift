import Storage

/// Where the postings of one term lie; the format is at `PostingsEncoder`.
struct PostingsList {
  let info: TermInfo
  /// `.pst`, or `.trm` when the postings are inline.
  let file: MappedFile
  /// Blocks of 128 documents.
  let fullBlocks: Int
  /// The same with the shorter one at the end, if any.
  let blockCount: Int
  /// Behind the skip table.
  let dataStart: Int

  init(_ info: TermInfo, in reader: SegmentReader) {
    self.info = info
    file = info.isInline ? reader.terms.file : reader.postings.file
    fullBlocks = info.documentFrequency / SegmentFormat.blockSize
    blockCount = (info.documentFrequency + SegmentFormat.blockSize - 1) / SegmentFormat.blockSize
    dataStart = info.postingsOffset + (fullBlocks > 0 ? blockCount * SkipEntry.byteCount : 0)
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
