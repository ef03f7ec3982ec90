import InvertedIndex

/// A document found, with what orders it among others.
struct ScoredDocument {
  let segment: Int
  let document: UInt32
  let score: Double
}

/// The best documents seen so far: a binary heap with the worst of them on top.
///
/// The order is total (it ends with the id), so that results are the same whatever the order in which
/// documents are offered.
struct TopHits {
  private let reader: IndexReader
  private let capacity: Int
  private let order: SortOrder
  private var heap: [ScoredDocument] = []

  init(_ capacity: Int, order: SortOrder, in reader: IndexReader) {
    self.capacity = capacity
    self.order = order
    self.reader = reader
  }

  /// A document with a lower score cannot enter. With an equal one it may, by its date.
  var threshold: Double {
    order == .score && heap.count == capacity && capacity > 0 ? heap[0].score : -.infinity
  }

  mutating func offer(_ hit: ScoredDocument) {
    guard capacity > 0 else { return }
    if heap.count < capacity {
      heap.append(hit)
      siftUp(heap.count - 1)
    } else if isBetter(hit, heap[0]) {
      heap[0] = hit
      siftDown(0)
    }
  }

  /// What was kept, best first.
  func sorted() -> [ScoredDocument] { heap.sorted { isBetter($0, $1) } }

  private func isBetter(_ a: ScoredDocument, _ b: ScoredDocument) -> Bool {
    if order == .score, a.score != b.score { return a.score > b.score }
    let columns = (reader.segments[a.segment].columns, reader.segments[b.segment].columns)
    let dates = (columns.0.date(of: a.document), columns.1.date(of: b.document))
    if dates.0 != dates.1 {
      if dates.0 == 0 || dates.1 == 0 { return dates.1 == 0 }
      return order == .date ? dates.0 < dates.1 : dates.0 > dates.1
    }
    let times = (columns.0.time(of: a.document), columns.1.time(of: b.document))
    if times.0 != times.1 {
      return order == .date ? times.0 < times.1 : times.0 > times.1
    }
    if a.score != b.score { return a.score > b.score }
    return columns.0.isID(of: a.document, before: b.document, in: columns.1)
  }

  private mutating func siftUp(_ start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard isBetter(heap[parent], heap[child]) else { return }
      heap.swapAt(parent, child)
      child = parent
    }
  }

  private mutating func siftDown(_ start: Int) {
    var parent = start
    while true {
      var worst = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if isBetter(heap[worst], heap[child]) { worst = child }
      }
      guard worst != parent else { return }
      heap.swapAt(parent, worst)
      parent = worst
    }
  }
}
