import InvertedIndex
import Storage
import TextAnalysis

/// Finds the documents of one segment that contain a phrase, or any of several words.
///
/// A phrase is found by a conjunction of its terms. Positions are then read only for the documents
/// that contain all terms. A single character may begin any gram or end a Han sequence, so it is
/// found by the union of the grams that begin with it and its edge term.
struct PhraseMatcher {
  typealias Part = PhrasePlan.Part

  private enum Plan {
    case nothing
    /// One term at any position.
    case term(Int)
    /// All terms at their offsets, the rarest first, and optionally a character after them.
    case terms([Part], ending: PhrasePlan.Ending?)
    case character(gramPrefix: [UInt8], edge: [UInt8])
    /// Any of several terms, all of which the segment contains.
    case anyTerm([Int])
  }

  private let terms: SegmentTerms
  private let zone: ExactPhrase.Zone
  private let plan: Plan
  /// The number of positions of an occurrence.
  let length: UInt32
  /// The term for the phrase as a word. Documents that contain it need no positions.
  private let word: Int?

  private var reader: SegmentReader { terms.reader }

  init(_ text: PhrasePlan, in terms: SegmentTerms) {
    self.terms = terms
    zone = text.zone
    word = text.word
    length = text.length
    switch text.means {
    case .character(let gramPrefix, let edge):
      plan = .character(gramPrefix: gramPrefix, edge: edge)
    case .anyTerm(let any):
      let known = any.filter { terms.infos[$0] != nil }
      plan = known.isEmpty ? .nothing : .anyTerm(known)
    case .terms(let parts, let ending):
      if !parts.allSatisfy({ terms.infos[$0.term] != nil }) {
        plan = .nothing
      } else if parts.count == 1, ending == nil {
        plan = .term(parts[0].term)
      } else {
        plan = .terms(Self.ordered(parts, terms), ending: ending)
      }
    }
  }

  /// An upper bound of the number of matching documents.
  var estimate: Int {
    switch plan {
    case .nothing: 0
    case .term(let term): terms.frequency(term)
    case .terms(let parts, ending: _): terms.frequency(parts[0].term)
    case .anyTerm(let any): any.reduce(0) { $0 + terms.frequency($1) }
    case .character: reader.documentCount
    }
  }

  /// True when documents are found by a conjunction of terms and then verified.
  var isByTerms: Bool {
    switch plan {
    case .term, .terms: true
    case .nothing, .character, .anyTerm: false
    }
  }

  /// True when every document with the term matches.
  var isOneTerm: Bool {
    if case .term = plan { zone != .title && zone != .body } else { false }
  }

  /// Appends the terms that every matching document contains, if `isByTerms`.
  func appendRequiredTerms(to requiredTerms: inout [RequiredTerm]) {
    func append(_ term: Int, isRead: Bool) {
      requiredTerms.append(
        RequiredTerm(term: term, documentFrequency: terms.frequency(term), isRead: isRead))
    }
    switch plan {
    case .term(let term): append(term, isRead: true)
    case .terms(let parts, ending: _):
      for part in parts { append(part.term, isRead: part.isRead) }
    case .nothing, .character, .anyTerm: break
    }
  }

  /// Returns the matching documents.
  ///
  /// - Parameter candidates: The documents to consider; nil for all.
  func documents(within candidates: DocumentSet?) -> DocumentSet {
    switch plan {
    case .nothing: return .empty
    case .character(let gramPrefix, let edge):
      return union(gramPrefix: gramPrefix, edge: edge, within: candidates)
    case .anyTerm(let any): return union(of: any, within: candidates)
    case .term, .terms:
      var requiredTerms: [RequiredTerm] = []
      appendRequiredTerms(to: &requiredTerms)
      return confirmed(terms.intersect(candidates, by: requiredTerms) ?? .nothing)
    }
  }

  /// Returns the documents that match, given the documents that contain the required terms.
  func confirmed(_ match: Match) -> DocumentSet {
    let documents = match.documents
    switch plan {
    case .nothing, .character, .anyTerm: return documents
    case .term(let term):
      if isOneTerm { return documents }
      let cursor = match.cursors.of(term) ?? terms.cursor(term)
      return cursor.map { occurrences($0, in: documents) } ?? .empty
    case .terms(let parts, let ending):
      if let ending {
        return .sorted(self.documents(documents.sorted, endingIn: ending, after: parts))
      }
      guard let word = word.flatMap({ terms.cursor($0) }) else {
        return verified(documents, positions(of: parts, by: match.cursors))
      }
      let known = reader.documents(of: word, within: documents).0
      let open = documents.subtracting(known).compacted()
      if open.isEmpty { return known }
      return known.union(verified(open, positions(of: parts, by: match.cursors)))
    }
  }

  private func union(of any: [Int], within candidates: DocumentSet?) -> DocumentSet {
    let bits: FixedBitSet
    if isWholeField {
      bits = terms.union(of: any)
    } else {
      var found = FixedBitSet(count: reader.documentCount)
      for term in any {
        if let info = terms.infos[term] { insertOccurrences(of: info, into: &found) }
      }
      bits = found
    }
    return candidates?.intersection(.bits(bits)) ?? DocumentSet.bits(bits).compacted()
  }

  /// True when the zone covers a whole field, so that positions do not matter.
  private var isWholeField: Bool { zone == .titleOrBody || zone == .tail }

  /// Inserts the documents that contain a term in the zone.
  private func insertOccurrences(of info: TermInfo, into bits: inout FixedBitSet) {
    // The first cursor is at its end after all documents were read.
    let all = reader.documents(of: reader.cursor(for: info, in: zone.field)).0
    occurrences(reader.cursor(for: info, in: zone.field), in: all).forEach {
      bits.insert(Int($0))
    }
  }

  /// Returns the documents that contain a term in the zone, which the title frequencies decide.
  private func occurrences(_ cursor: PostingsCursor, in documents: DocumentSet) -> DocumentSet {
    var found: [UInt32] = []
    documents.forEachBatch { found += occurrences(cursor, in: $0) }
    return .sorted(found)
  }

  private func occurrences(_ cursor: PostingsCursor, in documents: [UInt32]) -> [UInt32] {
    var found = PostingsBatch()
    cursor.match(documents.span, into: &found)
    return (0..<found.count).compactMap { index in
      let title = found.titles[index]
      let occurs = zone == .title ? title > 0 : found.frequencies[index] > title
      return occurs ? documents[Int(found.indices[index])] : nil
    }
  }

  /// Returns readers of the positions that must be checked, each with the offset of its part.
  private func positions(
    of parts: [Part], by cursors: [PostingsCursor?] = []
  ) -> [(PositionsReader, UInt32)] {
    parts.compactMap { part in
      guard part.isRead, let cursor = cursors.of(part.term) ?? terms.cursor(part.term) else {
        return nil
      }
      return (PositionsReader(cursor), part.offset)
    }
  }

  /// Returns the documents that contain the parts at their offsets.
  private func verified(
    _ documents: DocumentSet, _ positions: [(PositionsReader, UInt32)]
  ) -> DocumentSet {
    var verifier = PhraseVerifier(positions, reader, zone)
    return verifier.filter(documents)
  }

  /// Sorts the parts by frequency and marks the parts whose positions must be read.
  ///
  /// The marked parts cover every unit of the phrase except the ending. Among all such covers the
  /// one with the fewest positions is chosen, by dynamic programming over the units.
  ///
  /// - Precondition: The segment contains all terms.
  private static func ordered(_ parts: [Part], _ terms: SegmentTerms) -> [Part] {
    var parts = parts
    parts.sort { terms.frequency($0.term) < terms.frequency($1.term) }
    // With two parts, each covers a unit that the other does not.
    guard parts.count > 2 else { return parts }
    var unitCount = 0
    for part in parts { unitCount = max(unitCount, Int(part.offset) + part.units) }
    // The lowest cost of covering the first `n` units, and the last part of that cover.
    var costs = [Double](repeating: .infinity, count: unitCount + 1)
    var last = [Int](repeating: 0, count: unitCount + 1)
    costs[0] = 0
    for units in 0..<unitCount + 1 {
      for (index, part) in parts.enumerated() {
        let start = Int(part.offset)
        guard start < units, units <= start + part.units else { continue }
        let cost = terms.infos[part.term].map(Self.cost) ?? 0
        if costs[start] + cost < costs[units] {
          costs[units] = costs[start] + cost
          last[units] = index
        }
      }
    }
    for index in parts.indices { parts[index].isRead = false }
    var units = unitCount
    while units > 0 {
      parts[last[units]].isRead = true
      units = Int(parts[last[units]].offset)
    }
    return parts
  }

  /// Returns the mean number of positions in a document, plus a constant for locating them.
  private static func cost(_ info: TermInfo) -> Double {
    Double(info.occurrences) / Double(info.documentFrequency) + 4
  }
}

// MARK: Single characters

extension PhraseMatcher {
  private func union(
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

  private func occurrences(ofPrefix gramPrefix: [UInt8], or edge: [UInt8]) -> FixedBitSet {
    var bits = FixedBitSet(count: reader.documentCount)
    reader.terms.forEach(prefix: gramPrefix) { _, info in
      insertOccurrences(of: info, into: &bits)
    }
    if let info = reader.terms.lookup(edge) { insertOccurrences(of: info, into: &bits) }
    return bits
  }

  /// Up to this number of candidates, look-ups in frequent grams are cheaper than the union of
  /// all grams.
  private static var fewDocuments: Int { 256 }

  /// Returns the candidates that contain a character as a word, as an edge, or in a gram.
  private func documents(
    _ candidates: [UInt32], havingPrefix gramPrefix: [UInt8], or edge: [UInt8]
  ) -> [UInt32] {
    var rest = DocumentSet.sorted(candidates)
    func lookUp(_ info: TermInfo) {
      let cursor = reader.cursor(for: info, in: zone.field)
      rest = rest.subtracting(reader.documents(of: cursor, within: rest).0)
    }
    // Most candidates contain one of these two, and there are hundreds of grams.
    if let word, let info = terms.infos[word] { lookUp(info) }
    if !rest.isEmpty, let info = reader.terms.lookup(edge) { lookUp(info) }
    if !rest.isEmpty {
      var infos: [TermInfo] = []
      reader.terms.forEach(prefix: gramPrefix) { _, info in infos.append(info) }
      infos.sort { $0.documentFrequency > $1.documentFrequency }
      for info in infos where !rest.isEmpty { lookUp(info) }
    }
    return DocumentSet.sorted(candidates).subtracting(rest).sorted
  }

  /// Returns the candidates that contain the parts at their offsets, followed by the ending as any
  /// of its terms.
  private func documents(
    _ candidates: [UInt32], endingIn ending: PhrasePlan.Ending, after parts: [Part]
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

// MARK: Positions

extension PhraseMatcher {
  /// Returns the positions of the phrase in documents, for clauses that combine several phrases.
  ///
  /// - Parameter documents: Documents in ascending order. They need not contain the phrase.
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
    if !isWholeField { lists.keep(inTitle: zone == .title, documents, reader) }
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
