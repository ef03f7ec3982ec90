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
public struct BM25: Sendable, Equatable, Codable {
  /// How fast repeated occurrences lose weight; 0 ignores frequency.
  public let k1: Double
  /// How much a document's length counts, 0 to 1.
  public let b: Double
  /// How many occurrences in the text one in the headline is worth.
  public let titleWeight: Double

  /// - Precondition: all are finite; `k1` and `titleWeight` are not negative, `b` is at most 1.
  public init(
    k1: Double = DefaultSaturation.k1, b: Double = DefaultSaturation.b,
    titleWeight: Double = DefaultSaturation.titleWeight
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
  let extraTitleWeight: Double
  let averageLength: Double
  /// The parameters are those that `DefaultSaturation` is computed with.
  let isUsual: Bool

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
  func score(frequency f: Double, length: Double) -> Double {
    let score = scale * saturation(frequency: f, length: length)
    // A headline that counts nothing may leave 0 / 0.
    return f > 0 ? score : 0
  }

  /// How much of the scale a document gets, from 0 to 1.
  @inline(__always)
  func saturation(frequency f: Double, length: Double) -> Double {
    f / (f + lengthFree + lengthFactor * length)
  }

  /// What occurrences count, those in the headline by its weight.
  @inline(__always)
  func frequency(of occurrences: UInt32, title: UInt32) -> Double {
    Double(occurrences) + extraTitleWeight * Double(title)
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
        unsafe scores[unchecked: index] = score(
          frequency: frequency(of: frequencies[unchecked: index], title: titles[unchecked: index]),
          length: Double(lengths[unchecked: index]))
      }
    }
  }
}
