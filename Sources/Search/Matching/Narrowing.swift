import InvertedIndex
import Storage

extension SegmentReader {
  /// Those of some documents that have all terms, the rarest first.
  ///
  /// - Parameter candidates: nil for all documents; the result is nil where there are no conditions either.
  func narrow(_ candidates: DocumentSet?, by conditions: [ExactMatcher.Condition]) -> DocumentSet? {
    var found = candidates
    var last: TermInfo?
    for condition in conditions.sorted(by: {
      $0.info.documentFrequency < $1.info.documentFrequency
    }) where condition.info != last {
      if let found {
        if found.isEmpty { return .empty }
        // What is not read only narrows: not where that costs more than it can save.
        if !condition.isRead, case .sorted(let few) = found, few.count < 8 { continue }
      }
      last = condition.info
      let cursor = cursor(for: condition.info, in: condition.field)
      found = .all(of: cursor, self, within: found)
    }
    return found
  }
}

extension DocumentSet {
  /// All documents of a cursor, or those of them that are candidates.
  static func all(
    of cursor: PostingsCursor, _ reader: SegmentReader, within candidates: DocumentSet? = nil
  ) -> DocumentSet {
    switch candidates {
    case nil where !prefersBits(cursor.documentFrequency, of: reader.documentCount):
      var documents: [UInt32] = []
      documents.reserveCapacity(cursor.documentFrequency)
      cursor.appendDocuments(to: &documents)
      return .sorted(documents)
    case nil:
      var bits = FixedBitSet(count: reader.documentCount)
      cursor.insertBlocks(into: &bits)
      return .bits(bits)
    case .sorted(let few)? where few.count < readThrough * cursor.blockCount:
      var documents = few
      cursor.intersect(&documents)
      return .sorted(documents)
    case .bits(let bits)? where prefersBits(cursor.documentFrequency, of: reader.documentCount):
      var others = FixedBitSet(count: reader.documentCount)
      if let range = bits.extent { cursor.insertBlocks(around: range, into: &others) }
      others.formIntersection(bits)
      return DocumentSet.bits(others).compacted()
    case let many?:
      let bits = many.bits(of: reader.documentCount)
      var documents: [UInt32] = []
      if let range = bits.extent {
        cursor.appendDocuments(in: bits, around: range, to: &documents)
      }
      return .sorted(documents)
    }
  }
}
