public import Calendar
import InvertedIndex
public import Search

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

  /// Creates options for one series by month.
  public init() {}
}

/// The numbers of articles by the precision of their dates. Each article counts once.
public struct DatePrecision: Sendable, Equatable, Codable {
  /// The articles whose day is known.
  public fileprivate(set) var day = 0
  /// The articles whose month is known, and not the day.
  public fileprivate(set) var month = 0
  /// The articles whose year is known, and not the month.
  public fileprivate(set) var year = 0
  /// The articles without a date.
  public fileprivate(set) var unknown = 0

  /// - Parameter date: A packed date.
  fileprivate mutating func add(_ count: Int, date: UInt32) {
    switch (date, date / 100 % 100, date % 100) {
    case (0, _, _): unknown += count
    case (_, 0, _): year += count
    case (_, _, 0): month += count
    default: day += count
    }
  }
}

/// The number of articles that match a query, by time of publication.
public struct Timeline: Sendable, Equatable, Codable {
  /// The sources of the articles that a series counts.
  public enum Source: Sendable, Hashable, Codable {
    /// All articles.
    case all
    /// Articles of the source with this name.
    case named(String)
    /// Articles without a source.
    case unknown
    /// A number of sources that have no series of their own.
    case others(Int)
  }

  /// The counts of some sources.
  public struct Series: Sendable, Equatable, Codable {
    /// The sources that the series counts.
    public let source: Source
    /// The number of matching articles, by bucket.
    public let articles: [Int]
    /// The number of all articles of the sources and the scope, by bucket; nil unless requested.
    public let all: [Int]?
    /// The number of matching articles, also of articles in no bucket.
    public let total: Int

    /// The share of a bucket's articles that match; nil for an empty bucket, or unless requested.
    public func share(_ bucket: Int) -> Double? {
      guard let all, all[bucket] > 0 else { return nil }
      return Double(articles[bucket]) / Double(all[bucket])
    }
  }

  /// The length of a bucket.
  public let interval: CalendarInterval
  /// Consecutive buckets from the first to the last. Some may have no articles.
  public let buckets: [TimeBucket]
  /// One series of all articles, or the sources in descending order of their articles.
  public let series: [Series]
  /// The number of matching articles.
  public let total: Int
  /// The number of matching articles in no bucket, because their date is unknown or too short.
  public let undated: Int
  /// The matching articles by the precision of their dates.
  public let precision: DatePrecision

  fileprivate init(
    _ found: DateCounts, _ all: DateCounts?, _ dates: DateRange?, _ options: TimelineOptions
  ) {
    let interval = options.interval
    let counts = found.buckets(of: found.byName.keys, by: interval)
    let range = Self.range(counts.keys.compactMap { $0 }, within: dates, by: interval)

    func series(_ source: Source, _ names: [String], _ allNames: [String]) -> Series {
      let own = found.buckets(of: names, by: interval)
      let others = all?.buckets(of: allNames, by: interval)
      return Series(
        source: source, articles: range.map { own[$0] ?? 0 },
        all: others.map { others in range.map { others[$0] ?? 0 } },
        total: names.reduce(0) { $0 + found.total(of: $1) })
    }
    let names = found.byName.keys.map { (name: $0, total: found.total(of: $0)) }
      .best(by: \.total, name: \.name).map(\.name)
    let allNames = all.map { Array($0.byName.keys) } ?? []
    if options.isPerSource {
      let shown = names.prefix(max(1, options.seriesLimit))
      var list = shown.map { series($0.isEmpty ? .unknown : .named($0), [$0], [$0]) }
      let rest = Array(names.dropFirst(shown.count))
      if !rest.isEmpty {
        list.append(series(.others(rest.count), rest, allNames.filter { !shown.contains($0) }))
      }
      self.series = list
    } else {
      self.series = [series(.all, names, allNames)]
    }
    self.interval = interval
    buckets = range.map { TimeBucket(interval, ordinal: $0) }
    total = counts.values.reduce(0, +)
    undated = counts[nil] ?? 0
    precision = found.precision
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
  /// - Complexity: O(*n*) in the matching articles; with shares, in all articles.
  public func timeline(_ options: TimelineOptions = TimelineOptions()) throws -> Timeline {
    let found = try DateCounts(matching(options.match).results(), bySource: options.isPerSource)
    let all =
      options.includesShare
      ? try DateCounts(resultsOfWholeScope(), bySource: options.isPerSource) : nil
    return Timeline(found, all, scope.dates, options)
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

  var precision: DatePrecision {
    var precision = DatePrecision()
    for counts in byName.values {
      for (date, count) in counts { precision.add(count, date: date) }
    }
    return precision
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
}
