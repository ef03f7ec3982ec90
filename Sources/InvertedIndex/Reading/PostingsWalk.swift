import Storage

/// Where a cursor stands, with the decoded block around it.
///
/// Not copyable, and passed on to be changed even where it is only read: the compiler moves what is borrowed
/// where it lends a span of it, which costs as much as decoding a block.
struct PostingsWalk: ~Copyable {
  /// The current document, or `PostingsCursor.noMoreDocuments`.
  private(set) var document: UInt32 = 0
  /// Number of the current block, −1 before the first.
  private(set) var block = -1
  /// Offset in bits, in the file, behind the last block when it is shorter, once that was entered.
  private(set) var tailEnd = 0
  private var index = 0
  private var length = 0
  private var areFrequenciesDecoded = false
  /// Of the current block, if it is a full one: its heads, and where its frequencies begin.
  private var heads: (UInt8, UInt8, UInt8) = (0, 0, 0)
  private var frequenciesOffset = 0
  private var hasTitles = false
  /// Behind the last one of a shorter block: `noMoreDocuments`.
  private var documents = InlineArray<128, UInt32>(repeating: 0)
  private var frequencies = InlineArray<128, UInt32>(repeating: 0)
  private var titles = InlineArray<128, UInt32>(repeating: 0)

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
  private static func firstIndex(of documents: Span<UInt32>, reaching target: UInt32) -> Int {
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
    if range.lowerBound > 0 { seek(range.lowerBound, in: list) } else { start(list) }
    while length > 0, documents[0] <= range.upperBound {
      bits.insert(contentsOf: documents.span.extracting(0..<length))
      enter(block + 1, of: list)
    }
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

  /// Documents of the current block that have been asked for: where in the question, and where in the block.
  struct Matches: ~Copyable {
    fileprivate(set) var count = 0
    // Room for one more than a block: what turns out to be none is written first.
    fileprivate(set) var targets = InlineArray<129, UInt32>(repeating: 0)
    fileprivate(set) var entries = InlineArray<129, UInt8>(repeating: 0)
  }

  /// Calls `body` for every block that has some of the targets, with those.
  ///
  /// Targets ascend, and none is before the current document unless it is not in the list.
  @inline(__always)
  mutating func forEachMatchingBlock(
    _ targets: Span<UInt32>, of list: PostingsList,
    _ body: (inout PostingsWalk, inout Matches) -> Void
  ) {
    var matches = Matches()
    var next = 0
    while next < targets.count, length > 0 || block < 0 {
      if block < 0 || documents[length - 1] < targets[next] {
        enter(list.firstBlock(from: block + 1, reaching: targets[next]), of: list)
        continue
      }
      next = Self.match(targets, from: next, documents.span, length, &index, &matches)
      document = documents[index]
      if matches.count > 0 { body(&self, &matches) }
    }
  }

  /// Finds the targets that are in a block, up to its last document.
  ///
  /// - Parameters:
  ///   - index: the entry to begin at; afterwards one that no later target lies before.
  /// - Returns: the index of the first target behind the block.
  private static func match(
    _ targets: Span<UInt32>, from start: Int, _ documents: Span<UInt32>, _ length: Int,
    _ index: inout Int, _ matches: inout Matches
  ) -> Int {
    var foundTargets = matches.targets.mutableSpan
    var foundEntries = matches.entries.mutableSpan
    let last = documents[length &- 1]
    var count = 0
    var next = start
    var entry = index
    // Safe, here and below: `next` stays below the count of targets, `entry` below the 128 documents, the last of
    // which is no less than any target up to there; and there are no more matches than entries.
    while next < targets.count {
      let target = unsafe targets[unchecked: next]
      if target > last { break }
      if unsafe documents[unchecked: entry] < target {
        // Mostly near; a few comparisons cost less than a search.
        entry &+= 1
        entry &+= unsafe documents[unchecked: entry] < target ? 1 : 0
        if unsafe documents[unchecked: entry] < target {
          entry = firstIndex(of: documents, reaching: target)
        }
      }
      unsafe foundTargets[unchecked: count] = UInt32(truncatingIfNeeded: next)
      unsafe foundEntries[unchecked: count] = UInt8(truncatingIfNeeded: entry)
      count &+= unsafe documents[unchecked: entry] == target ? 1 : 0
      next &+= 1
    }
    matches.count = count
    index = entry
    return next
  }

  /// Calls `body` for every block that has some documents of a window whose bits are set, with those: their
  /// places in the window are the targets. Moves behind the window.
  ///
  /// Every document of a block is looked for in the bits: where many of them are, that costs an eighth of
  /// looking for each of them in the block.
  @inline(__always)
  mutating func forEachMatchingBlock(
    in bits: Span<UInt64>, from start: UInt32, before end: UInt32, of list: PostingsList,
    _ body: (inout PostingsWalk, inout Matches) -> Void
  ) {
    var matches = Matches()
    seek(start, in: list)
    while document < end {
      let first = index
      index = length
      if documents[length - 1] >= end {
        index = Self.firstIndex(of: documents.span, reaching: end)
      }
      Self.match(bits, from: start, documents.span, first..<index, &matches)
      if index < length { document = documents[index] }
      if matches.count > 0 { body(&self, &matches) }
      if index == length { enter(block + 1, of: list) }
    }
  }

  private static func match(
    _ bits: Span<UInt64>, from start: UInt32, _ documents: Span<UInt32>, _ range: Range<Int>,
    _ matches: inout Matches
  ) {
    var places = matches.targets.mutableSpan
    var entries = matches.entries.mutableSpan
    var largest: UInt32 = 0
    for entry in range { largest = max(largest, documents[entry] &- start) }
    precondition(range.isEmpty || Int(largest) < 64 * bits.count, "a document of the window")
    precondition(documents.count < entries.count && documents.count < places.count)
    var count = 0
    // Safe: all places have bits, the range is one of documents, and there are no more matches than entries.
    for entry in range {
      let place = unsafe documents[unchecked: entry] &- start
      unsafe places[unchecked: count] = place
      unsafe entries[unchecked: count] = UInt8(truncatingIfNeeded: entry)
      let word = unsafe bits[unchecked: Int(place &>> 6)]
      count &+= Int(truncatingIfNeeded: (word &>> UInt64(place & 63)) & 1)
    }
    matches.count = count
  }

  /// Looks up entries of the current block, their frequencies being read.
  @inline(__always)
  mutating func forEachPosting(
    _ matches: inout Matches,
    _ body: (_ target: UInt32, _ document: UInt32, _ frequency: UInt32, _ title: UInt32) -> Void
  ) {
    let documents = documents.span
    let frequencies = frequencies.span
    let titles = titles.span
    let targets = matches.targets.span
    let entries = matches.entries.span
    precondition(matches.count >= 0 && matches.count < min(targets.count, entries.count))
    for match in 0..<matches.count {
      // Safe: there are as many matches, and 128 entries.
      let entry = unsafe Int(entries[unchecked: match] & 127)
      unsafe body(
        targets[unchecked: match], documents[unchecked: entry], frequencies[unchecked: entry],
        hasTitles ? titles[unchecked: entry] : 0)
    }
  }

  /// Frequencies of the current block, once they are read.
  var blockFrequencies: Span<UInt32> {
    @_lifetime(borrow self)
    get { frequencies.span }
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
    let base = number == 0 ? 0 : list.lastDocument(number - 1, in: bytes)
    if number < list.fullBlocks {
      let entry = list.skipEntry(number, in: bytes)
      heads = entry.heads
      let offset = list.dataStart + Int(entry.dataOffset)
      frequenciesOffset = offset + PatchedBlockCodec.byteCount(bytes, at: offset, head: heads.0)
      PatchedBlockCodec.decodeDeltas(
        bytes, at: offset, head: heads.0, after: base, into: &documents)
    } else {
      decodeTail(bytes, at: list.tailOffset(in: bytes), after: base)
    }
    document = documents[0]
  }

  private mutating func decodeTail(_ bytes: RawSpan, at start: Int, after base: UInt32) {
    var offset = 8 &* start
    let parameter = Int(BitReader.read(bytes, at: &offset, bits: RiceCode.parameterBits))
    var documents = documents.mutableSpan
    var frequencies = frequencies.mutableSpan
    var titles = titles.mutableSpan
    var previous = base
    for entry in 0..<length {
      previous &+= RiceCode.decode(bytes, at: &offset, parameter: parameter)
      documents[entry] = previous
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
