import InvertedIndex
import Storage

/// The terms of a query in one segment, each looked up once in the term dictionary.
final class SegmentTerms {
  let reader: SegmentReader
  let terms: [QueryTerm]
  /// The dictionary entry of each term; nil if the segment does not contain the term.
  let infos: [TermInfo?]
  let work: WorkMeter

  init(_ terms: [QueryTerm], in reader: SegmentReader, _ work: WorkMeter) {
    self.reader = reader
    self.work = work
    self.terms = terms
    infos = terms.map { reader.terms.lookup($0.bytes) }
  }

  func frequency(_ term: Int) -> Int { infos[term]?.documentFrequency ?? 0 }

  func cursor(_ term: Int) -> PostingsCursor? {
    guard let info = infos[term] else { return nil }
    return reader.cursor(for: info, in: terms[term].field)
  }

  /// Returns true if a required term is missing, so that no document matches. This excludes many
  /// segments before any other work.
  func lack(_ requirement: Requirement, _ plan: QueryPlan) -> Bool {
    switch requirement {
    case .all(let requirements): return requirements.contains { lack($0, plan) }
    case .contains(let text): return lack(text: text, plan)
    case .near(let number):
      return plan.proximities[number].operands.contains { operand in
        operand.allSatisfy { lack(text: $0, plan) }
      }
    case .confirmed(let number): return lack(plan.confirmations[number].needs, plan)
    case .any, .not, .anyTerm, .least, .expression, .source, .published, .value, .id, .none:
      return false
    }
  }

  private func lack(text: Int, _ plan: QueryPlan) -> Bool {
    switch plan.texts[text].means {
    case .terms(let parts, ending: _): parts.contains { infos[$0.term] == nil }
    case .anyTerm(let terms): terms.allSatisfy { infos[$0] == nil }
    case .character: false
    }
  }

  /// - Parameter range: The result is complete inside this range only.
  func union(
    of terms: [Int], around range: ClosedRange<UInt32> = 0...PostingsCursor.noMoreDocuments
  ) -> FixedBitSet {
    var union = DocumentUnion(in: reader)
    for term in terms {
      guard let info = infos[term] else { continue }
      guard work.count(info.documentFrequency) else { break }
      union.insert(info, around: range)
    }
    return union.bits
  }

  func count(of terms: [Int], in documents: FixedBitSet) -> Int {
    guard let range = documents.extent else { return 0 }
    if let only = terms.first, terms.count == 1 {
      return cursor(only)?.count(in: documents, around: range) ?? 0
    }
    return union(of: terms, around: range).intersectionCount(documents)
  }

  func documents(_ candidates: [UInt32], havingAnyOf terms: [Int]) -> [UInt32] {
    var found = FixedBitSet(count: reader.documentCount)
    for term in terms {
      guard let cursor = cursor(term) else { continue }
      for document in cursor.intersection(candidates).documents { found.insert(Int(document)) }
    }
    return candidates.filter { found.contains(Int($0)) }
  }
}
