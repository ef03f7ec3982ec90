import InvertedIndex
import Storage

/// Finds the documents of one segment that satisfy a requirement, exactly.
///
/// Sets of documents are narrowed requirement by requirement, the one with the fewest documents first: what
/// follows looks only at those that are left. Totals are exact because the sets are.
struct SegmentMatcher {
  let reader: SegmentReader
  /// The query's ranking terms that the segment has, by index.
  let infos: [TermInfo?]
  let terms: [RankingTerm]

  /// The documents that satisfy `requirement` and are alive.
  func documents(satisfying requirement: Requirement) -> DocumentSet {
    let found = evaluate(requirement, within: nil)
    guard let live = reader.liveDocuments else { return found }
    return found.intersection(.bits(live))
  }

  /// - Parameter candidates: the result lies in it; nil for all documents.
  private func evaluate(_ requirement: Requirement, within candidates: DocumentSet?) -> DocumentSet
  {
    switch requirement {
    case .contains(let text):
      return ExactMatcher(reader).documents(containing: text, within: candidates)
    case .all(let requirements): return all(Self.flattened(requirements), within: candidates)
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
    case .source(let names):
      let columns = reader.columns
      let ordinals = Set(names.compactMap { columns.sources.firstIndex(of: $0) })
      guard !ordinals.isEmpty else { return .empty }
      return filter(candidates) { ordinals.contains(columns.sourceOrdinal(of: $0)) }
    case .published(let range):
      let columns = reader.columns
      return filter(candidates) { range.contains(columns.date(of: $0)) }
    }
  }

  /// Documents that have at least one of the terms, deleted ones included.
  func union(of indices: [Int]) -> FixedBitSet {
    var bits = FixedBitSet(count: reader.documentCount)
    for index in indices {
      guard let info = infos[index] else { continue }
      reader.cursor(for: info, in: terms[index].field).insertBlocks(into: &bits)
    }
    return bits
  }

  private func all(_ requirements: [Requirement], within candidates: DocumentSet?) -> DocumentSet {
    var found = candidates
    for requirement in requirements.map({ ($0, estimate($0)) }).sorted(by: { $0.1 < $1.1 }) {
      if let found, found.count == 0 { return .empty }
      found = evaluate(requirement.0, within: found)
    }
    return found ?? .all(reader.documentCount)
  }

  private static func flattened(_ requirements: [Requirement]) -> [Requirement] {
    requirements.flatMap { requirement in
      if case .all(let inner) = requirement { return flattened(inner) }
      return [requirement]
    }
  }

  /// From above, how many documents; what is cheap to test of a given document but finds none by itself
  /// comes last.
  private func estimate(_ requirement: Requirement) -> Int {
    switch requirement {
    case .contains(let text): return ExactMatcher(reader).estimate(text)
    case .all(let inner): return inner.map { estimate($0) }.min() ?? 0
    case .any(let inner): return inner.reduce(0) { $0 + estimate($1) }
    case .anyTerm(let indices):
      return indices.reduce(0) { $0 + (infos[$1]?.documentFrequency ?? 0) }
    case .source, .published: return reader.documentCount + 1
    case .not: return reader.documentCount + 2
    }
  }

  private func filter(
    _ candidates: DocumentSet?, _ isIncluded: (UInt32) -> Bool
  ) -> DocumentSet {
    if let candidates { return candidates.filter(isIncluded) }
    var bits = FixedBitSet(count: reader.documentCount)
    for document in 0..<UInt32(reader.documentCount) where isIncluded(document) {
      bits.insert(Int(document))
    }
    return .bits(bits)
  }
}
