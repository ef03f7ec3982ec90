import CraftedFiles
import Synchronization
import TestSupport
import Testing
import Xunwen

/// Tests of batches. The answers come in order and equal the answers of single searches, with any
/// number of threads.
@Suite struct BatchTests {
  @Test func `answers do not depend on the number of threads`() async throws {
    var generator = ArticleGenerator(seed: 71)
    let library = Library()
    library.write(
      (0..<200).map { generator.article(id: "\($0)", length: 20).record }.joined(), to: "a.jsonl")
    let archive = try await library.build(memory: 1).archive
    let queries = (0..<400).map { number in
      let words = (0..<generator.number(1...3)).map { _ in
        generator.pick(["国", "发展", "养老", "医保 ", "5G", "\"的\"", "(", "-中", "date:2022 "])
      }
      return BatchQuery(id: "q\(number)", query: words.joined())
    }
    let scope = QueryScope(match: .any)
    let one = try await run(queries, archive, scope, jobs: 1)
    #expect(try await run(queries, archive, scope, jobs: 4) == one)
    #expect(try await run(queries, archive, scope, jobs: 0) == one)
    #expect(one.count == queries.count && one.contains { $0.contains("error") })
    for (query, answer) in zip(queries, one) {
      let outcome = Result<SearchResponse, any Error> {
        try archive.search(query.query, scope: scope)
      }
      #expect(answer == "\(query.id) \(Self.line(outcome))")
    }
  }

  @Test func `hits without articles have no title`() async throws {
    let library = Library()
    library.write("{\"id\":\"a\",\"title\":\"甲\",\"text\":\"养老\",\"source\":\"乙\"}", to: "a.jsonl")
    var options = SearchOptions()
    options.includesArticles = false
    let hit = try await library.build().archive.search("养老", options: options).hits.first
    #expect(hit?.id == "a" && hit?.source == "乙" && hit?.title == "" && hit?.snippet == nil)
  }

  @Test func `a batch can be empty, and an error in a closure ends it`() async throws {
    struct Stop: Error {}
    let library = Library()
    library.write("{\"id\":\"a\",\"text\":\"养老\"}", to: "a.jsonl")
    let archive = try await library.build().archive
    #expect(try await run([], archive, QueryScope(), jobs: 2).isEmpty)
    let runner = BatchRunner(archive: archive, jobs: 2)
    await #expect(throws: Stop.self) {
      try await runner.run(next: { throw Stop() }, emit: { _ in })
    }
    var left = 300
    await #expect(throws: Stop.self) {
      try await runner.run(
        next: {
          left -= 1
          return left > 0 ? BatchQuery(id: "\(left)", query: "养老") : nil
        }, emit: { _ in throw Stop() })
    }
  }

  /// An archive with more than a page of articles, all of which contain 养老.
  private func large() async throws -> Archive {
    let library = Library()
    let records = (0..<2_300).map { number in
      "{\"id\":\"\(number)\",\"text\":\"养老\(String(repeating: "，服务", count: number % 7))\"}\n"
    }
    library.write(records.joined(), to: "a.jsonl")
    return try await library.build().archive
  }

  @Test(arguments: [1, 3]) func `long answers arrive in pages`(jobs: Int) async throws {
    let archive = try await large()
    var options = SearchOptions()
    options.limit = .max
    options.includesSnippets = false
    var few = options
    few.limit = 3
    few.offset = 5
    let queries = [
      BatchQuery(id: "few", query: "养老", options: few), BatchQuery(id: "all", query: "养老"),
      BatchQuery(id: "bad", query: "("), BatchQuery(id: "some", query: "养老 服务"),
    ]
    var pages: [BatchPage] = []
    var rest = queries[...]
    try await BatchRunner(
      archive: archive, scope: .allClauses, options: options, jobs: jobs
    ).run(
      next: { rest.popFirst() }, emit: { pages.append($0) })
    #expect(pages.map(\.query.id) == ["few", "all", "all", "all", "bad", "some", "some"])
    #expect(pages.map(\.isFirst) == [true, true, false, false, true, true, false])
    #expect(pages.map(\.isLast) == [true, false, false, true, true, false, true])
    for query in queries where query.id != "bad" {
      let whole = try archive.search(
        query.query, scope: .allClauses, options: query.options ?? options)
      let responses = try pages.filter { $0.query.id == query.id }.map { try $0.outcome.get() }
      #expect(responses.flatMap { shown($0).dropFirst() } == Array(shown(whole).dropFirst()))
      #expect(responses.allSatisfy { shown($0)[0] == shown(whole)[0] })
    }
  }

  @Test func `a check finds the errors that a search throws`() async throws {
    let archive = try await large()
    let checker = try QueryChecker()
    for query in ["养老", "", "？", "(养老", "养老 -", "abc:养老", "-养老"] {
      let found = Result { () throws(QuerySyntaxError) in try checker.check(query) }
      var asked: QuerySyntaxError?
      do { _ = try archive.search(query) } catch let error as QuerySyntaxError { asked = error }
      switch found {
      case .success: #expect(asked == nil, "\(query)")
      case .failure(let error): #expect(error == asked, "\(query)")
      }
    }
  }

  private func run(
    _ queries: [BatchQuery], _ archive: Archive, _ scope: QueryScope, jobs: Int
  ) async throws -> [String] {
    var rest = queries[...]
    var lines: [String] = []
    try await BatchRunner(archive: archive, scope: scope, jobs: jobs).run(
      next: { rest.popFirst() },
      emit: { lines.append("\($0.query.id) \(Self.line($0.outcome))") })
    return lines
  }

  private static func line(_ outcome: Result<SearchResponse, any Error>) -> String {
    switch outcome {
    case .success(let response): shown(response).joined(separator: "\n")
    case .failure(let error): "error \(error)"
    }
  }
}
