import Storage

/// The position of a cursor in a postings list, with the decoded block around it.
///
/// Entering a block decodes its documents and locates its frequencies. The frequencies are decoded
/// when they are first needed. An *entry* is the index of a document in its block.
///
/// The type is not copyable. Methods that only read are mutating: when a span of a borrowed walk is
/// lent, the compiler moves the walk, which costs as much as decoding a block.
struct PostingsWalk: ~Copyable {
  /// The current document, or `PostingsList.noMoreDocuments`.
  private(set) var document: UInt32 = 0
  /// The number of the current block, −1 before the first.
  private(set) var block = -1
  /// The entry of the current document.
  private var index = 0
  /// The number of documents in the current block; 0 after the last block.
  private var length = 0
  /// The offset in bits after a last block with fewer than 128 documents, once it was entered.
  private(set) var tailEnd = 0

  /// The documents that the caller will ask for, with their ordinals, when known.
  private(set) var ordinals: PostingOrdinals?
  /// The index in `ordinals` of the first document that is not before the last target.
  private var nextKnown = 0

  /// The block of the frequencies, which were located or decoded.
  private var frequenciesBlock = -1
  private var areFrequenciesDecoded = false
  /// The codec heads of this block, if it is full: of documents, frequencies and title frequencies.
  private var heads: (UInt8, UInt8, UInt8) = (0, 0, 0)
  private var frequenciesOffset = 0
  /// False when all title frequencies of the block are 0; then `titles` is not valid.
  private(set) var hasTitles = false
  /// The block's documents, followed by `noMoreDocuments` in a shorter block.
  private(set) var documents = InlineArray<128, UInt32>(repeating: 0)
  private(set) var frequencies = InlineArray<128, UInt32>(repeating: 0)
  private(set) var titles = InlineArray<128, UInt32>(repeating: 0)

  /// The ordinal of the block's first document among all documents of the term.
  var firstOrdinal: UInt32 { UInt32(truncatingIfNeeded: block &* SegmentFormat.blockSize) }

  init() {}

  /// Creates a walk at the first document.
  init(_ list: PostingsList) { enter(0, of: list) }

  /// Restricts the walk to documents with known ordinals, from the first on.
  mutating func restrict(to ordinals: PostingOrdinals?) { self.ordinals = ordinals }

  /// Moves before the first document, of any list.
  mutating func restart() {
    (document, block, frequenciesBlock, index, length) = (0, -1, -1, 0, 0)
    (ordinals, nextKnown) = (nil, 0)
  }

  /// Moves to the first document unless the walk has already moved.
  mutating func start(_ list: PostingsList) { if block < 0 { enter(0, of: list) } }

  mutating func advance(in list: PostingsList) {
    index += 1
    if index < length { document = documents[index] } else { enter(block + 1, of: list) }
  }

  mutating func seek(_ target: UInt32, in list: PostingsList) {
    if block < 0 { enter(list.firstBlock(from: 0, reaching: target), of: list) }
    guard document < target else { return }
    // One iteration, unless a damaged skip table names a block that ends before the target.
    while documents[length - 1] < target {
      enter(list.firstBlock(from: block + 1, reaching: target), of: list)
      if document >= target { return }
    }
    index = PostingsList.firstEntry(of: documents.span, reaching: target)
    document = documents[index]
  }

  /// Calls `body` with the documents before `end`, their frequencies and their title frequencies,
  /// one wanted block at a time.
  mutating func forEachBlock(
    before end: UInt32, of list: PostingsList, where isWanted: (_ block: Int) -> Bool,
    _ body: (Span<UInt32>, Span<UInt32>, Span<UInt32>) -> Void
  ) {
    start(list)
    while document < end {
      let entries = passEntries(before: end)
      if isWanted(block) {
        readFrequencies(of: list)
        body(
          documents.span.extracting(entries), frequencies.span.extracting(entries),
          titles.span.extracting(hasTitles ? entries : 0..<0))
      }
      if index < length {
        document = documents[index]
      } else {
        // Skips blocks that are not wanted, up to the one that reaches the end, without decoding.
        enter(list.firstBlock(from: block + 1, before: end, where: isWanted), of: list)
      }
    }
  }

  /// Moves the index after the block's documents before `end`, and returns their entries.
  @inline(__always)
  private mutating func passEntries(before end: UInt32) -> Range<Int> {
    let first = index
    index = length
    if documents[length - 1] >= end {
      index = PostingsList.firstEntry(of: documents.span, reaching: end)
    }
    return first..<index
  }

  /// Inserts the documents of all blocks, from the current one on, that may overlap a range.
  mutating func insertBlocks(
    of list: PostingsList, around range: ClosedRange<UInt32>, into bits: inout FixedBitSet
  ) {
    seek(range.lowerBound, in: list)
    while length > 0, documents[0] <= range.upperBound {
      bits.insert(contentsOf: documents.span.extracting(0..<length))
      enter(block + 1, of: list)
    }
  }

  /// Appends the documents from the current one on, and moves to the end.
  mutating func appendDocuments(of list: PostingsList, to target: inout [UInt32]) {
    start(list)
    while length > 0 {
      Self.append(documents.span.extracting(index..<length), to: &target)
      enter(block + 1, of: list)
    }
  }

  private static func append(_ documents: Span<UInt32>, to target: inout [UInt32]) {
    for entry in documents.indices { target.append(documents[entry]) }
  }

  /// Enters a block, or moves to the end after the last one. A damaged block ends the list.
  ///
  /// Afterwards the documents of the block do not descend, are not before the document from which
  /// the walk comes, and belong to the segment.
  private mutating func enter(_ number: Int, of list: PostingsList) {
    enter(number, of: list, from: document)
  }

  private mutating func enter(_ number: Int, of list: PostingsList, from current: UInt32) {
    block = number
    index = 0
    guard number < list.blockCount else { return end() }
    frequenciesBlock = number
    areFrequenciesDecoded = false
    length = list.length(of: number)
    let file = list.file
    let bytes = file.bytes
    let base = number == 0 ? 0 : list.lastDocument(number - 1, in: bytes)
    if number < list.fullBlocks {
      guard let block = findFrequencies(of: number, list, bytes) else { return end() }
      let bits = PatchedBlockCodec.decodeDeltas(
        bytes, at: block.offset, head: heads.0, after: base, into: &documents)
      // Without a carry out of 32 bits, sums of unsigned differences do not descend.
      let ascends =
        bits <= PatchedBlockCodec.exactBits || PostingsList.ascends(documents.span, from: base)
      guard ascends, documents[127] == block.last, block.last < list.documentCount else {
        list.recordFault(at: block.offset, "documents of a term outside the segment")
        return end()
      }
    } else {
      let offset = list.tailOffset(in: bytes)
      guard list.isTailIntact(at: offset),
        let end = list.decodeTail(
          bytes, at: offset, after: base, into: &documents, &frequencies, &titles)
      else { return self.end() }
      tailEnd = end
      hasTitles = true
      areFrequenciesDecoded = true
    }
    guard documents[0] >= current else {
      list.recordFault(at: list.info.postingsOffset, "documents of a term out of order")
      return end()
    }
    document = documents[0]
  }

  private mutating func end() {
    length = 0
    document = PostingsList.noMoreDocuments
  }

  /// Enters a block whose wanted documents are known, without decoding the documents of a full one.
  private mutating func enterUndecoded(_ number: Int, of list: PostingsList) {
    guard number < list.fullBlocks || number == frequenciesBlock else {
      return enter(number, of: list, from: 0)
    }
    block = number
    length = list.length(of: number)
    if number == frequenciesBlock { return }
    frequenciesBlock = number
    areFrequenciesDecoded = false
    let file = list.file
    _ = findFrequencies(of: number, list, file.bytes)
  }

  /// Reads a full block's heads and finds its frequencies. Returns the offset of the block's
  /// documents, and the last one; nil if the block is damaged. Then all frequencies are read as 1.
  private mutating func findFrequencies(
    of number: Int, _ list: PostingsList, _ bytes: RawSpan
  ) -> (offset: Int, last: UInt32)? {
    let entry = list.skipEntry(number, in: bytes)
    let offset = list.dataStart + Int(entry.dataOffset)
    guard list.isIntact(number, at: offset) else { return loseFrequencies() }
    let end = PatchedBlockCodec.end(bytes, at: offset, head: entry.heads.0, limit: list.limit)
    guard let end else {
      list.recordFault(at: offset, "a block of documents outside the file")
      return loseFrequencies()
    }
    heads = entry.heads
    frequenciesOffset = end
    return (offset, entry.lastDocument)
  }

  /// Makes all frequencies of the current block 1, and returns nil.
  @inline(never) @discardableResult
  private mutating func loseFrequencies() -> (offset: Int, last: UInt32)? {
    heads = (0, 0, 0)
    frequenciesOffset = EnvelopedFile.headerByteCount
    return nil
  }

  private mutating func readFrequencies(of list: PostingsList) {
    if !areFrequenciesDecoded { decodeFrequencies(of: list) }
  }

  private mutating func decodeFrequencies(of list: PostingsList) {
    let file = list.file
    let bytes = file.bytes
    let titlesOffset = findTitles(of: list, bytes)
    PatchedBlockCodec.decode(bytes, at: frequenciesOffset, head: heads.1, into: &frequencies)
    var values = frequencies.mutableSpan
    for entry in values.indices { values[entry] &+= 1 }
    hasTitles = heads.2 > 0
    if hasTitles {
      PatchedBlockCodec.decode(bytes, at: titlesOffset, head: heads.2, into: &titles)
    }
    areFrequenciesDecoded = true
  }

  /// Returns the offset of the current full block's title frequencies. When it or the frequencies
  /// reach beyond the file, the damage is recorded, and all frequencies are read as 1.
  private mutating func findTitles(of list: PostingsList, _ bytes: RawSpan) -> Int {
    let end = PatchedBlockCodec.end(
      bytes, at: frequenciesOffset, head: heads.1, limit: list.limit)
    if let end {
      // Most blocks have no title frequencies.
      if heads.2 == 0 { return end }
      let last = PatchedBlockCodec.end(bytes, at: end, head: heads.2, limit: list.limit)
      if last != nil { return end }
    }
    list.recordFault(at: frequenciesOffset, "a block of frequencies outside the file")
    loseFrequencies()
    return frequenciesOffset
  }

  /// Computes at least `count` running sums of frequency − 1: sum *i* covers entries 0 to *i* of
  /// the block. Returns their number; nil when they are too large for the list.
  mutating func readRepetitions(
    first count: Int, of list: PostingsList, into sums: inout InlineArray<128, UInt32>
  ) -> Int? {
    let known: Int
    if block < list.fullBlocks {
      let file = list.file
      let bytes = file.bytes
      guard
        PatchedBlockCodec.end(
          bytes, at: frequenciesOffset, head: heads.1, limit: list.limit) != nil
      else {
        list.recordFault(at: frequenciesOffset, "a block of frequencies outside the file")
        return nil
      }
      let decoded = PatchedBlockCodec.decodeDeltas(
        first: count, of: bytes, at: frequenciesOffset, head: heads.1, into: &sums)
      known = decoded.count
      guard
        decoded.bits <= PatchedBlockCodec.exactBits
          || PostingsList.ascends(sums.span.extracting(first: known), from: 0)
      else { return nil }
    } else {
      var sum: UInt64 = 0
      for entry in 0..<length {
        sum &+= UInt64(frequencies[entry] &- 1)
        sums[entry] = UInt32(truncatingIfNeeded: sum)
      }
      guard sum <= UInt64(UInt32.max) else { return nil }
      known = SegmentFormat.blockSize
    }
    return Int(sums[count - 1]) + count <= list.info.occurrences ? known : nil
  }

  /// The current document's posting, with a length of 0.
  mutating func posting(in list: PostingsList) -> Posting {
    readFrequencies(of: list)
    return Posting(frequency: frequencies[index], title: hasTitles ? titles[index] : 0, length: 0)
  }

  mutating func impact(
    in list: PostingsList, _ lengths: LengthColumn, _ saturation: DefaultSaturation
  ) -> Impact {
    readFrequencies(of: list)
    var impact = ImpactSummary()
    let documents = documents.span
    let column = lengths.verified(count: length) { documents[$0] }
    let file = lengths.file
    let bytes = file.bytes
    for index in 0..<length {
      impact.include(
        frequency: frequencies[index], title: hasTitles ? titles[index] : 0,
        length: column.value(bytes, Int(documents[index])), saturation)
    }
    return Impact(impact)
  }

  /// Calls `body` with the matches of every block that has some of the targets.
  ///
  /// The skip table gives the block that may contain the next target. One call finds all targets up
  /// to the end of the block. With known ordinals, neither the skip table nor the block is read.
  ///
  /// Targets ascend. None is before the current document unless it is missing from the list.
  @inline(__always)
  mutating func forEachMatchingBlock(
    _ targets: Span<UInt32>, of list: PostingsList,
    _ body: (inout PostingsWalk, inout Matches) -> Void
  ) {
    var matches = Matches()
    var next = 0
    let ordinals = self.ordinals
    while next < targets.count {
      if let ordinals {
        next = match(targets, from: next, ordinals, of: list, &matches)
      } else {
        guard length > 0 || block < 0 else { break }
        if block < 0 || documents[length - 1] < targets[next] {
          enter(list.firstBlock(from: block + 1, reaching: targets[next]), of: list)
          continue
        }
        next = matches.find(targets, from: next, documents.span, length, &index)
        document = documents[index]
      }
      if matches.count > 0 { body(&self, &matches) }
    }
  }

  /// Finds targets with known ordinals, up to the end of a block, and enters the block undecoded.
  private mutating func match(
    _ targets: Span<UInt32>, from start: Int, _ ordinals: PostingOrdinals, of list: PostingsList,
    _ matches: inout Matches
  ) -> Int {
    let (known, numbers) = (ordinals.documents, ordinals.ordinals)
    let (next, block) = matches.find(
      targets, from: start, known.span, numbers.span, &nextKnown, &documents)
    if block >= 0, block != self.block { enterUndecoded(block, of: list) }
    return next
  }

  /// Calls `body` with the matches of every block that has documents of a window with set bits, and
  /// moves after the window. Targets are offsets in the window.
  ///
  /// Every document of a block is looked up in the bits. When many bits are set, this takes an
  /// eighth of the time of a search for each of them.
  @inline(__always)
  mutating func forEachMatchingBlock(
    in bits: Span<UInt64>, from start: UInt32, before end: UInt32, of list: PostingsList,
    _ body: (inout PostingsWalk, inout Matches) -> Void
  ) {
    var matches = Matches()
    seek(start, in: list)
    while document < end {
      let entries = passEntries(before: end)
      matches.find(bits, from: start, documents.span, entries)
      if index < length { document = documents[index] }
      if matches.count > 0 { body(&self, &matches) }
      if index == length { enter(block + 1, of: list) }
    }
  }

  /// Decodes the frequencies of the matches' entries, at least.
  mutating func readFrequencies(of matches: inout Matches, _ list: PostingsList) {
    if areFrequenciesDecoded { return }
    // Decoding the whole block takes no longer than decoding more than four entries.
    guard matches.count <= 4 else { return decodeFrequencies(of: list) }
    let file = list.file
    let bytes = file.bytes
    let titlesOffset = findTitles(of: list, bytes)
    let entries = matches.entries.span.extracting(first: matches.count)
    PatchedBlockCodec.decode(
      entries, of: bytes, at: frequenciesOffset, head: heads.1, into: &frequencies)
    var values = frequencies.mutableSpan
    for match in entries.indices { values[Int(entries[match])] &+= 1 }
    hasTitles = heads.2 > 0
    if hasTitles {
      PatchedBlockCodec.decode(entries, of: bytes, at: titlesOffset, head: heads.2, into: &titles)
    }
  }
}
