public import Calendar
import InvertedIndex
import Search

/// How a timeline is drawn up.
public struct TimelineOptions: Sendable {
  public var unit = CalendarInterval.month
  /// A series for each publisher instead of one for all.
  public var isPerSource = false
  /// Publishers that have a series of their own, those with the most articles; the others share one.
  public var seriesLimit = 8
  /// Count also all articles of each bucket, whatever they say.
  public var includesShare = false

  public init() {}
}

/// How many articles match a query, by time of publication.
public struct Timeline: Sendable, Equatable {
  /// Whose articles a series counts.
  public enum Publisher: Sendable, Hashable {
    case all
    case named(String)
    /// Articles that name no publisher.
    case unknown
    /// So many publishers that have no series of their own.
    case others(Int)
  }

  public struct Series: Sendable, Equatable {
    public let publisher: Publisher
    /// Articles that match, by bucket.
    public let articles: [Int]
    /// All articles of the same publishers and filters, by bucket; nil when not asked for.
    public let all: [Int]?
    /// Articles that match, those without a bucket included.
    public let total: Int

    /// The part of a bucket's articles that matches; nil where there are none, or when not asked for.
    public func share(_ bucket: Int) -> Double? {
      guard let all, all[bucket] > 0 else { return nil }
      return Double(articles[bucket]) / Double(all[bucket])
    }
  }

  public let unit: CalendarInterval
  /// All from the first to the last, those without an article too.
  public let buckets: [TimeBucket]
  /// One of all articles; or the publishers with the most articles first, then the others if there are any.
  public let series: [Series]
  /// Articles that match.
  public let total: Int
  /// Of these, articles in no bucket: their date lacks what it takes, or they have none.
  public let undated: Int
}

extension Archive {
  /// Counts the articles that match a query by time of publication, exactly; no article is read.
  ///
  /// Buckets go from the first article that matches to the last, or from and to where the dates of `options` begin and
  /// end. The share of a bucket is that of all articles with the publishers and dates of `options`; what the query
  /// itself says of publishers and dates narrows only what matches.
  ///
  /// - Parameter options: publishers, dates and `match`; articles that match in part are not counted.
  /// - Throws: `QuerySyntaxError`; `StorageError` when the index is damaged where the answer is.
  /// - Complexity: O(*n*) in the articles that match, or all that there are if shares are asked for.
  public func timeline(
    _ query: String, options: SearchOptions = SearchOptions(),
    timeline: TimelineOptions = TimelineOptions()
  ) throws -> Timeline {
    let searchers = self.searchers
    let found = try DateCounts(
      searchers.results(of: query, options), byPublisher: timeline.isPerSource)
    let all =
      timeline.includesShare
      ? try DateCounts(searchers.everything(options), byPublisher: timeline.isPerSource) : nil
    return Timeline(found, all, options.dates, timeline)
  }
}

/// How many articles of a set have each date, publisher by publisher.
private struct DateCounts {
  /// By name and yyyymmdd; one name for all unless publishers are told apart.
  var byName: [String: [UInt32: Int]] = [:]

  init(_ results: ResultSet, byPublisher: Bool) throws {
    var byName: [String: [UInt32: Int]] = [:]
    try results.forEachSegment { documents, segment in
      let columns = segment.columns
      var bySource: [Int: [UInt32: Int]] = [:]
      for document in documents {
        let source = byPublisher ? columns.sourceOrdinal(of: document) : 0
        bySource[source, default: [:]][columns.date(of: document), default: 0] += 1
      }
      for (source, dates) in bySource {
        let name = byPublisher ? columns.sources[source] : ""
        byName[name, default: [:]].merge(dates, uniquingKeysWith: +)
      }
    }
    self.byName = byName
  }

  func total(of name: String) -> Int { byName[name]?.values.reduce(0, +) ?? 0 }

  /// The counts of some publishers by bucket; under nil what is in none.
  func buckets(of names: some Sequence<String>, by unit: CalendarInterval) -> [Int?: Int] {
    var counts: [Int?: Int] = [:]
    for name in names {
      for (date, count) in byName[name] ?? [:] {
        counts[TimeBucket(unit, of: CivilDate(packed: date))?.ordinal, default: 0] += count
      }
    }
    return counts
  }
}

extension Timeline {
  fileprivate init(
    _ found: DateCounts, _ all: DateCounts?, _ dates: DateRange?, _ options: TimelineOptions
  ) {
    let unit = options.unit
    let counts = found.buckets(of: found.byName.keys, by: unit)
    let known = counts.keys.compactMap { $0 }
    let range = Self.range(known, within: dates, by: unit)

    func series(_ publisher: Publisher, _ names: [String], _ allNames: [String]) -> Series {
      let own = found.buckets(of: names, by: unit)
      let others = all?.buckets(of: allNames, by: unit)
      return Series(
        publisher: publisher, articles: range.map { own[$0] ?? 0 },
        all: others.map { others in range.map { others[$0] ?? 0 } },
        total: names.reduce(0) { $0 + found.total(of: $1) })
    }
    let names = found.byName.keys.map { (name: $0, total: found.total(of: $0)) }
      .sorted { ($1.total, $0.name) < ($0.total, $1.name) }.map(\.name)
    if options.isPerSource {
      let shown = names.prefix(max(1, options.seriesLimit))
      var list = shown.map { series($0.isEmpty ? .unknown : .named($0), [$0], [$0]) }
      let rest = Array(names.dropFirst(shown.count))
      if !rest.isEmpty {
        let allRest = (all?.byName.keys).map { Set($0).subtracting(shown) } ?? []
        list.append(series(.others(rest.count), rest, Array(allRest)))
      }
      self.series = list
    } else {
      self.series = [series(.all, names, (all?.byName.keys).map { Array($0) } ?? [])]
    }
    self.unit = unit
    buckets = range.map { TimeBucket(unit, ordinal: $0) }
    total = counts.values.reduce(0, +)
    undated = counts[nil] ?? 0
  }

  /// The numbers of the buckets to show.
  private static func range(
    _ known: [Int], within dates: DateRange?, by unit: CalendarInterval
  ) -> Range<Int> {
    let first = dates?.lower.flatMap { TimeBucket(unit, of: $0.firstDay)?.ordinal } ?? known.min()
    let last = dates?.upper.flatMap { TimeBucket(unit, of: $0.lastDay)?.ordinal } ?? known.max()
    guard let start = first ?? last, let end = last ?? first else { return 0..<0 }
    return start..<max(start, end) + 1
  }
}
