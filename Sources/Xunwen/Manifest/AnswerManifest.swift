import Calendar
import InvertedIndex
import Search
import Storage
import TextAnalysis

/// What an answer depends on, and what it was: enough to ask the same again and to tell whether the same comes out.
public struct AnswerManifest: Codable, Sendable, Equatable {
  /// Of the query and what it was asked with.
  public struct Question: Codable, Sendable, Equatable {
    public let query: String
    public let sources: [String]
    /// Packed days, as in `DateRange.description`; nil without.
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
    /// The day that `7d` counts back from, packed.
    public let today: UInt32

    private enum CodingKeys: String, CodingKey {
      case query, sources, dates, match, sort, offset, limit, k1, b, scans, today
      case titleWeight = "title_weight"
      case isLenient = "lenient"
      case usesDictionary = "dictionary"
    }
  }

  /// Of the commit that was asked.
  public struct Index: Codable, Sendable, Equatable {
    public let generation: UInt64
    /// Of its segments and deletions, 16 hexadecimal digits: equal where the articles are the same in the same order.
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
    /// Of the ids and scores of the hits in their order: XXH64 of each id, a zero byte and the eight bytes of its score,
    /// little endian, one after the other; 16 hexadecimal digits.
    public let digest: String

    private enum CodingKeys: String, CodingKey {
      case total, hits, digest
      case partialTotal = "partial_total"
    }
  }

  /// The query as it was understood; `docs/QUERY.md` has the form.
  public let tree: String
  public let question: Question
  public let index: Index
  public let versions: Versions
  public let answer: Answer
}

/// Version of the program and the library.
public enum XunwenVersion {
  public static let current = "0.1.0"
}

extension AnswerManifest.Question {
  init(_ query: String, _ options: SearchOptions) {
    self.query = query
    sources = options.sources
    dates = options.dates?.description
    (match, sort) = (options.match.rawValue, options.sort.rawValue)
    (offset, limit) = (options.offset, options.limit)
    let ranking = options.ranking
    (k1, b, titleWeight) = (ranking.k1, ranking.b, ranking.titleWeight)
    (scans, isLenient) = (options.scans, options.isLenient)
    usesDictionary = options.usesDictionary
    today = (options.today ?? .todayInChina).packed
  }

  /// - Throws: `ManifestError` for a value that there is not.
  func options() throws(ManifestError) -> SearchOptions {
    guard let match = MatchMode(rawValue: match), let sort = SortOrder(rawValue: sort) else {
      throw .unknownValue("\(match) or \(sort)")
    }
    var options = SearchOptions()
    options.sources = sources
    if let dates {
      guard let range = DateRange(dates) else { throw .unknownValue(dates) }
      options.dates = range
    }
    (options.match, options.sort) = (match, sort)
    (options.offset, options.limit) = (offset, limit)
    options.ranking = BM25(k1: k1, b: b, titleWeight: titleWeight)
    (options.scans, options.isLenient) = (scans, isLenient)
    options.usesDictionary = usesDictionary
    options.today = CivilDate(packed: today)
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
  fileprivate var hexadecimal: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// Why a manifest cannot be asked again.
public enum ManifestError: Error, Equatable, CustomStringConvertible {
  case unknownValue(String)

  public var description: String {
    switch self {
    case .unknownValue(let value): "the manifest asks for what this version does not know: \(value)"
    }
  }
}
