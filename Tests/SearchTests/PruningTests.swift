import Search
import TestSupport
import Testing
import TextAnalysis

/// Pruned top-k results equal the results of scoring everything, in documents and order, with ties,
/// long posting lists and several segments.
@Suite struct PruningTests {
  /// Also without deletions, because initial thresholds are used only if all documents are live.
  @Test(arguments: [31, 32] as [UInt64], [true, false])
  func randomTopHits(seed: UInt64, hasDeletions: Bool) throws {
    var generator = ArticleGenerator(seed: seed, alphabet: ArticleGenerator.plainAlphabet)
    var articles: [RandomArticle] = []
    while articles.count < 1800 {
      var article = generator.article(
        id: "\(articles.count)", length: generator.pick([2, 4, 10, 10, 40]))
      articles.append(article)
      // Copies have equal scores; some are newer.
      guard generator.chance(of: 10) else { continue }
      for _ in 0..<generator.number(1...20) {
        article.id = "\(articles.count)"
        if generator.chance(of: 3) { article.date = UInt32(20_230_101 + generator.number(0...3)) }
        articles.append(article)
      }
    }
    for _ in 0..<(hasDeletions ? 30 : 0) {
      articles[generator.number(900...1700)].id = "\(generator.number(0...899))"
    }
    let index = try ModelIndex(articles, segmentSizes: [1000, 150, 3])
    let ranking = RankingModel(index)
    let queries = RandomQuery(index: index)
    for _ in 0..<TestScale.cases(30) {
      let written = generator.chance(of: 3) ? Self.frequent(&generator) : queries.bare(&generator)
      guard let query = try QueryParser.parse(written) else { continue }
      var request = SearchRequest(query)
      request.scope.match = generator.pick([.any, .any, .all, .best, .exact])
      if generator.chance(of: 4) { request.scope.sources = ["新华社", "央视网"] }
      if generator.chance(of: 4) {
        request.page.ranking = BM25(
          k1: generator.pick([0, 0.9, 3]), b: generator.pick([0, 0.4, 0.9]),
          titleWeight: generator.pick([0, 0.5, 1, 8]))
      }
      let scores = ranking.scores(query, request.page.ranking, request.scope.match)
      let model = QueryModel(request, index)
      let full = request.scope.match == .any ? model.loose(ranking) : model.full()
      let partial = request.scope.match == .best ? model.partial(ranking) : []
      let whole = ranking.sorted(full, by: .score, scores: scores)
      let others = ranking.sorted(partial, by: .score, scores: scores)
      // One searcher, so that its scratch memory and filters are reused.
      let searcher = Searcher(index.reader, analyzer: index.analyzer)
      request.page.partialLimit = .max
      for limit in [1, 3, 10, 200] {
        request.page.limit = limit
        request.page.offset = generator.pick([0, 0, 5])
        let note = "seed \(seed): \(written) \(request.scope.match) \(request.page.offset)+\(limit)"
        guard let result = try searcher.search(request) else {
          // The query consists of punctuation only.
          #expect(index.analyzer.analyze(written).units.isEmpty, "\(note): nothing to look up")
          break
        }
        let found = result.hits.map { index.article($0.segment, $0.document) }
        // Partial matches extend a list that is shorter than a page.
        let expected = whole + (full.count < limit ? others : [])
        #expect(found == Array(expected.dropFirst(request.page.offset).prefix(limit)), "\(note)")
        #expect(result.total == full.count, "\(note)")
        #expect(
          result.hits.allSatisfy {
            abs($0.score - scores[index.article($0.segment, $0.document)]) <= 1e-9
          }, "\(note)")
      }
    }
  }

  /// For dense sets with few possible hits only the first term is scanned. The hits equal the first
  /// hits of a search for all documents.
  @Test(arguments: [33, 34] as [UInt64]) func `the best of dense sets`(seed: UInt64) throws {
    var generator = ArticleGenerator(seed: seed, alphabet: ArticleGenerator.plainAlphabet)
    let articles = (0..<3000).map { number in
      var text = ""
      for word in ["养老", "服务", "养老服务", "别的"] where !generator.chance(of: 5) {
        text += String(repeating: word + "。", count: generator.pick([1, 1, 1, 1, 2, 3, 9]))
      }
      return RandomArticle(
        id: "\(number)", date: 0, time: 0, source: "",
        parts: [(.title, generator.pick(["标题", "标题", "养老"])), (.body, text)])
    }
    let index = try ModelIndex(articles, segmentSizes: [2500])
    let searcher = Searcher(index.reader, analyzer: index.analyzer)
    for written in ["养老", "养老 服务", "\"养老服务\"", "服务 别的", "别的 \"老服务\""] {
      var request = SearchRequest(try #require(try QueryParser.parse(written)))
      request.scope.match = .all
      request.page.limit = articles.count
      let all = try #require(try searcher.search(request))
      #expect(all.total > 1000 && all.hits.count == all.total, "\(written), seed \(seed)")
      for limit in [1, 10, 100] {
        request.page.limit = limit
        let best = try #require(try searcher.search(request))
        #expect(best.total == all.total)
        #expect(
          best.hits.elementsEqual(all.hits.prefix(limit)) {
            $0.segment == $1.segment && $0.document == $1.document && $0.score == $1.score
          }, "\(written), seed \(seed), \(limit)")
      }
    }
  }

  /// With a title weight of 0, a term in a title contributes 0. Its document is still found, once,
  /// after the others.
  @Test func `documents that score nothing are hits`() throws {
    let articles = (0..<300).map { number in
      RandomArticle(
        id: "\(number)", date: 0, time: 0, source: "",
        parts: number % 3 == 0
          ? [(.title, "养老服务"), (.body, "别的")]
          : [(.title, "别的"), (.body, number % 3 == 1 ? "养老" : "服务")])
    }
    let index = try ModelIndex(articles, segmentSizes: [])
    var request = SearchRequest(try #require(try QueryParser.parse("养老 服务")))
    request.scope.match = .any
    request.page.ranking = BM25(titleWeight: 0)
    request.page.limit = 1000
    let result = try #require(
      try Searcher(index.reader, analyzer: index.analyzer).search(request))
    #expect(result.total == 300)
    #expect(Set(result.hits.map(\.document)).count == 300 && result.hits.count == 300)
    #expect(result.hits.prefix(200).allSatisfy { $0.score > 0 && $0.document % 3 != 0 })
    #expect(result.hits.dropFirst(200).allSatisfy { $0.score == 0 && $0.document % 3 == 0 })
  }

  /// A query of terms that most documents contain, for which bounds matter most.
  private static func frequent(_ generator: inout ArticleGenerator) -> String {
    (0..<generator.number(2...6)).map { _ in
      generator.pick(ArticleGenerator.plainAlphabet.filter { $0 != "。" && $0 != "，" })
    }.joined(separator: generator.pick([" ", " ", ""]))
  }
}
