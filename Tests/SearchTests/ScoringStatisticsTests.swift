import Search
import TestSupport
import Testing

/// Scores of several indexes with shared statistics equal the scores of one index of all articles.
@Suite struct ScoringStatisticsTests {
  @Test(arguments: [91, 92, 93] as [UInt64])
  func `shared statistics give the scores of one index`(seed: UInt64) throws {
    var generator = ArticleGenerator(seed: seed)
    let articles = (0..<160).map { number in
      generator.article(id: "\(number)", length: generator.pick([3, 30, 90]))
    }
    let whole = try ModelIndex(articles, segmentSizes: [70])
    let shards = [
      try ModelIndex(Array(articles[..<50]), segmentSizes: [20]),
      try ModelIndex(Array(articles[50...]), segmentSizes: [40, 10]),
    ]
    let queries = RandomQuery(index: whole)
    var compared = 0
    var differing = 0
    for _ in 0..<TestScale.cases(60) {
      let written = queries.bare(&generator)
      guard let query = try? QueryParser.parse(written) else { continue }
      var scope = QueryScope()
      scope.match = generator.pick(MatchMode.allCases)
      let note = "seed \(seed): \(written) \(scope.match)"
      var page = PageRequest()
      page.limit = .max
      page.ranking = BM25(titleWeight: generator.pick([0, 1, 5]))
      let expected = try scores(query, scope, page, whole)
      let own = try shards.map { try scores(query, scope, page, $0) }.merged()
      page.statistics = try shards.compactMap { shard in
        let searcher = shard.searcher()
        return try searcher.plan(query, in: scope).map { try searcher.statistics(of: $0) }
      }.reduce(nil) { sum, next in sum.map { $0 + next } ?? next }
      let shared = try shards.map { try scores(query, scope, page, $0) }.merged()
      if scope.match == .best {
        // A shard fills its page with partial matches that the whole index does not need.
        for (id, score) in expected { #expect(shared[id] == score, "\(note) \(id)") }
      } else {
        #expect(shared == expected, "\(note)")
      }
      compared += expected.count
      if own != shared { differing += 1 }
    }
    #expect(compared > 500, "seed \(seed)")
    #expect(differing > 10, "seed \(seed): the statistics of a shard differ from the sum")
  }

  private func scores(
    _ query: Query, _ scope: QueryScope, _ page: PageRequest, _ index: ModelIndex
  ) throws -> [String: Double] {
    let request = SearchRequest(query, scope: scope, page: page)
    let hits = try index.searcher().search(request)?.hits ?? []
    return Dictionary(
      uniqueKeysWithValues: hits.map {
        (index.articles[index.article($0.segment, $0.document)].id, $0.score)
      })
  }
}

extension [[String: Double]] {
  fileprivate func merged() -> [String: Double] {
    reduce(into: [:]) { $0.merge($1) { first, _ in first } }
  }
}
