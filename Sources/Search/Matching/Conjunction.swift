import InvertedIndex
import Storage

/// A term that every matching document contains.
struct RequiredTerm {
  let term: Int
  let documentFrequency: Int
  /// True when positions of the term are read later; other terms only reduce the set.
  let isRead: Bool
}

extension SegmentTerms {
  /// Returns the documents that contain all required terms; nil without candidates and terms.
  ///
  /// - Parameters:
  ///   - candidates: The documents to consider; nil for all.
  ///   - requiredTerms: The terms, sorted by ascending document frequency.
  func intersect(_ candidates: DocumentSet?, by requiredTerms: [RequiredTerm]) -> Match? {
    var found = candidates
    var cursors: [PostingsCursor?] = []
    var last: Int?
    let leastRead = requiredTerms.first(where: \.isRead)?.documentFrequency
    for required in requiredTerms where required.term != last {
      if let found, found.isEmpty { return .nothing }
      // Skip a term without positions where intersecting costs more than it can save.
      if !required.isRead {
        if case .sorted(let few)? = found, few.count < 8 { continue }
        let frequency = required.documentFrequency
        if 4 * frequency > reader.documentCount, let leastRead,
          leastRead - frequency < frequency / 16
        {
          continue
        }
      }
      last = required.term
      guard let cursor = cursor(required.term) else { return .nothing }
      let (intersection, ordinals) = reader.documents(of: cursor, within: found)
      found = intersection
      if let ordinals {
        cursor.restrict(to: ordinals)
        if cursors.isEmpty { cursors = Array(repeating: nil, count: terms.count) }
        cursors[required.term] = cursor
      }
    }
    return found.map { Match(documents: $0, cursors: cursors) }
  }
}

extension SegmentReader {
  /// Returns the documents of a cursor, restricted to the candidates, and their posting ordinals if
  /// the result is a sorted array.
  func documents(
    of cursor: PostingsCursor, within candidates: DocumentSet? = nil
  ) -> (DocumentSet, PostingOrdinals?) {
    let prefersBits = DocumentSet.prefersBits(cursor.documentFrequency, of: documentCount)
    let ordinals: PostingOrdinals
    switch candidates {
    case nil where !prefersBits: ordinals = cursor.all()
    case nil:
      var bits = FixedBitSet(count: documentCount)
      cursor.insertBlocks(into: &bits)
      return (.bits(bits), nil)
    case .sorted(let few)? where few.count < DocumentSet.scanThreshold * cursor.blockCount:
      ordinals = cursor.intersection(few)
    case .bits(let bits)? where prefersBits:
      var others = FixedBitSet(count: documentCount)
      if let range = bits.extent { cursor.insertBlocks(around: range, into: &others) }
      others.formIntersection(bits)
      return (DocumentSet.bits(others).compacted(), nil)
    case let many?:
      let bits = many.bits(of: documentCount)
      guard let range = bits.extent else { return (.empty, nil) }
      ordinals = cursor.intersection(bits, around: range, count: many.count)
    }
    return (.sorted(ordinals.documents), ordinals)
  }
}

/// The documents that satisfy a requirement, with reusable cursors.
struct Match {
  var documents: DocumentSet
  /// For each term, a cursor that holds the posting ordinals of these documents; may be empty.
  var cursors: [PostingsCursor?] = []

  static var nothing: Match { Match(documents: .empty) }
}

extension [PostingsCursor?] {
  func of(_ term: Int) -> PostingsCursor? { term < count ? self[term] : nil }
}
