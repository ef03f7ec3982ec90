import Storage

/// Encodes the documents, frequencies and positions of one term after another; see `PostingsFormat`.
struct PostingsEncoder {
  /// What goes into the files, of all terms so far that are not inline.
  private(set) var postings: [UInt8] = []
  private(set) var positions: [UInt8] = []
  /// What goes into the dictionary, of all terms so far that are inline.
  private(set) var inlined: [UInt8] = []
  private var skips: [UInt8] = []
  private var blocks: [UInt8] = []
  private var bits = BitWriter()
  private var bitBytes: [UInt8] = []
  /// Byte offset in the term's positions of every packed block, and of the rest.
  private var positionBlocks: [Int] = []

  /// A term's encoded form: where it is, or which part of `inlined` belongs into the dictionary.
  enum Location {
    case file(postings: Int, positions: Int)
    case inline(Range<Int>)
  }

  /// Forgets all terms so far.
  mutating func removeAll() {
    postings.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
    inlined.removeAll(keepingCapacity: true)
  }

  /// Encodes one term.
  ///
  /// - Parameters:
  ///   - list: documents strictly ascending, with their occurrences.
  ///   - lengths: length in units by document.
  ///   - usual: of the segment and the term's field.
  /// - Returns: where in `inlined`, or in `postings` and `positions`.
  mutating func encode(
    _ list: borrowing OccurrenceList, lengths: [UInt32], usual: DefaultSaturation,
    withPositions: Bool
  ) -> Location {
    let isShort = list.documentCount < SegmentFormat.blockSize
    if isShort, !withPositions || list.occurrenceCount < SegmentFormat.blockSize {
      encodeTail(list, from: 0, after: 0)
      let tailCount = bits.count
      if tailCount <= 8 * SegmentFormat.inlineLimit,
        list.occurrenceCount <= SegmentFormat.inlineOccurrences
      {
        // Positions behind the documents, from bit to bit.
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
    let location = Location.file(postings: postings.count, positions: positions.count)
    positionBlocks.removeAll(keepingCapacity: true)
    if withPositions {
      encodePositionBlocks(list)
      encodeRest(list)
      bits.drain(to: &positions)
    }
    if isShort {
      encodeTail(list, from: 0, after: 0)
      bits.drain(to: &postings)
    } else {
      encodeBlocks(list, lengths: lengths, usual: usual, withPositions: withPositions)
    }
    return location
  }

  private mutating func encodePositionBlocks(_ list: borrowing OccurrenceList) {
    let start = positions.count
    let deltas = list.positionDeltas.span.extracting(0..<list.occurrenceCount)
    let full = deltas.count / SegmentFormat.blockSize
    for number in 0..<full {
      let head = positions.count
      positionBlocks.append(head - start)
      positions.append(0)
      let first = number * SegmentFormat.blockSize
      positions[head] = PatchedBlockCodec.encode(
        deltas.extracting(first..<first + SegmentFormat.blockSize), into: &positions)
    }
    positionBlocks.append(positions.count - start)
    if full > 0 { positions.append(PostingsFormat.restFollows) }
  }

  /// The positions behind the packed blocks, if there are any.
  private mutating func encodeRest(_ list: borrowing OccurrenceList) {
    let count = list.occurrenceCount % SegmentFormat.blockSize
    let deltas = list.positionDeltas.span.extracting(
      (list.occurrenceCount - count)..<list.occurrenceCount)
    guard count > 0 else { return }
    var sum: UInt64 = 0
    for index in deltas.indices { sum &+= UInt64(deltas[index]) }
    let parameter = RiceCode.parameter(sum: sum, count: count)
    bits.append(UInt64(parameter), bits: RiceCode.parameterBits)
    // Out of `self` while it grows, so that it is kept in registers; here and below.
    var bits = BitWriter()
    swap(&bits, &self.bits)
    for index in deltas.indices {
      RiceCode.encode(deltas[index], parameter: parameter, into: &bits)
    }
    swap(&bits, &self.bits)
  }

  /// The documents from an entry on, which are fewer than a block.
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
      // Nearly always all of it in one piece.
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

  /// A list of one block or more: skip table, blocks and tail.
  private mutating func encodeBlocks(
    _ list: borrowing OccurrenceList, lengths: [UInt32], usual: DefaultSaturation,
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
      block.fill(list, first..<first + size, after: previous, lengths: lengths.span, usual)
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
      list, full * size..<list.documentCount, after: previous, lengths: lengths.span, usual)
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
      lastDocument: last,
      dataOffset: UInt32(dataOffset),
      // Without positions there is no block, and both stay 0.
      positionsOffset: UInt32(positionBlocks.isEmpty ? 0 : positionBlocks[block]),
      positionsIndex: UInt8(occurrence % SegmentFormat.blockSize),
      impact: impact,
      heads: heads)
    entry.append(to: &skips)
  }
}
