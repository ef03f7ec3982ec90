import TestSupport
import Testing

@testable import Xunwen

/// Tests of concordances, compared with a naive scan of the articles.
@Suite struct ConcordanceTests {
  private func lines(
    _ archive: Archive, _ query: String, _ change: (inout ConcordanceOptions) -> Void = { _ in }
  ) async throws -> (lines: [ConcordanceLine], totals: ConcordanceTotals) {
    var concordance = ConcordanceOptions()
    concordance.limit = 0
    change(&concordance)
    var lines: [ConcordanceLine] = []
    let totals = try await archive.prepare(query).concordance(concordance) { lines += $0 }
    return (lines, totals)
  }

  @Test(arguments: [421, 422] as [UInt64])
  func `a concordance has every occurrence in order, with offset and context`(seed: UInt64)
    async throws
  {
    let library = try await ResearchLibrary(seed: seed, count: 300)
    for (query, window) in [
      ("养老", 3), ("\"发展\"", 12), ("\"人民代表大会\"", 1), ("\"国医\"", 5), ("covid", 2), ("\"5g\"", 4),
    ] {
      let wanted = try Archive.analyze(query).units.map(\.normalized)
      let found = try await lines(library.archive, query) { $0.window = window }
      var expected: [String] = []
      var articles = 0
      for article in try library.matching(query) {
        let before = expected.count
        for text in article.zones {
          let original = try #require(
            article.originals.last { $0.start <= text.range.lowerBound })
          let zone = String(decoding: article.text[text.range], as: UTF8.self)
          let naive = try NaiveZone.cached(zone)
          let scalars = Array(zone.unicodeScalars)
          func slice(_ range: Range<Int>) -> String {
            String(String.UnicodeScalarView(scalars[range]))
          }
          // White space can precede the zone.
          let start = String(
            decoding: article.text[original.start..<text.range.lowerBound], as: UTF8.self
          ).unicodeScalars.count
          for node in naive.occurrences(of: wanted) {
            let first = naive.units[node.lowerBound].range.lowerBound
            let end = naive.units[node.upperBound - 1].range.upperBound
            let left =
              node.lowerBound < window ? 0 : naive.units[node.lowerBound - window].range.lowerBound
            let right =
              naive.units.count - node.upperBound < window
              ? scalars.count : naive.units[node.upperBound + window - 1].range.upperBound
            expected.append(
              "\(article.id) \(original.name) \(start + first) \(slice(left..<first))|\(slice(first..<end))|\(slice(end..<right))"
            )
          }
        }
        articles += expected.count > before ? 1 : 0
      }
      let shown = found.lines.map {
        "\($0.id) \($0.span.original) \($0.span.range.lowerBound) \($0.left)|\($0.match)|\($0.right)"
      }
      #expect(shown == expected, "seed \(seed): \(query)")
      #expect(found.totals.occurrences == expected.count && !expected.isEmpty, "\(query)")
      #expect(found.totals.articlesWithOccurrences == articles, "\(query)")
      let matching = try library.matching(query)
      #expect(found.totals.articles == matching.count, "\(query)")
    }
  }

  /// The articles have odd characters and several zones. The queries have several words.
  @Test(arguments: [431, 432] as [UInt64])
  func `lines are verbatim and cover all highlights`(seed: UInt64) async throws {
    var generator = ArticleGenerator(seed: seed)
    let library = Library()
    for number in 0..<60 {
      let article = generator.article(id: "\(number)", length: 200)
      let text = article.parts.map(\.text).joined(separator: "\r\n")
      library.write(
        "标题\r\n时间:2023-07-02来源:甲\r\n\r\n" + text + "\r\n标签:\r\n尾巴养老\r\n", to: "\(number).txt")
    }
    let archive = try await library.build().archive
    for query in ["养老 国", "in:tail 养老", "in:all 国", "国 OR \"发展\"", "㍿ OR 医保", "发展 发展"] {
      var marked: [String: Set<String>] = [:]
      for hit in try archive.search(
        query, scope: .allClauses, options: SearchOptions(limit: 1000)
      ).hits {
        marked[hit.id] = Set(hit.matches.map { "\($0)" })
      }
      let found = try await lines(archive, query) {
        $0.window = 7
        $0.match = .all
      }
      #expect(found.lines.count > 20, "\(query)")
      for line in found.lines {
        let article = try #require(try archive.article(id: line.id)?.article)
        #expect(article.slice(line.span) == line.match, "\(query) \(line)")
        let start = line.span.range.lowerBound - line.left.unicodeScalars.count
        let end = line.span.range.upperBound + line.right.unicodeScalars.count
        #expect(
          article.slice(TextSpan(original: line.span.original, range: start..<end))
            == line.left + line.match + line.right, "\(query) \(line)")
        #expect(article.published == line.published && article.source == line.source)
        #expect(
          marked[line.id, default: []].remove("\(line.span)") != nil, "\(query): once, and marked")
      }
      #expect(marked.values.allSatisfy { $0.isEmpty }, "\(query)")
    }
  }

  @Test func `lines are sorted by context, date or index, with any number of threads`()
    async throws
  {
    let library = try await ResearchLibrary(seed: 441, count: 300)
    let archive = library.archive
    let query = "养老 OR \"5g\""
    let plain = try await lines(archive, query).lines
    #expect(plain.count > 200)
    let context = try plain.map { line in
      (Array(try Self.units(line.left).reversed()), try Self.units(line.right))
    }
    func precedes(_ a: [[String]], _ b: [[String]]) -> Bool {
      for (a, b) in zip(a, b) where a != b {
        return a.lexicographicallyPrecedes(b) {
          Array($0.unicodeScalars).lexicographicallyPrecedes(Array($1.unicodeScalars))
        }
      }
      return false
    }
    for order in ConcordanceOptions.Order.allCases {
      let keyed = plain.enumerated().map { index, line in
        let (left, right) = context[index]
        let date = line.published?.description ?? "unknown"
        let keys: [[String]] =
          switch order {
          case .position: []
          case .left: [left, right]
          case .right: [right, left]
          case .date: [[date]]
          }
        return (index, line, keys)
      }
      let expected = keyed.sorted {
        precedes($0.2, $1.2) || !precedes($1.2, $0.2) && $0.0 < $1.0
      }.map(\.1)
      for (jobs, limit) in [(1, 0), (2, 0), (2, 7), (1, 100)] {
        let found = try await lines(archive, query) {
          $0.order = order
          $0.jobs = jobs
          $0.limit = limit
        }
        #expect(
          found.lines == Array(expected.prefix(limit == 0 ? .max : limit)),
          "\(order) \(jobs) \(limit)")
        #expect(found.totals.occurrences == plain.count)
      }
    }
  }

  private static func units(_ text: String) throws -> [String] {
    try NaiveZone.cached(text).units.map(\.text)
  }

  /// Nodes with their highlights in brackets, and the context.
  private func nodes(_ archive: Archive, _ query: String, window: Int = 3) async throws -> [String]
  {
    try await lines(archive, query) { $0.window = window }.lines.map { line in
      var match = Array(line.match.unicodeScalars)[...]
      var shown = String.UnicodeScalarView()
      var end = 0
      for highlight in line.highlights {
        shown += match.prefix(highlight.lowerBound - end)
        match = match.dropFirst(highlight.lowerBound - end)
        shown += "[".unicodeScalars + match.prefix(highlight.count) + "]".unicodeScalars
        match = match.dropFirst(highlight.count)
        end = highlight.upperBound
      }
      return "\(line.left)|\(String(shown + match))|\(line.right)"
    }
  }

  @Test(arguments: [
    ("医保 NEAR/0 改革", ["要深化|[医保][改革]|。covid。开头"]),
    ("医保 NEAR/3 改革", ["要深化|[医保][改革]|。covid。开头", "以前说：|[改革]是[医保]|的主题"]),
    ("改革 ADJ/3 医保", ["以前说：|[改革]是[医保]|的主题"]),
    ("\"改革 主题\"~4", ["以前说：|[改革]是医保的[主题]|"]),
    ("covid /s 改革", []),
    ("开头 /s 说", ["改革。covid。|[开头]有医保，以前[说]|：改革是"]),
    ("主题 /p 开头", ["改革。covid。|[开头]有医保，以前说：改革是医保的[主题]|"]),
    ("(改革 NEAR/1 医保) -开头", []),
    ("(深化 NEAR/0 医保) 开头", ["我们要|[深化][医保]|改革。covid", "改革。covid。|[开头]|有医保"]),
    ("(深化 NEAR/0 改革) OR 开头", ["改革。covid。|[开头]|有医保"]),
    ("title:(改革 NEAR/2 标题)", ["|[标题]说[改革]|"]),
    ("/革.{1,2}保/", ["前说：改|[革是医保]|的主题"]),
    ("/ov/", ["保改革。c|[ov]|id。开头有"]),
    ("/。co/", ["保改革|[。co]|vid。开头有"]),
    ("cov*", ["保改革。|[covid]|。开头有"]),
    ("covdi~1", ["保改革。|[covid]|。开头有"]),
    ("深*革", ["我们要|[深化医保改革]|。covid。开头"]),
  ])
  func `a match of several words is one line`(query: String, expected: [String]) async throws {
    let library = Library()
    library.write(
      """
      {"id": "a", "title": "标题说改革", "text": "会上，我们要深化医保改革。covid。开头有医保，以前说：改革是医保的主题"}

      """, to: "a.jsonl")
    #expect(try await nodes(library.build().archive, query) == expected)
  }

  /// A line of the tail divides the body. Clauses are matched across the parts of the body.
  @Test func `a match may extend over two zones`() async throws {
    let library = Library()
    library.write(
      "标题行\n时间:2023-07-02来源:甲\n\n会议研究了养老问题\n【资料图】\n服务体系建设得到重视，服务很好。\n", to: "a.txt")
    let archive = try await library.build().archive
    let article = try #require(try archive.article(id: "a.txt")?.article)
    try #require(article.zones.filter { $0.kind == .body }.count == 2)
    let found = try await lines(archive, "养老 NEAR/3 服务") { $0.window = 2 }.lines
    #expect(found.map(\.match) == ["养老问题\n【资料图】\n服务"])
    #expect(found.map(\.highlights) == [[0..<2, 11..<13]])
    #expect(found.first?.left == "究了" && found.first?.right == "体系")
    let hit = try #require(try archive.search("养老 NEAR/3 服务").hits.first)
    #expect(hit.matches.map(article.slice) == ["养老", "服务"])
    var options = CollocateOptions()
    options.minimumFrequency = 1
    let collocates = try await archive.prepare("养老 NEAR/3 服务").collocates(options)
    #expect(collocates.nodes == 1)
    #expect(
      collocates.words.contains { $0.word == "问题" } && collocates.words.contains { $0.word == "体系" }
    )
  }

  /// An expression that matches many articles has as many lines as a search of the texts.
  @Test func `every match of an expression is a line`() async throws {
    let library = try await ResearchLibrary(seed: 461, count: 200)
    let expression = /养老(服务)?|5G/
    let found = try await lines(library.archive, "/养老(服务)?|5G/").lines
    var expected: [String] = []
    for article in library.articles {
      for kind in [ZoneKind.title, .body] {
        expected += article.text(kind).matches(of: expression).map {
          "\(article.id) \($0.output.0)"
        }
      }
    }
    #expect(found.map { "\($0.id) \($0.match)" } == expected && found.count > 100)
    let collocates = try await library.archive.prepare("/养老(服务)?|5G/").collocates()
    #expect(collocates.nodes == found.count && collocates.words.count > 5)
  }

  @Test func `a query of filters alone has articles but no lines`() async throws {
    let library = try await ResearchLibrary(seed: 451)
    let found = try await lines(library.archive, "date:2020")
    #expect(found.lines.isEmpty && found.totals.occurrences == 0 && found.totals.articles > 0)
  }
}
