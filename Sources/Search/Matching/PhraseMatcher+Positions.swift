import InvertedIndex

// Where a text stands in documents, for what depends on more than one text.

extension PhraseMatcher {
  /// Where the text stands in documents, some of which may not have it.
  ///
  /// - Parameter documents: ascending.
  func positions(in documents: [UInt32]) -> PositionLists {
    var lists: PositionLists
    switch plan {
    case .nothing: return PositionLists(count: documents.count)
    case .term(let term): lists = positions(ofTerms: [term], in: documents)
    case .anyTerm(let any): lists = positions(ofTerms: any, in: documents)
    case .character(let gramPrefix, let edge):
      lists = characterPositions(gramPrefix: gramPrefix, edge: edge, in: documents)
    case .terms(let parts, let ending):
      let read = parts.filter(\.isRead)
      lists = positions(ofTerms: [read[0].term], in: documents).moved(back: read[0].offset)
      for part in read.dropFirst() {
        let others = positions(ofTerms: [part.term], in: documents)
        lists.keep(where: others, at: part.offset)
      }
      if let ending {
        let others = characterPositions(
          gramPrefix: ending.gramPrefix, edge: ending.edge, in: documents)
        lists.keep(where: others, at: ending.offset)
      }
    }
    if !isWholeField { lists.keep(inHeadline: zone == .title, documents, reader) }
    return lists
  }

  private func positions(ofTerms any: [Int], in documents: [UInt32]) -> PositionLists {
    PositionLists(of: any.compactMap { terms.infos[$0] }, zone.field, in: reader, documents)
  }

  private func characterPositions(
    gramPrefix: [UInt8], edge: [UInt8], in documents: [UInt32]
  ) -> PositionLists {
    var infos: [TermInfo] = []
    reader.terms.forEach(prefix: gramPrefix) { _, info in infos.append(info) }
    if let info = reader.terms.lookup(edge) { infos.append(info) }
    return PositionLists(of: infos, zone.field, in: reader, documents)
  }
}
