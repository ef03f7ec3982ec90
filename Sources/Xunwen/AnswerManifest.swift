public import Calendar
import InvertedIndex
import Search
import Storage
import TextAnalysis

/// The inputs of a search and a digest of its answer.
public struct AnswerManifest: Codable, Sendable, Equatable {
  /// The query, its scope and its options.
  public struct Question: Codable, Sendable, Equatable {
    /// The query as written.
    public let query: String
    /// The names of the sources searched; empty for all sources.
    public let sources: [String]
    /// The dates in the form of `DateRange.description`; nil for all dates.
    public let dates: String?
    /// The raw value of `QueryScope.uncertainDates`; nil for `exclude`.
    public let uncertainDates: String?
    /// The raw value of a `MatchMode`.
    public let match: String
    /// The raw value of a `SortOrder`.
    public let sort: String
    /// See `SearchOptions.offset`.
    public let offset: Int
    /// See `SearchOptions.limit`.
    public let limit: Int
    /// See `SearchOptions.partialLimit`; nil in manifests of versions without it.
    public let partialLimit: Int?
    /// See `BM25.k1`.
    public let k1: Double
    /// See `BM25.b`.
    public let b: Double
    /// See `BM25.titleWeight`.
    public let titleWeight: Double
    /// See `QueryScope.scans`.
    public let scans: Bool
    /// See `QueryScope.isLenient`.
    public let isLenient: Bool
    /// See `QueryScope.usesDictionary`.
    public let usesDictionary: Bool
    /// The day from which relative dates such as `7d` count.
    public var today: CivilDate? { CivilDate(packed: packedToday) }
    /// `today` as yyyymmdd.
    private let packedToday: UInt32

    private enum CodingKeys: String, CodingKey {
      case query, sources, dates, match, sort, offset, limit, k1, b, scans
      case packedToday = "today"
      case uncertainDates = "uncertain_dates"
      case titleWeight = "title_weight"
      case partialLimit = "partial_limit"
      case isLenient = "lenient"
      case usesDictionary = "dictionary"
    }

    init(_ query: String, _ scope: QueryScope, _ options: SearchOptions) {
      self.query = query
      sources = scope.sources
      dates = scope.dates?.description
      uncertainDates = scope.uncertainDates == .exclude ? nil : scope.uncertainDates.rawValue
      (match, sort) = (scope.match.rawValue, options.sort.rawValue)
      (offset, limit) = (max(0, options.offset), max(0, options.limit))
      partialLimit = max(0, options.partialLimit)
      let ranking = options.ranking
      (k1, b, titleWeight) = (ranking.k1, ranking.b, ranking.titleWeight)
      (scans, isLenient) = (scope.scans, scope.isLenient)
      usesDictionary = scope.usesDictionary
      packedToday = (scope.today ?? .todayInChina).packed
    }

    func scope() throws(ManifestError) -> QueryScope {
      guard let match = MatchMode(rawValue: match) else { throw .unknownValue(match) }
      var scope = QueryScope()
      if let dates {
        guard let range = DateRange(dates) else { throw .unknownValue(dates) }
        scope.dates = range
      }
      if let uncertainDates {
        guard let uncertain = UncertainDates(rawValue: uncertainDates) else {
          throw .unknownValue(uncertainDates)
        }
        scope.uncertainDates = uncertain
      }
      (scope.sources, scope.match) = (sources, match)
      guard let today else { throw .unknownValue(String(packedToday)) }
      (scope.scans, scope.isLenient) = (scans, isLenient)
      (scope.usesDictionary, scope.today) = (usesDictionary, today)
      return scope
    }

    func options() throws(ManifestError) -> SearchOptions {
      guard let sort = SortOrder(rawValue: sort) else { throw .unknownValue(sort) }
      try Self.check(k1, in: BM25.acceptedWeights, "k1")
      try Self.check(b, in: BM25.acceptedInfluence, "b")
      try Self.check(titleWeight, in: BM25.acceptedWeights, "title_weight")
      try Self.check(offset, in: SearchOptions.acceptedOffsets, "offset")
      // A search for all hits has the greatest limit.
      try Self.check(limit, in: 0...Int.max, "limit")
      try Self.check(partialLimit ?? 0, in: 0...Int.max, "partial_limit")
      var options = SearchOptions()
      (options.sort, options.offset, options.limit) = (sort, offset, limit)
      options.partialLimit = partialLimit ?? options.partialLimit
      options.ranking = BM25(k1: k1, b: b, titleWeight: titleWeight)
      return options
    }

    private static func check<Number: Comparable>(
      _ value: Number, in range: ClosedRange<Number>, _ name: String
    ) throws(ManifestError) {
      guard range.contains(value) else {
        throw .outOfRange(
          name: name, value: "\(value)", least: "\(range.lowerBound)",
          greatest: "\(range.upperBound)")
      }
    }
  }

  /// The commit that was searched.
  public struct Index: Codable, Sendable, Equatable {
    /// The number of the commit.
    public let generation: UInt64
    /// A hash of the commit's segments and deletions, as 16 hexadecimal digits. Commits with equal
    /// digests have the same articles in the same order.
    public let digest: String
    /// The number of live articles.
    public let articles: Int

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

  /// The versions that produced the answer.
  public struct Versions: Codable, Sendable, Equatable {
    /// See `XunwenVersion.current`.
    public let xunwen: String
    /// The version of the index format.
    public let format: UInt32
    /// The version of the normalization rules.
    public let normalizer: UInt32
    /// The version of ICU.
    public let icu: String

    static var current: Self {
      Self(
        xunwen: XunwenVersion.current, format: SegmentFormat.version,
        normalizer: AnalysisVersion.normalizer, icu: AnalysisVersion.icuVersion)
    }
  }

  /// The totals and a digest of the hits.
  public struct Answer: Codable, Sendable, Equatable {
    /// See `SearchResponse.total`.
    public let total: Int
    /// See `SearchResponse.partialTotal`.
    public let partialTotal: Int
    /// The number of hits on the page.
    public let hits: Int
    /// A hash of the hits, as 16 hexadecimal digits: XXH64 of the concatenation, in rank order, of
    /// each id, a zero byte and the eight bytes of the score, little endian.
    public let digest: String

    private enum CodingKeys: String, CodingKey {
      case total, hits, digest
      case partialTotal = "partial_total"
    }

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

  /// The parsed query as an S-expression; `docs/QUERY.md` describes it.
  public let tree: String
  /// The query, its scope and its options.
  public let question: Question
  /// The commit that was searched.
  public let index: Index
  /// The versions that produced the answer.
  public let versions: Versions
  /// The totals and a digest of the hits.
  public let answer: Answer
}

/// The version of the program and the library.
public enum XunwenVersion {
  /// The version as `major.minor.patch`.
  public static let current = "0.1.0"
}

extension UInt64 {
  /// 16 hexadecimal digits.
  var hexadecimal: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// An error of `Archive.rerun(_:)`.
public enum ManifestError: Error, Equatable, CustomStringConvertible {
  /// The manifest has a value that this version does not know.
  case unknownValue(String)
  /// The manifest has a number that no option accepts.
  case outOfRange(name: String, value: String, least: String, greatest: String)

  /// The error in lower case, without a full stop.
  public var description: String {
    switch self {
    case .unknownValue(let value): "the manifest has the unknown value \(value)"
    case .outOfRange(let name, let value, let least, let greatest):
      "the manifest has \(value) for \(name), which must be between \(least) and \(greatest)"
    }
  }
}

/// A comparison of a repeated search with the manifest of the first one.
public struct ManifestVerification: Sendable, Equatable, Codable {
  /// A value that differs between the searches.
  public struct Difference: Sendable, Equatable, Codable {
    /// The name of the value, such as `index digest`.
    public let name: String
    /// The value in the manifest.
    public let before: String
    /// The value of the repeated search.
    public let now: String
  }

  /// The manifest of the first search.
  public let before: AnswerManifest
  /// The manifest of the repeated search.
  public let now: AnswerManifest

  /// True when the totals, the articles, their order and their scores are equal.
  public var isSame: Bool { before.answer == now.answer }

  /// The inputs and results that differ.
  public var differences: [Difference] {
    let values: [(String, (AnswerManifest) -> String)] = [
      ("tree", { $0.tree }), ("generation", { "\($0.index.generation)" }),
      ("index digest", { $0.index.digest }), ("articles", { "\($0.index.articles)" }),
      ("xunwen", { $0.versions.xunwen }), ("format", { "\($0.versions.format)" }),
      ("normalizer", { "\($0.versions.normalizer)" }), ("icu", { $0.versions.icu }),
      ("total", { "\($0.answer.total)" }), ("partial total", { "\($0.answer.partialTotal)" }),
      ("hits", { "\($0.answer.hits)" }), ("answer digest", { $0.answer.digest }),
    ]
    return values.map { Difference(name: $0, before: $1(before), now: $1(now)) }
      .filter { $0.before != $0.now }
  }
}

extension Archive {
  /// Repeats the search of a manifest on the open commit, and compares the answers.
  ///
  /// - Throws: `ManifestError`, and as `search(_:scope:options:)`.
  public func rerun(_ manifest: AnswerManifest) throws -> ManifestVerification {
    let (scope, options) = (try manifest.question.scope(), try manifest.question.options())
    let ranked = try prepare(manifest.question.query, scope: scope).ranked(options)
    return ManifestVerification(before: manifest, now: try ranked.manifest())
  }
}
