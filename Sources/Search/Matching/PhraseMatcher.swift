import InvertedIndex
import Storage
import TextAnalysis

/// Finds the documents of one segment that contain a text exactly, or one of some words.
struct PhraseMatcher {
  typealias Part = PhrasePlan.Part

  enum Plan {
    case nothing
    /// One term at any place.
    case term(Int)
    /// All terms at their places, the rarest first, and then one of some others.
    case terms([Part], ending: PhrasePlan.Ending?)
    case character(gramPrefix: [UInt8], edge: [UInt8])
    /// Any of some terms, all of which the segment has.
    case anyTerm([Int])
  }

  let terms: SegmentTerms
  let zone: ExactPhrase.Zone
  let plan: Plan
  /// Positions that an occurrence takes.
  let length: UInt32
  /// The text as a word: documents that have it need not be looked into.
  let word: Int?

  var reader: SegmentReader { terms.reader }

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

  /// How many documents there are, from above.
  var estimate: Int {
    switch plan {
    case .nothing: 0
    case .term(let term): terms.frequency(term)
    case .terms(let parts, ending: _): terms.frequency(parts[0].term)
    case .anyTerm(let any): any.reduce(0) { $0 + terms.frequency($1) }
    case .character: reader.documentCount
    }
  }

  /// Whether documents are found by terms that all of them have, and then looked into.
  var isByTerms: Bool {
    switch plan {
    case .term, .terms: true
    case .nothing, .character, .anyTerm: false
    }
  }

  /// Whether every document that has the terms contains the text.
  var isOneTerm: Bool {
    if case .term = plan { zone != .title && zone != .body } else { false }
  }

  /// Appends terms that all documents have, where the text is found by terms.
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

  /// - Parameter candidates: looks at no other documents; nil for all.
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

  /// Those of some documents, which satisfy the requiredTerms, that contain the text.
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
        return .sorted(self.documents(documents.sorted, endingIn: ending, behind: parts))
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

  /// Whether every document of the field's terms has them in the zone.
  var isWholeField: Bool { zone == .titleOrBody || zone == .tail }

  /// Inserts the documents that have a term in the zone.
  func insertOccurrences(of info: TermInfo, into bits: inout FixedBitSet) {
    // The cursor that tells all documents has been moved.
    let all = reader.documents(of: reader.cursor(for: info, in: zone.field)).0
    occurrences(reader.cursor(for: info, in: zone.field), in: all).forEach {
      bits.insert(Int($0))
    }
  }

  /// Documents of a single term that have it in the zone.
  func occurrences(_ cursor: PostingsCursor, in documents: DocumentSet) -> DocumentSet {
    var found: [UInt32] = []
    documents.forEachBatch { found += occurrences(cursor, in: $0) }
    return .sorted(found)
  }

  /// The frequencies tell.
  private func occurrences(_ cursor: PostingsCursor, in documents: [UInt32]) -> [UInt32] {
    var found = PostingsBatch()
    cursor.match(documents.span, into: &found)
    return (0..<found.count).compactMap { place in
      let title = found.titles[place]
      let occurs = zone == .title ? title > 0 : found.frequencies[place] > title
      return occurs ? documents[Int(found.indices[place])] : nil
    }
  }

  /// Where the parts stand whose positions have to be read.
  func positions(
    of parts: [Part], by cursors: [PostingsCursor?] = []
  ) -> [(PositionsReader, UInt32)] {
    parts.compactMap { part in
      guard part.isRead, let cursor = cursors.of(part.term) ?? terms.cursor(part.term) else {
        return nil
      }
      return (PositionsReader(cursor), part.offset)
    }
  }

  /// Those of some documents that have terms at their places.
  func verified(
    _ documents: DocumentSet, _ positions: [(PositionsReader, UInt32)]
  ) -> DocumentSet {
    var verifier = PhraseVerifier(positions, reader, zone)
    return verifier.filter(documents)
  }

  /// The parts, the rarest first, and which of them are read: those that cover every unit but an ending, which
  /// together occur where the text does. Of all such sets the one whose positions are the fewest to read.
  ///
  /// - Precondition: the segment has all terms.
  private static func ordered(_ parts: [Part], _ terms: SegmentTerms) -> [Part] {
    var parts = parts
    parts.sort { terms.frequency($0.term) < terms.frequency($1.term) }
    // Of two, each covers a unit that the other does not.
    guard parts.count > 2 else { return parts }
    var unitCount = 0
    for part in parts { unitCount = max(unitCount, Int(part.offset) + part.units) }
    /// By number of units, the cheapest way to cover as many from the first on, and its last part.
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

  /// A document's positions, and what it takes to get there.
  private static func cost(_ info: TermInfo) -> Double {
    Double(info.occurrences) / Double(info.documentFrequency) + 4
  }
}
