import Storage

/// Encodes the documents, frequencies and positions of one term after another.
///
/// ```
/// .pst   postings := (block count > 0: skip entry{block count + tail?}, block{block count}) tail?
/// block           := document deltas, frequencies − 1, headline frequencies: each patched, 128 values
/// tail            := parameter: 5 bits
///                    { delta: rice  frequency: gamma  0: 1 bit | 1: 1 bit  headline frequency: gamma }*
///                    zeros up to a byte                                               // < 128 documents
/// .pos   positions := ( { head: u8, patched, 128 values }+ 0xFF )? rest?
/// rest            := parameter: 5 bits  { rice }*  zeros up to a byte                  // < 128 values
/// ```
/// A document's first position is stored as it is, the others as differences; documents follow one another
/// without marks, since the frequencies say where each begins. The headline frequency is stored beside the
/// frequency, not folded into it: positions can be skipped by frequency, `title:` needs no positions for a
/// single term, and the headline's weight stays free until a query is asked.
struct PostingsEncoder {
  /// What goes into the files, of all terms so far that are not inline.
  private(set) var postings: [UInt8] = []
  private(set) var positions: [UInt8] = []
  private var skips: [UInt8] = []
  private var blocks: [UInt8] = []
  private var tail = BitWriter()
  private var positionBlockBytes: [UInt8] = []
  private var rest = BitWriter()
  /// Byte offset in the term's positions of every packed block, and of the rest.
  private var positionBlocks: [Int] = []

  /// A term's encoded form: where it is, or the bytes that belong into the dictionary.
  enum Location {
    case file(postings: Int, positions: Int)
    case inline([UInt8])
  }

  /// Encodes one term.
  ///
  /// - Parameters:
  ///   - list: documents strictly ascending, with their occurrences.
  ///   - lengths: length in units by document.
  ///   - usual: of the segment and the term's field.
  /// - Returns: the bytes for the dictionary, or offsets in `postings` and `positions`.
  mutating func encode(
    _ list: borrowing OccurrenceList, lengths: [UInt32], usual: UsualShare, withPositions: Bool
  ) -> Location {
    positionBlockBytes.removeAll(keepingCapacity: true)
    positionBlocks.removeAll(keepingCapacity: true)
    if withPositions { encodePositionBlocks(list) }
    encodePostings(list, lengths: lengths, usual: usual, withPositions: withPositions)
    if skips.isEmpty, positionBlockBytes.isEmpty, tail.count <= 8 * SegmentFormat.inlineLimit,
      list.occurrenceCount <= SegmentFormat.inlineOccurrences
    {
      // Positions behind the documents, from bit to bit.
      let documentBits = tail
      if withPositions { Self.encodeRest(list, into: &tail) }
      tail.finish()
      if tail.bytes.count <= SegmentFormat.inlineLimit { return .inline(tail.bytes) }
      tail = documentBits
    }
    tail.finish()
    rest.removeAll()
    if withPositions { Self.encodeRest(list, into: &rest) }
    rest.finish()
    let location = Location.file(postings: postings.count, positions: positions.count)
    postings += skips
    postings += blocks
    postings += tail.bytes
    positions += positionBlockBytes
    positions += rest.bytes
    return location
  }

  /// The positions behind the packed blocks, if there are any.
  private static func encodeRest(_ list: borrowing OccurrenceList, into bits: inout BitWriter) {
    let count = list.occurrenceCount % SegmentFormat.blockSize
    let deltas = list.positionDeltas.span.extracting(
      (list.occurrenceCount - count)..<list.occurrenceCount)
    guard count > 0 else { return }
    var sum: UInt64 = 0
    for index in deltas.indices { sum += UInt64(deltas[index]) }
    let parameter = RiceCode.parameter(sum: sum, count: count)
    bits.append(UInt64(parameter), bits: RiceCode.parameterBits)
    for index in deltas.indices {
      RiceCode.encode(deltas[index], parameter: parameter, into: &bits)
    }
  }

  private mutating func encodePositionBlocks(_ list: borrowing OccurrenceList) {
    let deltas = list.positionDeltas.span.extracting(0..<list.occurrenceCount)
    let full = deltas.count / SegmentFormat.blockSize
    for number in 0..<full {
      let head = positionBlockBytes.count
      positionBlocks.append(head)
      positionBlockBytes.append(0)
      let start = number * SegmentFormat.blockSize
      positionBlockBytes[head] = PatchedBlockCodec.encode(
        deltas.extracting(start..<start + SegmentFormat.blockSize), into: &positionBlockBytes)
    }
    positionBlocks.append(positionBlockBytes.count)
    if full > 0 { positionBlockBytes.append(PositionsFormat.restFollows) }
  }

  private mutating func encodePostings(
    _ list: borrowing OccurrenceList, lengths: [UInt32], usual: UsualShare, withPositions: Bool
  ) {
    skips.removeAll(keepingCapacity: true)
    blocks.removeAll(keepingCapacity: true)
    tail.removeAll()
    let size = SegmentFormat.blockSize
    let full = list.documentCount / size
    let documents = list.documents.span
    let occurrences = list.frequencies.span
    let titles = list.titles.span
    let lengths = lengths.span
    var previous: UInt32 = 0
    var occurrence = 0
    var deltas = InlineArray<128, UInt32>(repeating: 0)
    var frequencies = deltas
    var headlines = deltas
    for number in 0..<full {
      var impact = Impact()
      let firstOccurrence = occurrence
      for index in 0..<size {
        let entry = number * size + index
        let document = documents[entry]
        deltas[index] = document - previous
        previous = document
        frequencies[index] = occurrences[entry] - 1
        headlines[index] = titles[entry]
        occurrence += Int(occurrences[entry])
        impact.include(
          frequency: occurrences[entry], title: titles[entry], length: lengths[Int(document)],
          usual)
      }
      let dataOffset = blocks.count
      let heads = (
        PatchedBlockCodec.encode(deltas.span, into: &blocks),
        PatchedBlockCodec.encode(frequencies.span, into: &blocks),
        PatchedBlockCodec.encode(headlines.span, into: &blocks)
      )
      appendSkip(
        last: previous, dataOffset: dataOffset, occurrence: withPositions ? firstOccurrence : 0,
        impact: impact, heads: heads)
    }
    guard full * size < list.documentCount else { return }
    var impact = Impact()
    let firstOccurrence = occurrence
    let last = documents[list.documentCount - 1]
    let parameter = RiceCode.parameter(
      sum: UInt64(last - previous), count: list.documentCount - full * size)
    tail.append(UInt64(parameter), bits: RiceCode.parameterBits)
    for entry in (full * size)..<list.documentCount {
      let document = documents[entry]
      let frequency = occurrences[entry]
      let title = titles[entry]
      impact.include(
        frequency: frequency, title: title, length: lengths[Int(document)], usual)
      RiceCode.encode(document - previous, parameter: parameter, into: &tail)
      GammaCode.encode(frequency, into: &tail)
      tail.append(title > 0 ? 1 : 0, bits: 1)
      if title > 0 { GammaCode.encode(title, into: &tail) }
      previous = document
    }
    if full > 0 {
      appendSkip(
        last: previous, dataOffset: blocks.count, occurrence: withPositions ? firstOccurrence : 0,
        impact: impact, heads: (0, 0, 0))
    }
  }

  private mutating func appendSkip(
    last: UInt32, dataOffset: Int, occurrence: Int, impact: Impact, heads: (UInt8, UInt8, UInt8)
  ) {
    let block = occurrence / SegmentFormat.blockSize
    let entry = SkipEntry(
      lastDocument: last,
      // Safe to narrow: both count bytes of one term's data in one segment, whose size is bounded by memory.
      dataOffset: UInt32(dataOffset),
      positionsOffset: UInt32(positionBlocks.isEmpty ? 0 : positionBlocks[block]),
      positionsIndex: UInt8(occurrence % SegmentFormat.blockSize),
      impact: impact,
      heads: heads)
    entry.append(to: &skips)
  }
}
