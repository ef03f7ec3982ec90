import InvertedIndex
import Storage
import TextAnalysis

/// Finds the documents of one segment that contain a text exactly; its terms have been looked up.
struct ExactMatcher {
  /// A term of the text, its place, and the units from there that it covers.
  fileprivate struct Part {
    let info: TermInfo
    let offset: UInt32
    let units: Int
  }

  /// A term without which a document need not be looked at.
  struct Condition {
    let info: TermInfo
    let field: Field
    /// Positions are read of it; others only narrow.
    let isRead: Bool
  }

  private enum Plan {
    case nothing
    /// All terms at their places, the rarest first, and then one of some others;
    /// and those of them that cover it.
    case terms([Part], cover: [Int], ending: ExactText.Ending?)
    case character(gramPrefix: [UInt8], edge: [UInt8])
  }

  private let reader: SegmentReader
  private let zone: ExactText.Zone
  private let plan: Plan
  /// The text as a word: documents that have it need not be looked into.
  private let word: TermInfo?

  /// - Parameters:
  ///   - word: the text's `word`, where the segment is known to have it.
  ///   - lookup: finds a term in the segment.
  init(
    _ text: ExactText, word: TermInfo?, in reader: SegmentReader, lookup: ([UInt8]) -> TermInfo?
  ) {
    self.reader = reader
    zone = text.zone
    self.word = zone == .headlineOrBody || zone == .tail ? word : nil
    switch text.plan {
    case .character(let gramPrefix, let edge):
      plan = .character(gramPrefix: gramPrefix, edge: edge)
    case .terms(let parts, let ending):
      var found: [Part] = []
      for part in parts {
        guard let info = lookup(part.term) else { break }
        found.append(Part(info: info, offset: part.offset, units: part.units))
      }
      if found.count < parts.count {
        plan = .nothing
      } else if found.count == 1 {
        plan = .terms(found, cover: [0], ending: ending)
      } else {
        found.sort { $0.info.documentFrequency < $1.info.documentFrequency }
        plan = .terms(found, cover: Self.cover(found), ending: ending)
      }
    }
  }

  /// How many documents there are, from above.
  var estimate: Int {
    switch plan {
    case .nothing: 0
    case .terms(let parts, cover: _, ending: _): parts[0].info.documentFrequency
    case .character: reader.documentCount
    }
  }

  /// Whether documents are found by terms that all of them have, and then looked into.
  var isByTerms: Bool {
    if case .terms = plan { true } else { false }
  }

  /// Whether every document that has the terms contains the text.
  var isOneTerm: Bool {
    guard case .terms(let parts, cover: _, ending: nil) = plan else { return false }
    return parts.count == 1 && zone != .headline && zone != .body
  }

  /// Appends terms that all documents have, where the text is found by terms.
  func appendConditions(to conditions: inout [Condition]) {
    guard case .terms(let parts, let cover, ending: _) = plan else { return }
    for (index, part) in parts.enumerated() {
      conditions.append(
        Condition(info: part.info, field: zone.field, isRead: cover.contains(index)))
    }
  }

  /// - Parameter candidates: looks at no other documents; nil for all.
  func documents(within candidates: DocumentSet?) -> DocumentSet {
    switch plan {
    case .nothing: return .empty
    case .character(let gramPrefix, let edge):
      return union(gramPrefix: gramPrefix, edge: edge, within: candidates)
    case .terms:
      var conditions: [Condition] = []
      appendConditions(to: &conditions)
      return confirmed(reader.narrow(candidates, by: conditions) ?? .nothing)
    }
  }

  /// Those of some documents, which satisfy the conditions, that contain the text.
  func confirmed(_ match: Match) -> DocumentSet {
    let documents = match.documents
    guard case .terms(let parts, let cover, let ending) = plan else { return documents }
    if isOneTerm { return documents }
    if parts.count == 1, ending == nil { return occurrences(of: parts[0], in: documents) }
    let read = cover.map { parts[$0] }
    if let ending {
      return .sorted(self.documents(documents.sorted, endingIn: ending, behind: read))
    }
    guard let word else { return verified(documents, read, at: match.places) }
    let known = reader.documents(
      of: reader.cursor(for: word, in: zone.field), within: documents
    ).0
    let open = documents.subtracting(known).compacted()
    return open.isEmpty ? known : known.union(verified(open, read, at: match.places))
  }

  private func cursor(_ part: Part, at places: [PostingPlaces] = []) -> PostingsCursor {
    reader.cursor(for: part.info, in: zone.field, at: places.of(part.info))
  }

  /// Documents of a single term that have it in the zone.
  private func occurrences(of part: Part, in documents: DocumentSet) -> DocumentSet {
    let cursor = cursor(part)
    var found: [UInt32] = []
    documents.forEachBatch { found += occurrences(cursor, in: $0) }
    return .sorted(found)
  }

  /// The frequencies tell.
  private func occurrences(_ cursor: PostingsCursor, in documents: [UInt32]) -> [UInt32] {
    var found = MatchedPostings()
    cursor.match(documents.span, into: &found)
    return (0..<found.count).compactMap { place in
      let title = found.titles[place]
      let occurs = zone == .headline ? title > 0 : found.frequencies[place] > title
      return occurs ? documents[Int(found.indices[place])] : nil
    }
  }

  private func union(
    gramPrefix: [UInt8], edge: [UInt8], within candidates: DocumentSet?
  ) -> DocumentSet {
    if case .sorted(let few)? = candidates, few.count <= Self.fewDocuments,
      zone == .headlineOrBody || zone == .tail
    {
      return .sorted(documents(few, havingPrefix: gramPrefix, or: edge))
    }
    var bits = FixedBitSet(count: reader.documentCount)
    func add(_ info: TermInfo) {
      let cursor = reader.cursor(for: info, in: zone.field)
      if zone == .headlineOrBody || zone == .tail {
        cursor.insertBlocks(into: &bits)
      } else {
        occurrences(of: Part(info: info, offset: 0, units: 1), in: reader.documents(of: cursor).0)
          .forEach { bits.insert(Int($0)) }
      }
    }
    reader.terms.forEach(prefix: gramPrefix) { _, info in add(info) }
    if let info = reader.terms.lookup(edge) { add(info) }
    guard let candidates else { return .bits(bits) }
    return candidates.intersection(.bits(bits))
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
    if let word { look(for: word) }
    if !rest.isEmpty, let info = reader.terms.lookup(edge) { look(for: info) }
    if !rest.isEmpty {
      var infos: [TermInfo] = []
      reader.terms.forEach(prefix: gramPrefix) { _, info in infos.append(info) }
      infos.sort { $0.documentFrequency > $1.documentFrequency }
      for info in infos where !rest.isEmpty { look(for: info) }
    }
    return DocumentSet.sorted(candidates).subtracting(rest).sorted
  }

  /// Those of some documents that have the parts at their places, by positions.
  private func verified(
    _ documents: DocumentSet, _ parts: [Part], at places: [PostingPlaces] = []
  ) -> DocumentSet {
    var verifier = SequenceVerifier(
      parts.map { (PositionsReader(cursor($0, at: places)), $0.offset) }, reader, zone)
    return verifier.filter(documents)
  }

  /// Those of some documents that have the parts at their places and the ending behind them, whichever term
  /// it is there.
  private func documents(
    _ candidates: [UInt32], endingIn ending: ExactText.Ending, behind parts: [Part]
  ) -> [UInt32] {
    var open = verified(.sorted(candidates), parts).sorted
    var found: [UInt32] = []
    func close(_ info: TermInfo) {
      let part = Part(info: info, offset: ending.offset, units: 1)
      let shared = cursor(part).intersection(open).documents
      if shared.isEmpty { return }
      let closed = verified(.sorted(shared), parts + [part]).sorted
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

  /// Parts that cover every unit but an ending: together they occur where the text does. Of all such sets the
  /// one whose positions are the fewest to read.
  ///
  /// - Returns: indices in `parts`, ascending.
  private static func cover(_ parts: [Part]) -> [Int] {
    let unitCount = parts.map { Int($0.offset) + $0.units }.max() ?? 0
    /// By number of units, the cheapest way to cover as many from the first on, and its last part.
    var costs = [Double](repeating: .infinity, count: unitCount + 1)
    var last = [Int](repeating: 0, count: unitCount + 1)
    costs[0] = 0
    for units in 0..<unitCount + 1 {
      for (index, part) in parts.enumerated() {
        let start = Int(part.offset)
        guard start < units, units <= start + part.units else { continue }
        // A document's positions, and what it takes to get there.
        let cost = Double(part.info.occurrences) / Double(part.info.documentFrequency) + 4
        if costs[start] + cost < costs[units] {
          costs[units] = costs[start] + cost
          last[units] = index
        }
      }
    }
    var cover: [Int] = []
    var units = unitCount
    while units > 0 {
      cover.append(last[units])
      units = Int(parts[last[units]].offset)
    }
    return cover.sorted()
  }
}
