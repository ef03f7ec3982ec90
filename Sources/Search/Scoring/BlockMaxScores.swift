import InvertedIndex

/// The upper bound of the score in each block of one posting list, computed once for a query.
struct BlockMaxScores {
  /// The bound of each block.
  private let bounds: [Double]
  /// The last document of each block.
  private let lastDocuments: [UInt32]
  /// The first block that may overlap the current window.
  private var firstBlock = 0
  /// The number of blocks that may overlap the current window.
  private(set) var blocksInWindow = 0

  /// A score that at least `count` documents reach by this term alone; −infinity when unknown.
  let attained: Double

  init(_ cursor: PostingsCursor, _ weight: TermWeight, attainedBy count: Int) {
    let bound = BlockMaxBound(weight, segmentAverage: cursor.averageLength)
    var bounds = [Double](repeating: 0, count: cursor.blockCount)
    var lastDocuments = [UInt32](repeating: 0, count: cursor.blockCount)
    var best = LargestShares(count)
    Self.read(cursor, bound, &bounds, &lastDocuments, &best)
    self.bounds = bounds
    self.lastDocuments = lastDocuments
    attained = best.smallest.map { bound.attained(share: $0) } ?? -.infinity
  }

  private static func read(
    _ cursor: PostingsCursor, _ bound: BlockMaxBound, _ bounds: inout [Double],
    _ lastDocuments: inout [UInt32], _ best: inout LargestShares
  ) {
    var bounds = bounds.mutableSpan
    var lastDocuments = lastDocuments.mutableSpan
    var block = 0
    cursor.forEachImpact { impact, last in
      bounds[block] = bound.largestScore(impact)
      lastDocuments[block] = last
      best.insert(impact.share)
      block &+= 1
    }
  }

  func bound(of block: Int) -> Double { bounds[block] }

  /// Moves to a window and returns the largest bound of its blocks. Windows ascend.
  mutating func largestBound(in window: Range<UInt32>) -> Double {
    let count = lastDocuments.count
    while firstBlock < count, lastDocuments[firstBlock] < window.lowerBound { firstBlock += 1 }
    var largest = 0.0
    var block = firstBlock
    while block < count {
      largest = max(largest, bounds[block])
      if lastDocuments[block] >= window.upperBound { break }
      block += 1
    }
    blocksInWindow = min(block + 1, count) - firstBlock
    return largest
  }
}

/// The `count` largest of the inserted shares, descending.
private struct LargestShares {
  private let count: Int
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

/// Converts the impact of a block into bounds of its documents' scores, for one term.
private struct BlockMaxBound {
  private let weight: TermWeight
  /// The largest score per unit of share for the current average length; 0 when shares cannot be
  /// used, because the parameters differ from the defaults.
  private let shareFactor: Double
  /// The smallest score per unit of share; 0 when shares cannot be used.
  private let attainedFactor: Double

  init(_ weight: TermWeight, segmentAverage: Double) {
    self.weight = weight
    let isKnown = weight.hasDefaultParameters && segmentAverage > 0
    let ratio = isKnown ? weight.averageLength / segmentAverage : 0
    // The slack makes the bounds safe against rounding when they are added up.
    shareFactor = isKnown ? weight.scale / 65_535 * max(1, ratio) * Self.slack : 0
    attainedFactor = isKnown ? weight.scale / 65_535 * min(1, ratio) * (1 - 1e-9) : 0
  }

  private static var slack: Double { 1 + 1e-9 }

  /// Returns a score that some document of the block reaches; 0 when shares cannot be used.
  func attained(share: UInt16) -> Double {
    Double(max(1, share) - 1) * attainedFactor
  }

  /// Returns a score that no document of the block exceeds.
  @inline(__always)
  func largestScore(_ impact: Impact) -> Double {
    if shareFactor > 0 { return min(Double(impact.share) * shareFactor, weight.scale * Self.slack) }
    return largestScoreForAnyParameters(impact)
  }

  @inline(never)
  private func largestScoreForAnyParameters(_ impact: Impact) -> Double {
    if impact.frequency == .max || impact.title == .max || weight.extraTitleWeight < 0 {
      return weight.scale * Self.slack
    }
    return Self.slack
      * weight.score(
        frequency: Double(impact.frequency) + weight.extraTitleWeight * Double(impact.title),
        length: Double(UInt32(impact.length) * Impact.lengthStep))
  }
}
