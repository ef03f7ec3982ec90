import Storage
import TextAnalysis

/// The merged terms of several segments, with their occurrences in the kept documents.
///
/// Each segment has a cursor over its sorted terms. The least term of the cursors is next, with the
/// occurrences of all segments that contain it.
struct MergedTerms: TermSource {
  let segments: [SegmentReader]
  /// The new numbers of the documents of each segment.
  let numbers: [DocumentNumbers]

  /// The approximate bytes of terms, postings and positions that one task merges.
  private static let batchSize = 1 << 20

  var batches: [Range<Int>] {
    if segments.reduce(0, { $0 + $1.termBytes }) < Self.batchSize { return [0..<TermRanges.count] }
    let bytes = segments.map { $0.termBytes / max(1, $0.terms.blockCount) }
    var starts = segments.map { $0.terms.block(holding: TermRanges.start(of: 0)) }
    return TermRanges.batches(of: Self.batchSize) { range in
      var size = 0
      for (number, segment) in segments.enumerated() {
        let end = segment.terms.block(holding: TermRanges.end(of: range))
        size += (end - starts[number]) * bytes[number]
        starts[number] = end
      }
      return size
    }
  }

  func forEachTerm(
    in ranges: Range<Int>, _ body: (_ term: [UInt8], borrowing OccurrenceList) -> Void
  ) throws(StorageError) {
    let end = TermRanges.end(of: ranges.upperBound - 1)
    var cursors = segments.map {
      TermCursor($0.terms, from: TermRanges.start(of: ranges.lowerBound))
    }
    var budgets = segments.map { ListBudget(postings: $0.postings, positions: $0.positions) }
    var list = OccurrenceList()
    var reader = OccurrenceReader()
    while let first = cursors.indices.min(by: { Self.isBefore(cursors[$0], cursors[$1]) }),
      cursors[first].prefix < end
    {
      let term = cursors[first].term
      let withPositions = TermBytes.hasPositions(term)
      list.removeAll()
      // Segments are read in order, so that documents ascend.
      for number in cursors.indices
      where cursors[number].prefix < .max && cursors[number].term == term {
        guard budgets[number].take(cursors[number].info, withPositions: withPositions) else {
          throw segments[number].postings.corrupt(at: 0, "lists of terms overlap")
        }
        try reader.append(
          cursors[number].info, of: segments[number], as: numbers[number],
          withPositions: withPositions, to: &list)
        cursors[number].advance()
      }
      if list.documentCount > 0 { body(term, list) }
    }
    for segment in segments { try segment.damage.check(since: 0) }
  }

  private static func isBefore(_ a: borrowing TermCursor, _ b: borrowing TermCursor) -> Bool {
    if a.prefix != b.prefix { return a.prefix < b.prefix }
    return a.prefix < .max && a.term.lexicographicallyPrecedes(b.term)
  }
}

extension SegmentReader {
  fileprivate var termBytes: Int {
    [terms.file, postings, positions].reduce(0) { $0 + $1.payload.count }
  }
}

/// Decodes all occurrences of a term in a segment.
struct OccurrenceReader {
  private var positions: [UInt32] = []

  /// Appends the term's occurrences in the kept documents.
  ///
  /// - Throws: `StorageError.corrupt` for impossible postings or positions.
  mutating func append(
    _ info: TermInfo, of segment: SegmentReader, as numbers: DocumentNumbers,
    withPositions: Bool, to target: inout OccurrenceList
  ) throws(StorageError) {
    let list = PostingsList(info, in: segment)
    var walk = PostingsWalk(list)
    if withPositions {
      // Inline positions follow the documents, so their start is known beforehand.
      try readPositions(info, of: segment, inlineFrom: info.isInline ? walk.tailEnd : nil)
    }
    var next = 0
    var previous: Int64 = -1
    let positions = positions.span
    var failure: StorageError?
    walk.forEachBlock(before: PostingsCursor.noMoreDocuments, of: list, where: { _ in true }) {
      documents, frequencies, titles in
      for index in documents.indices where failure == nil {
        let frequency = Int(frequencies[index])
        // The encoder requires the order and the range.
        guard Int64(documents[index]) > previous, 1...PostingsFormat.largestFrequency ~= frequency,
          titles.isEmpty || titles[index] <= frequency, next + frequency <= info.occurrences
        else {
          failure = list.file.corrupt(at: info.postingsOffset, "postings out of bounds")
          return
        }
        previous = Int64(documents[index])
        let end = withPositions ? next + frequency : next
        defer { next = end }
        guard let number = numbers.number(of: documents[index]) else { continue }
        target.append(
          document: number, frequency: frequencies[index],
          title: titles.isEmpty ? 0 : titles[index],
          positionDeltas: positions.extracting(next..<end))
      }
    }
    if let failure { throw failure }
    guard !withPositions || next == info.occurrences else {
      throw list.file.corrupt(at: info.postingsOffset, "\(next) of \(info.occurrences) occurrences")
    }
  }

  /// Decodes all stored values: for each document the first position, then differences.
  private mutating func readPositions(
    _ info: TermInfo, of segment: SegmentReader, inlineFrom inlineBit: Int?
  ) throws(StorageError) {
    positions.removeAll(keepingCapacity: true)
    let file = info.isInline ? segment.terms.file : segment.positions
    guard info.arePositionsPossible(before: file.payload.upperBound) else {
      throw file.corrupt(at: info.positionsOffset, "positions are missing")
    }
    let limit = file.payload.upperBound
    let bytes = file.bytes
    var offset = info.positionsOffset
    if info.occurrences >= SegmentFormat.blockSize {
      var values = InlineArray<128, UInt32>(repeating: 0)
      for _ in 0..<info.occurrences / SegmentFormat.blockSize {
        let head = bytes.uint8(at: offset)
        guard let end = PatchedBlockCodec.end(bytes, at: offset + 1, head: head, limit: limit)
        else {
          throw file.corrupt(at: offset, "positions are missing")
        }
        PatchedBlockCodec.decode(bytes, at: offset + 1, head: head, into: &values)
        let span = values.span
        for index in span.indices { positions.append(span[index]) }
        offset = end
      }
      guard
        bytes.uint8(at: offset) == PostingsFormat.restFollows
          || info.occurrences % SegmentFormat.blockSize == 0
      else { throw file.corrupt(at: offset, "no end of positions") }
      offset += 1
    }
    let rest = info.occurrences % SegmentFormat.blockSize
    guard rest > 0 else { return }
    var bit = inlineBit ?? 8 * offset
    let parameter = Int(BitReader.read(bytes, at: &bit, bits: RiceCode.parameterBits))
    for _ in 0..<rest { positions.append(RiceCode.decode(bytes, at: &bit, parameter: parameter)) }
    guard bit <= 8 * limit else { throw file.corrupt(at: offset, "positions are missing") }
  }
}

/// The new numbers of a segment's documents in a merge. Kept documents have consecutive numbers.
struct DocumentNumbers: Sendable {
  /// The number of kept documents.
  let count: Int
  /// The number of the first kept document.
  private let base: UInt32
  /// For each document its new number, counted from `base`, or `dropped`; nil when all are kept.
  private let numbers: [UInt32]?

  private static let dropped = UInt32.max

  init(_ segment: SegmentReader, keeping kept: FixedBitSet?, from base: UInt32) {
    self.base = base
    guard let kept else {
      (count, numbers) = (segment.documentCount, nil)
      return
    }
    var numbers = [UInt32](repeating: Self.dropped, count: segment.documentCount)
    var next: UInt32 = 0
    kept.forEach { document in
      numbers[document] = next
      next += 1
    }
    (count, self.numbers) = (Int(next), numbers)
  }

  var keepsAll: Bool { numbers == nil }

  /// The new number of a document; nil when the merge drops it.
  func number(of document: UInt32) -> UInt32? {
    guard let numbers else { return base + document }
    let number = numbers[Int(document)]
    return number == Self.dropped ? nil : base + number
  }

  /// The kept documents by their old numbers, ascending.
  var documents: [UInt32] {
    guard let numbers else { return Array(0..<UInt32(count)) }
    return numbers.indices.filter { numbers[$0] != Self.dropped }.map { UInt32($0) }
  }
}
