import InvertedIndex
import Storage

/// Verifies by positions which documents contain a phrase.
///
/// For each batch of documents, which all contain all terms:
/// 1. Read the positions of the first part. They locate the possible occurrences of the phrase.
/// 2. For each further part, read its positions in the remaining documents. Drop the positions of
///    the first part without a position of this part at the right distance, and drop documents
///    without positions.
///
/// The remaining documents contain the phrase. Reading term by term makes every step one loop over
/// the positions of one term.
struct PhraseVerifier {
  /// The positions of each term and its offset in the phrase. The first is the rarest.
  private let parts: [(positions: PositionsReader, offset: UInt32)]
  private let reader: SegmentReader
  private let zone: ExactPhrase.Zone
  private let work: WorkMeter
  /// The remaining documents of the current batch.
  private var documents: [UInt32] = []
  /// The positions of the first part at which all parts checked so far match.
  private var starts: [PositionRow] = []
  private var startEnds: [UInt32] = []
  /// The positions of the part that is being checked.
  private var positions: [PositionRow] = []
  private var positionEnds: [UInt32] = []

  private static let batchSize = 256

  init(
    _ parts: [(positions: PositionsReader, offset: UInt32)], _ reader: SegmentReader,
    _ zone: ExactPhrase.Zone, _ work: WorkMeter
  ) {
    self.parts = parts
    self.reader = reader
    self.zone = zone
    self.work = work
  }

  /// - Parameter candidates: Documents that contain every term.
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
      // A bitmap, because an array of this size would be allocated from the system each time.
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

  /// Removes the documents that do not contain the phrase; all if postings are damaged or if there
  /// is too much work.
  private mutating func filterBatch() {
    if work.isExhausted { return documents.removeAll() }
    let count = parts[0].positions.read(documents, into: &starts, ends: &startEnds)
    guard count == documents.count, work.count(16 * count + 4 * starts.count) else {
      return documents.removeAll()
    }
    if zone == .title || zone == .body {
      PositionFilter.keep(
        &documents, &starts, &startEnds, inTitle: zone == .title, reader, offset: parts[0].offset)
    }
    for part in parts.dropFirst() where !documents.isEmpty {
      let count = part.positions.read(documents, into: &positions, ends: &positionEnds)
      guard count == documents.count, work.count(16 * count + 4 * positions.count) else {
        return documents.removeAll()
      }
      PositionFilter.keep(
        &documents, &starts, &startEnds, at: part.offset &- parts[0].offset, positions,
        positionEnds)
    }
  }
}
