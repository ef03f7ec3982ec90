public import InvertedIndex

/// The parameters of the ranking formula.
///
/// The score of a document is the sum over the query's ranking terms of
/// ```
/// weight · idf · f · (k1 + 1) / (f + k1 · (1 − b + b · length / average length))
/// idf = ln(1 + (N − n + 0.5) / (n + 0.5))
/// f   = occurrences + (titleWeight − 1) · occurrences in the title
/// ```
/// N is the number of documents, n the number of documents that contain the term, and lengths are
/// in units. This is Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework:
/// BM25 and Beyond", 2009, equation 3.15) with an idf that stays positive (as in Lucene) and with
/// one frequency for title and body (Robertson, Zaragoza and Taylor, "Simple BM25 extension to
/// multiple weighted fields", 2004).
public struct BM25: Sendable, Equatable, Codable {
  /// The saturation of frequency; 0 ignores frequency.
  public let k1: Double
  /// The influence of the document's length, 0 to 1.
  public let b: Double
  /// The number of occurrences in the body that equal one occurrence in the title.
  public let titleWeight: Double

  /// The values of `k1` and `titleWeight` that options and manifests accept.
  public static let acceptedWeights: ClosedRange<Double> = 0...1000
  /// The values of `b`.
  public static let acceptedInfluence: ClosedRange<Double> = 0...1

  /// - Precondition: All values are finite and not negative, and `b` is at most 1.
  public init(
    k1: Double = DefaultSaturation.k1, b: Double = DefaultSaturation.b,
    titleWeight: Double = DefaultSaturation.titleWeight
  ) {
    precondition(k1 >= 0 && k1.isFinite, "k1 is 0 or more")
    precondition(Self.acceptedInfluence.contains(b), "b is between 0 and 1")
    precondition(titleWeight >= 0 && titleWeight.isFinite, "the title weight is 0 or more")
    self.k1 = k1
    self.b = b
    self.titleWeight = titleWeight
  }

  /// Returns the inverse document frequency of a term.
  public static func idf(documentCount: Int, documentFrequency: Int) -> Double {
    let n = Double(documentFrequency)
    return NaturalLogarithm.of(1 + (Double(documentCount) - n + 0.5) / (n + 0.5))
  }
}

/// The BM25 formula for one term, with precomputed constants: *scale* · *saturation*, with a
/// saturation of *f* / (*f* + *lengthFree* + *lengthFactor* · length).
struct TermWeight {
  /// weight · idf · (k1 + 1), the upper bound of the term's contribution to any document.
  let scale: Double
  /// k1 · (1 − b).
  private let lengthFree: Double
  /// k1 · b / average length.
  private let lengthFactor: Double
  /// titleWeight − 1.
  let extraTitleWeight: Double
  let averageLength: Double
  let hasDefaultParameters: Bool

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
    hasDefaultParameters = parameters == BM25()
  }

  @inline(__always)
  func score(frequency f: Double, length: Double) -> Double {
    let score = scale * saturation(frequency: f, length: length)
    // With a title weight of 0 the formula may be 0 / 0.
    return f > 0 ? score : 0
  }

  @inline(__always)
  func saturation(frequency f: Double, length: Double) -> Double {
    f / (f + lengthFree + lengthFactor * length)
  }

  @inline(__always)
  func frequency(of occurrences: UInt32, title: UInt32) -> Double {
    Double(occurrences) + extraTitleWeight * Double(title)
  }

  /// Scores many postings without branches, so that the compiler vectorizes the division.
  ///
  /// - Parameter titles: The title frequencies; empty when no document has any.
  func score(
    _ frequencies: Span<UInt32>, _ titles: Span<UInt32>, _ lengths: Span<UInt32>,
    into scores: inout MutableSpan<Double>
  ) {
    let count = frequencies.count
    precondition(lengths.count >= count && scores.count >= count, "one value for each posting")
    precondition(titles.isEmpty || titles.count >= count, "one title frequency for each posting")
    // Safe: all spans have at least `count` elements.
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

/// The collection and term statistics from which scores are computed.
///
/// By default, a search uses the statistics of its own commit. With the sum of the statistics of
/// several indexes, each document gets the score that it would get in one index of all documents.
public struct ScoringStatistics: Sendable, Equatable {
  /// The number of documents and the total lengths, including deleted documents.
  public let collection: CollectionStatistics
  private let documentFrequencies: [[UInt8]: Int]

  init(collection: CollectionStatistics, documentFrequencies: [[UInt8]: Int]) {
    self.collection = collection
    self.documentFrequencies = documentFrequencies
  }

  func documentFrequency(of term: [UInt8]) -> Int { documentFrequencies[term] ?? 0 }

  /// Adds the statistics of disjoint sets of documents.
  public static func + (a: Self, b: Self) -> Self {
    Self(
      collection: a.collection + b.collection,
      documentFrequencies: a.documentFrequencies.merging(b.documentFrequencies, uniquingKeysWith: +)
    )
  }
}
