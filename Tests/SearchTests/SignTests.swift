import Search
import TestSupport
import Testing
import TextAnalysis

/// A quotation compares the signs that touch its words with the original text.
@Suite struct SignTests {
  private static let alphabet = [
    "C", "5", "%", "+", "++", "#", "-", " ", "语言", "℃", ".", "NET", "3.5", "－", "–", "％", "＋", "。",
    "，",
    "A", "&", "B", "@", "温", "$", "¥", "￥", "°C", "--", "12.05", "2023",
    "…", "\u{200B}", "10", "年", "=", "×", "(",
    "）",
  ]

  private func index(_ generator: inout ArticleGenerator) throws -> ModelIndex {
    generator.alphabet = Self.alphabet
    let articles = (0..<160).map { number in
      RandomArticle(
        id: "\(number)", date: 0, time: 0, source: "",
        parts: [(.title, generator.text(1...3)), (.body, generator.text(1...8))])
    }
    return try ModelIndex(articles, segmentSizes: [70])
  }

  private func search(
    _ query: String, _ index: ModelIndex, _ mode: MatchMode = .all
  ) throws -> SearchResult? {
    var request = SearchRequest(try #require(try QueryParser.parse(query), "\(query)"))
    request.page.limit = .max
    request.scope.match = mode
    return try index.searcher().search(request)
  }

  @Test(arguments: [91, 92, 93] as [UInt64])
  func `quotations with signs match the original text`(seed: UInt64) throws {
    var generator = ArticleGenerator(seed: seed)
    let index = try index(&generator)
    var (signed, fewer) = (0, 0)
    for _ in 0..<TestScale.cases(250) {
      let text = generator.text(1...4)
      let phrase = index.phrase(text)
      let written = QueryZone.anywhere.written(text)
      let note = "seed \(seed): \(written)"
      let result = try search(written, index)
      let expected = phrase.map { index.scan($0, in: [.title, .body]) } ?? []
      let found = Set((result?.hits ?? []).map { index.article($0.segment, $0.document) })
      try #require(found == expected, "\(note)")
      if let phrase, !phrase.signs.isEmpty {
        signed += 1
        fewer += index.scan(phrase.numbers, in: [.title, .body]).count > expected.count ? 1 : 0
      }
      checkMarks(result, phrase, index, note)
      try checkScan(written, expected, index, note)
    }
    #expect(signed > 80 && fewer > 40, "\(signed) \(fewer)")
  }

  /// Marks are the occurrences with the signs.
  private func checkMarks(
    _ result: SearchResult?, _ phrase: ModelPhrase?, _ index: ModelIndex, _ note: String
  ) {
    guard let result, let phrase else { return }
    for hit in result.hits {
      for zone in index.articles[index.article(hit.segment, hit.document)].zones {
        let matches = result.highlighter.matches(
          in: zone.analyzed, zone: zone.part == .title ? .title : .body)
        let expected = zone.places(of: phrase).map { start in
          zone.analyzed.units.first { $0.position == UInt32(start) }?.source.lowerBound
        }
        #expect(matches.map(\.range.lowerBound) == expected.compactMap(\.self), "\(note)")
      }
    }
  }

  private func checkScan(
    _ written: String, _ expected: Set<Int>, _ index: ModelIndex, _ note: String
  ) throws {
    let query = try #require(try QueryParser.parse(written))
    let scan = try QueryScan(query, in: QueryScope(), using: index.analyzer)
    let found = try index.articles.indices.filter { number in
      let article = index.articles[number]
      return try scan.matches(
        ScannedArticle(
          id: article.id, date: 0, source: "", tags: [], article.documentText,
          using: index.analyzer))
    }
    #expect(Set(found) == expected, "\(note), scanned")
  }

  @Test(arguments: [
    (
      "\"C++\"", ["C++语言", "用C＋＋写", "C++、Java", "(C++)", "C++/CLI"],
      ["C语言", "C+", "C+++", "C ++", "C#", "C"]
    ),
    ("\"C\"", ["C语言", "C++语言", "C"], ["CC"]),
    ("\"C+\"", ["C+级"], ["C++", "C"]),
    ("\"c#\"", ["C#", "Ｃ＃语言", "C#/.NET"], ["C", "#C", "C##"]),
    ("\".NET\"", [".NET框架", "微软.NET", "C# .NET", "．ＮＥＴ"], ["NET", "…NET", "ASP.NET", "a-NET"]),
    ("\"3.5%\"", ["增长3.5%。", "３.５％", "3.5%以上"], ["3.5", "3.5‰", "3.5倍", "3.5 %"]),
    (
      "\"-5℃\"", ["气温-5℃", "－5℃", "−5°C", "–5℃到3℃", "(-5℃)"],
      ["5℃", "3-5℃", "零下5℃", "-5", "10℃-5℃"]
    ),
    ("\"最低-5℃\"", ["最低-5℃", "最低−5°C"], ["最低5℃", "最低，5℃"]),
    ("\"-5\"", ["-5", "跌-5点", "(-5)"], ["5", "3-5", "a-5"]),
    ("\"COVID-19\"", ["COVID-19", "COVID–19", "covid，19"], ["COVID19"]),
    ("\"2023-24\"", ["2023-24", "2023—24", "2023/24", "2023、24"], ["202324"]),
    ("\"养老-服务\"", ["养老-服务", "养老，服务"], ["养老服务"]),
    ("\"养老，服务\"", ["养老，服务", "养老%服务"], ["养老服务"]),
    ("\"R&D\"", ["R&D投入", "Ｒ＆Ｄ"], ["R D", "R-D", "RD", "R/D"]),
    ("\"$5\"", ["US$5", "＄5"], ["5", "€5", "5$"]),
    ("\"3×4\"", ["3×4"], ["3+4", "3 4", "34"]),
    ("\"100 %\"", ["100%", "100 %", "100", "100倍"], ["1000"]),
    ("\"C++ 语言\"", ["C++语言", "C++ 语言"], ["C语言", "C#语言"]),
    ("\"C++\" NEAR/3 语言", ["C++的语言", "语言C++"], ["C的语言", "C++，，，比较好的语言"]),
    ("\"C++ 语言\"~3", ["C++的语言"], ["C的语言", "C语言"]),
    ("title:\"C++\" OR 无", [], ["C++"]),
    ("NOT \"C++\" 语言", ["C语言"], ["C++语言"]),
    ("2 of (\"C++\" \"C#\" 语言)", ["C++与C#", "C#语言"], ["C语言"]),
    // The first or last number of a quotation may be a part of a date or version.
    (
      "\"12.05\"", ["2023.12.05", "12.05", "2023．12．05发布", "12.05.2023", "第12.05.1节"],
      [
        "2023-12-05", "12-05", "2023.12，05", "2023.12. 05", "112.05", "12.051", "2023.112.05",
        "12:05",
      ]
    ),
    ("\"2023.12\"", ["2023.12.05", "2023.12", "截至2023.12"], ["2023.1.2", "22023.12", "2023.121"]),
    ("\"3.5\"", ["3.5.1", "1.3.5", "1.3.5.1", "3.5"], ["13.5.1", "3.51.1", "3-5", "3、5", "3 5"]),
    ("\"5.3%\"", ["5.3%", "2.5.3%"], ["15.3%", "5.3", "2.5.3", "2.5-3%"]),
    ("\"1.2025\"", ["1.2025年", "1.2025"], ["1-2025年", "11.2025年"]),
    ("\"第3.5\"", ["第3.5.1节", "第3.5节"], ["第3-5节", "第13.5.1节"]),
    ("\"12.05发布\"", ["2023.12.05发布"], ["2023.12-05发布", "2023.12.05，发布"]),
    (
      "\"3.5到4.5\"", ["1.3.5到4.5.1", "3.5到4.5", "3.5到4.5.1", "2.3.5到4.5"], ["3-5到4.5", "3.5到4-5"]
    ),
    ("12.05 NEAR/3 发布", ["2023.12.05发布", "12.05，发布"], ["2023-12-05发布"]),
    ("\"12.05 发布\"~3", ["2023.12.05，发布"], ["2023-12-05，发布"]),
    ("发布 -\"12.05\"", ["12-05发布"], ["2023.12.05发布"]),
  ])
  func `signs are compared`(query: String, matching: [String], others: [String]) throws {
    let articles = (matching + others).enumerated().map { number, text in
      RandomArticle(id: "\(number)", date: 0, time: 0, source: "", parts: [(.body, text)])
    }
    let index = try ModelIndex(articles, segmentSizes: [2])
    let found = try search(query, index)?.hits.map { index.article($0.segment, $0.document) } ?? []
    #expect(Set(found) == Set(matching.indices), "\(found.map { articles[$0].parts[0].text })")
  }

  @Test func `unquoted text has no signs, except as written`() throws {
    let texts = ["C++语言", "C语言", "C#语言"]
    let articles = texts.enumerated().map { number, text in
      RandomArticle(id: "\(number)", date: 0, time: 0, source: "", parts: [(.body, text)])
    }
    let index = try ModelIndex(articles, segmentSizes: [])
    #expect(try search("C++", index)?.total == 3)
    #expect(try search("C++", index, .best)?.total == 3)
    #expect(try search("C++", index, .exact)?.total == 1)
    #expect(try search("C++语言", index, .exact)?.total == 1)
    #expect(throws: ExpressionError.noText) {
      let query = try #require(try QueryParser.parse("\"C++\""))
      _ = try Searcher(index.reader, analyzer: index.analyzer).search(SearchRequest(query))
    }
  }
}
