import TestSupport
import Testing

@testable import Xunwen

/// Tests of audits and match reports, compared with searches.
@Suite struct AuditTests {
  static let queries = [
    "养老", "\"发展\"", "的 国", "养老发展 人", "国医 OR 老发展", "人 -养老发展", "title:医保", "养老 OR 疫情", "人 -家",
    "source:新华社 人", "date:2020 的",
    "养老 NEAR/3 人", "国 ADJ/6 人", "中 /s 国", "中 /p 的", "国*人", "covid~1", "cov*", "/养.{0,2}老/",
    "\"养老 人\"~4",
    "2 of (养老 医保 国)", "tag:要闻 人", "人^2 老", "并无此语",
  ]

  @Test func `an audit finds no difference between index and scan`() async throws {
    let library = try await ResearchLibrary(seed: 411)
    for query in Self.queries {
      var reports: [AuditReport] = []
      for jobs in [1, 3] {
        reports.append(try await library.archive.audit(query, jobs: jobs))
      }
      let report = reports[0]
      #expect(reports[1] == report, "\(query)")
      #expect(report.articles == library.articles.count, "\(query)")
      #expect(report.missed == [] && report.wrong == [] && report.found == report.expected)
      #expect(report.recall == 1 && report.precision == 1, "\(query)")
      let total = try library.archive.prepare(query, scope: .allClauses).count()
      #expect(report.expected == total, "\(query)")
    }
  }

  @Test func `an audit and a match report read text as written`() async throws {
    let library = try await ResearchLibrary(seed: 413)
    let scope = QueryScope(match: .exact)
    var fewer = 0
    for query in Self.queries {
      let report = try await library.archive.audit(query, scope: scope, jobs: 2)
      #expect(report.missed == [] && report.wrong == [], "\(query)")
      let prepared = try library.archive.prepare(query, scope: scope)
      #expect(try prepared.count() == report.expected, "\(query)")
      fewer += try prepared.count(match: .all) > report.expected ? 1 : 0
      let found = try Set(prepared.search(SearchOptions(limit: 100_000)).hits.map(\.id))
      for article in library.articles.prefix(40) {
        let why = try library.archive.why(id: article.id, query: query, scope: scope)
        #expect(why?.matches == found.contains(article.id), "\(query): \(article.id)")
      }
    }
    #expect(fewer >= 2)
  }

  @Test func `recall and precision count missed and wrong articles`() {
    let report = AuditReport(
      articles: 10, found: 4, expected: 5, missed: ["a", "b"], wrong: ["c"])
    #expect(report.recall == 0.6 && report.precision == 0.75)
  }

  @Test func `a match report agrees with the search for every article`() async throws {
    let library = try await ResearchLibrary(seed: 412)
    for query in Self.queries {
      let found = try Set(
        library.archive.search(
          query, scope: .allClauses, options: SearchOptions(limit: 100_000)
        ).hits.map(\.id))
      for article in library.articles.prefix(60) {
        let report = try #require(try library.archive.why(id: article.id, query: query))
        #expect(report.matches == found.contains(article.id), "\(query): \(article.id)")
        let clauses = try #require(report.query)
        #expect(Self.isConsistent(clauses), "\(query): \(clauses)")
        for location in clauses.locations {
          #expect(location.range.upperBound <= article.text.count)
        }
      }
    }
    #expect(try library.archive.why(id: "none", query: "人") == nil)
  }

  /// True when a matching clause has no near miss, and no clause has more locations than
  /// occurrences.
  private static func isConsistent(_ clause: ClauseReport) -> Bool {
    (!clause.matches || clause.nearMiss == nil)
      && clause.locations.count <= clause.occurrenceCount
      && clause.parts.allSatisfy(isConsistent)
  }

  @Test func `a match report shows the nearest miss`() async throws {
    let library = Library()
    library.write(
      """
      {"id": "a", "title": "养老", "text": "长期护理保障制度。服务很好，养老院很远。", "source": "甲报", "tags": ["要闻"]}

      """, to: "a.jsonl")
    _ = try await library.build()
    let archive = try Archive(at: library.path())
    func closest(_ query: String) throws -> ClauseReport.NearMiss? {
      try archive.why(id: "a", query: query)?.query?.nearMiss
    }
    #expect(try closest("\"长期护理保险\"") == .part("长期护理保"))
    #expect(try closest("title:服务") == .elsewhere(.body))
    #expect(try closest("服务 NEAR/1 养老院") == .distance(3))
    #expect(try closest("养老院 ADJ/5 服务") == .otherOrder)
    #expect(try closest("护理 /s 养老院") == .sameParagraph)
    #expect(try closest("source:乙报") == .value("甲报"))
    #expect(try closest("tag:无") == .value("要闻"))
    #expect(try closest("护理") == nil)
  }
}
