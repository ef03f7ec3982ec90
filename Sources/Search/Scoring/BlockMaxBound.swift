import InvertedIndex

/// What an impact says of the scores of a block's documents, the term alone.
struct BlockMaxBound {
  private let weight: TermWeight
  /// By how much lengths may count less or more than in the impacts, where the average is another; 0 where
  /// shares say nothing.
  private let shareFactor: Double
  private let attainedFactor: Double

  /// - Parameter segmentAverage: the average length that the segment's impacts are computed with.
  init(_ weight: TermWeight, segmentAverage: Double) {
    self.weight = weight
    let isKnown = weight.isUsual && segmentAverage > 0
    let ratio = isKnown ? weight.averageLength / segmentAverage : 0
    // A little above and below the exact value, so that rounding in sums of bounds cannot undercut a score.
    shareFactor = isKnown ? weight.scale / 65_535 * max(1, ratio) * Self.slack : 0
    attainedFactor = isKnown ? weight.scale / 65_535 * min(1, ratio) * (1 - 1e-9) : 0
  }

  private static var slack: Double { 1 + 1e-9 }

  /// Some document of a block scores at least so much: its share is what its best document has. 0 where that is
  /// not known.
  func attained(share: UInt16) -> Double {
    // Shares are rounded up by one at most.
    Double(max(1, share) - 1) * attainedFactor
  }

  /// No document of the block scores more.
  @inline(__always)
  func most(_ impact: Impact) -> Double {
    if shareFactor > 0 {
      return min(Double(impact.share) * shareFactor, weight.scale * Self.slack)
    }
    return mostWhateverTheParameters(impact)
  }

  @inline(never)
  private func mostWhateverTheParameters(_ impact: Impact) -> Double {
    if impact.frequency == .max || impact.title == .max || weight.extraTitleWeight < 0 {
      return weight.scale * Self.slack
    }
    return Self.slack
      * weight.score(
        frequency: Double(impact.frequency) + weight.extraTitleWeight * Double(impact.title),
        length: Double(UInt32(impact.length) * Impact.lengthStep))
  }
}
