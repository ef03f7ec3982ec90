public import Calendar
import InvertedIndex
import Search

/// Options for a timeline.
public struct TimelineOptions: Sendable, Codable {
  /// The length of a bucket.
  public var interval = CalendarInterval.month
  /// True for a series for each source, instead of one series.
  public var isPerSource = false
  /// The largest number of sources with a series. The sources with fewer articles share one.
  public var seriesLimit = 8
  /// The mode in which articles are counted, whatever the mode of the query's scope.
  public var match = MatchMode.exact
  /// True to also count all articles of each bucket, whether they match or not.
  public var includesShare = false
  /// The least number of all articles of a bucket that has a share. A share of few articles says
  /// little.
  public var minimumForShare = 1

  /// Creates options for one series by month.
  public init() {}
}

/// The numbers of articles that match one query or several, by time of publication.
public struct Timeline: Sendable, Equatable, Codable {
  /// The articles that a series counts.
  public enum Source: Sendable, Hashable, Codable {
    /// All articles.
    case all
    /// Articles of the source with this name.
    case named(String)
    /// Articles without a source.
    case unknown
    /// A number of sources that have no series of their own.
    case others(Int)
    /// All articles that match this query, in a comparison of queries.
    case query(String)
  }

  /// The counts of some articles.
  public struct Series: Sendable, Equatable, Codable {
    /// The articles that the series counts.
    public let source: Source
    /// The number of matching articles, by bucket.
    public let articles: [Int]
    /// The number of all articles of the sources and the scope, by bucket; nil unless requested.
    public let all: [Int]?
    /// The number of matching articles, also of articles in no bucket.
    public let total: Int
    /// The precision of the dates.
    public let dates: DatePrecision
    /// See `TimelineOptions.minimumForShare`.
    public let minimumForShare: Int

    /// The share of a bucket's articles that match; nil for an empty bucket, for a bucket with
    /// fewer articles than the minimum, or unless requested.
    public func share(_ bucket: Int) -> Double? {
      guard let all, all[bucket] >= max(1, minimumForShare) else { return nil }
      return Double(articles[bucket]) / Double(all[bucket])
    }
  }

  /// The number of matching articles whose date is not a day.
  public struct DatePrecision: Sendable, Equatable, Codable {
    /// The articles in no bucket, because their date is unknown or too short.
    public let undated: Int
    /// The articles of which only the year is known.
    public let yearOnly: Int
    /// The articles of which only the year and the month are known.
    public let monthOnly: Int
  }

  /// The length of a bucket.
  public let interval: CalendarInterval
  /// Consecutive buckets from the first to the last. Some may have no articles.
  public let buckets: [TimeBucket]
  /// One series of all articles; the sources in descending order of their articles; or the queries.
  public let series: [Series]
  /// The number of matching articles. An article that several queries match counts several times.
  public let total: Int
  /// The precision of the dates of these articles.
  public let dates: DatePrecision

  /// The number of matching articles in no bucket, because their date is unknown or too short.
  public var undated: Int { dates.undated }

  /// The most buckets: a century of days.
  public static let maxBuckets = 40_000

  fileprivate init(
    _ found: DateCounts, _ all: DateCounts?, _ scope: DateRange?, _ options: TimelineOptions
  ) throws {
    let maker = try SeriesMaker(found.byName.keys.map { (found, $0) }, all, scope, options)
    let names = found.byName.keys.map { (name: $0, total: found.total(of: $0)) }
      .best(by: \.total, name: \.name).map(\.name)
    let allNames = all.map { Array($0.byName.keys) } ?? []
    if options.isPerSource {
      let shown = names.prefix(max(1, options.seriesLimit))
      var list = shown.map {
        maker.series($0.isEmpty ? .unknown : .named($0), found, [$0], [$0])
      }
      let rest = Array(names.dropFirst(shown.count))
      if !rest.isEmpty {
        list.append(
          maker.series(.others(rest.count), found, rest, allNames.filter { !shown.contains($0) }))
      }
      series = list
    } else {
      series = [maker.series(.all, found, names, allNames)]
    }
    interval = options.interval
    buckets = maker.buckets
    total = names.reduce(0) { $0 + found.total(of: $1) }
    dates = found.precision(of: names, by: options.interval)
  }

  /// A comparison of queries, each with its text.
  fileprivate init(
    comparing queries: [(text: String, found: DateCounts)], _ all: DateCounts?,
    _ scope: DateRange?, _ options: TimelineOptions
  ) throws {
    let maker = try SeriesMaker(queries.map { ($0.found, "") }, all, scope, options)
    let series = queries.map { maker.series(.query($0.text), $0.found, [""], [""]) }
    self.series = series
    interval = options.interval
    buckets = maker.buckets
    total = series.reduce(0) { $0 + $1.total }
    func sum(_ count: (DatePrecision) -> Int) -> Int {
      series.reduce(0) { $0 + count($1.dates) }
    }
    dates = DatePrecision(
      undated: sum(\.undated), yearOnly: sum(\.yearOnly), monthOnly: sum(\.monthOnly))
  }
}

/// Makes the series of a timeline, which have the same buckets.
private struct SeriesMaker {
  let buckets: [TimeBucket]
  private let all: DateCounts?
  private let options: TimelineOptions

  /// - Throws: `XunwenError.timelineTooLong`.
  init(
    _ counts: [(found: DateCounts, name: String)], _ all: DateCounts?, _ scope: DateRange?,
    _ options: TimelineOptions
  ) throws(XunwenError) {
    let interval = options.interval
    let known = counts.flatMap { $0.found.buckets(of: [$0.name], by: interval).keys }
      .compactMap { $0 }
    let range = Self.range(known, within: scope, by: interval)
    guard range.count <= Timeline.maxBuckets else {
      let (first, end) = (
        TimeBucket(interval, ordinal: range.lowerBound),
        TimeBucket(interval, ordinal: range.upperBound)
      )
      throw .timelineTooLong(
        buckets: range.count, interval: interval,
        from: CivilDate(daysSince1970: first.firstDay),
        through: CivilDate(daysSince1970: end.firstDay - 1))
    }
    buckets = range.map { TimeBucket(interval, ordinal: $0) }
    self.all = all
    self.options = options
  }

  /// - Parameters:
  ///   - names: the names whose counts in `found` are added.
  ///   - allNames: the names whose counts of all articles are added.
  func series(
    _ source: Timeline.Source, _ found: DateCounts, _ names: [String], _ allNames: [String]
  ) -> Timeline.Series {
    let own = found.buckets(of: names, by: options.interval)
    let others = all?.buckets(of: allNames, by: options.interval)
    return Timeline.Series(
      source: source, articles: buckets.map { own[$0.ordinal] ?? 0 },
      all: others.map { others in buckets.map { others[$0.ordinal] ?? 0 } },
      total: names.reduce(0) { $0 + found.total(of: $1) },
      dates: found.precision(of: names, by: options.interval),
      minimumForShare: options.minimumForShare)
  }

  private static func range(
    _ known: [Int], within dates: DateRange?, by interval: CalendarInterval
  ) -> Range<Int> {
    let first = dates?.lower.flatMap { TimeBucket(interval, of: $0.firstDay)?.ordinal }
    let last = dates?.upper.flatMap { TimeBucket(interval, of: $0.lastDay)?.ordinal }
    guard let start = first ?? known.min() ?? last, let end = last ?? known.max() ?? first else {
      return 0..<0
    }
    return start..<max(start, end) + 1
  }
}

extension PreparedQuery {
  /// Counts the articles that match the query by time of publication. No article is read.
  ///
  /// The buckets range from the first matching article through the last, or over the dates of the
  /// scope. Shares are relative to all articles of the scope. Partial matches are not counted.
  ///
  /// - Parameter others: queries of the same archive to compare with, with the same scope. Each
  ///   query then has a series, and `isPerSource` is ignored.
  /// - Throws: `XunwenError.timelineTooLong` also.
  /// - Complexity: O(*n*) in the matching articles; with shares, in all articles.
  public func timeline(
    _ options: TimelineOptions = TimelineOptions(), comparedWith others: [PreparedQuery] = []
  ) throws -> Timeline {
    let isPerSource = options.isPerSource && others.isEmpty
    let all =
      options.includesShare
      ? try DateCounts(resultsOfWholeScope(), bySource: isPerSource) : nil
    let found = try DateCounts(matching(options.match).results(), bySource: isPerSource)
    if others.isEmpty { return try Timeline(found, all, scope.dates, options) }
    let compared = try others.map {
      ($0.text, try DateCounts($0.matching(options.match).results(), bySource: false))
    }
    return try Timeline(comparing: [(text, found)] + compared, all, scope.dates, options)
  }
}

private struct DateCounts {
  /// The counts by name and yyyymmdd. Without sources, the only name is empty.
  private(set) var byName: [String: [UInt32: Int]] = [:]

  init(_ results: ResultSet, bySource: Bool) throws {
    try results.forEachSegment { documents, segment in
      let columns = segment.columns
      var byOrdinal: [Int: [UInt32: Int]] = [:]
      for document in documents {
        let source = bySource ? columns.sourceOrdinal(of: document) : 0
        byOrdinal[source, default: [:]][columns.date(of: document), default: 0] += 1
      }
      for (source, dates) in byOrdinal {
        let name = bySource ? columns.sources[source] : ""
        byName[name, default: [:]].merge(dates, uniquingKeysWith: +)
      }
    }
  }

  func total(of name: String) -> Int { byName[name]?.values.reduce(0, +) ?? 0 }

  /// Returns the counts by the ordinal of the bucket; nil is the key of articles in no bucket.
  func buckets(of names: some Sequence<String>, by interval: CalendarInterval) -> [Int?: Int] {
    var counts: [Int?: Int] = [:]
    for name in names {
      for (date, count) in byName[name] ?? [:] {
        counts[TimeBucket(interval, of: CivilDate(packed: date))?.ordinal, default: 0] += count
      }
    }
    return counts
  }

  /// Returns the number of articles with a date that is not a day.
  func precision(
    of names: some Sequence<String>, by interval: CalendarInterval
  ) -> Timeline.DatePrecision {
    var (undated, yearOnly, monthOnly) = (0, 0, 0)
    for name in names {
      for (packed, count) in byName[name] ?? [:] {
        let date = CivilDate(packed: packed)
        if TimeBucket(interval, of: date) == nil { undated += count }
        guard let date, date.day == nil else { continue }
        if date.month == nil { yearOnly += count } else { monthOnly += count }
      }
    }
    return Timeline.DatePrecision(undated: undated, yearOnly: yearOnly, monthOnly: monthOnly)
  }
}
