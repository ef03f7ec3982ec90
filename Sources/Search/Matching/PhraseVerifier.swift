import InvertedIndex
import Storage

/// Tells which documents have terms at their places, a batch of documents at a time: term by term, for those
/// that are left.
struct PhraseVerifier {
  private let parts: [(positions: PositionsReader, offset: UInt32)]
  private let reader: SegmentReader
  private let zone: ExactPhrase.Zone
  private var documents: [UInt32] = []
  /// Where the first part stands so that all parts looked at are at their places.
  private var starts: [PositionRow] = []
  /// Where those of each document end, here and below.
  private var startEnds: [UInt32] = []
  private var positions: [PositionRow] = []
  private var positionEnds: [UInt32] = []

  private static let batchSize = 256

  init(
    _ parts: [(positions: PositionsReader, offset: UInt32)], _ reader: SegmentReader,
    _ zone: ExactPhrase.Zone
  ) {
    self.parts = parts
    self.reader = reader
    self.zone = zone
  }

  /// Those of some documents, all of which have every term, that have the text.
  mutating func filter(_ candidates: DocumentSet) -> DocumentSet {
    switch candidates {
    case .sorted(let candidates):
      var found: [UInt32] = []
      var next = 0
      while next < candidates.count {
        let end = min(candidates.count, next + Self.batchSize)
        documents.removeAll(keepingCapacity: true)
        documents.append(contentsOf: candidates[next..<end])
        filterBatch()
        found += documents
        next = end
      }
      return .sorted(found)
    case .bits(let candidates):
      // A set of its own: numbers of so many would be taken from the system and given back each time.
      var found = FixedBitSet(count: candidates.count)
      var next = 0
      while next < candidates.words.count {
        documents.removeAll(keepingCapacity: true)
        next = candidates.append(to: &documents, fromWord: next, until: Self.batchSize)
        filterBatch()
        found.insert(contentsOf: documents.span)
      }
      return DocumentSet.bits(found).compacted()
    }
  }

  /// Keeps those of a batch of documents that have the text; none where postings are damaged.
  private mutating func filterBatch() {
    let count = parts[0].positions.read(documents, into: &starts, ends: &startEnds)
    guard count == documents.count else { return documents.removeAll() }
    if zone == .title || zone == .body {
      PositionFilter.drop(
        &documents, &starts, &startEnds, unlessInHeadline: zone == .title, reader,
        offset: parts[0].offset)
    }
    for part in parts.dropFirst() where !documents.isEmpty {
      let count = part.positions.read(documents, into: &positions, ends: &positionEnds)
      guard count == documents.count else { return documents.removeAll() }
      PositionFilter.drop(
        &documents, &starts, &startEnds, unlessAt: part.offset &- parts[0].offset, positions,
        positionEnds)
    }
  }
}
