import Search
import TestSupport
import Testing

/// A query with too little work permitted is an error, and never a part of the answer.
@Suite struct WorkLimitTests {
  /// The answer to a request with a limit of work; nil when the limit is exceeded.
  private func answer(
    _ request: SearchRequest, _ index: ModelIndex, _ limit: Int
  ) throws -> String? {
    let searcher = Searcher(
      index.reader, analyzer: index.analyzer, texts: index.text, workLimit: limit)
    do {
      let result = try searcher.search(request)
      return "\(result?.total ?? 0) \(result?.partialTotal ?? 0) "
        + "\(result?.hits.map { "\($0.segment)/\($0.document) \($0.score)" } ?? [])"
    } catch is QueryWorkError {
      return nil
    }
  }

  /// The least limit with which a request is answered.
  private func leastLimit(_ request: SearchRequest, _ index: ModelIndex) throws -> Int {
    var (low, high) = (0, 1 << 32)
    while low < high {
      let limit = (low + high) / 2
      if try answer(request, index, limit) == nil { low = limit + 1 } else { high = limit }
    }
    return low
  }

  @Test(arguments: [61, 62] as [UInt64])
  func `an answer is whole or an error`(seed: UInt64) throws {
    var generator = ArticleGenerator(seed: seed)
    let articles = (0..<60).map { generator.article(id: "\($0)", length: 40) }
    let index = try ModelIndex(articles, segmentSizes: [25])
    let queries = RandomQuery(index: index)
    var largest = 0
    for _ in 0..<TestScale.cases(16) {
      let written = queries.text(&generator)
      guard let query = try? QueryParser.parse(written) else { continue }
      var request = SearchRequest(query)
      request.scope.match = generator.pick(MatchMode.allCases)
      guard let whole = try? answer(request, index, .max) else { continue }
      let low = try leastLimit(request, index)
      let note = "seed \(seed): \(written), \(low) steps"
      #expect(try answer(request, index, low) == whole, "\(note)")
      for _ in 0..<3 where low > 0 {
        let limit = generator.number(0...low - 1)
        #expect(try answer(request, index, limit) == nil, "\(note), limit \(limit)")
      }
      largest = max(largest, low)
    }
    #expect(largest > 1000, "seed \(seed)")
  }

  @Test func `a stopped query reads no further articles`() throws {
    var generator = ArticleGenerator(seed: 64)
    let articles = (0..<40).map { generator.article(id: "\($0)", length: 60) }
    let index = try ModelIndex(articles, segmentSizes: [])
    let query = try #require(try QueryParser.parse("/[^x]{3}/"))
    var request = SearchRequest(query)
    request.scope.scans = true
    func readings(stopAfter limit: Int) throws -> Int {
      let stop = QueryStop()
      var readings = 0
      let searcher = Searcher(
        index.reader, analyzer: index.analyzer,
        texts: { segment, document in
          readings += 1
          if readings == limit { stop.request() }
          return try index.text(segment, document)
        })
      do {
        _ = try stop.watch { try searcher.search(request) }
      } catch is CancellationError {
        #expect(limit <= articles.count)
      }
      return readings
    }
    #expect(try readings(stopAfter: .max) >= articles.count)
    #expect(try readings(stopAfter: 2) == 2)
    // A request without a watched operation changes nothing.
    QueryStop().request()
    #expect(
      try Searcher(index.reader, analyzer: index.analyzer, texts: index.text).search(request) != nil
    )
  }

  @Test func `more clauses take more work`() throws {
    var generator = ArticleGenerator(seed: 63)
    let articles = (0..<40).map { generator.article(id: "\($0)", length: 60) }
    let index = try ModelIndex(articles, segmentSizes: [])
    let clauses = [
      "(的 NEAR/5 人)", "\"发展养老\"", "(医保 /p 家)", "/的.{0,3}人/", "cov*", "covdi~2", "title:人",
      "source:新*", "date:2022", "(养老 ADJ/3 的)", "人*老", "的",
    ]
    for clause in clauses {
      let one = try #require(try QueryParser.parse("(\(clause) OR 人民)"))
      let many = (0..<20).map { "(\(clause) OR 人民\($0))" }.joined(separator: " OR ")
      let query = try #require(try QueryParser.parse(many))
      let (few, all) = (
        try leastLimit(SearchRequest(one), index), try leastLimit(SearchRequest(query), index)
      )
      #expect(few > 0 && all > 8 * few, "\(clause): \(few) and \(all) steps")
    }
  }
}
