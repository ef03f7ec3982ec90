import Storage
import TextAnalysis

/// Decodes all occurrences of a term in a segment.
struct OccurrenceReader {
  private var positions: [UInt32] = []

  /// Appends the term's occurrences in the kept documents.
  ///
  /// - Throws: `StorageError.corrupt` for impossible postings or positions.
  /// - Complexity: O(occurrences).
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
    let positions = positions.span
    var failure: StorageError?
    walk.forEachBlock(before: PostingsCursor.noMoreDocuments, of: list, where: { _ in true }) {
      documents, frequencies, titles in
      for index in documents.indices where failure == nil {
        let frequency = Int(frequencies[index])
        guard documents[index] < segment.documentCount, next + frequency <= info.occurrences else {
          failure = .corrupt(
            file: list.file.name, offset: info.postingsOffset, reason: "postings out of bounds")
          return
        }
        let end = withPositions ? next + frequency : next
        defer { next = end }
        let number = numbers.numbers.map { $0[Int(documents[index])] } ?? documents[index]
        if number == DocumentNumbers.dropped { continue }
        target.append(
          document: numbers.base + number, frequency: frequencies[index],
          title: titles.isEmpty ? 0 : titles[index],
          positionDeltas: positions.extracting(next..<end))
      }
    }
    if let failure { throw failure }
    guard !withPositions || next == info.occurrences else {
      throw .corrupt(
        file: list.file.name, offset: info.postingsOffset,
        reason: "\(next) of \(info.occurrences) occurrences")
    }
  }

  /// Decodes all stored values: for each document the first position, then differences.
  private mutating func readPositions(
    _ info: TermInfo, of segment: SegmentReader, inlineFrom inlineBit: Int?
  ) throws(StorageError) {
    positions.removeAll(keepingCapacity: true)
    let file = info.isInline ? segment.terms.file : segment.positions
    let bytes = file.bytes
    var offset = info.positionsOffset
    if info.occurrences >= SegmentFormat.blockSize {
      var values = InlineArray<128, UInt32>(repeating: 0)
      for _ in 0..<info.occurrences / SegmentFormat.blockSize {
        let head = bytes.uint8(at: offset)
        guard head != PostingsFormat.restFollows else {
          throw .corrupt(file: file.name, offset: offset, reason: "positions are missing")
        }
        PatchedBlockCodec.decode(bytes, at: offset + 1, head: head, into: &values)
        let span = values.span
        for index in span.indices { positions.append(span[index]) }
        offset += 1 + PatchedBlockCodec.byteCount(bytes, at: offset + 1, head: head)
      }
      guard
        bytes.uint8(at: offset) == PostingsFormat.restFollows
          || info.occurrences % SegmentFormat.blockSize == 0
      else {
        throw .corrupt(file: file.name, offset: offset, reason: "no end of positions")
      }
      offset += 1
    }
    let rest = info.occurrences % SegmentFormat.blockSize
    guard rest > 0 else { return }
    var bit = inlineBit ?? 8 * offset
    let parameter = Int(BitReader.read(bytes, at: &bit, bits: RiceCode.parameterBits))
    for _ in 0..<rest { positions.append(RiceCode.decode(bytes, at: &bit, parameter: parameter)) }
  }
}

/// The new numbers of a segment's documents in a merge.
struct DocumentNumbers: Sendable {
  /// The new number of the first kept document.
  let base: UInt32
  /// The number of kept documents.
  let count: Int
  /// For each document its new number, counted from `base`, or `dropped`; nil when all are kept.
  let numbers: [UInt32]?

  static let dropped = UInt32.max

  /// - Parameter kept: nil to keep all documents.
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

  /// The kept documents, ascending.
  var documents: [UInt32] {
    guard let numbers else { return Array(0..<UInt32(count)) }
    return numbers.indices.filter { numbers[$0] != Self.dropped }.map { UInt32($0) }
  }
}
