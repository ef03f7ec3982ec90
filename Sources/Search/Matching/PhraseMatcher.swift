import InvertedIndex
import Storage
import TextAnalysis

/// Finds the documents of one segment that contain a phrase, or any of several words.
///
/// A phrase is found by a conjunction of its terms (`SegmentTerms.intersect`). Positions are then
/// read only for the documents that contain all terms (`PhraseVerifier`), and only for the terms
/// that are needed to confirm the phrase (`PhraseCover`). A single character is found by the union
/// of the grams that begin with it and its edge term.
struct PhraseMatcher {
  typealias Part = PhrasePlan.Part

  private enum Plan {
    case nothing
    case term(Int)
    /// All terms at their offsets, the rarest first, and optionally a character after them.
    case terms([Part], ending: PhrasePlan.Ending?)
    case character(PhrasePlan.SingleCharacter)
    /// Any of several terms, all of which the segment contains.
    case anyTerm([Int])
  }

  private let terms: SegmentTerms
  private let zone: ExactPhrase.Zone
  private let plan: Plan
  /// The phrase when its terms repeat many times; nil otherwise.
  private let repeated: RepeatedPhrase?
  let length: UInt32
  /// The term for the phrase as a word. Documents that contain it need no positions.
  private let word: Int?

  private var reader: SegmentReader { terms.reader }

  init(_ text: PhrasePlan, in terms: SegmentTerms) {
    self.terms = terms
    zone = text.zone
    word = text.word
    length = text.length
    var repeated: RepeatedPhrase?
    switch text.means {
    case .character(let character): plan = .character(character)
    case .anyTerm(let any):
      let known = any.filter { terms.infos[$0] != nil }
      plan = known.isEmpty ? .nothing : known.count == 1 ? .term(known[0]) : .anyTerm(known)
    case .terms(let parts, let ending):
      if !parts.allSatisfy({ terms.infos[$0.term] != nil }) {
        plan = .nothing
      } else if parts.count == 1, ending == nil {
        plan = .term(parts[0].term)
      } else {
        let parts = PhraseCover.ordered(parts, in: terms)
        plan = .terms(parts, ending: ending)
        repeated = RepeatedPhrase(parts)
      }
    }
    self.repeated = repeated
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

  /// True when a conjunction of terms finds the documents, before positions are read.
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

  /// Returns the documents that match.
  ///
  /// - Parameter candidates: The documents to consider; nil for all.
  func documents(within candidates: DocumentSet?) -> DocumentSet {
    switch plan {
    case .nothing: return .empty
    case .character(let character): return union(of: character, within: candidates)
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
        return verified(documents, parts, by: match.cursors)
      }
      let known = reader.documents(of: word, within: documents).0
      let open = documents.subtracting(known).compacted()
      if open.isEmpty { return known }
      return known.union(verified(open, parts, by: match.cursors))
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

  /// Returns the documents that contain the parts, and optionally another term at its offset.
  private func verified(
    _ documents: DocumentSet, _ parts: [Part], by cursors: [PostingsCursor?] = [],
    and last: (PositionsReader, UInt32)? = nil
  ) -> DocumentSet {
    func reader(_ term: Int) -> PositionsReader? {
      (cursors.of(term) ?? terms.cursor(term)).map { PositionsReader($0) }
    }
    if let repeated {
      var verifier = repeatedPhraseVerifier(repeated, reader, and: last)
      return verifier.filter(documents)
    }
    var positions: [(PositionsReader, UInt32)] = []
    positions.reserveCapacity(parts.count + 1)
    for part in parts where part.isRead {
      if let reader = reader(part.term) { positions.append((reader, part.offset)) }
    }
    if let last { positions.append(last) }
    var verifier = PhraseVerifier(positions, self.reader, zone, terms.work)
    return verifier.filter(documents)
  }

  private func repeatedPhraseVerifier(
    _ repeated: RepeatedPhrase, _ reader: (_ term: Int) -> PositionsReader?,
    and last: (PositionsReader, UInt32)? = nil
  ) -> RepeatedPhraseVerifier {
    let positions = repeated.terms.compactMap { term, offsets in
      reader(term).map { (positions: $0, offsets: offsets) }
    }
    return RepeatedPhraseVerifier(
      positions + (last.map { [($0.0, [$0.1])] } ?? []), self.reader, zone, terms.work)
  }

  private func union(
    of character: PhrasePlan.SingleCharacter, within candidates: DocumentSet?
  ) -> DocumentSet {
    if case .sorted(let few)? = candidates, few.count <= Self.fewDocuments, isWholeField {
      return .sorted(documents(few, having: character))
    }
    let bits: FixedBitSet
    if isWholeField {
      var union = DocumentUnion(in: reader)
      forEachTerm(of: character) { union.insert($0) }
      bits = union.bits
    } else {
      var found = FixedBitSet(count: reader.documentCount)
      forEachTerm(of: character) { insertOccurrences(of: $0, into: &found) }
      bits = found
    }
    return candidates?.intersection(.bits(bits)) ?? .bits(bits)
  }

  /// Calls `body` with the grams that begin with a character, and then with its edge term.
  private func forEachTerm(of character: PhrasePlan.SingleCharacter, _ body: (TermInfo) -> Void) {
    func visit(_ info: TermInfo) {
      if terms.work.count(200 + info.documentFrequency) { body(info) }
    }
    reader.terms.forEach(prefix: character.gramPrefix) { _, info in visit(info) }
    if let info = reader.terms.lookup(character.edge) { visit(info) }
  }

  /// The approximate number of steps of a search for documents in the list of a term.
  private static func searchSteps(_ info: TermInfo, among documentCount: Int) -> Int {
    24 * min(info.documentFrequency, documentCount)
  }

  /// Up to this number of candidates, look-ups are cheaper than the union of all grams.
  private static var fewDocuments: Int { 256 }

  private func documents(
    _ candidates: [UInt32], having character: PhrasePlan.SingleCharacter
  ) -> [UInt32] {
    var rest = DocumentSet.sorted(candidates)
    func lookUp(_ info: TermInfo) {
      guard terms.work.count(100 + Self.searchSteps(info, among: rest.count)) else { return }
      let cursor = reader.cursor(for: info, in: zone.field)
      rest = rest.subtracting(reader.documents(of: cursor, within: rest).0)
    }
    // Most candidates contain one of these two, and there are hundreds of grams.
    if let word, let info = terms.infos[word] { lookUp(info) }
    if !rest.isEmpty, let info = reader.terms.lookup(character.edge) { lookUp(info) }
    if !rest.isEmpty {
      var infos: [TermInfo] = []
      reader.terms.forEach(prefix: character.gramPrefix) { _, info in infos.append(info) }
      infos.sort { $0.documentFrequency > $1.documentFrequency }
      for info in infos where !rest.isEmpty { lookUp(info) }
    }
    return DocumentSet.sorted(candidates).subtracting(rest).sorted
  }

  private func documents(
    _ candidates: [UInt32], endingIn ending: PhrasePlan.Ending, after parts: [Part]
  ) -> [UInt32] {
    var open = verified(.sorted(candidates), parts).sorted
    var found: [UInt32] = []
    func cursor(_ info: TermInfo) -> PostingsCursor { reader.cursor(for: info, in: zone.field) }
    func close(_ info: TermInfo) {
      guard terms.work.count(100 + Self.searchSteps(info, among: open.count)) else { return }
      let shared = cursor(info).intersection(open).documents
      // Single documents of sparse lists take longer to read than many documents of one list.
      if shared.isEmpty || !terms.work.count(2500 * shared.count) { return }
      let last = (PositionsReader(cursor(info)), ending.offset)
      let closed = verified(.sorted(shared), parts, and: last).sorted
      if closed.isEmpty { return }
      found += closed
      let isClosed = Set(closed)
      open.removeAll { isClosed.contains($0) }
    }
    if let info = reader.terms.lookup(ending.character.edge) { close(info) }
    reader.terms.forEach(prefix: ending.character.gramPrefix) { _, info in
      if !open.isEmpty { close(info) }
    }
    return found.sorted()
  }

  /// Returns the positions of the phrase. The documents ascend and need not contain it.
  func positions(in documents: [UInt32]) -> PositionLists {
    if terms.work.isExhausted { return PositionLists(count: documents.count) }
    let lists = uncountedPositions(in: documents)
    // The positions of a character are merged from many lists.
    let steps = if case .character = plan { 150 } else { 8 }
    terms.work.count(32 * documents.count + steps * lists.values.count)
    return lists
  }

  private func uncountedPositions(in documents: [UInt32]) -> PositionLists {
    var lists: PositionLists
    switch plan {
    case .nothing: return PositionLists(count: documents.count)
    case .term(let term): lists = positions(ofTerms: [term], in: documents)
    case .anyTerm(let any): lists = positions(ofTerms: any, in: documents)
    case .character(let character): lists = positions(of: character, in: documents)
    case .terms(let parts, let ending):
      if let repeated {
        lists = positions(of: repeated, in: documents)
      } else {
        let read = parts.filter(\.isRead)
        lists = positions(ofTerms: [read[0].term], in: documents).moved(back: read[0].offset)
        for part in read.dropFirst() {
          lists.keep(where: positions(ofTerms: [part.term], in: documents), at: part.offset)
        }
      }
      if let ending {
        lists.keep(where: positions(of: ending.character, in: documents), at: ending.offset)
      }
    }
    if !isWholeField { lists.keep(inTitle: zone == .title, documents, reader) }
    return lists
  }

  private func positions(of repeated: RepeatedPhrase, in documents: [UInt32]) -> PositionLists {
    var shared = documents
    for (term, _) in repeated.terms {
      shared = terms.cursor(term)?.intersection(shared).documents ?? []
    }
    var verifier = repeatedPhraseVerifier(repeated) { terms.cursor($0).map { PositionsReader($0) } }
    var rest = shared[...]
    return PositionLists(of: documents) { document in
      guard rest.first == document else { return [] }
      rest.removeFirst()
      return verifier.starts(in: document).positions
    }
  }

  private func positions(ofTerms any: [Int], in documents: [UInt32]) -> PositionLists {
    PositionLists(of: any.compactMap { terms.infos[$0] }, zone.field, in: reader, documents)
  }

  private func positions(
    of character: PhrasePlan.SingleCharacter, in documents: [UInt32]
  ) -> PositionLists {
    var infos: [TermInfo] = []
    forEachTerm(of: character) { infos.append($0) }
    // Each list is opened and searched for the documents.
    let steps = infos.reduce(0) { $0 + 1000 + Self.searchSteps($1, among: documents.count) }
    guard terms.work.count(steps) else { return PositionLists(count: documents.count) }
    return PositionLists(of: infos, zone.field, in: reader, documents)
  }
}
