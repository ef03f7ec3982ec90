import FoundationEssentials
import TestSupport
import Testing
import Xunwen

/// Tests of prepared queries, the archive writer, and the encoding of results.
@Suite struct PreparedQueryTests {
  private let library = Library()

  private func build() async throws -> Archive {
    let records = ["养老服务", "养老 医保", "医保"].enumerated().map {
      "{\"id\": \"\($0)\", \"title\": \"题\", \"text\": \"\($1)\", \"source\": \"甲\"}\n"
    }
    library.write(records.joined(), to: "a.jsonl")
    return try await library.build().archive
  }

  @Test func `a prepared query always reads one commit`() async throws {
    let archive = try await build()
    let query = try archive.prepare("养老")
    _ = try ArchiveWriter.delete(ids: ["0"], at: library.path())
    #expect(try archive.refresh())
    #expect(try query.count() == 2 && query.search().total == 2)
    #expect(try query.facets([.source])[0].values.map(\.articles) == [2])
    let newer = try archive.prepare("养老")
    #expect(try newer.count() == 1)
    // Keywords use the commit of the first query for both queries.
    let keywords = try await query.keywords(versus: archive.prepare("医保"))
    #expect(keywords.articles == 2 && keywords.otherArticles == 1)
  }

  @Test func `a count follows the match mode`() async throws {
    let archive = try await build()
    for (mode, count) in [(MatchMode.best, 1), (.all, 1), (.any, 3)] {
      #expect(try archive.prepare("养老 医保", scope: QueryScope(match: mode)).count() == count)
    }
  }

  /// Three pages. The tail of the first has 医保, the tail of the second has 养老.
  private func tails() async throws -> Archive {
    for (name, word, teaser) in [("a", "养老", "医保"), ("b", "托育", "养老"), ("c", "养老", "住房")] {
      library.write(
        """
        关于\(word)的通知

        2023-05-06 10:00　来源：临江日报

        各县应当在今年年底以前完善\(word)服务，并且保障必要的经费。

        责任编辑：\(teaser)

        """, to: "\(name).txt")
    }
    return try await library.build().archive
  }

  @Test(arguments: [
    ("养老", 2, 1), ("医保", 0, 1), ("托育", 1, 0), ("养老 OR 托育", 3, 0), ("养老 医保", 0, 1),
    ("养老 托育", 0, 1), ("\"养老服务\"", 2, 0), ("养老 -医保", 2, 1), ("通知 -养老", 1, 0),
    ("1 of (医保 住房)", 0, 2), ("(医保)^2", 0, 1), ("医保 source:临江日报", 0, 1), ("医保 source:无", 0, 0),
    ("医*", 0, 1), ("in:all 医保", 1, 0),
  ])
  func `matches in tails are counted`(query: String, total: Int, inTails: Int) async throws {
    let archive = try await tails()
    let prepared = try archive.prepare(query)
    #expect(try prepared.count() == total)
    #expect(try prepared.countInTails() == inTails)
    let extended = try archive.prepare("in:all (\(query))")
    #expect(try extended.count() >= inTails)
  }

  @Test(arguments: ["title:医保", "in:tail 医保", "source:临江日报", "date:2023"])
  func `a query that names its zones has no count in tails`(query: String) async throws {
    #expect(try await tails().prepare(query).countInTails() == nil)
  }

  @Test func `a count in tails follows the match mode`() async throws {
    let archive = try await tails()
    for (mode, total, inTails) in [(MatchMode.all, 0, 1), (.any, 2, 1), (.exact, 0, 1)] {
      let prepared = try archive.prepare("养老 医保", scope: QueryScope(match: mode))
      #expect(try prepared.count() == total && prepared.countInTails() == inTails)
    }
  }

  /// The word 数字 and the word 经济 are in two articles, side by side in one of them.
  private func economy() async throws -> Archive {
    let texts = ["发展数字经济。", "经济的数字。", "數字 經濟", "数字，经济"]
    let records = texts.enumerated().map { "{\"id\": \"\($0)\", \"text\": \"\($1)\"}\n" }
    library.write(records.joined(), to: "a.jsonl")
    return try await library.build().archive
  }

  @Test(arguments: [
    ("数字经济", 4, 2), ("数字 经济", 4, 4), ("\"数字经济\"", 2, 2), ("数字经济 发展", 1, 1),
    ("经济 -数字经济", 0, 2), ("title:数字经济 OR 数字，经济", 4, 1), ("数字，经济", 4, 1),
    ("(数字经济)^2", 4, 2), ("1 of (数字经济 发展数字)", 4, 2), ("body:数字经济", 4, 2),
    ("数字 NEAR/3 经济", 4, 4), ("数字*", 4, 4),
  ])
  func `a count of text as written`(query: String, all: Int, exact: Int) async throws {
    let archive = try await economy()
    let prepared = try archive.prepare(query)
    #expect(try prepared.count() == all && prepared.count(match: .exact) == exact)
    #expect(try prepared.exactCount().articles == exact)
    #expect(try prepared.timeline().total == exact)
    #expect(try await prepared.keywords().articles == exact)
    #expect(try await prepared.collocates().articles == exact)
    #expect(try await prepared.concordance { _ in }.articles == exact)
    var options = CollocateOptions()
    options.match = .all
    #expect(try await prepared.collocates(options).articles == all)
    let quoted = try archive.prepare(query, scope: QueryScope(match: .exact))
    let response = try quoted.search(SearchOptions(limit: 100))
    #expect(response.total == exact && response.hits.count == exact)
    #expect(response.partialTotal == 0 && response.exact == nil)
    #expect(try quoted.count(match: .best) == all)
  }

  @Test func `a response counts text as written`() async throws {
    let archive = try await economy()
    var options = SearchOptions()
    options.countsExact = true
    let response = try archive.search("发展 数字经济 -数字中国 数字经济", options: options)
    #expect(response.exact?.articles == 1 && response.exact?.texts == ["数字经济"])
    #expect(response.total == 1 && response.partialTotal == 3)
    let ranked = try archive.search("数字经济", scope: QueryScope(match: .exact)).hits
    let all = try archive.search("数字经济").hits.filter { hit in
      ranked.contains { $0.id == hit.id }
    }
    #expect(ranked.map(\.score) == all.map(\.score) && ranked.count == 2)
  }

  @Test(arguments: [(100, 50), (101, nil)])
  func `signs of many articles are not counted`(articles: Int, exact: Int?) async throws {
    let records = (0..<articles).map {
      "{\"id\": \"\($0)\", \"text\": \"增长10\($0 % 2 == 0 ? "%" : "年")\"}\n"
    }
    library.write(records.joined(), to: "a.jsonl")
    let archive = try await library.build().archive
    var options = SearchOptions()
    options.countsExact = true
    let response = try archive.search("10%", options: options)
    #expect(response.total == articles && response.exact?.articles == exact)
    #expect(try archive.prepare("10%").exactCount().articles == (articles + 1) / 2)
    // Quotations are read anyway, and words need no reading.
    #expect(try archive.search("\"10%\"", options: options).exact?.articles == (articles + 1) / 2)
    #expect(try archive.search("增长", options: options).exact?.articles == articles)
  }

  @Test func `a query without terms has an interpretation but no answer`() async throws {
    let query = try await build().prepare("？")
    #expect(throws: QuerySyntaxError.self) { try query.search() }
    #expect(throws: QuerySyntaxError.self) { try query.count() }
    #expect(try query.suggestions().isEmpty)
    let interpretation = try query.interpretation()
    #expect(interpretation.articles == 0 && interpretation.terms.isEmpty)
  }

  @Test func `several deletions are one commit`() async throws {
    let archive = try await build()
    let writer = try ArchiveWriter(at: library.path())
    #expect(try writer.delete(ids: ["0", "none"]).missing == ["none"])
    #expect(try writer.delete(matching: "养老").removed == 1, "article 0 is prepared already")
    #expect(try !archive.refresh())
    try writer.commit()
    try writer.commit()
    #expect(try archive.refresh() && archive.generation == 2)
    #expect(try archive.statistics.articles == 1)
  }

  @Test func `results can be encoded and decoded`() async throws {
    let archive = try await build()
    func check<Value: Codable>(_ value: Value) throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      let data = try encoder.encode(value)
      let decoded = try JSONDecoder().decode(Value.self, from: data)
      #expect(try encoder.encode(decoded) == data)
    }
    var scope = QueryScope()
    scope.dates = try DateRange(parsing: "2023-01..")
    scope.isLenient = true
    try check(scope)
    var options = SearchOptions()
    options.includesManifest = true
    try check(options)
    let query = try archive.prepare("养老")
    try check(query.search(options))
    try check(query.interpretation())
    try check(query.facets([.source, .tag]))
    try check(query.timeline())
    try check(archive.statistics)
    try check(#require(try archive.article(id: "0")))
    try check(#require(try archive.why(id: "0", query: "养老 -广告")))
    try check(#require(try archive.similar(to: "0")))
    try check(archive.verify(quote: "养老服务"))
    try check(Archive.analyze("养老服务"))
    try check(await Archive.check(at: library.path()))
  }
}
