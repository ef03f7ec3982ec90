import InvertedIndex

/// What the blocks of one term's postings contribute to a score at most, worked out once for a query.
struct BlockMaxScores {
  private let bounds: [Double]
  /// By block, its last document.
  private let lasts: [UInt32]
  /// The first block that the windows asked for have not passed.
  private var current = 0
  /// Blocks that may have documents of the last window.
  private(set) var blocksInWindow = 0

  /// What a number of documents score at least, by this term alone: in every block one attains the
  /// block's impact. −infinity when unknown.
  let attained: Double

  /// - Parameter count: the documents that `attained` speaks of.
  /// - Complexity: O(*b*) in the blocks.
  init(_ cursor: PostingsCursor, _ weight: TermWeight, attainedBy count: Int) {
    let bound = BlockMaxBound(weight, segmentAverage: cursor.averageLength)
    var bounds = [Double](repeating: 0, count: cursor.blockCount)
    var lasts = [UInt32](repeating: 0, count: cursor.blockCount)
    var best = LargestShares(count)
    Self.read(cursor, bound, &bounds, &lasts, &best)
    self.bounds = bounds
    self.lasts = lasts
    attained = best.smallest.map { bound.attained(share: $0) } ?? -.infinity
  }

  private static func read(
    _ cursor: PostingsCursor, _ bound: BlockMaxBound, _ bounds: inout [Double],
    _ lasts: inout [UInt32], _ best: inout LargestShares
  ) {
    var bounds = bounds.mutableSpan
    var lasts = lasts.mutableSpan
    var block = 0
    cursor.forEachImpact { impact, last in
      bounds[block] = bound.most(impact)
      lasts[block] = last
      best.insert(impact.share)
      block &+= 1
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
    blocksInWindow = min(block + 1, lasts.count) - current
    return largest
  }
}

/// The largest shares of all that were inserted, a fixed number of them.
private struct LargestShares {
  private let count: Int
  /// Descending.
  private var shares = InlineArray<64, UInt16>(repeating: 0)
  private var found = 0

  init(_ count: Int) {
    // More are not worth keeping in order.
    self.count = count <= 64 ? count : 0
  }

  /// nil while there are fewer, and when too many are asked for.
  var smallest: UInt16? { count > 0 && found == count ? shares[count - 1] : nil }

  @inline(__always)
  mutating func insert(_ share: UInt16) {
    if found == count {
      if count == 0 || share <= shares[count - 1] { return }
    } else {
      found += 1
    }
    var place = found - 1
    while place > 0, shares[place - 1] < share {
      shares[place] = shares[place - 1]
      place -= 1
    }
    shares[place] = share
  }
}
