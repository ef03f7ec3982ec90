import Storage

/// Where a cursor stands, with the decoded block around it.
struct PostingsWalk {
  /// The current document, or `PostingsCursor.noMoreDocuments`.
  private(set) var document: UInt32 = 0
  /// Number of the current block.
  private(set) var block = 0
  /// File offset behind the varints of the last block, once it was entered.
  private(set) var tailEnd = 0
  private var index = 0
  private var length = 0
  private var areFrequenciesDecoded = false
  private var hasTitles = false
  private var documents = InlineArray<128, UInt32>(repeating: 0)
  private var frequencies = InlineArray<128, UInt32>(repeating: 0)
  private var titles = InlineArray<128, UInt32>(repeating: 0)

  init(_ list: PostingsList) {
    enter(0, of: list)
  }

  /// The last document of the current block; nil behind the end.
  var lastOfBlock: UInt32? { length > 0 ? documents[length - 1] : nil }

  mutating func advance(in list: PostingsList) {
    index += 1
    if index < length {
      document = documents[index]
    } else {
      enter(block + 1, of: list)
    }
  }

  mutating func seek(_ target: UInt32, in list: PostingsList) {
    guard document < target else { return }
    // Once, unless a damaged skip table names a block that does not reach so far; never the same block
    // again, so that whoever seeks until there arrives.
    while documents[length - 1] < target {
      enter(list.firstBlock(from: block + 1, reaching: target), of: list)
      if document >= target { return }
    }
    index = firstIndex(from: index + 1, reaching: target)
    document = documents[index]
  }

  mutating func forEachBlock(
    before end: UInt32, of list: PostingsList,
    _ body: (Span<UInt32>, Span<UInt32>, Span<UInt32>) -> Void
  ) {
    while document < end {
      if !areFrequenciesDecoded { decodeFrequencies(of: list) }
      let first = index
      index = length
      if documents[length - 1] >= end { index = firstIndex(from: first, reaching: end) }
      body(
        documents.span.extracting(first..<index), frequencies.span.extracting(first..<index),
        titles.span.extracting(hasTitles ? first..<index : 0..<0))
      if index < length {
        document = documents[index]
      } else {
        enter(block + 1, of: list)
      }
    }
  }

  /// The first index from `first` on whose document is at or after `target`.
  ///
  /// - Precondition: the last document of the block is.
  private func firstIndex(from first: Int, reaching target: UInt32) -> Int {
    // Through a span: indexing the inline array of a borrowed struct copies it.
    let documents = self.documents.span
    var low = first
    var high = length - 1
    while low < high {
      let middle = (low + high) / 2
      if documents[middle] < target { low = middle + 1 } else { high = middle }
    }
    return low
  }

  mutating func insertBlocks(of list: PostingsList, into bits: inout FixedBitSet) {
    while length > 0 {
      bits.insert(contentsOf: documents.span.extracting(0..<length))
      enter(block + 1, of: list)
    }
  }

  /// Frequencies of the current document; the length is not known here.
  mutating func posting(in list: PostingsList) -> Posting {
    if !areFrequenciesDecoded { decodeFrequencies(of: list) }
    return Posting(
      frequency: frequencies[index], title: hasTitles ? titles[index] : 0, length: 0)
  }

  mutating func positionsStart(in list: PostingsList) -> (offset: Int, values: Int) {
    if !areFrequenciesDecoded { decodeFrequencies(of: list) }
    var values = 0
    for entry in 0..<index { values += Int(frequencies[entry]) }
    guard list.hasSkipTable else { return (0, values) }
    let entry = list.skipEntry(block)
    return (Int(entry.positionsOffset), Int(entry.positionsIndex) + values)
  }

  private mutating func enter(_ number: Int, of list: PostingsList) {
    block = number
    index = 0
    areFrequenciesDecoded = false
    guard number < list.blockCount else {
      length = 0
      document = PostingsCursor.noMoreDocuments
      return
    }
    length = list.length(of: number)
    let file = list.file
    let bytes = file.bytes
    if number < list.fullBlocks {
      BlockCodec.decodeDeltas(
        bytes, at: list.dataOffset(of: number), width: Int(list.skipEntry(number).widths.0),
        after: list.base(of: number), into: &documents)
    } else {
      decodeTail(bytes, at: list.dataOffset(of: number), after: list.base(of: number))
    }
    document = documents[0]
  }

  private mutating func decodeTail(_ bytes: RawSpan, at start: Int, after base: UInt32) {
    var offset = start
    var previous = base
    for entry in 0..<length {
      let head = Varint.decode(bytes, at: &offset)
      previous &+= head >> 2
      documents[entry] = previous
      frequencies[entry] = head & 2 != 0 ? Varint.decode(bytes, at: &offset) : 1
      titles[entry] = head & 1 != 0 ? Varint.decode(bytes, at: &offset) : 0
    }
    tailEnd = offset
    hasTitles = true
    areFrequenciesDecoded = true
  }

  private mutating func decodeFrequencies(of list: PostingsList) {
    let widths = list.skipEntry(block).widths
    let file = list.file
    let bytes = file.bytes
    var offset = list.dataOffset(of: block) + BlockCodec.packedSize(width: Int(widths.0))
    BlockCodec.decode(bytes, at: offset, width: Int(widths.1), into: &frequencies)
    for entry in 0..<SegmentFormat.blockSize { frequencies[entry] &+= 1 }
    hasTitles = widths.2 > 0
    if hasTitles {
      offset += BlockCodec.packedSize(width: Int(widths.1))
      BlockCodec.decode(bytes, at: offset, width: Int(widths.2), into: &titles)
    }
    areFrequenciesDecoded = true
  }
}
