import InvertedIndex
import Storage

extension SegmentReader {
  /// Those of some documents that have all terms, the rarest first.
  ///
  /// - Parameter candidates: nil for all documents; the result is nil where there are no conditions either.
  func narrow(_ candidates: DocumentSet?, by conditions: [ExactMatcher.Condition]) -> Match? {
    var found = candidates
    var places: [PostingPlaces] = []
    places.reserveCapacity(conditions.count)
    var last: TermInfo?
    let leastRead = conditions.lazy.filter(\.isRead).map(\.info.documentFrequency).min()
    for condition in conditions.sorted(by: {
      $0.info.documentFrequency < $1.info.documentFrequency
    }) where condition.info != last {
      if let found, found.isEmpty { return .nothing }
      // What is not read only narrows: not where that costs more than it can save.
      if !condition.isRead {
        if case .sorted(let few)? = found, few.count < 8 { continue }
        let frequency = condition.info.documentFrequency
        if 4 * frequency > documentCount, let leastRead, leastRead - frequency < frequency / 16 {
          continue
        }
      }
      last = condition.info
      let cursor = cursor(for: condition.info, in: condition.field)
      let (narrowed, itsPlaces) = documents(of: cursor, within: found)
      found = narrowed
      if let itsPlaces { places.append(itsPlaces) }
    }
    return found.map { Match(documents: $0, places: places) }
  }

  /// All documents of a cursor, or those of them that are candidates; and where they stand, if they are few.
  func documents(
    of cursor: PostingsCursor, within candidates: DocumentSet? = nil
  ) -> (DocumentSet, PostingPlaces?) {
    let prefersBits = DocumentSet.prefersBits(cursor.documentFrequency, of: documentCount)
    let places: PostingPlaces
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
