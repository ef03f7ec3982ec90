import InvertedIndex
import Storage

/// The terms of a query in one segment, looked up once.
final class SegmentTerms {
  let reader: SegmentReader
  let terms: [QueryTerm]
  /// By term; nil where the segment does not have it.
  let infos: [TermInfo?]

  init(_ terms: [QueryTerm], in reader: SegmentReader) {
    self.reader = reader
    self.terms = terms
    infos = terms.map { reader.terms.lookup($0.bytes) }
  }

  /// Documents that have a term.
  func frequency(_ term: Int) -> Int { infos[term]?.documentFrequency ?? 0 }

  /// nil where the segment does not have the term.
  func cursor(_ term: Int) -> PostingsCursor? {
    guard let info = infos[term] else { return nil }
    return reader.cursor(for: info, in: terms[term].field)
  }

  /// Whether no document can satisfy a requirement, because of a term alone that the segment does not have; of an index
  /// of many segments that tells many, before anything is prepared for them.
  func lack(_ requirement: Requirement, _ plan: QueryPlan) -> Bool {
    switch requirement {
    case .all(let requirements): return requirements.contains { lack($0, plan) }
    case .contains(let text): return lack(text: text, plan)
    case .near(let number):
      return plan.proximities[number].operands.contains { operand in
        operand.allSatisfy { lack(text: $0, plan) }
      }
    case .any, .not, .anyTerm, .least, .expression, .source, .published, .id, .none: return false
    }
  }

  private func lack(text: Int, _ plan: QueryPlan) -> Bool {
    switch plan.texts[text].means {
    case .terms(let parts, ending: _): parts.contains { infos[$0.term] == nil }
    case .anyTerm(let terms): terms.allSatisfy { infos[$0] == nil }
    case .character: false
    }
  }

  /// Documents that have at least one of some terms, deleted ones included.
  ///
  /// - Parameter range: all that lie in it, and outside it some.
  func union(
    of terms: [Int], around range: ClosedRange<UInt32> = 0...PostingsCursor.noMoreDocuments
  ) -> FixedBitSet {
    var union = DocumentUnion(in: reader)
    for term in terms {
      if let info = infos[term] { union.insert(info, around: range) }
    }
    return union.bits
  }

  /// How many of some documents have at least one of some terms.
  func count(of terms: [Int], in documents: FixedBitSet) -> Int {
    guard let range = documents.extent else { return 0 }
    if let only = terms.first, terms.count == 1 {
      return cursor(only)?.count(in: documents, around: range) ?? 0
    }
    return union(of: terms, around: range).intersectionCount(documents)
  }

  /// Those of some documents, ascending, that have at least one of some terms.
  func documents(_ candidates: [UInt32], havingAnyOf terms: [Int]) -> [UInt32] {
    var found = FixedBitSet(count: reader.documentCount)
    for term in terms {
      guard let cursor = cursor(term) else { continue }
      for document in cursor.intersection(candidates).documents { found.insert(Int(document)) }
    }
    return candidates.filter { found.contains(Int($0)) }
  }
}
