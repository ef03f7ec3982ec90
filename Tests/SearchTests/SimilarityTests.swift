import Calendar
import Search
import TestSupport
import Testing
import TextAnalysis

/// Compares similar documents with a model that chooses terms and scores all articles without an
/// index.
@Suite struct SimilarityTests {
  @Test(arguments: [71, 72, 73] as [UInt64])
  func `the most similar documents have the best scores for the chosen terms`(seed: UInt64) throws {
    var generator = ArticleGenerator(seed: seed)
    let articles = (0..<150).map { number in
      let id = generator.chance(of: 10) ? number / 2 : number
      return generator.article(id: "\(id)", length: generator.pick([3, 30, 90]))
    }
    let index = try ModelIndex(articles, segmentSizes: [60, 40])
    let ranking = RankingModel(index)
    let searcher = Searcher(index.reader, analyzer: index.analyzer)
    var found = 0
    for _ in 0..<TestScale.cases(40) {
      let article = generator.number(0...index.articles.count - 1)
      guard index.articles[article].isLive else { continue }
      var request = SimilarityRequest()
      request.termCount = generator.pick([1, 3, 40, 1000])
      request.limit = generator.pick([1, 10, .max])
      if generator.chance(of: 3) { request.sources = ["新华社", "央视网"] }
      if generator.chance(of: 3) { request.dates = DateRange(from: CivilDate(year: 2022)) }
      if generator.chance(of: 3) {
        request.ranking = BM25(
          k1: generator.pick([0, 2]), b: generator.pick([0, 0.9]),
          titleWeight: generator.pick([0, 0.5, 1, 3]))
      }
      let note = "seed \(seed): \(article) by \(request.termCount) terms, \(request.limit) hits"
      found += try check(article, request, index, ranking, searcher, note)
    }
    #expect(found > 100, "seed \(seed)")
  }

  private func check(
    _ article: Int, _ request: SimilarityRequest, _ index: ModelIndex, _ ranking: RankingModel,
    _ searcher: Searcher, _ note: String
  ) throws -> Int {
    let zones = index.articles[article].zones
    let model = ranking.similar(to: article, termCount: request.termCount, request.ranking)
    let result = try searcher.similar(
      title: zones.filter { $0.part == .title }.map(\.analyzed),
      body: zones.filter { $0.part == .body }.map(\.analyzed),
      excluding: index.place(of: article), request)
    // The keys are field, kind and text.
    let texts = model.terms.map { $0.key.split(separator: " ", maxSplits: 1)[1] }
    #expect(result.terms.map(\.text) == texts.map(String.init), "\(note)")
    #expect(
      zip(result.terms, model.terms).allSatisfy { abs($0.weight - $1.weight) < 1e-12 }, "\(note)")
    let hits = result.hits.map { index.article($0.segment, $0.document) }
    #expect(!hits.contains(article), "\(note)")
    #expect(Set(hits).count == hits.count, "\(note)")
    let allowed = index.articles.indices.filter { other in
      let date = index.articles[other].date
      return other != article && index.articles[other].isLive && model.scores[other] > 0
        && (request.sources.isEmpty || request.sources.contains(index.articles[other].source))
        && (request.dates.map { $0.contains(packed: date) } ?? true)
    }
    let best = ranking.sorted(Set(allowed), by: .score, scores: model.scores)
      .prefix(request.limit)
    // Scores may differ in the last bit. With a title weight of 0 an occurrence may score 0.
    let scores = result.hits.filter { $0.score > 0 }.map(\.score)
    #expect(scores.count == best.count, "\(note)")
    for (hit, wanted) in zip(result.hits, best) {
      let score = model.scores[index.article(hit.segment, hit.document)]
      #expect(abs(hit.score - score) < 1e-9, "\(note)")
      #expect(abs(score - model.scores[wanted]) < 1e-9, "\(note)")
    }
    return hits.count
  }

  @Test func `a text without terms has no similar documents`() throws {
    let article = RandomArticle(
      id: "a", date: 0, time: 0, source: "", parts: [(.body, "养老服务")])
    let index = try ModelIndex([article], segmentSizes: [])
    let searcher = Searcher(index.reader, analyzer: index.analyzer)
    for text in ["", "。。。", "养老服务"] {
      let result = try searcher.similar(
        title: [], body: [index.analyzer.analyze(text)], SimilarityRequest())
      #expect(result.hits.isEmpty && result.terms.isEmpty, "\(text)")
    }
  }
}
