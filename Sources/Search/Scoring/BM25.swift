public import InvertedIndex

/// Parameters of the ranking formula.
///
/// The score of a document is the sum over the query's ranking terms of
/// ```
/// weight · idf · f · (k1 + 1) / (f + k1 · (1 − b + b · length / average length))
/// idf = ln(1 + (N − n + 0.5) / (n + 0.5))
/// f   = occurrences + (titleWeight − 1) · occurrences in the headline
/// ```
/// with N documents in the index, n that contain the term, and lengths in units: Okapi BM25 (Robertson and
/// Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, equation 3.15) with the idf
/// that stays positive (as in Lucene) and the headline counted into one frequency (Robertson, Zaragoza and
/// Taylor, "Simple BM25 extension to multiple weighted fields", 2004).
public struct BM25: Sendable, Equatable {
  /// How fast repeated occurrences lose weight; 0 ignores frequency.
  public let k1: Double
  /// How much a document's length counts, 0 to 1.
  public let b: Double
  /// How many occurrences in the text one in the headline is worth.
  public let titleWeight: Double

  /// - Precondition: all are finite; `k1` and `titleWeight` are not negative, `b` is at most 1.
  public init(
    k1: Double = UsualShare.k1, b: Double = UsualShare.b,
    titleWeight: Double = UsualShare.titleWeight
  ) {
    precondition(k1 >= 0 && k1.isFinite, "k1 is 0 or more")
    precondition((0...1).contains(b), "b lies between 0 and 1")
    precondition(titleWeight >= 0 && titleWeight.isFinite, "the headline's weight is 0 or more")
    self.k1 = k1
    self.b = b
    self.titleWeight = titleWeight
  }

  /// Inverse document frequency.
  public static func idf(documentCount: Int, documentFrequency: Int) -> Double {
    let n = Double(documentFrequency)
    return Logarithm.natural(1 + (Double(documentCount) - n + 0.5) / (n + 0.5))
  }
}

/// The formula for one term, its constants worked out.
struct TermWeight {
  /// What the term contributes at most, whatever the document.
  let scale: Double
  private let lengthFree: Double
  private let lengthFactor: Double
  private let extraTitleWeight: Double
  private let averageLength: Double
  /// The parameters are those that `UsualShare` is computed with.
  private let isUsual: Bool

  /// - Parameters:
  ///   - weight: of the term in the query.
  ///   - averageLength: of the field the term belongs to, in units.
  init(
    _ parameters: BM25, weight: Double, documentCount: Int, documentFrequency: Int,
    averageLength: Double
  ) {
    let idf = BM25.idf(documentCount: documentCount, documentFrequency: documentFrequency)
    scale = weight * idf * (parameters.k1 + 1)
    lengthFree = parameters.k1 * (1 - parameters.b)
    lengthFactor = averageLength > 0 ? parameters.k1 * parameters.b / averageLength : 0
    extraTitleWeight = parameters.titleWeight - 1
    self.averageLength = averageLength
    isUsual = parameters == BM25()
  }

  @inline(__always)
  private func score(frequency f: Double, length: Double) -> Double {
    let score = scale * (f / (f + lengthFree + lengthFactor * length))
    // A headline that counts nothing may leave 0 / 0.
    return f > 0 ? score : 0
  }

  /// Scores many postings at once, without a branch, so that several are divided by one instruction.
  ///
  /// - Parameter titles: empty when there are none.
  /// - Precondition: there are as many lengths and, unless there are none, headline frequencies as frequencies,
  ///   and room for as many scores.
  func score(
    _ frequencies: Span<UInt32>, _ titles: Span<UInt32>, _ lengths: Span<UInt32>,
    into scores: inout MutableSpan<Double>
  ) {
    let count = frequencies.count
    precondition(lengths.count >= count && scores.count >= count, "room for all")
    precondition(titles.isEmpty || titles.count >= count, "a title frequency for each")
    // Safe: all have `count` elements.
    if titles.isEmpty {
      for index in 0..<count {
        unsafe scores[unchecked: index] = score(
          frequency: Double(frequencies[unchecked: index]),
          length: Double(lengths[unchecked: index]))
      }
    } else {
      for index in 0..<count {
        let title = unsafe Double(titles[unchecked: index])
        unsafe scores[unchecked: index] = score(
          frequency: Double(frequencies[unchecked: index]) + extraTitleWeight * title,
          length: Double(lengths[unchecked: index]))
      }
    }
  }

  /// Some document of a block scores at least so much, the term alone: its impact is what its best document
  /// has. 0 where that is not known.
  ///
  /// - Parameter segmentAverage: as for `bound`.
  func attained(_ impact: Impact, segmentAverage: Double) -> Double {
    guard isUsual, segmentAverage > 0, averageLength > 0 else { return 0 }
    // Shares are rounded up by one at most; with a shorter average, lengths count more, but by no more than that.
    let share = Double(max(1, impact.share) - 1) / 65_535 * min(1, averageLength / segmentAverage)
    return scale * share * (1 - 1e-9)
  }

  /// No document of the block scores more; a little above the exact value, so that rounding in sums of
  /// bounds cannot undercut a score.
  ///
  /// - Parameter segmentAverage: the average length that the segment's impacts are computed with.
  func bound(_ impact: Impact, segmentAverage: Double) -> Double {
    let slack = 1 + 1e-9
    if isUsual, segmentAverage > 0 {
      // With a longer average, lengths count less, but by no more than that.
      let share = Double(impact.share) / 65_535 * max(1, averageLength / segmentAverage)
      return scale * min(1, share) * slack
    }
    if impact.frequency == .max || impact.title == .max || extraTitleWeight < 0 {
      return scale * slack
    }
    return slack
      * score(
        frequency: Double(impact.frequency) + extraTitleWeight * Double(impact.title),
        length: Double(UInt32(impact.length) * Impact.lengthStep))
  }
}
