import InvertedIndex
import Storage

/// A term without which a document need not be looked at.
struct RequiredTerm {
  let term: Int
  /// Of the term in the segment.
  let documentFrequency: Int
  /// Positions are read of it; others only narrow.
  let isRead: Bool
}

extension SegmentTerms {
  /// Those of some documents that have all terms, the rarest first.
  ///
  /// - Parameters:
  ///   - candidates: nil for all documents; the result is nil where there are no requiredTerms either.
  ///   - requiredTerms: by document frequency, ascending.
  func intersect(_ candidates: DocumentSet?, by requiredTerms: [RequiredTerm]) -> Match? {
    var found = candidates
    var cursors: [PostingsCursor?] = []
    var last: Int?
    let leastRead = requiredTerms.first(where: \.isRead)?.documentFrequency
    for condition in requiredTerms where condition.term != last {
      if let found, found.isEmpty { return .nothing }
      // What is not read only narrows: not where that costs more than it can save.
      if !condition.isRead {
        if case .sorted(let few)? = found, few.count < 8 { continue }
        let frequency = condition.documentFrequency
        if 4 * frequency > reader.documentCount, let leastRead,
          leastRead - frequency < frequency / 16
        {
          continue
        }
      }
      last = condition.term
      guard let cursor = cursor(condition.term) else { return .nothing }
      let (narrowed, places) = reader.documents(of: cursor, within: found)
      found = narrowed
      if let places {
        cursor.restrict(to: places)
        if cursors.isEmpty { cursors = Array(repeating: nil, count: terms.count) }
        cursors[condition.term] = cursor
      }
    }
    return found.map { Match(documents: $0, cursors: cursors) }
  }
}

extension SegmentReader {
  /// All documents of a cursor, or those of them that are candidates; and where they stand, if they are few.
  func documents(
    of cursor: PostingsCursor, within candidates: DocumentSet? = nil
  ) -> (DocumentSet, PostingOrdinals?) {
    let prefersBits = DocumentSet.prefersBits(cursor.documentFrequency, of: documentCount)
    let places: PostingOrdinals
    switch candidates {
    case nil where !prefersBits: places = cursor.all()
    case nil:
      var bits = FixedBitSet(count: documentCount)
      cursor.insertBlocks(into: &bits)
      return (.bits(bits), nil)
    case .sorted(let few)? where few.count < DocumentSet.readThrough * cursor.blockCount:
      places = cursor.intersection(few)
    case .bits(let bits)? where prefersBits:
      var others = FixedBitSet(count: documentCount)
      if let range = bits.extent { cursor.insertBlocks(around: range, into: &others) }
      others.formIntersection(bits)
      return (DocumentSet.bits(others).compacted(), nil)
    case let many?:
      let bits = many.bits(of: documentCount)
      guard let range = bits.extent else { return (.empty, nil) }
      places = cursor.intersection(bits, around: range, count: many.count)
    }
    return (.sorted(places.documents), places)
  }
}
