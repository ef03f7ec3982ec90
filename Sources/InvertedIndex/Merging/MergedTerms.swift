import Storage
import TextAnalysis

/// The merged terms of several segments, with their occurrences in the kept documents.
struct MergedTerms: TermSource {
  let segments: [SegmentReader]
  let numbers: [DocumentNumbers]

  /// The approximate bytes of terms, postings and positions in one batch, over all segments.
  private static let batchSize = 1 << 20

  var batches: [Range<Int>] {
    // A small merge is one batch.
    if segments.reduce(0, { $0 + $1.termBytes }) < Self.batchSize { return [0..<TermRanges.count] }
    // The average bytes for each block of the dictionary.
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
        try reader.append(
          cursors[number].info, of: segments[number], as: numbers[number],
          withPositions: withPositions, to: &list)
        cursors[number].advance()
      }
      if list.documentCount > 0 { body(term, list) }
    }
  }

  /// A cursor at the end, with the prefix `.max`, sorts after all others.
  private static func isBefore(_ a: borrowing TermCursor, _ b: borrowing TermCursor) -> Bool {
    if a.prefix != b.prefix { return a.prefix < b.prefix }
    return a.prefix < .max && a.term.lexicographicallyPrecedes(b.term)
  }
}

extension SegmentReader {
  /// The bytes of the dictionary, the postings and the positions.
  fileprivate var termBytes: Int {
    [terms.file, postings, positions].reduce(0) { $0 + $1.payload.count }
  }
}
