import Calendar
import Search
import TestSupport
import Testing

/// Compares random queries of every kind with the model: documents, totals, order, scores and
/// pages.
@Suite struct QuerySemanticsTests {
  @Test(arguments: [21, 22, 23] as [UInt64])
  func randomQueries(seed: UInt64) throws {
    var generator = ArticleGenerator(seed: seed)
    let articles = (0..<150).map { number in
      let id = generator.chance(of: 10) ? number / 2 : number
      return generator.article(id: "\(id)", length: generator.pick([3, 30, 90]))
    }
    let index = try ModelIndex(articles, segmentSizes: [60, 40])
    let ranking = RankingModel(index)
    let queries = RandomQuery(index: index)
    var answered = 0
    for _ in 0..<TestScale.cases(80) {
      let written = queries.text(&generator)
      guard let query = try? QueryParser.parse(written) else { continue }
      var request = SearchRequest(query)
      vary(&request, &generator)
      let note = "seed \(seed): \(written) \(request.scope.match) \(request.page.sort)"
      guard let result = try search(index, request) else { continue }
      answered += result.total > 0 ? 1 : 0
      try check(result, request, index, ranking, note)
      try checkScan(request, index, note)
      try checkPages(request, index, note, &generator)
    }
    #expect(answered > 30, "seed \(seed)")
  }

  private func vary(_ request: inout SearchRequest, _ generator: inout ArticleGenerator) {
    request.scope.match = generator.pick(MatchMode.allCases)
    request.page.sort = generator.pick([.score, .score, .score, .date, .dateDescending])
    if generator.chance(of: 5) {
      request.scope.sources = [generator.pick(ArticleGenerator.sources), "新华社", "没有"]
    }
    if generator.chance(of: 3) {
      request.scope.dates = generator.pick([
        DateRange(from: CivilDate(year: 2022)), DateRange("20220105..20230202"),
        DateRange("..20220131"), DateRange("20210201..20211231"),
      ])
    }
    request.scope.uncertainDates = generator.pick(UncertainDates.allCases)
    if generator.chance(of: 4) {
      request.page.ranking = BM25(
        k1: generator.pick([0, 0.5, 2]), b: generator.pick([0, 0.3, 0.9]),
        titleWeight: generator.pick([0, 0.5, 1, 3]))
    }
    request.page.limit = .max
    request.page.partialLimit = generator.pick([.max, .max, 10, 3, 0])
    request.scope.scans = true
  }

  private func check(
    _ result: SearchResult, _ request: SearchRequest, _ index: ModelIndex, _ ranking: RankingModel,
    _ note: String
  ) throws {
    let model = QueryModel(request, index)
    let scores = ranking.scores(request.query, request.page.ranking, request.scope.match)
    let full = request.scope.match == .any ? model.loose(ranking) : model.full()
    var partial: Set<Int> = []
    let length = request.page.partialLimit
    if request.scope.match == .best, request.page.sort == .score, full.count < length {
      partial = model.partial(ranking)
    }
    #expect(result.total == full.count && result.partialTotal == partial.count, "\(note)")
    let listed = ranking.sorted(partial, by: .score, scores: scores)
    let expected =
      ranking.sorted(full, by: request.page.sort, scores: scores)
      + listed.prefix(max(0, length - full.count))
    let found = result.hits.map { index.article($0.segment, $0.document) }
    #expect(found == expected, "\(note)")
    for (place, hit) in result.hits.enumerated() {
      let article = index.article(hit.segment, hit.document)
      #expect(abs(hit.score - scores[article]) <= 1e-9, "\(note) at \(place)")
      #expect(hit.isPartial == !full.contains(article), "\(note) at \(place)")
    }
  }

  /// Compares the index with a scan of the articles.
  private func checkScan(
    _ request: SearchRequest, _ index: ModelIndex, _ note: String
  ) throws {
    let scan = try QueryScan(request.query, in: request.scope, using: index.analyzer)
    let found = try index.articles.indices.filter { number in
      let article = index.articles[number]
      guard article.isLive else { return false }
      return try scan.matches(
        ScannedArticle(
          id: article.id, date: article.date, source: article.source, tags: article.tags,
          article.documentText, using: index.analyzer))
    }
    #expect(Set(found) == QueryModel(request, index).full(), "\(note), scanned")
  }

  /// Checks that a page is a slice of all results and that totals do not depend on it, except that
  /// partial matches are looked for only when fewer articles than the page's limit match.
  private func checkPages(
    _ request: SearchRequest, _ index: ModelIndex, _ note: String,
    _ generator: inout ArticleGenerator
  ) throws {
    let all = try #require(try search(index, request))
    var request = request
    request.page.limit = generator.pick([0, 1, 2, 7, 10])
    let isShort = all.total < min(request.page.limit, request.page.partialLimit)
    let list = isShort ? all.hits[...] : all.hits.prefix(all.total)
    for page in 0..<4 {
      request.page.offset = page * request.page.limit
      let result = try #require(try search(index, request))
      let slice = list.dropFirst(request.page.offset).prefix(request.page.limit)
      #expect(result.hits.map(place) == slice.map(place), "\(note) page \(page)")
      #expect(result.total == all.total, "\(note)")
      #expect(result.partialTotal == (isShort ? all.partialTotal : 0), "\(note)")
      // Without counting, the page is equal and the total is a lower bound.
      var uncounted = request
      uncounted.page.countsTotal = false
      let found = try #require(try search(index, uncounted))
      #expect(found.hits.map(place) == slice.map(place), "\(note) page \(page), uncounted")
      #expect(found.total <= all.total, "\(note), uncounted")
      #expect(found.total + found.partialTotal >= slice.count, "\(note), uncounted")
    }
    request.page.offset = .max
    #expect(try #require(try search(index, request)).hits.isEmpty)
  }

  private func place(_ hit: SearchResult.Hit) -> [Double] {
    [Double(hit.segment), Double(hit.document), hit.score, hit.isPartial ? 1 : 0]
  }

  private func search(_ index: ModelIndex, _ request: SearchRequest) throws -> SearchResult? {
    try index.searcher().search(request)
  }
}
