import TestSupport
import Testing
import Xunwen

/// The reasons why no article matches, compared with separate searches.
@Suite struct EmptyAnswerTests {
  private static let clauses = [
    "养老", "\"服务\"", "改革", "标题：社区", "source:甲", "date:2021", "-医保", "(托育 OR 就业)", "龘", "？",
    "\"并无此语\"", "养老 /s 服务", "2 of (养老 服务 改革)",
  ]

  @Test(arguments: [421, 422] as [UInt64])
  func `counts equal those of separate searches`(seed: UInt64) async throws {
    let library = try await ResearchLibrary(seed: seed)
    var generator = ArticleGenerator(seed: seed)
    for _ in 0..<TestScale.cases(60) {
      let clauses = (0..<generator.number(1...4)).map { _ in generator.pick(Self.clauses) }
      let text = clauses.joined(separator: " ")
      var scope = QueryScope()
      scope.match = .all
      if generator.chance(of: 3) { scope.dates = try DateRange(parsing: "2020..2021-06") }
      guard let query = try? library.archive.prepare(text, scope: scope),
        (try? query.count()) != nil
      else { continue }
      let answer = try query.emptyAnswer()
      let searched = clauses.filter { $0 != "？" }
      let note = "seed \(seed): \(text) \(scope)"
      #expect(answer.clauses.count == searched.count, "\(note)")
      #expect(answer.ignored == clauses.filter { $0 == "？" }, "\(note)")
      for (index, (clause, own)) in zip(searched, answer.clauses).enumerated() {
        let inner = clause.hasPrefix("-") ? String(clause.dropFirst()) : clause
        let all = try library.archive.prepare(inner).count()
        let scoped = try library.archive.prepare(inner, scope: scope).count()
        #expect(own.articles == all && own.articlesInScope == scoped, "\(note): \(clause)")
        #expect(own.isExcluded == clause.hasPrefix("-"), "\(note): \(clause)")
        var others = searched
        others.remove(at: index)
        guard others.contains(where: { !$0.hasPrefix("-") }) else {
          #expect(own.articlesWithout == nil, "\(note): \(clause)")
          continue
        }
        let rest = try library.archive.prepare(others.joined(separator: " "), scope: scope).count()
        #expect(own.articlesWithout == rest, "\(note): \(clause)")
      }
    }
  }

  @Test func `similar sources are suggested`() async throws {
    let library = Library()
    for (number, source) in ["央视网", "央视网", "CNTV 央视", "工人日报", "临江日报"].enumerated() {
      library.write("{\"text\": \"养老\", \"source\": \"\(source)\"}\n", to: "\(number).jsonl")
    }
    let archive = try await library.build().archive
    for (name, similar) in [
      ("央视", ["央视网", "CNTV 央视"]), ("工入日报", ["工人日报"]), ("央视网新闻频道", ["央视网"]), ("新华社", []),
      ("cntv央视", ["CNTV 央视"]),
      ("人日报*", ["工人日报"]),
    ] {
      var scope = QueryScope()
      scope.sources = [name]
      let query = try archive.prepare("养老", scope: scope)
      let answer = try query.emptyAnswer()
      #expect(try query.unknownSources() == answer.unknownSources)
      #expect(answer.unknownSources.map(\.name) == [name])
      #expect(answer.unknownSources[0].similar.map(\.name) == similar, "\(name)")
      #expect(answer.scopeArticles == 0)
    }
  }

  @Test func `names of sources are compared without superfluous characters`() async throws {
    let library = Library()
    library.write("{\"text\": \"养老\", \"source\": \"工人日报\"}\n", to: "1.jsonl")
    var scope = QueryScope()
    scope.sources = ["工人日报 ", "\u{200B}工人日报"]
    let archive = try await library.build().archive
    let query = try archive.prepare("养老 并无此语", scope: scope)
    let answer = try query.emptyAnswer()
    #expect(answer.unknownSources.isEmpty && answer.scopeArticles == 1)
    #expect(answer.clauses.map(\.articlesInScope) == [1, 0])
    #expect(try query.unknownSources().isEmpty)
  }

  @Test func `sources inside groups and exclusions are examined`() async throws {
    let library = try await ResearchLibrary(seed: 423)
    let query = try library.archive.prepare("并无此语 (source:无此报 OR 养老) -source:亦无此报")
    let names = ["无此报", "亦无此报"]
    #expect(try query.emptyAnswer().unknownSources.map(\.name) == names)
    #expect(try query.unknownSources().map(\.name) == names)
  }
}
