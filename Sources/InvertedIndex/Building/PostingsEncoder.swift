import Storage

/// Encodes the documents, frequencies and positions of one term after another.
///
/// ```
/// .pst   postings := (block count > 0: skip entry{block count + tail?}, block{block count}) tail?
/// block           := document deltas: packed, 128 values
///                    frequencies − 1, headline frequencies: each patched, 128 values
/// tail            := { delta << 2 | (frequency > 1) << 1 | (headline frequency > 0): varint
///                      frequency: varint if > 1, headline frequency: varint if > 0 }   // < 128 documents
/// .pos   positions := ( { head: u8, patched, 128 values }+ 0xFF )? { varint }*          // < 128 varints
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
  private var tail: [UInt8] = []
  private var positionBytes: [UInt8] = []
  /// Byte offset in the term's positions of every packed block, and of the varints at the end.
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
    positionBytes.removeAll(keepingCapacity: true)
    positionBlocks.removeAll(keepingCapacity: true)
    if withPositions { encodePositions(list) }
    encodePostings(list, lengths: lengths, usual: usual, withPositions: withPositions)
    if skips.isEmpty, tail.count + positionBytes.count <= SegmentFormat.inlineLimit {
      return .inline(tail + positionBytes)
    }
    let location = Location.file(postings: postings.count, positions: positions.count)
    postings += skips
    postings += blocks
    postings += tail
    positions += positionBytes
    return location
  }

  private mutating func encodePositions(_ list: borrowing OccurrenceList) {
    let deltas = list.positionDeltas.span.extracting(0..<list.occurrenceCount)
    let full = deltas.count / SegmentFormat.blockSize
    for number in 0..<full {
      let head = positionBytes.count
      positionBlocks.append(head)
      positionBytes.append(0)
      let start = number * SegmentFormat.blockSize
      positionBytes[head] = PatchedBlockCodec.encode(
        deltas.extracting(start..<start + SegmentFormat.blockSize), into: &positionBytes)
    }
    positionBlocks.append(positionBytes.count)
    if full > 0 { positionBytes.append(PositionsFormat.varintsFollow) }
    for index in full * SegmentFormat.blockSize..<deltas.count {
      Varint.encode(UInt64(deltas[index]), into: &positionBytes)
    }
  }

  private mutating func encodePostings(
    _ list: borrowing OccurrenceList, lengths: [UInt32], usual: UsualShare, withPositions: Bool
  ) {
    skips.removeAll(keepingCapacity: true)
    blocks.removeAll(keepingCapacity: true)
    tail.removeAll(keepingCapacity: true)
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
      let width = BlockCodec.width(of: deltas)
      BlockCodec.encode(deltas, width: width, into: &blocks)
      let widths = (
        UInt8(width), PatchedBlockCodec.encode(frequencies.span, into: &blocks),
        PatchedBlockCodec.encode(headlines.span, into: &blocks)
      )
      appendSkip(
        last: previous, dataOffset: dataOffset, occurrence: withPositions ? firstOccurrence : 0,
        impact: impact, widths: widths)
    }
    var impact = Impact()
    let firstOccurrence = occurrence
    for entry in (full * size)..<list.documentCount {
      let document = documents[entry]
      let frequency = occurrences[entry]
      let title = titles[entry]
      impact.include(
        frequency: frequency, title: title, length: lengths[Int(document)], usual)
      let flags: UInt64 = (frequency > 1 ? 2 : 0) | (title > 0 ? 1 : 0)
      Varint.encode(UInt64(document - previous) << 2 | flags, into: &tail)
      if frequency > 1 { Varint.encode(UInt64(frequency), into: &tail) }
      if title > 0 { Varint.encode(UInt64(title), into: &tail) }
      previous = document
    }
    if full > 0, full * size < list.documentCount {
      appendSkip(
        last: previous, dataOffset: blocks.count, occurrence: withPositions ? firstOccurrence : 0,
        impact: impact, widths: (0, 0, 0))
    }
  }

  private mutating func appendSkip(
    last: UInt32, dataOffset: Int, occurrence: Int, impact: Impact, widths: (UInt8, UInt8, UInt8)
  ) {
    let block = occurrence / SegmentFormat.blockSize
    let entry = SkipEntry(
      lastDocument: last,
      // Safe to narrow: both count bytes of one term's data in one segment, whose size is bounded by memory.
      dataOffset: UInt32(dataOffset),
      positionsOffset: UInt32(positionBlocks.isEmpty ? 0 : positionBlocks[block]),
      positionsIndex: UInt8(occurrence % SegmentFormat.blockSize),
      impact: impact,
      widths: widths)
    entry.append(to: &skips)
  }
}
