import InvertedIndex
import Storage

/// Finds the documents of one segment that contain a text exactly; its terms have been looked up.
struct ExactMatcher {
  /// A term of the text, its place, and the units from there that it covers.
  fileprivate struct Part {
    let info: TermInfo
    let offset: UInt32
    let units: Int
  }

  private enum Plan {
    case nothing
    /// All terms at their places, the rarest first, and then one of some others.
    case terms([Part], ending: ExactText.Ending?)
    case character(gramPrefix: [UInt8], edge: [UInt8])
  }

  private let reader: SegmentReader
  private let zone: ExactText.Zone
  private let unitCount: Int
  private let plan: Plan

  /// - Parameter lookup: finds a term in the segment.
  init(_ text: ExactText, in reader: SegmentReader, lookup: ([UInt8]) -> TermInfo?) {
    self.reader = reader
    zone = text.zone
    unitCount = text.elements.count
    switch text.plan {
    case .character(let gramPrefix, let edge):
      plan = .character(gramPrefix: gramPrefix, edge: edge)
    case .terms(let parts, let ending):
      var found: [Part] = []
      for part in parts {
        guard let info = lookup(part.term) else { break }
        found.append(Part(info: info, offset: part.offset, units: part.units))
      }
      found.sort { $0.info.documentFrequency < $1.info.documentFrequency }
      plan = found.count == parts.count ? .terms(found, ending: ending) : .nothing
    }
  }

  /// How many documents there are, from above.
  var estimate: Int {
    switch plan {
    case .nothing: 0
    case .terms(let parts, ending: _): parts[0].info.documentFrequency
    case .character: reader.documentCount
    }
  }

  /// - Parameter candidates: looks at no other documents; nil for all.
  func documents(within candidates: DocumentSet?) -> DocumentSet {
    switch plan {
    case .nothing: return .empty
    case .character(let gramPrefix, let edge):
      return union(gramPrefix: gramPrefix, edge: edge, within: candidates)
    case .terms(let parts, ending: nil) where parts.count == 1:
      return documents(of: cursor(parts[0]), within: candidates)
    case .terms(let parts, let ending): return sequences(parts, ending, within: candidates)
    }
  }

  private func cursor(_ part: Part) -> PostingsCursor {
    reader.cursor(for: part.info, in: zone.field)
  }

  /// All documents of one term.
  private func documents(
    of cursor: PostingsCursor, within candidates: DocumentSet?
  ) -> DocumentSet {
    guard zone == .headline || zone == .body else {
      return .collecting(cursor, within: candidates, documentCount: reader.documentCount)
    }
    var found: [UInt32] = []
    let all = DocumentSet.collecting(
      cursor, within: candidates, documentCount: reader.documentCount)
    let again = reader.cursor(for: cursor.info, in: zone.field)
    all.forEachBatch { documents in
      found += occurrences(again, in: documents)
    }
    return .sorted(found)
  }

  /// Documents of a single term that have it in the zone; the frequencies tell.
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
    var bits = FixedBitSet(count: reader.documentCount)
    func add(_ info: TermInfo) {
      let cursor = reader.cursor(for: info, in: zone.field)
      if zone == .headlineOrBody || zone == .tail {
        cursor.insertBlocks(into: &bits)
      } else {
        documents(of: cursor, within: nil).forEach { bits.insert(Int($0)) }
      }
    }
    reader.terms.forEach(prefix: gramPrefix) { _, info in add(info) }
    if let info = reader.terms.lookup(edge) { add(info) }
    guard let candidates else { return .bits(bits) }
    return candidates.intersection(.bits(bits))
  }

  /// Documents that have all terms first, by the rarest ones; positions only of those.
  private func sequences(
    _ parts: [Part], _ ending: ExactText.Ending?, within candidates: DocumentSet?
  ) -> DocumentSet {
    let cover = Self.cover(parts, unitCount: unitCount)
    var found: [UInt32] = []
    switch candidates {
    case .sorted(let documents)?: found = documents
    default:
      cursor(parts[0]).appendDocuments(to: &found)
      if case .bits(let bits)? = candidates { found.removeAll { !bits[Int($0)] } }
    }
    for (index, part) in parts.enumerated() where candidates != nil || index > 0 {
      // A term that the cover does without only narrows: not where that costs more than it can save.
      if found.count < 8, !cover.contains(index) { continue }
      cursor(part).intersect(&found)
      if found.isEmpty { return .empty }
    }
    guard let ending else { return .sorted(verified(found, cover.map { parts[$0] })) }
    return .sorted(documents(found, endingIn: ending, behind: cover.map { parts[$0] }))
  }

  /// Those of some documents that have the parts at their places, by positions.
  private func verified(_ documents: [UInt32], _ parts: [Part]) -> [UInt32] {
    var verifier = SequenceVerifier(
      parts.map { (PositionsReader(cursor($0)), $0.offset) }, reader, zone)
    return verifier.filter(documents)
  }

  /// Those of some documents that have the parts at their places and the ending behind them, whichever term
  /// it is there.
  private func documents(
    _ candidates: [UInt32], endingIn ending: ExactText.Ending, behind parts: [Part]
  ) -> [UInt32] {
    var open = verified(candidates, parts)
    var found: [UInt32] = []
    func close(_ info: TermInfo) {
      let part = Part(info: info, offset: ending.offset, units: 1)
      var shared = open
      cursor(part).intersect(&shared)
      if shared.isEmpty { return }
      let closed = verified(shared, parts + [part])
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

  /// Parts that cover every unit, rare ones preferred: together they occur where the text does.
  ///
  /// - Returns: indices in `parts`, ascending.
  private static func cover(_ parts: [Part], unitCount: Int) -> [Int] {
    var covered = [Bool](repeating: false, count: unitCount)
    return parts.indices.filter { index in
      let units = Int(parts[index].offset)..<Int(parts[index].offset) + parts[index].units
      guard units.contains(where: { !covered[$0] }) else { return false }
      for unit in units { covered[unit] = true }
      return true
    }
  }
}

extension DocumentSet {
  /// All documents of a cursor, or those of them that are candidates.
  static func collecting(
    _ cursor: PostingsCursor, within candidates: DocumentSet?, documentCount: Int
  ) -> DocumentSet {
    if case .sorted(var documents)? = candidates {
      cursor.intersect(&documents)
      return .sorted(documents)
    }
    if prefersBits(cursor.documentFrequency, of: documentCount) {
      var bits = FixedBitSet(count: documentCount)
      cursor.insertBlocks(into: &bits)
      return candidates?.intersection(.bits(bits)) ?? .bits(bits)
    }
    var documents: [UInt32] = []
    documents.reserveCapacity(cursor.documentFrequency)
    cursor.appendDocuments(to: &documents)
    return candidates?.intersection(.sorted(documents)) ?? .sorted(documents)
  }
}
