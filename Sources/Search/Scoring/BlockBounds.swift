import InvertedIndex

/// What the blocks of one term's postings contribute to a score at most, worked out once for a query.
struct BlockBounds {
  private var bounds: [Double] = []
  /// By block, its last document.
  private var lasts: [UInt32] = []
  /// The first block that the windows asked for have not passed.
  private var current = 0

  /// - Complexity: O(*b*) in the blocks.
  init(_ cursor: PostingsCursor, _ weight: TermWeight, segmentAverage: Double) {
    bounds.reserveCapacity(cursor.blockCount)
    lasts.reserveCapacity(cursor.blockCount)
    cursor.forEachImpact { impact, last in
      bounds.append(weight.bound(impact, segmentAverage: segmentAverage))
      lasts.append(last)
    }
  }

  func bound(of block: Int) -> Double { bounds[block] }

  /// The largest bound of a block that may have documents of the window; windows ascend.
  mutating func largest(in window: Range<UInt32>) -> Double {
    while current < lasts.count, lasts[current] < window.lowerBound { current += 1 }
    var largest = 0.0
    var block = current
    while block < lasts.count {
      largest = max(largest, bounds[block])
      if lasts[block] >= window.upperBound { break }
      block += 1
    }
    return largest
  }
}
