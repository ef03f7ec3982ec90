import Storage

/// Where a cursor stands, with the decoded block around it.
///
/// Not copyable, and passed on to be changed even where it is only read: the compiler moves what is borrowed
/// where it lends a span of it, which costs as much as decoding a block.
struct PostingsWalk: ~Copyable {
  /// The current document, or `PostingsCursor.noMoreDocuments`.
  var document: UInt32 = 0
  /// Number of the current block, −1 before the first.
  var block = -1
  /// The block that was entered last: what is decoded of it stays.
  var entered = -1
  /// Offset in bits, in the file, behind the last block when it is shorter, once that was entered.
  var tailEnd = 0
  /// Of the current document in its block.
  var index = 0
  /// Of the current block; 0 behind the last.
  var length = 0
  var areFrequenciesDecoded = false
  /// Of the current block, if it is a full one: its heads, and where its frequencies begin.
  var heads: (UInt8, UInt8, UInt8) = (0, 0, 0)
  var frequenciesOffset = 0
  var hasTitles = false
  /// Behind the last one of a shorter block: `noMoreDocuments`.
  var documents = InlineArray<128, UInt32>(repeating: 0)
  var frequencies = InlineArray<128, UInt32>(repeating: 0)
  var titles = InlineArray<128, UInt32>(repeating: 0)
  /// Of all documents that will be asked for, where they have been found before.
  var places: PostingOrdinals?
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

  /// Stands before the first document of any list.
  mutating func restart() {
    (document, block, entered, index, length) = (0, -1, -1, 0, 0)
    (places, nextPlace) = (nil, 0)
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
}
