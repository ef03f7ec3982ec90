import Storage

/// Where the postings of one term lie; the format is at `PostingsEncoder`.
struct PostingsList {
  let info: TermInfo
  /// `.pst`, or `.trm` when the postings are inline.
  let file: MappedFile
  /// Blocks of 128 documents.
  let fullBlocks: Int
  /// The same with the varints at the end, if any.
  let blockCount: Int
  /// Behind the skip table.
  private let dataStart: Int

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
    return SkipEntry(file.bytes, at: info.postingsOffset + block * SkipEntry.byteCount)
  }

  /// The last document before a block; 0 before the first.
  func base(of block: Int) -> UInt32 { block == 0 ? 0 : lastDocument(block - 1) }

  /// File offset of a block's data.
  func dataOffset(of block: Int) -> Int {
    hasSkipTable ? dataStart + Int(skipEntry(block).dataOffset) : dataStart
  }

  /// The first block from `start` on whose last document is at or after `target`: galloping, then binary
  /// search; `blockCount` when there is none, or no skip table to tell.
  func firstBlock(from start: Int, reaching target: UInt32) -> Int {
    guard hasSkipTable else { return blockCount }
    var low = start
    var high = start
    var step = 1
    while high < blockCount, lastDocument(high) < target {
      low = high + 1
      high += step
      step *= 2
    }
    high = min(high, blockCount)
    while low < high {
      let middle = (low + high) / 2
      if lastDocument(middle) < target { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func lastDocument(_ block: Int) -> UInt32 {
    let file = self.file
    return file.bytes.uint32(at: info.postingsOffset + block * SkipEntry.byteCount)
  }
}
