public import Calendar
import InvertedIndex
import Search
import Storage
import TextAnalysis

/// The inputs of an answer and a digest of the answer: enough to repeat the search and to compare
/// the results.
public struct AnswerManifest: Codable, Sendable, Equatable {
  /// The query, its scope and its options.
  public struct Question: Codable, Sendable, Equatable {
    public let query: String
    public let sources: [String]
    /// The dates in the form of `DateRange.description`; nil for all dates.
    public let dates: String?
    public let match: String
    public let sort: String
    public let offset: Int
    public let limit: Int
    public let k1: Double
    public let b: Double
    public let titleWeight: Double
    public let scans: Bool
    public let isLenient: Bool
    public let usesDictionary: Bool
    /// The day from which relative dates such as `7d` count.
    public var today: CivilDate? { CivilDate(packed: packedToday) }
    /// `today` as yyyymmdd, the form in which manifests record it.
    private let packedToday: UInt32

    private enum CodingKeys: String, CodingKey {
      case query, sources, dates, match, sort, offset, limit, k1, b, scans
      case packedToday = "today"
      case titleWeight = "title_weight"
      case isLenient = "lenient"
      case usesDictionary = "dictionary"
    }
  }

  /// The commit that was searched.
  public struct Index: Codable, Sendable, Equatable {
    public let generation: UInt64
    /// A hash of the commit's segments and deletions, as 16 hexadecimal digits. Commits with equal
    /// digests have the same articles in the same order.
    public let digest: String
    public let articles: Int
  }

  public struct Versions: Codable, Sendable, Equatable {
    public let xunwen: String
    public let format: UInt32
    public let normalizer: UInt32
    public let icu: String
  }

  public struct Answer: Codable, Sendable, Equatable {
    public let total: Int
    public let partialTotal: Int
    public let hits: Int
    /// A hash of the hits, as 16 hexadecimal digits: XXH64 of the concatenation, in rank order, of
    /// each id, a zero byte and the eight bytes of the score, little endian.
    public let digest: String

    private enum CodingKeys: String, CodingKey {
      case total, hits, digest
      case partialTotal = "partial_total"
    }
  }

  /// The parsed query as an S-expression; `docs/QUERY.md` describes it.
  public let tree: String
  public let question: Question
  public let index: Index
  public let versions: Versions
  public let answer: Answer
}

/// The version of the program and the library.
public enum XunwenVersion {
  public static let current = "0.1.0"
}

extension AnswerManifest.Question {
  init(_ query: String, _ scope: QueryScope, _ options: SearchOptions) {
    self.query = query
    sources = scope.sources
    dates = scope.dates?.description
    (match, sort) = (scope.match.rawValue, options.sort.rawValue)
    (offset, limit) = (options.offset, options.limit)
    let ranking = options.ranking
    (k1, b, titleWeight) = (ranking.k1, ranking.b, ranking.titleWeight)
    (scans, isLenient) = (scope.scans, scope.isLenient)
    usesDictionary = scope.usesDictionary
    packedToday = (scope.today ?? .todayInChina).packed
  }

  /// - Throws: `ManifestError` for an unknown value.
  func scope() throws(ManifestError) -> QueryScope {
    guard let match = MatchMode(rawValue: match) else { throw .unknownValue(match) }
    var scope = QueryScope()
    if let dates {
      guard let range = DateRange(dates) else { throw .unknownValue(dates) }
      scope.dates = range
    }
    (scope.sources, scope.match) = (sources, match)
    (scope.scans, scope.isLenient) = (scans, isLenient)
    (scope.usesDictionary, scope.today) = (usesDictionary, today)
    return scope
  }

  /// - Throws: `ManifestError` for an unknown value.
  func options() throws(ManifestError) -> SearchOptions {
    guard let sort = SortOrder(rawValue: sort) else { throw .unknownValue(sort) }
    var options = SearchOptions()
    (options.sort, options.offset, options.limit) = (sort, offset, limit)
    options.ranking = BM25(k1: k1, b: b, titleWeight: titleWeight)
    return options
  }
}

extension AnswerManifest.Index {
  init(_ reader: IndexReader) {
    var bytes: [UInt8] = []
    for segment in reader.commit.segments {
      Varint.encode(segment.id, into: &bytes)
      Varint.encode(segment.liveGeneration, into: &bytes)
      Varint.encode(UInt64(segment.deletedCount), into: &bytes)
    }
    generation = reader.commit.generation
    digest = XXH64.hash(bytes.span).hexadecimal
    articles = reader.liveCount
  }
}

extension AnswerManifest.Versions {
  static var current: Self {
    Self(
      xunwen: XunwenVersion.current, format: SegmentFormat.version,
      normalizer: AnalysisVersion.normalizer, icu: AnalysisVersion.icuVersion)
  }
}

extension AnswerManifest.Answer {
  init(total: Int, partialTotal: Int, _ hits: [(id: String, score: Double)]) {
    var bytes: [UInt8] = []
    for hit in hits {
      bytes += hit.id.utf8
      bytes.append(0)
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: hit.score.bitPattern >> shift))
      }
    }
    (self.total, self.partialTotal, self.hits) = (total, partialTotal, hits.count)
    digest = XXH64.hash(bytes.span).hexadecimal
  }
}

extension UInt64 {
  /// The number as 16 hexadecimal digits.
  var hexadecimal: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// An error of `Archive.rerun(_:)`.
public enum ManifestError: Error, Equatable, CustomStringConvertible {
  /// The manifest has a value that this version does not know.
  case unknownValue(String)

  public var description: String {
    switch self {
    case .unknownValue(let value): "the manifest has the unknown value \(value)"
    }
  }
}
