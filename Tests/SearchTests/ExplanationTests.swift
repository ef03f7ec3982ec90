import Calendar
import Search
import TestSupport
import Testing

/// The contributions of an explanation add up to the score of a search, to the last bit.
@Suite struct ExplanationTests {
  @Test(arguments: [81, 82, 83] as [UInt64])
  func `contributions add up to the score of the search`(seed: UInt64) throws {
    var generator = ArticleGenerator(seed: seed)
    let articles = (0..<150).map { number in
      let id = generator.chance(of: 10) ? number / 2 : number
      return generator.article(id: "\(id)", length: generator.pick([3, 30, 90]))
    }
    let index = try ModelIndex(articles, segmentSizes: [60, 40])
    let queries = RandomQuery(index: index)
    let searcher = index.searcher()
    var explained = 0
    for _ in 0..<TestScale.cases(80) {
      let written = queries.text(&generator)
      guard let query = try? QueryParser.parse(written) else { continue }
      var request = SearchRequest(query)
      request.scope.match = generator.pick(MatchMode.allCases)
      if generator.chance(of: 5) { request.scope.sources = ["新华社", "央视网"] }
      if generator.chance(of: 5) { request.scope.dates = DateRange(from: CivilDate(year: 2022)) }
      if generator.chance(of: 4) {
        request.page.ranking = BM25(
          k1: generator.pick([0, 0.5, 2]), b: generator.pick([0, 0.3, 0.9]),
          titleWeight: generator.pick([0, 0.5, 1, 3]))
      }
      (request.page.limit, request.page.partialLimit) = (.max, .max)
      request.scope.scans = true
      let note = "seed \(seed): \(written) \(request.scope.match)"
      guard let result = try searcher.search(request) else { continue }
      explained += try check(result, request, index, searcher, note)
    }
    #expect(explained > 500, "seed \(seed)")
  }

  private func check(
    _ result: SearchResult, _ request: SearchRequest, _ index: ModelIndex, _ searcher: Searcher,
    _ note: String
  ) throws -> Int {
    var found: Set<Int> = []
    let query = try #require(try searcher.plan(request.query, in: request.scope), "\(note)")
    func explain(_ document: UInt32, _ segment: Int) throws -> ScoreExplanation {
      try searcher.explain(
        query, ranking: request.page.ranking, document, ofSegment: segment)
    }
    for hit in result.hits {
      found.insert(index.article(hit.segment, hit.document))
      let explanation = try explain(hit.document, hit.segment)
      #expect(explanation.score == hit.score, "\(note)")
      #expect(explanation.match == (hit.isPartial ? .partial : .full), "\(note)")
      check(explanation, note)
    }
    for article in index.articles.indices.prefix(20) where !found.contains(article) {
      guard let place = index.place(of: article) else { continue }
      let explanation = try explain(place.document, place.segment)
      #expect(explanation.match == .none, "\(note)")
      check(explanation, note)
    }
    return result.hits.count
  }

  /// Checks the numbers of an explanation by the documented formula.
  private func check(_ explanation: ScoreExplanation, _ note: String) {
    #expect(explanation.terms.reduce(0) { $0 + $1.contribution } == explanation.score, "\(note)")
    let (k1, b) = (explanation.ranking.k1, explanation.ranking.b)
    for term in explanation.terms {
      let ratio = term.averageLength > 0 ? Double(term.length) / term.averageLength : 0
      let f =
        Double(term.occurrences) + (explanation.ranking.titleWeight - 1)
        * Double(term.titleOccurrences)
      let saturation = f > 0 ? f / (f + k1 * (1 - b + b * ratio)) : 0
      #expect(abs(term.frequency - f) < 1e-12, "\(note): \(term)")
      #expect(abs(term.saturation - saturation) < 1e-12, "\(note): \(term)")
      #expect(abs(term.scale - term.weight * term.idf * (k1 + 1)) < 1e-9, "\(note): \(term)")
      #expect(term.contribution == term.scale * term.saturation, "\(note): \(term)")
      #expect(!term.roles.isEmpty && !term.text.isEmpty, "\(note): \(term)")
      #expect(term.titleOccurrences <= term.occurrences, "\(note): \(term)")
    }
  }

  @Test func `terms have the roles that give them their weights`() throws {
    let article = RandomArticle(
      id: "a", date: 0, time: 0, source: "",
      parts: [(.title, "养老"), (.body, "共和国5G养老服务，养老")])
    let index = try ModelIndex([article], segmentSizes: [])
    let searcher = Searcher(index.reader, analyzer: index.analyzer)
    let parsed = try #require(try QueryParser.parse("共和国5g 养老服务"))
    let query = try #require(try searcher.plan(parsed, in: QueryScope()))
    let explanation = try searcher.explain(query, ranking: BM25(), 0, ofSegment: 0)
    var terms: [String: TermScore] = [:]
    for term in explanation.terms { terms[term.text] = term }
    #expect(terms["养老"]?.roles == .wordGram && terms["养老"]?.weight == 2)
    #expect(terms["老服"]?.roles == .straddlingGram && terms["老服"]?.weight == 0.5)
    #expect(terms["5g"]?.roles == .token)
    #expect(terms["共和国"]?.roles == .word)
    #expect(terms["共和"]?.roles == .innerGram && terms["共和"]?.weight == 1)
    #expect(terms["养老"]?.occurrences == 3 && terms["养老"]?.titleOccurrences == 1)
    #expect(terms["养老"]?.length == 12 && terms["养老"]?.averageLength == 12)
  }
}
