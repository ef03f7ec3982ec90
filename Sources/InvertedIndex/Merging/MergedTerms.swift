import Storage
import TextAnalysis

/// The terms of several segments, merged, with the occurrences in the documents that are kept.
struct MergedTerms: TermSource {
  let segments: [SegmentReader]
  let numbers: [DocumentNumbers]

  /// Bytes of postings and positions, in all segments, that are merged at a time, about.
  private static let batchSize = 1 << 20

  var batches: [Range<Int>] {
    // What a block of each dictionary stands for.
    let bytes = segments.map { segment in
      segment.termBytes / max(1, segment.terms.blockCount)
    }
    // Of a small merge the whole is one, and nothing is looked up.
    if segments.reduce(0, { $0 + $1.termBytes }) < Self.batchSize { return [0..<TermRanges.count] }
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
    var list = OccurrenceList()
    var parts = OccurrenceReader()
    while let first = cursors.indices.min(by: { Self.isBefore(cursors[$0], cursors[$1]) }),
      cursors[first].prefix < end
    {
      let term = cursors[first].term
      let field = TermBytes.field(of: term)
      let withPositions = TermBytes.hasPositions(term)
      list.removeAll()
      // In the order of segments, so that documents ascend.
      for number in cursors.indices
      where cursors[number].prefix < .max && cursors[number].term == term {
        try parts.append(
          cursors[number].info, field, of: segments[number], as: numbers[number],
          withPositions: withPositions, to: &list)
        cursors[number].advance()
      }
      if list.documentCount > 0 { body(term, list) }
    }
  }

  /// Nothing comes after all terms.
  private static func isBefore(_ a: borrowing TermCursor, _ b: borrowing TermCursor) -> Bool {
    if a.prefix != b.prefix { return a.prefix < b.prefix }
    return a.prefix < .max && a.term.lexicographicallyPrecedes(b.term)
  }
}

/// Which documents of a segment are kept, and as which.
struct DocumentNumbers: Sendable {
  /// Of the first one that is kept.
  let base: UInt32
  /// Those kept.
  let count: Int
  /// By document its number from `base` on, `dropped` for those that are not kept; nil where all are.
  let numbers: [UInt32]?

  static let dropped = UInt32.max

  /// - Parameter kept: nil for all.
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

  /// The documents that are kept, ascending.
  var documents: [UInt32] {
    guard let numbers else { return Array(0..<UInt32(count)) }
    return numbers.indices.filter { numbers[$0] != Self.dropped }.map { UInt32($0) }
  }
}

extension SegmentReader {
  /// Bytes that its terms take with postings and positions.
  fileprivate var termBytes: Int {
    [terms.file, postings, positions].reduce(0) { $0 + $1.payload.count }
  }
}
