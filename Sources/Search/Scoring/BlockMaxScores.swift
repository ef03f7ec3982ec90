import InvertedIndex

/// The upper bound of the score in each block of one posting list, computed once for a query.
struct BlockMaxScores {
  private let bounds: [Double]
  /// The last document of each block.
  private let lasts: [UInt32]
  /// The first block that may overlap the current window.
  private var current = 0
  /// The number of blocks that may overlap the current window.
  private(set) var blocksInWindow = 0

  /// A score that at least `count` documents reach by this term alone, because some document of
  /// every block attains the block's impact; −infinity when unknown.
  let attained: Double

  /// - Parameter count: The number of documents for `attained`.
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

  /// Returns the largest bound of the blocks that may overlap the window.
  ///
  /// - Precondition: Windows ascend from call to call.
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

/// Keeps the `count` largest of the inserted shares.
private struct LargestShares {
  private let count: Int
  /// Descending.
  private var shares = InlineArray<64, UInt16>(repeating: 0)
  private var found = 0

  init(_ count: Int) {
    // Insertion sort is too slow for more.
    self.count = count <= 64 ? count : 0
  }

  /// The smallest kept share; nil with fewer than `count` shares, or when `count` is too large.
  var smallest: UInt16? { count > 0 && found == count ? shares[count - 1] : nil }

  @inline(__always)
  mutating func insert(_ share: UInt16) {
    if found == count {
      if count == 0 || share <= shares[count - 1] { return }
    } else {
      found += 1
    }
    var index = found - 1
    while index > 0, shares[index - 1] < share {
      shares[index] = shares[index - 1]
      index -= 1
    }
    shares[index] = share
  }
}
