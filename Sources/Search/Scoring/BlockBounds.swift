import InvertedIndex

/// What the blocks of one term's postings contribute to a score at most, worked out once for a query.
struct BlockBounds {
  private let bounds: [Double]
  /// By block, its last document.
  private let lasts: [UInt32]
  /// The first block that the windows asked for have not passed.
  private var current = 0

  /// What a number of documents score at least, by this term alone: in every block one attains the
  /// block's impact. −infinity when unknown.
  let attained: Double

  /// - Parameter count: the documents that `attained` speaks of.
  /// - Complexity: O(*b*) in the blocks.
  init(
    _ cursor: PostingsCursor, _ weight: TermWeight, segmentAverage: Double, attainedBy count: Int
  ) {
    var bounds: [Double] = []
    var lasts: [UInt32] = []
    bounds.reserveCapacity(cursor.blockCount)
    lasts.reserveCapacity(cursor.blockCount)
    var best = LargestImpacts(count)
    cursor.forEachImpact { impact, last in
      bounds.append(weight.bound(impact, segmentAverage: segmentAverage))
      lasts.append(last)
      best.insert(impact)
    }
    self.bounds = bounds
    self.lasts = lasts
    attained =
      best.smallest.map { weight.attained($0, segmentAverage: segmentAverage) } ?? -.infinity
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

/// The impacts with the largest shares of all that were inserted, a fixed number of them, the smallest first.
private struct LargestImpacts {
  private let count: Int
  private var impacts: [Impact] = []

  /// More are not worth keeping in order.
  private static var limit: Int { 64 }

  init(_ count: Int) {
    self.count = count
    if count <= Self.limit { impacts.reserveCapacity(count) }
  }

  /// nil while there are fewer, and when too many are asked for.
  var smallest: Impact? { impacts.count == count ? impacts.first : nil }

  mutating func insert(_ impact: Impact) {
    guard count > 0, count <= Self.limit else { return }
    if impacts.count == count {
      if impact.share <= impacts[0].share { return }
      impacts.removeFirst()
    }
    impacts.insert(impact, at: impacts.firstIndex { $0.share >= impact.share } ?? impacts.count)
  }
}
