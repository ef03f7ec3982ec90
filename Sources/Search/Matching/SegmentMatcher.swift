import InvertedIndex
import Storage
import TextAnalysis

/// Finds the documents of one segment that satisfy a requirement, exactly.
///
/// Sets of documents are narrowed requirement by requirement, the one with the fewest documents first: what
/// follows looks only at those that are left. Totals are exact because the sets are.
struct SegmentMatcher {
  let reader: SegmentReader
  /// The query's ranking terms that the segment has, by index.
  let infos: [TermInfo?]
  let terms: [RankingTerm]
  /// The segment's number in the index.
  let number: Int
  let filters: FilterCache

  /// A requirement with everything looked up that this segment has of it.
  private indirect enum Resolved {
    case contains(ExactMatcher)
    case all([Resolved])
    case any([Resolved])
    case not(Resolved)
    case anyTerm([Int])
    case columns(Requirement)
  }

  /// The documents that satisfy `requirement` and are alive.
  func match(_ requirement: Requirement) -> Match {
    let resolved = resolve(requirement)
    var found: Match
    if case .all(let requirements) = resolved {
      found = all(requirements, within: nil)
    } else {
      found = Match(documents: evaluate(resolved, within: nil))
    }
    if let live = reader.liveDocuments {
      found.documents = found.documents.intersection(.bits(live))
    }
    return found
  }

  private func resolve(_ requirement: Requirement) -> Resolved {
    switch requirement {
    case .contains(let text):
      let word = text.word.flatMap { word in terms.firstIndex { $0.term == word.bytes } }
      return .contains(
        ExactMatcher(text, word: word.flatMap { infos[$0] }, in: reader, lookup: lookup))
    case .all(let requirements):
      return .all(requirements.flatMap(Self.flattened).map(resolve))
    case .any(let requirements): return .any(requirements.map(resolve))
    case .not(let excluded): return .not(resolve(excluded))
    case .anyTerm(let indices): return .anyTerm(indices)
    case .source, .published: return .columns(requirement)
    }
  }

  /// Most terms that have to occur are ranking terms, and looked up already.
  private func lookup(_ term: [UInt8]) -> TermInfo? {
    if let index = terms.firstIndex(where: { $0.term == term }) { return infos[index] }
    return reader.terms.lookup(term)
  }

  /// What a requirement asks of columns, when besides it asks exactly for one of the ranking terms; nil otherwise.
  static func filters(ofOneOf terms: [RankingTerm], _ requirement: Requirement) -> [Requirement]? {
    var filters = flattened(requirement)
    guard let place = filters.firstIndex(where: { !$0.isOfColumns }) else { return nil }
    guard case .contains(let text) = filters.remove(at: place),
      filters.allSatisfy(\.isOfColumns), text.zone == .headlineOrBody || text.zone == .tail,
      case .terms(let needed, ending: nil) = text.plan, needed.count == 1,
      terms.contains(where: { $0.term == needed[0].term })
    else { return nil }
    return filters
  }

  private static func flattened(_ requirement: Requirement) -> [Requirement] {
    if case .all(let inner) = requirement { return inner.flatMap(flattened) }
    return [requirement]
  }

  /// - Parameter candidates: the result lies in it; nil for all documents.
  private func evaluate(_ requirement: Resolved, within candidates: DocumentSet?) -> DocumentSet {
    switch requirement {
    case .contains(let matcher): return matcher.documents(within: candidates)
    case .all(let requirements): return all(requirements, within: candidates).documents
    case .any(let requirements):
      var bits = FixedBitSet(count: reader.documentCount)
      for requirement in requirements {
        evaluate(requirement, within: candidates).forEach { bits.insert(Int($0)) }
      }
      return .bits(bits)
    case .not(let excluded):
      let candidates = candidates ?? .all(reader.documentCount)
      return candidates.subtracting(evaluate(excluded, within: candidates))
    case .anyTerm(let indices):
      let union = DocumentSet.bits(self.union(of: indices))
      return candidates?.intersection(union) ?? union
    case .columns(let requirement): return filter(candidates, by: requirement)
    }
  }

  private func filter(
    _ candidates: DocumentSet?, by requirement: Requirement
  ) -> DocumentSet {
    let known = filters.known(of: number, satisfying: [requirement])
    // A look at the columns of a few costs less than one at all, which serves other queries too.
    if known == nil, case .sorted(let documents)? = candidates,
      documents.count < reader.documentCount / 256
    {
      return .sorted(documents.filter(ColumnFilter([requirement], reader.columns).allows))
    }
    let allowed = known ?? filters.documents(of: number, satisfying: [requirement], reader)
    return candidates?.intersection(allowed) ?? allowed
  }

  /// Documents that have at least one of the terms, deleted ones included.
  ///
  /// - Parameter range: all that lie in it, and outside it some.
  func union(
    of indices: [Int], around range: ClosedRange<UInt32> = 0...PostingsCursor.noMoreDocuments
  ) -> FixedBitSet {
    var bits = FixedBitSet(count: reader.documentCount)
    for index in indices {
      guard let info = infos[index] else { continue }
      reader.cursor(for: info, in: terms[index].field).insertBlocks(around: range, into: &bits)
    }
    return bits
  }

  /// How many of some documents have at least one of the terms.
  func count(of indices: [Int], in documents: FixedBitSet) -> Int {
    guard let range = documents.extent else { return 0 }
    if let only = indices.first, indices.count == 1 {
      return infos[only].map { info in
        reader.cursor(for: info, in: terms[only].field).count(in: documents, around: range)
      } ?? 0
    }
    return union(of: indices, around: range).intersectionCount(documents)
  }

  /// Those of some documents, ascending, that have at least one of the terms.
  func documents(_ candidates: [UInt32], havingAnyOf indices: [Int]) -> [UInt32] {
    var found = FixedBitSet(count: reader.documentCount)
    for index in indices {
      guard let info = infos[index] else { continue }
      let cursor = reader.cursor(for: info, in: terms[index].field)
      for document in cursor.intersection(candidates).documents { found.insert(Int(document)) }
    }
    return candidates.filter { found.contains(Int($0)) }
  }

  private func all(_ requirements: [Resolved], within candidates: DocumentSet?) -> Match {
    var found = candidates
    // A filter that is known and lets few through, before anything is read; what has to be in a document,
    // wherever; and only of those that have it all where in the document it is.
    var conditions: [ExactMatcher.Condition] = []
    for requirement in requirements {
      guard case .contains(let matcher) = requirement else { continue }
      if matcher.estimate == 0 { return .nothing }
      matcher.appendConditions(to: &conditions)
    }
    let rarest = conditions.map(\.info.documentFrequency).min() ?? reader.documentCount
    for case .columns(let requirement) in requirements {
      if let known = filters.known(
        of: number, satisfying: [requirement], fewerThan: rarest)
      {
        found = found?.intersection(known) ?? known
      }
    }
    let narrowed = reader.narrow(found, by: conditions)
    let places = narrowed?.places ?? []
    found = narrowed?.documents ?? found
    let open = requirements.filter { requirement in
      if case .contains(let matcher) = requirement { !matcher.isOneTerm } else { true }
    }
    for requirement in open.count < 2 ? open : sortedByEstimate(open) {
      if let found, found.isEmpty { return .nothing }
      if case .contains(let matcher) = requirement, matcher.isByTerms, let set = found {
        found = matcher.confirmed(Match(documents: set, places: places))
      } else {
        found = evaluate(requirement, within: found)
      }
    }
    return Match(documents: found ?? .all(reader.documentCount), places: places)
  }

  private func sortedByEstimate(_ requirements: [Resolved]) -> [Resolved] {
    requirements.map { ($0, estimate($0)) }.sorted { $0.1 < $1.1 }.map(\.0)
  }

  /// From above, how many documents; what is cheap to test of a given document but finds none by itself
  /// comes last.
  private func estimate(_ requirement: Resolved) -> Int {
    switch requirement {
    case .contains(let matcher): return matcher.estimate
    case .all(let inner): return inner.map { estimate($0) }.min() ?? 0
    case .any(let inner): return inner.reduce(0) { $0 + estimate($1) }
    case .anyTerm(let indices):
      return indices.reduce(0) { $0 + (infos[$1]?.documentFrequency ?? 0) }
    case .columns: return reader.documentCount + 1
    case .not: return reader.documentCount + 2
    }
  }
}
