import Storage

/// Terms of several runs in order, each with its chains in the order of the runs: what one thread encodes
/// at a time.
struct TermBatch: Sendable {
  struct Term {
    let bytes: [UInt8]
    /// The term's part of `pieces`.
    var pieces: Range<Int>
  }

  /// The chain of one run, in `chains`.
  struct Piece {
    let base: UInt32
    let chain: Range<Int>
  }

  private(set) var terms: [Term] = []
  private(set) var pieces: [Piece] = []
  private(set) var chains: [UInt8] = []

  fileprivate mutating func begin(_ term: [UInt8]) {
    terms.append(Term(bytes: term, pieces: pieces.count..<pieces.count))
  }

  fileprivate mutating func takePiece(from cursor: inout RunCursor) throws(StorageError) {
    let start = chains.count
    try cursor.takeChain(into: &chains)
    pieces.append(Piece(base: cursor.base, chain: start..<chains.count))
    terms[terms.count - 1].pieces = terms[terms.count - 1].pieces.lowerBound..<pieces.count
  }
}

/// Merges the terms of runs: a binary heap of cursors, the one with the smallest term on top.
struct RunMerger {
  private var cursors: [RunCursor] = []
  /// Indices of cursors that are not at their end.
  private var heap: [Int] = []

  /// Bytes of chains that close a batch.
  private static let batchSize = 1 << 20

  init(_ runs: [InvertedRun]) throws(StorageError) {
    var base: UInt32 = 0
    for run in runs {
      let cursor = try RunCursor(run, base: base)
      if !cursor.isAtEnd { heap.append(cursors.count) }
      cursors.append(cursor)
      base += UInt32(run.documentCount)
    }
    for index in (0..<heap.count / 2).reversed() { siftDown(index) }
  }

  /// The next terms; nil behind the last.
  mutating func next() throws(StorageError) -> TermBatch? {
    guard !heap.isEmpty else { return nil }
    var batch = TermBatch()
    while !heap.isEmpty, batch.chains.count < Self.batchSize {
      let term = cursors[heap[0]].term
      batch.begin(term)
      // Equal terms leave the heap in the order of their runs, so that documents ascend.
      while let first = heap.first, cursors[first].term == term {
        try batch.takePiece(from: &cursors[first])
        if cursors[first].isAtEnd {
          heap.swapAt(0, heap.count - 1)
          heap.removeLast()
        }
        siftDown(0)
      }
    }
    return batch
  }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    if cursors[a].precedes(cursors[b]) { return true }
    return a < b && !cursors[b].precedes(cursors[a])
  }

  private mutating func siftDown(_ start: Int) {
    var parent = start
    while true {
      var first = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if precedes(heap[child], heap[first]) { first = child }
      }
      guard first != parent else { return }
      heap.swapAt(parent, first)
      parent = first
    }
  }
}
