import InvertedIndex
import Storage

/// Finds exactly the documents of one segment that satisfy a requirement. It intersects requirement
/// by requirement, starting with the rarest, so that later requirements consider few documents.
struct SegmentMatcher {
  private let terms: SegmentTerms
  private let texts: [PhraseMatcher]
  private let number: Int
  private let filters: FilterCache
  private let proximities: [ProximityFilter]
  private let expressions: [ExpressionPlan]
  private let confirmations: [ConfirmationPlan]
  private let scanner: StoredTextScanner

  private var reader: SegmentReader { terms.reader }

  init(
    _ plan: QueryPlan, _ terms: SegmentTerms, number: Int, filters: FilterCache,
    _ scanner: StoredTextScanner
  ) {
    self.terms = terms
    let texts = plan.texts.map { PhraseMatcher($0, in: terms) }
    self.texts = texts
    self.number = number
    self.filters = filters
    self.scanner = scanner
    proximities = plan.proximities.map { ProximityFilter($0, texts, terms) }
    expressions = plan.expressions
    confirmations = plan.confirmations
  }

  func match(_ requirement: Requirement) -> Match {
    var found: Match
    if case .all(let requirements) = requirement {
      found = all(requirements, within: nil)
    } else {
      found = Match(documents: evaluate(requirement, within: nil))
    }
    found.documents = live(found.documents)
    return found
  }

  /// Returns the candidates that satisfy a requirement, possibly including deleted documents.
  private func evaluate(_ requirement: Requirement, within candidates: DocumentSet?) -> DocumentSet
  {
    guard terms.work.count(200 + reader.documentCount / 64) else { return .empty }
    switch requirement {
    case .contains(let text): return texts[text].documents(within: candidates)
    case .all(let requirements): return all(requirements, within: candidates).documents
    case .any(let requirements):
      var bits = FixedBitSet(count: reader.documentCount)
      for requirement in requirements {
        let found = evaluate(requirement, within: candidates)
        terms.work.count(found.count)
        found.forEach { bits.insert(Int($0)) }
      }
      return .bits(bits)
    case .not(let excluded):
      let candidates = candidates ?? .all(reader.documentCount)
      return candidates.subtracting(evaluate(excluded, within: candidates))
    case .anyTerm(let indices):
      let union = DocumentSet.bits(terms.union(of: indices))
      return candidates?.intersection(union) ?? union
    case .source, .published: return filter(candidates, by: requirement)
    case .value(let condition, let uncertain):
      let (found, steps) = filters.documents(
        of: number, passing: FieldTest(condition, uncertain), for: requirement, reader)
      terms.work.count(steps)
      return candidates?.intersection(found) ?? found
    case .least(let count, let requirements): return least(count, of: requirements, candidates)
    case .near(let proximity): return proximities[proximity].documents(within: candidates)
    case .expression(let number):
      let plan = expressions[number]
      let found =
        plan.needs.map { evaluate($0, within: candidates) } ?? candidates
        ?? .all(reader.documentCount)
      // Deleted articles are not read.
      return scanner.documents(live(found), with: plan, in: reader)
    case .confirmed(let number):
      let found = evaluate(confirmations[number].needs, within: candidates)
      return scanner.documents(live(found), confirming: number, in: reader)
    case .id(let id):
      let documents = DocumentSet.sorted(reader.columns.documents(withID: id).sorted())
      return candidates.map { documents.intersection($0) } ?? documents
    case .none: return candidates ?? .all(reader.documentCount)
    }
  }

  private func live(_ documents: DocumentSet) -> DocumentSet {
    reader.liveDocuments.map { documents.intersection(.bits($0)) } ?? documents
  }

  private func least(
    _ count: Int, of requirements: [Requirement], _ candidates: DocumentSet?
  ) -> DocumentSet {
    var counts = [UInt16](repeating: 0, count: reader.documentCount)
    for requirement in requirements {
      let found = evaluate(requirement, within: candidates)
      terms.work.count(found.count)
      found.forEach { counts[Int($0)] += 1 }
    }
    var found: [UInt32] = []
    for (document, satisfied) in counts.enumerated() where satisfied >= count {
      found.append(UInt32(document))
    }
    return .sorted(found)
  }

  private func filter(_ candidates: DocumentSet?, by requirement: Requirement) -> DocumentSet {
    let known = filters.known(of: number, satisfying: [requirement])
    // For few candidates, reading their columns is cheaper than evaluating the whole segment.
    if known == nil, case .sorted(let documents)? = candidates,
      documents.count < reader.documentCount / 256
    {
      return .sorted(documents.filter(ColumnFilter([requirement], reader.columns).allows))
    }
    // Also for a known filter, so that the work does not depend on earlier queries.
    terms.work.count(4 * reader.documentCount)
    let allowed = known ?? filters.documents(of: number, satisfying: [requirement], reader)
    return candidates?.intersection(allowed) ?? allowed
  }

  private func all(_ requirements: [Requirement], within candidates: DocumentSet?) -> Match {
    let requirements = Requirement.flattened(requirements)
    var found = candidates
    // The order is: cached filters that pass few documents, then a conjunction of all required
    // terms, then the remaining requirements, which need positions or other work.
    var requiredTerms: [RequiredTerm] = []
    requiredTerms.reserveCapacity(requirements.count)
    var open: [Requirement] = []
    for requirement in requirements {
      guard case .contains(let text) = requirement else {
        open.append(requirement)
        continue
      }
      if texts[text].estimate == 0 { return .nothing }
      texts[text].appendRequiredTerms(to: &requiredTerms)
      if !texts[text].isOneTerm { open.append(requirement) }
    }
    requiredTerms.sort { $0.documentFrequency < $1.documentFrequency }
    let rarest = requiredTerms.first?.documentFrequency ?? reader.documentCount
    for requirement in open where requirement.isOfColumns {
      if let known = filters.known(of: number, satisfying: [requirement], fewerThan: rarest) {
        found = found?.intersection(known) ?? known
      }
    }
    let conjunction = terms.intersect(found, by: requiredTerms)
    let cursors = conjunction?.cursors ?? []
    found = conjunction?.documents ?? found
    for requirement in open.count < 2 ? open : sortedByEstimate(open) {
      if let found, found.isEmpty { return .nothing }
      if case .contains(let text) = requirement, texts[text].isByTerms, let set = found {
        found = texts[text].confirmed(Match(documents: set, cursors: cursors))
      } else {
        found = evaluate(requirement, within: found)
      }
    }
    return Match(documents: found ?? .all(reader.documentCount), cursors: cursors)
  }

  private func sortedByEstimate(_ requirements: [Requirement]) -> [Requirement] {
    requirements.map { ($0, estimate($0)) }.sorted { $0.1 < $1.1 }.map(\.0)
  }

  /// Returns an upper bound of the number of matching documents. Requirements that only test given
  /// documents come last.
  private func estimate(_ requirement: Requirement) -> Int {
    switch requirement {
    case .contains(let text): return texts[text].estimate
    case .all(let inner): return inner.map { estimate($0) }.min() ?? 0
    case .any(let inner), .least(_, let inner): return inner.reduce(0) { $0 + estimate($1) }
    case .anyTerm(let indices): return indices.reduce(0) { $0 + terms.frequency($1) }
    case .near(let proximity): return proximities[proximity].estimate
    case .id: return 1
    case .source, .published, .value: return reader.documentCount + 1
    case .not, .none: return reader.documentCount + 2
    case .expression, .confirmed: return reader.documentCount + 3
    }
  }
}
