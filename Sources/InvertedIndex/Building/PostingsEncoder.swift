import Storage

/// Encodes the postings and positions of terms, one term after the other; see `PostingsFormat`.
///
/// A *block* is 128 packed documents or positions. The *tail* is the documents after the full
/// blocks, and the *rest* is the positions after the full blocks; both are bit codes. A term has
/// one of these layouts:
/// - no block, and few bytes: tail and rest in the dictionary;
/// - no block, and more bytes: tail in `.pst`, rest in `.pos`;
/// - only blocks of positions: tail in `.pst`, blocks and rest in `.pos`;
/// - blocks of documents: skip table, blocks and tail in `.pst`, blocks and rest in `.pos`.
struct PostingsEncoder {
  /// The bytes of `.pst` and `.pos`, of all terms so far that are not inline.
  private(set) var postings: [UInt8] = []
  private(set) var positions: [UInt8] = []
  /// The bytes for the dictionary, of all terms so far that are inline.
  private(set) var inlined: [UInt8] = []
  // Scratch memory for one term: the skip table, the blocks and tail after it, the current tail or
  // rest, and the offset of each block of positions.
  private var skips: [UInt8] = []
  private var blocks: [UInt8] = []
  private var bits = BitWriter()
  private var positionBlockOffsets: [Int] = []

  /// The location of an encoded term: offsets in `postings` and `positions`, or a part of
  /// `inlined`.
  enum Location {
    case file(postings: Int, positions: Int)
    case inline(Range<Int>)
  }

  mutating func removeAll() {
    postings.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
    inlined.removeAll(keepingCapacity: true)
  }

  /// Encodes one term, with the lengths of all documents and the saturation of the term's field.
  mutating func encode(
    _ list: borrowing OccurrenceList, lengths: [UInt32], saturation: DefaultSaturation,
    withPositions: Bool
  ) -> Location {
    let isShort = list.documentCount < SegmentFormat.blockSize
    if isShort, !withPositions || list.occurrenceCount < SegmentFormat.blockSize {
      return encodeWithoutBlocks(list, withPositions: withPositions)
    }
    let location = Location.file(postings: postings.count, positions: positions.count)
    positionBlockOffsets.removeAll(keepingCapacity: true)
    if withPositions {
      encodePositionBlocks(list)
      encodeRest(list)
      bits.drain(to: &positions)
    }
    if isShort {
      encodeTail(list, from: 0, after: 0)
      bits.drain(to: &postings)
    } else {
      encodeBlocks(list, lengths: lengths, saturation: saturation, withPositions: withPositions)
    }
    return location
  }

  /// Encodes a term without blocks: in the dictionary if it fits there.
  private mutating func encodeWithoutBlocks(
    _ list: borrowing OccurrenceList, withPositions: Bool
  ) -> Location {
    encodeTail(list, from: 0, after: 0)
    let tailCount = bits.count
    if tailCount <= 8 * SegmentFormat.inlineLimit,
      list.occurrenceCount <= SegmentFormat.inlineOccurrences
    {
      // The positions follow the documents without padding.
      if withPositions { encodeRest(list) }
      if bits.count <= 8 * SegmentFormat.inlineLimit {
        let start = inlined.count
        bits.drain(to: &inlined)
        return .inline(start..<inlined.count)
      }
      bits.truncate(to: tailCount)
    }
    let location = Location.file(postings: postings.count, positions: positions.count)
    bits.drain(to: &postings)
    if withPositions {
      encodeRest(list)
      bits.drain(to: &positions)
    }
    return location
  }

  /// Encodes all full blocks of positions, and records their offsets and the offset of the rest.
  private mutating func encodePositionBlocks(_ list: borrowing OccurrenceList) {
    let start = positions.count
    let deltas = list.positionDeltas.span.extracting(0..<list.occurrenceCount)
    let full = deltas.count / SegmentFormat.blockSize
    for number in 0..<full {
      let head = positions.count
      positionBlockOffsets.append(head - start)
      positions.append(0)
      let first = number * SegmentFormat.blockSize
      positions[head] = PatchedBlockCodec.encode(
        deltas.extracting(first..<first + SegmentFormat.blockSize), into: &positions)
    }
    positionBlockOffsets.append(positions.count - start)
    if full > 0 { positions.append(PostingsFormat.restFollows) }
  }

  /// Encodes the positions after the full blocks.
  private mutating func encodeRest(_ list: borrowing OccurrenceList) {
    let count = list.occurrenceCount % SegmentFormat.blockSize
    let deltas = list.positionDeltas.span.extracting(
      (list.occurrenceCount - count)..<list.occurrenceCount)
    guard count > 0 else { return }
    var sum: UInt64 = 0
    for index in deltas.indices { sum &+= UInt64(deltas[index]) }
    let parameter = RiceCode.parameter(sum: sum, count: count)
    bits.append(UInt64(parameter), bits: RiceCode.parameterBits)
    // Moved out of `self` here and below, so that the writer is kept in registers.
    var bits = BitWriter()
    swap(&bits, &self.bits)
    for index in deltas.indices {
      RiceCode.encode(deltas[index], parameter: parameter, into: &bits)
    }
    swap(&bits, &self.bits)
  }

  /// Encodes the documents from an entry on, with their frequencies.
  ///
  /// - Parameter base: The document before the entry; 0 before the first.
  private mutating func encodeTail(
    _ list: borrowing OccurrenceList, from first: Int, after base: UInt32
  ) {
    let documents = list.documents.span
    let frequencies = list.frequencies.span
    let titles = list.titles.span
    var previous = base
    let last = documents[list.documentCount - 1]
    let parameter = RiceCode.parameter(
      sum: UInt64(last - previous), count: list.documentCount - first)
    bits.append(UInt64(parameter), bits: RiceCode.parameterBits)
    var bits = BitWriter()
    swap(&bits, &self.bits)
    for entry in first..<list.documentCount {
      let document = documents[entry]
      let rice = RiceCode.code(of: document - previous, parameter: parameter)
      let gamma = GammaCode.code(of: frequencies[entry])
      let title = titles[entry]
      let count = rice.count + gamma.count + 1
      // Nearly always, one call appends the whole entry.
      if title == 0, count <= BitWriter.limit {
        bits.append(rice.bits | gamma.bits &<< UInt64(rice.count), bits: count)
      } else {
        bits.append(rice.bits, bits: rice.count)
        bits.append(gamma.bits, bits: gamma.count)
        bits.append(title > 0 ? 1 : 0, bits: 1)
        if title > 0 { GammaCode.encode(title, into: &bits) }
      }
      previous = document
    }
    swap(&bits, &self.bits)
  }

  /// Encodes the skip table, all full blocks of documents and the tail.
  private mutating func encodeBlocks(
    _ list: borrowing OccurrenceList, lengths: [UInt32], saturation: DefaultSaturation,
    withPositions: Bool
  ) {
    skips.removeAll(keepingCapacity: true)
    blocks.removeAll(keepingCapacity: true)
    let size = SegmentFormat.blockSize
    let full = list.documentCount / size
    var previous: UInt32 = 0
    var occurrence = 0
    var block = PostingsBlock()
    for number in 0..<full {
      let dataOffset = blocks.count
      let first = number * size
      block.fill(list, first..<first + size, after: previous, lengths: lengths.span, saturation)
      let heads = (
        PatchedBlockCodec.encode(block.deltas.span, into: &blocks),
        PatchedBlockCodec.encode(block.frequencies.span, into: &blocks),
        PatchedBlockCodec.encode(block.titles.span, into: &blocks)
      )
      previous = list.documents[first + size - 1]
      appendSkip(
        last: previous, dataOffset: dataOffset, occurrence: withPositions ? occurrence : 0,
        impact: block.impact, heads: heads)
      occurrence += block.occurrences
    }
    guard full * size < list.documentCount else { return finishBlocks() }
    block.fill(
      list, full * size..<list.documentCount, after: previous, lengths: lengths.span, saturation)
    appendSkip(
      last: list.documents[list.documentCount - 1], dataOffset: blocks.count,
      occurrence: withPositions ? occurrence : 0, impact: block.impact, heads: (0, 0, 0))
    encodeTail(list, from: full * size, after: previous)
    bits.drain(to: &blocks)
    finishBlocks()
  }

  private mutating func finishBlocks() {
    postings += skips
    postings += blocks
  }

  private mutating func appendSkip(
    last: UInt32, dataOffset: Int, occurrence: Int, impact: Impact, heads: (UInt8, UInt8, UInt8)
  ) {
    let block = occurrence / SegmentFormat.blockSize
    let entry = SkipEntry(
      lastDocument: last, dataOffset: UInt32(dataOffset),
      // Both stay 0 for a term without positions.
      positionsOffset: UInt32(positionBlockOffsets.isEmpty ? 0 : positionBlockOffsets[block]),
      positionsIndex: UInt8(occurrence % SegmentFormat.blockSize), impact: impact, heads: heads)
    entry.append(to: &skips)
  }
}

/// The values of one block of postings before they are packed, and their impact.
private struct PostingsBlock {
  private(set) var deltas = InlineArray<128, UInt32>(repeating: 0)
  /// The frequencies minus one.
  private(set) var frequencies = InlineArray<128, UInt32>(repeating: 0)
  private(set) var titles = InlineArray<128, UInt32>(repeating: 0)
  private(set) var occurrences = 0
  private(set) var impact = Impact()

  /// - Parameter previous: the document before the entries; 0 before the first.
  mutating func fill(
    _ list: borrowing OccurrenceList, _ entries: Range<Int>, after previous: UInt32,
    lengths: Span<UInt32>, _ saturation: DefaultSaturation
  ) {
    let documents = list.documents.span.extracting(entries)
    let counts = list.frequencies.span.extracting(entries)
    let titleCounts = list.titles.span.extracting(entries)
    var deltas = deltas.mutableSpan
    var frequencies = frequencies.mutableSpan
    var titles = titles.mutableSpan
    precondition(
      documents.count <= min(counts.count, titleCounts.count, deltas.count), "a block at most")
    var before = previous
    var sum: UInt32 = 0
    var summary = ImpactSummary()
    // Safe: the extents have just been checked.
    for index in documents.indices {
      let document = unsafe documents[unchecked: index]
      let frequency = unsafe counts[unchecked: index]
      let title = unsafe titleCounts[unchecked: index]
      unsafe deltas[unchecked: index] = document &- before
      before = document
      unsafe frequencies[unchecked: index] = frequency &- 1
      unsafe titles[unchecked: index] = title
      sum &+= frequency
      summary.include(
        frequency: frequency, title: title, length: lengths[Int(document)], saturation)
    }
    occurrences = Int(sum)
    impact = Impact(summary)
  }
}
