import Storage

/// Where a cursor stands, with the decoded block around it.
///
/// Not copyable, and passed on to be changed even where it is only read: the compiler moves what is borrowed
/// where it lends a span of it, which costs as much as decoding a block.
struct PostingsWalk: ~Copyable {
  /// The current document, or `PostingsCursor.noMoreDocuments`.
  var document: UInt32 = 0
  /// Number of the current block, −1 before the first.
  private(set) var block = -1
  /// The block that was entered last: what is decoded of it stays.
  private var entered = -1
  /// Offset in bits, in the file, behind the last block when it is shorter, once that was entered.
  private(set) var tailEnd = 0
  /// Of the current document in its block.
  var index = 0
  /// Of the current block; 0 behind the last.
  private(set) var length = 0
  private var areFrequenciesDecoded = false
  /// Of the current block, if it is a full one: its heads, and where its frequencies begin.
  private var heads: (UInt8, UInt8, UInt8) = (0, 0, 0)
  private var frequenciesOffset = 0
  private(set) var hasTitles = false
  /// Behind the last one of a shorter block: `noMoreDocuments`.
  var documents = InlineArray<128, UInt32>(repeating: 0)
  private(set) var frequencies = InlineArray<128, UInt32>(repeating: 0)
  private(set) var titles = InlineArray<128, UInt32>(repeating: 0)
  /// Of all documents that will be asked for, where they have been found before.
  var places: PostingPlaces?
  /// The first of them that is not before those asked for last.
  var nextPlace = 0

  /// The number of the current block's first document among all of the term's.
  var firstOrdinal: UInt32 { UInt32(truncatingIfNeeded: block &* SegmentFormat.blockSize) }

  /// Stands before the first document; nothing is decoded.
  init() {}

  /// Stands on the first document.
  init(_ list: PostingsList) {
    enter(0, of: list)
  }

  /// Stands on the first document unless it has got further.
  mutating func start(_ list: PostingsList) {
    if block < 0 { enter(0, of: list) }
  }

  mutating func advance(in list: PostingsList) {
    index += 1
    if index < length {
      document = documents[index]
    } else {
      enter(block + 1, of: list)
    }
  }

  mutating func seek(_ target: UInt32, in list: PostingsList) {
    if block < 0 { enter(list.firstBlock(from: 0, reaching: target), of: list) }
    guard document < target else { return }
    // Once, unless a damaged skip table names a block that does not reach so far; never the same block
    // again, so that whoever seeks until there arrives.
    while documents[length - 1] < target {
      enter(list.firstBlock(from: block + 1, reaching: target), of: list)
      if document >= target { return }
    }
    index = Self.firstIndex(of: documents.span, reaching: target)
    document = documents[index]
  }

  mutating func forEachBlock(
    before end: UInt32, of list: PostingsList, where isWanted: (_ block: Int) -> Bool,
    _ body: (Span<UInt32>, Span<UInt32>, Span<UInt32>) -> Void
  ) {
    start(list)
    while document < end {
      let first = index
      index = length
      let last = documents[length - 1]
      if last >= end { index = Self.firstIndex(of: documents.span, reaching: end) }
      if isWanted(block) {
        readFrequencies(of: list)
        body(
          documents.span.extracting(first..<index), frequencies.span.extracting(first..<index),
          titles.span.extracting(hasTitles ? first..<index : 0..<0))
      }
      if index < length {
        document = documents[index]
      } else {
        // Blocks that are not wanted are not decoded, up to the one that reaches the end.
        enter(list.firstBlock(from: block + 1, before: end, where: isWanted), of: list)
      }
    }
  }

  /// The first index whose document is at or after `target`, without branches that depend on the data.
  ///
  /// - Precondition: the last document of the block is.
  @inline(__always)
  static func firstIndex(of documents: Span<UInt32>, reaching target: UInt32) -> Int {
    var first = 0
    var step = 64
    while step > 0 {
      // Safe: the steps add up to 127, and the span has 128 documents.
      first &+= unsafe documents[unchecked: first &+ step &- 1] < target ? step : 0
      step &>>= 1
    }
    return first
  }

  mutating func insertBlocks(
    of list: PostingsList, around range: ClosedRange<UInt32>, into bits: inout FixedBitSet
  ) {
    seek(range.lowerBound, in: list)
    while length > 0, documents[0] <= range.upperBound {
      bits.insert(contentsOf: documents.span.extracting(0..<length))
      enter(block + 1, of: list)
    }
  }

  /// How many of the current and all following documents are in a set, all of which lies in a range.
  mutating func count(
    of list: PostingsList, around range: ClosedRange<UInt32>, in bits: Span<UInt64>
  ) -> Int {
    seek(range.lowerBound, in: list)
    var sum = 0
    while length > 0, documents[0] <= range.upperBound {
      sum += Self.count(documents.span.extracting(0..<length), in: bits)
      enter(block + 1, of: list)
    }
    return sum
  }

  private static func count(_ documents: Span<UInt32>, in bits: Span<UInt64>) -> Int {
    var largest: UInt32 = 0
    for entry in documents.indices { largest = max(largest, documents[entry]) }
    precondition(Int(largest) < 64 * bits.count, "a document of the segment")
    var sum: UInt64 = 0
    for entry in documents.indices {
      // Safe: all documents have bits.
      let document = unsafe documents[unchecked: entry]
      let word = unsafe bits[unchecked: Int(document &>> 6)]
      sum &+= (word &>> UInt64(document & 63)) & 1
    }
    return Int(sum)
  }

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

  /// Adds up how often the documents of the current block have the term, but once each: sum *i* is of entries
  /// 0 to *i*.
  ///
  /// - Parameter count: the sums that are wanted, the first of them.
  /// - Returns: how many there are, at least as many.
  mutating func readRepetitions(
    first count: Int, of list: PostingsList, into sums: inout InlineArray<128, UInt32>
  ) -> Int {
    if block < list.fullBlocks {
      let file = list.file
      return PatchedBlockCodec.decodeDeltas(
        first: count, of: file.bytes, at: frequenciesOffset, head: heads.1, into: &sums)
    }
    var sum: UInt32 = 0
    for entry in 0..<length {
      sum &+= frequencies[entry] &- 1
      sums[entry] = sum
    }
    return SegmentFormat.blockSize
  }

  /// Decodes the frequencies of the current block.
  mutating func readFrequencies(of list: PostingsList) {
    if !areFrequenciesDecoded { decodeFrequencies(of: list) }
  }

  /// Decodes the frequencies of some entries of the current block at least.
  mutating func readFrequencies(of matches: inout Matches, _ list: PostingsList) {
    if areFrequenciesDecoded { return }
    // Beyond that all of them take no longer.
    guard matches.count <= 4 else { return decodeFrequencies(of: list) }
    let file = list.file
    let bytes = file.bytes
    let entries = matches.entries.span.extracting(first: matches.count)
    PatchedBlockCodec.decode(
      entries, of: bytes, at: frequenciesOffset, head: heads.1, into: &frequencies)
    var values = frequencies.mutableSpan
    for match in entries.indices { values[Int(entries[match])] &+= 1 }
    hasTitles = heads.2 > 0
    if hasTitles {
      let offset = titlesOffset(bytes)
      PatchedBlockCodec.decode(
        entries, of: bytes, at: offset, head: heads.2, into: &titles)
    }
  }

  private mutating func titlesOffset(_ bytes: RawSpan) -> Int {
    frequenciesOffset
      + PatchedBlockCodec.byteCount(bytes, at: frequenciesOffset, head: heads.1)
  }

  /// Frequencies of the current document; the length is not known here.
  mutating func posting(in list: PostingsList) -> Posting {
    readFrequencies(of: list)
    return Posting(
      frequency: frequencies[index], title: hasTitles ? titles[index] : 0, length: 0)
  }

  mutating func enter(_ number: Int, of list: PostingsList) {
    block = number
    index = 0
    guard number < list.blockCount else {
      length = 0
      document = PostingsCursor.noMoreDocuments
      return
    }
    entered = number
    areFrequenciesDecoded = false
    length = list.length(of: number)
    let file = list.file
    let bytes = file.bytes
    let base = number == 0 ? 0 : list.lastDocument(number - 1, in: bytes)
    if number < list.fullBlocks {
      let offset = findFrequencies(of: number, list, bytes)
      PatchedBlockCodec.decodeDeltas(
        bytes, at: offset, head: heads.0, after: base, into: &documents)
    } else {
      decodeTail(bytes, at: list.tailOffset(in: bytes), after: base)
    }
    document = documents[0]
  }

  /// The same where those documents are known that are wanted: those of a full block are not decoded.
  mutating func enterUndecoded(_ number: Int, of list: PostingsList) {
    guard number < list.fullBlocks || number == entered else { return enter(number, of: list) }
    block = number
    length = list.length(of: number)
    if number == entered { return }
    entered = number
    areFrequenciesDecoded = false
    let file = list.file
    _ = findFrequencies(of: number, list, file.bytes)
  }

  /// - Returns: where the documents of the block begin.
  private mutating func findFrequencies(
    of number: Int, _ list: PostingsList, _ bytes: RawSpan
  ) -> Int {
    let entry = list.skipEntry(number, in: bytes)
    heads = entry.heads
    let offset = list.dataStart + Int(entry.dataOffset)
    frequenciesOffset = offset + PatchedBlockCodec.byteCount(bytes, at: offset, head: heads.0)
    return offset
  }

  private mutating func decodeTail(_ bytes: RawSpan, at start: Int, after base: UInt32) {
    var offset = 8 &* start
    let parameter = Int(BitReader.read(bytes, at: &offset, bits: RiceCode.parameterBits))
    var documents = documents.mutableSpan
    var frequencies = frequencies.mutableSpan
    var titles = titles.mutableSpan
    var previous = base
    for entry in 0..<length {
      var following: UInt64 = 0
      previous &+= RiceCode.decode(
        bytes, at: &offset, parameter: parameter, following: &following)
      documents[entry] = previous
      if following & 3 == 1 {
        // Mostly: a frequency of 1, and none in the headline.
        frequencies[entry] = 1
        titles[entry] = 0
        offset &+= 2
        continue
      }
      frequencies[entry] = GammaCode.decode(bytes, at: &offset)
      let isInTitle = BitReader.read(bytes, at: &offset, bits: 1) != 0
      titles[entry] = isInTitle ? GammaCode.decode(bytes, at: &offset) : 0
    }
    for entry in length..<SegmentFormat.blockSize {
      documents[entry] = PostingsCursor.noMoreDocuments
    }
    tailEnd = offset
    hasTitles = true
    areFrequenciesDecoded = true
  }

  private mutating func decodeFrequencies(of list: PostingsList) {
    let file = list.file
    let bytes = file.bytes
    PatchedBlockCodec.decode(bytes, at: frequenciesOffset, head: heads.1, into: &frequencies)
    var values = frequencies.mutableSpan
    for entry in values.indices { values[entry] &+= 1 }
    hasTitles = heads.2 > 0
    if hasTitles {
      let offset = titlesOffset(bytes)
      PatchedBlockCodec.decode(bytes, at: offset, head: heads.2, into: &titles)
    }
    areFrequenciesDecoded = true
  }
}
