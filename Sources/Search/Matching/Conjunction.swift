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
  /// The rarest term gives the first set, and every further term reduces it: "small versus small"
  /// (Demaine, López-Ortiz and Munro, "Experiments on adaptive set intersections for text retrieval
  /// systems", 2001). Each step is one pass over the blocks of one term.
  ///
  /// - Parameters:
  ///   - candidates: The documents to consider; nil for all.
  ///   - requiredTerms: The terms, sorted by ascending document frequency.
  func intersect(_ candidates: DocumentSet?, by requiredTerms: [RequiredTerm]) -> Match? {
    var found = candidates
    var cursors: [PostingsCursor?] = []
    var previous: Int?
    let rarestRead = requiredTerms.first(where: \.isRead)?.documentFrequency
    for required in requiredTerms where required.term != previous {
      if let found, found.isEmpty { return .nothing }
      if !required.isRead, !isWorthIntersecting(required, with: found, rarestRead) { continue }
      previous = required.term
      let others = found?.count ?? required.documentFrequency
      guard work.count(min(others, required.documentFrequency)) else { return .nothing }
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

  /// Returns false if intersecting with a term whose positions are not read costs more than it
  /// saves.
  ///
  /// - Parameter rarestRead: The document frequency of the rarest term whose positions are read.
  private func isWorthIntersecting(
    _ required: RequiredTerm, with found: DocumentSet?, _ rarestRead: Int?
  ) -> Bool {
    // The positions of a few documents are read quickly.
    if case .sorted(let few)? = found, few.count < 8 { return false }
    guard let rarestRead else { return true }
    let frequency = required.documentFrequency
    let isInManyDocuments = 4 * frequency > reader.documentCount
    // Otherwise the rarest read term leaves about as few documents by itself.
    return !isInManyDocuments || rarestRead - frequency >= frequency / 16
  }
}

extension SegmentReader {
  /// Returns the documents of a cursor, restricted to the candidates, and their posting ordinals if
  /// the result is a sorted array.
  func documents(
    of cursor: PostingsCursor, within candidates: DocumentSet? = nil
  ) -> (DocumentSet, PostingOrdinals?) {
    let isDense = DocumentSet.prefersBits(cursor.documentFrequency, of: documentCount)
    let ordinals: PostingOrdinals
    switch candidates {
    case nil where isDense:
      var bits = FixedBitSet(count: documentCount)
      cursor.insertBlocks(into: &bits)
      return (.bits(bits), nil)
    case nil: ordinals = cursor.all()
    case .sorted(let few)? where few.count < DocumentSet.scanThreshold * cursor.blockCount:
      // Look up each candidate.
      ordinals = cursor.intersection(few)
    case .bits(let bits)? where isDense:
      // Intersect two bitmaps.
      var others = FixedBitSet(count: documentCount)
      if let range = bits.extent { cursor.insertBlocks(around: range, into: &others) }
      others.formIntersection(bits)
      return (DocumentSet.bits(others).compacted(), nil)
    case let many?:
      // Scan the blocks, and look up each document in a bitmap of the candidates.
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
