import Storage

/// The location and layout of the postings of one term. A damaged skip table gives no blocks.
struct PostingsList {
  /// A number larger than every document.
  static var noMoreDocuments: UInt32 { .max }

  let info: TermInfo
  /// The `.pst` file, or the `.trm` file when the postings are inline.
  let file: EnvelopedFile
  let fullBlocks: Int
  let blockCount: Int
  let dataStart: Int
  /// The number of leading blocks of which all pages are verified: usually all blocks but the last.
  let intactBlocks: Int
  /// The number of documents of the segment.
  let documentCount: UInt32
  /// The end of the payload of the file, beyond which no list reaches.
  let limit: Int

  init(_ info: TermInfo, in reader: SegmentReader) {
    self.info = info
    documentCount = UInt32(reader.documentCount)
    let file = info.isInline ? reader.terms.file : reader.postings
    let fullBlocks = info.documentFrequency / SegmentFormat.blockSize
    let blocks = (info.documentFrequency + SegmentFormat.blockSize - 1) / SegmentFormat.blockSize
    dataStart = info.postingsOffset + (fullBlocks > 0 ? blocks * SkipEntry.byteCount : 0)
    limit = file.payload.upperBound
    let isInFile = dataStart <= limit
    let isIntact =
      fullBlocks == 0 || isInFile && file.isIntact(info.postingsOffset..<dataStart)
    self.fullBlocks = isIntact ? fullBlocks : 0
    blockCount = isIntact ? blocks : 0
    self.file = file
    if isIntact, fullBlocks > 0 {
      let last = Self.dataOffset(of: blocks - 1, info, in: file.bytes)
      intactBlocks = file.isVerified(dataStart..<dataStart + last) ? blocks - 1 : 0
    } else {
      intactBlocks = 0
    }
    if fullBlocks > 0, !isInFile {
      Self.recordFault(file, at: info.postingsOffset, "skip entries outside the file")
    }
  }

  var hasSkipTable: Bool { fullBlocks > 0 }

  func length(of block: Int) -> Int {
    block < fullBlocks ? SegmentFormat.blockSize : info.documentFrequency % SegmentFormat.blockSize
  }

  func skipEntry(_ block: Int) -> SkipEntry {
    let file = self.file
    return skipEntry(block, in: file.bytes)
  }

  @inline(__always)
  func skipEntry(_ block: Int, in bytes: RawSpan) -> SkipEntry {
    SkipEntry(bytes, at: info.postingsOffset + block * SkipEntry.byteCount)
  }

  @inline(__always)
  func lastDocument(_ block: Int, in bytes: RawSpan) -> UInt32 {
    bytes.uint32(at: info.postingsOffset + block * SkipEntry.byteCount)
  }

  private static func dataOffset(of block: Int, _ info: TermInfo, in bytes: RawSpan) -> Int {
    let entry = info.postingsOffset + block * SkipEntry.byteCount
    return Int(bytes.uint32(at: entry + SkipEntry.dataOffsetOffset))
  }

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

  /// True when the documents after the full blocks are intact. Inline ones were already verified.
  func isTailIntact(at offset: Int) -> Bool {
    let bits = RiceCode.maximumBits + 2 * GammaCode.maximumBits + 1
    let count = (RiceCode.parameterBits + length(of: fullBlocks) * bits + 7) / 8
    return info.isInline || file.isIntact(from: offset, atMost: count)
  }

  /// Records that a block cannot be decoded, although its pages are as they were written.
  func recordFault(at offset: Int, _ reason: String) {
    Self.recordFault(file, at: offset, reason)
  }

  @inline(never)
  private static func recordFault(_ file: EnvelopedFile, at offset: Int, _ reason: String) {
    file.damage.record(file.corrupt(at: offset, reason))
  }

  /// True when decoded sums, such as the documents of a full block, do not descend from a base on.
  @inline(never)
  static func ascends(_ documents: Span<UInt32>, from base: UInt32) -> Bool {
    var previous = base
    for index in documents.indices {
      if documents[index] < previous { return false }
      previous = documents[index]
    }
    return true
  }

  func tailOffset(in bytes: RawSpan) -> Int {
    hasSkipTable ? dataStart + Int(skipEntry(fullBlocks, in: bytes).dataOffset) : dataStart
  }

  /// Decodes the documents after the full blocks, padded with `noMoreDocuments`. Returns the offset
  /// after them, in bits; nil when they are not within the file, or no documents of the segment.
  func decodeTail(
    _ bytes: RawSpan, at start: Int, after base: UInt32,
    into documents: inout InlineArray<128, UInt32>, _ frequencies: inout InlineArray<128, UInt32>,
    _ titles: inout InlineArray<128, UInt32>
  ) -> Int? {
    var offset = 8 &* start
    let parameter = Int(BitReader.read(bytes, at: &offset, bits: RiceCode.parameterBits))
    var documents = documents.mutableSpan
    var frequencies = frequencies.mutableSpan
    var titles = titles.mutableSpan
    let length = length(of: fullBlocks)
    // Of 64 bits, so that no sum of a list wraps.
    var previous = UInt64(base)
    for entry in 0..<length {
      var following: UInt64 = 0
      previous &+= UInt64(
        RiceCode.decode(bytes, at: &offset, parameter: parameter, following: &following))
      documents[entry] = UInt32(truncatingIfNeeded: previous)
      if following & 3 == 1 {
        // The usual case: a frequency of 1, not in the title.
        frequencies[entry] = 1
        titles[entry] = 0
        offset &+= 2
        continue
      }
      frequencies[entry] = GammaCode.decode(bytes, at: &offset)
      let isInTitle = BitReader.read(bytes, at: &offset, bits: 1) != 0
      titles[entry] = isInTitle ? GammaCode.decode(bytes, at: &offset) : 0
    }
    for entry in length..<SegmentFormat.blockSize { documents[entry] = Self.noMoreDocuments }
    guard previous < UInt64(documentCount), offset <= 8 &* limit else {
      recordFault(at: start, "documents of a term outside the segment or the file")
      return nil
    }
    return offset
  }

  /// Returns the first block from `start` on whose last document is at or after `target`;
  /// `blockCount` without one. Without a skip table, returns `start`.
  func firstBlock(from start: Int, reaching target: UInt32) -> Int {
    guard hasSkipTable else { return start }
    let file = self.file
    let bytes = file.bytes
    return GallopingSearch.firstIndex(from: start, to: blockCount) {
      lastDocument($0, in: bytes) >= target
    }
  }

  /// Returns the first block from `start` on that is wanted or reaches `end`.
  func firstBlock(from start: Int, before end: UInt32, where isWanted: (Int) -> Bool) -> Int {
    guard hasSkipTable else { return start }
    let file = self.file
    let bytes = file.bytes
    var block = start
    while block < blockCount, !isWanted(block), lastDocument(block, in: bytes) < end { block += 1 }
    return block
  }

  /// Returns the first entry of a decoded block whose document is at or after `target`, without
  /// branches that depend on the data.
  ///
  /// - Precondition: the last of the 128 documents is at or after `target`.
  @inline(__always)
  static func firstEntry(of documents: Span<UInt32>, reaching target: UInt32) -> Int {
    var first = 0
    var step = 64
    while step > 0 {
      // Safe: the steps add up to 127, and the span has 128 documents.
      first &+= unsafe documents[unchecked: first &+ step &- 1] < target ? step : 0
      step &>>= 1
    }
    return first
  }
}
