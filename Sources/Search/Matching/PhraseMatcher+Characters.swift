import InvertedIndex
import Storage

// A character by itself, or behind punctuation that ends a quotation, may go on in the article as it likes: it begins
// a gram, whichever, or stands at the end of a run.

extension PhraseMatcher {
  func union(
    gramPrefix: [UInt8], edge: [UInt8], within candidates: DocumentSet?
  ) -> DocumentSet {
    if case .sorted(let few)? = candidates, few.count <= Self.fewDocuments, isWholeField {
      return .sorted(documents(few, havingPrefix: gramPrefix, or: edge))
    }
    let bits =
      isWholeField
      ? documents(havingPrefix: gramPrefix, or: edge)
      : occurrences(ofPrefix: gramPrefix, or: edge)
    guard let candidates else { return .bits(bits) }
    return candidates.intersection(.bits(bits))
  }

  private func documents(havingPrefix gramPrefix: [UInt8], or edge: [UInt8]) -> FixedBitSet {
    var union = DocumentUnion(in: reader)
    reader.terms.forEach(prefix: gramPrefix) { _, info in union.insert(info) }
    if let info = reader.terms.lookup(edge) { union.insert(info) }
    return union.bits
  }

  /// Documents that have it in the zone.
  private func occurrences(ofPrefix gramPrefix: [UInt8], or edge: [UInt8]) -> FixedBitSet {
    var bits = FixedBitSet(count: reader.documentCount)
    reader.terms.forEach(prefix: gramPrefix) { _, info in
      insertOccurrences(of: info, into: &bits)
    }
    if let info = reader.terms.lookup(edge) { insertOccurrences(of: info, into: &bits) }
    return bits
  }

  /// So few that each is rather looked for in the most frequent terms than all documents of all terms united.
  private static var fewDocuments: Int { 256 }

  /// Those of some documents that have a character: as a word, as an edge, or in a gram.
  private func documents(
    _ candidates: [UInt32], havingPrefix gramPrefix: [UInt8], or edge: [UInt8]
  ) -> [UInt32] {
    var rest = DocumentSet.sorted(candidates)
    func look(for info: TermInfo) {
      let cursor = reader.cursor(for: info, in: zone.field)
      rest = rest.subtracting(reader.documents(of: cursor, within: rest).0)
    }
    // Mostly one of these two: there are hundreds of grams.
    if let word, let info = terms.infos[word] { look(for: info) }
    if !rest.isEmpty, let info = reader.terms.lookup(edge) { look(for: info) }
    if !rest.isEmpty {
      var infos: [TermInfo] = []
      reader.terms.forEach(prefix: gramPrefix) { _, info in infos.append(info) }
      infos.sort { $0.documentFrequency > $1.documentFrequency }
      for info in infos where !rest.isEmpty { look(for: info) }
    }
    return DocumentSet.sorted(candidates).subtracting(rest).sorted
  }

  /// Those of some documents that have the parts at their places and the ending behind them, whichever term
  /// it is there.
  func documents(
    _ candidates: [UInt32], endingIn ending: PhrasePlan.Ending, behind parts: [Part]
  ) -> [UInt32] {
    var open = verified(.sorted(candidates), positions(of: parts)).sorted
    var found: [UInt32] = []
    func cursor(_ info: TermInfo) -> PostingsCursor { reader.cursor(for: info, in: zone.field) }
    func close(_ info: TermInfo) {
      let shared = cursor(info).intersection(open).documents
      if shared.isEmpty { return }
      let positions = positions(of: parts) + [(PositionsReader(cursor(info)), ending.offset)]
      let closed = verified(.sorted(shared), positions).sorted
      if closed.isEmpty { return }
      found += closed
      let isClosed = Set(closed)
      open.removeAll { isClosed.contains($0) }
    }
    if let info = reader.terms.lookup(ending.edge) { close(info) }
    reader.terms.forEach(prefix: ending.gramPrefix) { _, info in
      if !open.isEmpty { close(info) }
    }
    return found.sorted()
  }
}
