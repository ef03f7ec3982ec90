import Calendar
import TestSupport
import Testing
import Xunwen

/// Tests of facets and timelines, compared with counts over the articles.
@Suite struct CountingTests {
  static let queries = [
    "养老", "\"发展\"", "的 国", "养老发展", "title:医保", "养老 OR 疫情", "人 -家", "source:新华社 人", "date:2020 的",
    "\"并无此语\"", "covid 5g",
  ]

  private static func scope(_ generator: inout ArticleGenerator) throws -> QueryScope {
    var scope = QueryScope()
    if generator.chance(of: 3) { scope.sources = ["新华社", "工人日报"] }
    if generator.chance(of: 3) { scope.sources = ["无此来源", "央视网"] }
    if generator.chance(of: 2) {
      scope.dates = try DateRange(
        parsing: generator.pick([
          "2020", "2020-01..2021-01-03", "2019-12-30..", "..2020-02-29", "2020-02",
        ]))
    }
    scope.match = generator.pick(MatchMode.allCases)
    return scope
  }

  @Test(arguments: [401, 402] as [UInt64])
  func `facets equal counts over the articles`(seed: UInt64) async throws {
    let library = try await ResearchLibrary(seed: seed)
    var generator = ArticleGenerator(seed: seed)
    for _ in 0..<TestScale.cases(40) {
      let query = generator.pick(Self.queries)
      let scope = try Self.scope(&generator)
      let limit = generator.pick([0, 1, 2, 5, 100])
      let note = "seed \(seed): \(query) \(scope) \(limit)"
      let found = try library.archive.prepare(query, scope: scope)
        .facets(Facet.builtIn, limit: limit)
      #expect(found.map(\.facet) == Facet.builtIn)
      for counts in found {
        var expected: [String: Int] = [:]
        for article in try library.matching(query, scope, in: scope.match) {
          for value in Self.values(of: counts.facet, article) { expected[value, default: 0] += 1 }
        }
        #expect(counts.unknown == expected.removeValue(forKey: "") ?? 0, "\(note)")
        #expect(counts.distinct == expected.count, "\(note)")
        let sorted = expected.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        var wanted = sorted.prefix(limit == 0 ? .max : limit).map { "\($0.key) \($0.value)" }
        // Years and months are in the order of time.
        if [.year, .month].contains(counts.facet) { wanted.sort() }
        #expect(counts.values.map { "\($0.name) \($0.articles)" } == wanted, "\(note)")
      }
    }
  }

  /// Returns the values of an article; an empty string when the article has no value.
  private static func values(of facet: Facet, _ article: Article) -> Set<String> {
    let date = article.published?.description ?? ""
    switch facet {
    case .source: return [article.source]
    case .year: return [String(date.prefix(4))]
    case .month: return [date.count < 7 ? "" : String(date.prefix(7))]
    case .tag: return article.tags.isEmpty ? [""] : Set(article.tags)
    case .field: return [""]
    }
  }

  @Test(arguments: [411, 412] as [UInt64])
  func `timelines equal counts over the articles`(seed: UInt64) async throws {
    let library = try await ResearchLibrary(seed: seed)
    let calendar = StepCalendar(years: 2018...2023)
    var generator = ArticleGenerator(seed: seed)
    for _ in 0..<TestScale.cases(60) {
      let query = generator.pick(Self.queries)
      let scope = try Self.scope(&generator)
      var timeline = TimelineOptions()
      timeline.interval = generator.pick(CalendarInterval.allCases)
      timeline.isPerSource = generator.chance(of: 2)
      timeline.seriesLimit = generator.number(1...6)
      timeline.includesShare = generator.chance(of: 2)
      timeline.match = generator.pick(MatchMode.allCases)
      timeline.minimumForShare = generator.number(1...3)
      let note = "seed \(seed): \(query) \(scope) \(timeline)"
      let found = try library.archive.prepare(query, scope: scope).timeline(timeline)
      let model = TimelineModel(
        try library.matching(query, scope, in: timeline.match), all: library.filtered(scope),
        calendar,
        timeline.interval)
      #expect(found.total == model.articles.count && found.undated == model.undated, "\(note)")
      #expect(found.buckets.map(\.description) == model.names(within: scope.dates), "\(note)")
      let lengths = model.lengths
      #expect(found.dates.monthOnly == lengths[7, default: 0], "\(note)")
      #expect(found.dates.yearOnly == lengths[4, default: 0], "\(note)")
      let names = model.sources
      let shown = timeline.isPerSource ? names.prefix(timeline.seriesLimit) : []
      var expected = shown.map { name in (source(name), { $0 == name }) }
      if !timeline.isPerSource {
        expected = [(.all, { _ in true })]
      } else if names.count > shown.count {
        expected.append((.others(names.count - shown.count), { !shown.contains($0) }))
      }
      #expect(found.series.map(\.source) == expected.map(\.0), "\(note)")
      for (series, (_, isIncluded)) in zip(found.series, expected) {
        #expect(
          series.articles == model.counts(of: model.articles, found.buckets, isIncluded), "\(note)")
        let all = model.counts(of: model.all, found.buckets, isIncluded)
        #expect(series.all == (timeline.includesShare ? all : nil), "\(note)")
        #expect(series.total == model.articles.count { isIncluded($0.source) }, "\(note)")
        for index in found.buckets.indices where timeline.includesShare {
          #expect(
            series.share(index)
              == (all[index] < timeline.minimumForShare
                ? nil : Double(series.articles[index]) / Double(all[index])))
        }
      }
    }
  }

  @Test(arguments: [413, 414] as [UInt64])
  func `a comparison has the timelines of its queries`(seed: UInt64) async throws {
    let library = try await ResearchLibrary(seed: seed)
    var generator = ArticleGenerator(seed: seed)
    for _ in 0..<TestScale.cases(40) {
      let queries = (0..<generator.number(2...4)).map { _ in generator.pick(Self.queries) }
      let scope = try Self.scope(&generator)
      var options = TimelineOptions()
      options.interval = generator.pick(CalendarInterval.allCases)
      options.includesShare = generator.chance(of: 2)
      let prepared = try queries.map { try library.archive.prepare($0, scope: scope) }
      let found = try prepared[0].timeline(options, comparedWith: Array(prepared.dropFirst()))
      let note = "seed \(seed): \(queries) \(scope) \(options)"
      #expect(found.series.map(\.source) == queries.map { .query($0) }, "\(note)")
      for (series, query) in zip(found.series, prepared) {
        let own = try query.timeline(options)
        #expect(series.total == own.total && series.dates == own.dates, "\(note)")
        #expect(series.articles.reduce(0, +) == own.total - own.undated, "\(note)")
        for (bucket, count) in zip(own.buckets, own.series[0].articles) {
          let index = found.buckets.firstIndex(of: bucket)
          #expect(index.map { series.articles[$0] } == count, "\(note)")
          if let index, let all = own.series[0].all {
            #expect(series.all?[index] == all[own.buckets.firstIndex(of: bucket) ?? 0], "\(note)")
          }
        }
      }
    }
  }

  @Test func `a timeline that is too long is an error`() async throws {
    let library = try await ResearchLibrary(seed: 415)
    var scope = QueryScope()
    scope.dates = try DateRange(parsing: "0001..9999")
    let query = try library.archive.prepare(Self.queries[0], scope: scope)
    for (interval, count) in [
      (CalendarInterval.day, 3_652_059), (.week, 521_723), (.month, 119_988),
    ] {
      var options = TimelineOptions()
      options.interval = interval
      let error = XunwenError.timelineTooLong(
        buckets: count, interval: interval, from: try #require(CivilDate("0001-01-01")),
        through: try #require(CivilDate("9999-12-31")))
      #expect(throws: error) { try query.timeline(options) }
    }
    var years = TimelineOptions()
    years.interval = .year
    #expect(try query.timeline(years).buckets.count == 9999)
  }

  private func source(_ name: String) -> Timeline.Source {
    name.isEmpty ? .unknown : .named(name)
  }
}

/// A naive timeline, which counts day by day.
private struct TimelineModel {
  /// The source and bucket name of each matching article; nil when the date is too short.
  let articles: [(source: String, name: String?)]
  let all: [(source: String, name: String?)]
  /// The bucket name of each day of the calendar.
  private let names: [String]
  private let calendar: StepCalendar

  init(_ articles: [Article], all: [Article], _ calendar: StepCalendar, _ unit: CalendarInterval) {
    let interval = StepCalendar.Interval(rawValue: unit.rawValue)
    let names = calendar.days.indices.map { index in
      interval.map { calendar.name($0, ofDay: index) } ?? ""
    }
    let byDay = Dictionary(uniqueKeysWithValues: zip(calendar.days.map(\.packed), names))
    func name(_ article: Article) -> String? {
      guard let date = article.published?.date else { return nil }
      switch unit {
      case .year: return "\(date.year)"
      case .month: return date.month == nil ? nil : String(date.description.prefix(7))
      case .day, .week: return byDay[date.packed]
      }
    }
    lengths = Dictionary(grouping: articles) { $0.published?.date.description.count ?? 0 }
      .mapValues(\.count)
    self.articles = articles.map { ($0.source, name($0)) }
    self.all = all.map { ($0.source, name($0)) }
    self.names = names
    self.calendar = calendar
  }

  /// The numbers of matching articles by the length of their date.
  let lengths: [Int: Int]

  var undated: Int { articles.count { $0.name == nil } }

  /// The sources in descending order of their numbers of articles.
  var sources: [String] {
    let counts = Dictionary(grouping: articles, by: \.source).mapValues(\.count)
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }

  func counts(
    of articles: [(source: String, name: String?)], _ buckets: [TimeBucket],
    _ isIncluded: (String) -> Bool
  ) -> [Int] {
    buckets.map { bucket in
      let name = bucket.description
      return articles.count { isIncluded($0.source) && $0.name == name }
    }
  }

  /// Returns the names from the first to the last bucket with articles or in the date range.
  func names(within dates: DateRange?) -> [String] {
    let used = Set(articles.compactMap(\.name))
    var days = names.indices.filter { used.contains(names[$0]) }
    let first = dates?.packedLower.flatMap { lower in
      calendar.days.firstIndex { $0.packed >= lower }
    }
    let last = dates?.packedUpper.flatMap { upper in calendar.days.lastIndex { $0.packed <= upper }
    }
    days += [first, last].compactMap { $0 }
    guard let start = days.min(), let end = days.max() else { return [] }
    var result: [String] = []
    for name in names[start...end] where result.last != name { result.append(name) }
    return result
  }
}
