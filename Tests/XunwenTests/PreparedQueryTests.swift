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
