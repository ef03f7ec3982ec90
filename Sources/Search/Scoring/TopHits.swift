import InvertedIndex
import Storage

struct ScoredDocument {
  let segment: Int
  let document: UInt32
  let score: Double
}

/// The order of hits.
public enum SortOrder: String, Sendable, CaseIterable, Codable {
  /// By score, then the newest first, then by id.
  case score
  /// The oldest first, then by score, then by id. Articles without a date come last.
  case date
  /// The newest first, then by score, then by id. Articles without a date come last.
  case dateDescending = "-date"
}

/// The top-k collector: a binary heap of the best documents so far, the worst at the root. The
/// order is total, so the result does not depend on the order of offers.
struct TopHits {
  private let reader: IndexReader
  private let capacity: Int
  private let order: SortOrder
  private var heap: [ScoredDocument] = []
  /// A lower bound of the scores of all hits, known in advance.
  private var floor = -Double.infinity

  private static var reservedCapacity: Int { 16 }

  init(_ capacity: Int, order: SortOrder, in reader: IndexReader) {
    self.capacity = capacity
    self.order = order
    self.reader = reader
    heap.reserveCapacity(min(capacity, Self.reservedCapacity))
  }

  /// The lowest score with which a document may enter. At an equal score, date and id decide.
  var threshold: Double {
    order == .score && heap.count == capacity && capacity > 0 ? max(floor, heap[0].score) : floor
  }

  /// The slightly lower threshold for sums of scores and bounds, which round differently.
  var entryThreshold: Double { threshold - abs(threshold) * 1e-9 }

  /// Raises the threshold to a score that at least k documents are known to reach.
  mutating func raiseThreshold(to score: Double) {
    precondition(order == .score, "only the order by score has a threshold")
    floor = max(floor, score)
  }

  /// Offers documents of a segment in any order. Each enters if there is room, or if it is better
  /// than the worst hit.
  ///
  /// - Parameter allowed: The documents that may be hits; nil for all.
  mutating func offer(
    _ documents: Span<UInt32>, _ scores: Span<Double>, segment: Int,
    in allowed: FixedBitSet? = nil
  ) {
    precondition(scores.count >= documents.count, "one score for each document")
    guard capacity > 0 else { return }
    var next = 0
    while next < documents.count, heap.count < capacity {
      if scores[next] >= threshold, allowed?.contains(Int(documents[next])) ?? true {
        heap.append(
          ScoredDocument(segment: segment, document: documents[next], score: scores[next]))
        siftUp(heap.count - 1)
      }
      next += 1
    }
    if next < documents.count {
      Self.offer(
        documents, scores, from: next, segment: segment, in: allowed, to: &heap, floor: floor,
        order, reader)
    }
  }

  private static func offer(
    _ documents: Span<UInt32>, _ scores: Span<Double>, from start: Int, segment: Int,
    in allowed: FixedBitSet?, to heap: inout [ScoredDocument], floor: Double, _ order: SortOrder,
    _ reader: IndexReader
  ) {
    var heap = heap.mutableSpan
    var least = order == .score ? max(floor, heap[0].score) : floor
    let words = allowed?.words ?? []
    let bits = words.span
    for index in start..<documents.count where scores[index] >= least {
      if !bits.isEmpty {
        let document = documents[index]
        if (bits[Int(document &>> 6)] &>> UInt64(document & 63)) & 1 == 0 { continue }
      }
      let hit = ScoredDocument(segment: segment, document: documents[index], score: scores[index])
      guard isBetter(hit, heap[0], order, reader) else { continue }
      replaceWorst(of: &heap, by: hit, order, reader)
      if order == .score { least = max(floor, heap[0].score) }
    }
  }

  /// Returns the hits, the best first.
  consuming func sorted() -> [ScoredDocument] {
    let (order, reader) = (order, reader)
    heap.sort { Self.isBetter($0, $1, order, reader) }
    return heap
  }

  // Static with few arguments, so that a comparison of different scores is cheap.
  @inline(__always)
  private static func isBetter(
    _ a: ScoredDocument, _ b: ScoredDocument, _ order: SortOrder, _ reader: IndexReader
  ) -> Bool {
    if order == .score, a.score != b.score { return a.score > b.score }
    return isBetterByColumns(a, b, order, reader)
  }

  @inline(never)
  private static func isBetterByColumns(
    _ a: ScoredDocument, _ b: ScoredDocument, _ order: SortOrder, _ reader: IndexReader
  ) -> Bool {
    let columns = (reader.segments[a.segment].columns, reader.segments[b.segment].columns)
    let dates = (columns.0.date(of: a.document), columns.1.date(of: b.document))
    if dates.0 != dates.1 {
      if dates.0 == 0 || dates.1 == 0 { return dates.1 == 0 }
      return order == .date ? dates.0 < dates.1 : dates.0 > dates.1
    }
    let times = (columns.0.time(of: a.document), columns.1.time(of: b.document))
    if times.0 != times.1 { return order == .date ? times.0 < times.1 : times.0 > times.1 }
    if a.score != b.score { return a.score > b.score }
    return columns.0.isID(of: a.document, before: b.document, in: columns.1)
  }

  /// Moves a new hit up until its parent is worse.
  private mutating func siftUp(_ start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard Self.isBetter(heap[parent], heap[child], order, reader) else { return }
      heap.swapAt(parent, child)
      child = parent
    }
  }

  /// Replaces the root, and moves worse children up until the hit fits.
  private static func replaceWorst(
    of heap: inout MutableSpan<ScoredDocument>, by hit: ScoredDocument, _ order: SortOrder,
    _ reader: IndexReader
  ) {
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, isBetter(heap[child], heap[child + 1], order, reader) {
        child += 1
      }
      guard isBetter(hit, heap[child], order, reader) else { break }
      heap[parent] = heap[child]
      parent = child
    }
    heap[parent] = hit
  }
}
