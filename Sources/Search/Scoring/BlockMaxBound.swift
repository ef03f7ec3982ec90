import InvertedIndex

/// Converts the impact of a block into bounds of its documents' scores, for one term.
struct BlockMaxBound {
  private let weight: TermWeight
  /// Score per unit of share, as an upper bound for the current average length; 0 when the
  /// parameters differ from the defaults and shares cannot be used.
  private let shareFactor: Double
  /// Score per unit of share, as a lower bound for the current average length.
  private let attainedFactor: Double

  /// - Parameter segmentAverage: The average length with which the segment's shares were computed.
  init(_ weight: TermWeight, segmentAverage: Double) {
    self.weight = weight
    let isKnown = weight.hasDefaultParameters && segmentAverage > 0
    let ratio = isKnown ? weight.averageLength / segmentAverage : 0
    // The slack makes the bounds safe against rounding when they are added up.
    shareFactor = isKnown ? weight.scale / 65_535 * max(1, ratio) * Self.slack : 0
    attainedFactor = isKnown ? weight.scale / 65_535 * min(1, ratio) * (1 - 1e-9) : 0
  }

  private static var slack: Double { 1 + 1e-9 }

  /// Returns a score that some document of the block reaches, given the share of the block's best
  /// document; 0 when shares cannot be used.
  func attained(share: UInt16) -> Double {
    // A share is rounded up by at most one.
    Double(max(1, share) - 1) * attainedFactor
  }

  /// Returns an upper bound of the score of every document in the block.
  @inline(__always)
  func most(_ impact: Impact) -> Double {
    if shareFactor > 0 {
      return min(Double(impact.share) * shareFactor, weight.scale * Self.slack)
    }
    return mostForAnyParameters(impact)
  }

  @inline(never)
  private func mostForAnyParameters(_ impact: Impact) -> Double {
    if impact.frequency == .max || impact.title == .max || weight.extraTitleWeight < 0 {
      return weight.scale * Self.slack
    }
    return Self.slack
      * weight.score(
        frequency: Double(impact.frequency) + weight.extraTitleWeight * Double(impact.title),
        length: Double(UInt32(impact.length) * Impact.lengthStep))
  }
}
