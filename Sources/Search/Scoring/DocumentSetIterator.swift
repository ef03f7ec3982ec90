import InvertedIndex
import Storage

/// An iterator over a document set in ascending order.
struct DocumentSetIterator {
  private let set: DocumentSet
  private var index = 0
  private(set) var document: UInt32 = 0

  init(_ set: DocumentSet) {
    self.set = set
    seek(0)
  }

  /// Appends the members from the current one up to `end` (excluded) and moves past them.
  mutating func append(before end: UInt32, to batch: inout CandidateBatch) {
    switch set {
    case .sorted(let documents):
      let start = index
      while index < documents.count, documents[index] < end { index += 1 }
      batch.append(contentsOf: documents.span.extracting(start..<index))
      document = index < documents.count ? documents[index] : PostingsCursor.noMoreDocuments
    case .bits(let bits):
      let limit = min(Int(end), bits.count)
      batch.append(bits.words.span, from: Int(document), before: limit)
      seek(end)
    }
  }

  /// Moves to the first member at or after `target`, which is not before the current member.
  mutating func seek(_ target: UInt32) {
    switch set {
    case .sorted(let documents):
      index = GallopingSearch.firstIndex(from: index, to: documents.count) {
        documents[$0] >= target
      }
      document = index < documents.count ? documents[index] : PostingsCursor.noMoreDocuments
    case .bits(let bits):
      guard target != PostingsCursor.noMoreDocuments else {
        document = target
        return
      }
      document =
        bits.next(atOrAfter: Int(target)).map { UInt32($0) } ?? PostingsCursor.noMoreDocuments
    }
  }
}
