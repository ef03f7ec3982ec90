import CraftedFiles
import TestSupport
import Testing
import Xunwen

/// Tests of the snippets and matches of hits: verbatim slices of the article with correct offsets.
@Suite struct SnippetTests {
  @Test(arguments: [61, 62] as [UInt64])
  func `snippets and matches are verbatim`(seed: UInt64) async throws {
    var generator = ArticleGenerator(seed: seed)
    let library = Library()
    for number in 0..<40 {
      let article = generator.article(id: "\(number)", length: generator.pick([5, 60, 600]))
      if generator.chance(of: 2) {
        library.write(article.record, to: "\(number).jsonl")
      } else {
        let text = article.parts.map(\.text).joined(separator: "\r\n")
        library.write(
          "标题\r\n时间:2023-07-02来源:甲\r\n\r\n" + text + "\r\n标签:\r\n尾巴养老\r\n",
          to: "\(number).txt")
      }
    }
    let archive = try await library.build().archive
    var highlighted = 0
    for _ in 0..<TestScale.cases(60) {
      var options = SearchOptions()
      options.snippetColumns = generator.pick([0, 1, 10, 40, 160, 100_000])
      options.limit = 40
      let scope = QueryScope(match: generator.pick(MatchMode.allCases))
      let words = (0..<generator.number(1...3)).map { _ in
        generator.pick([
          "国", "發展", "养老", "医保", "5G", "\"的国\"", "人民代表大会", "\"covid\"", "㍿", "疫情", "(国 NEAR/3 的)",
          "(发展 /s 国)", "(cov* ADJ/9 国)", "/国.?家/", "国*人",
        ])
      }
      let query = words.joined(separator: " ")
      let prefix = generator.pick(["", "", "in:tail ", "in:all "])
      let prepared = try archive.prepare(prefix + query, scope: scope)
      for hit in try prepared.search(options).hits {
        let note = "seed \(seed): \(prefix)\(query) \(options.snippetColumns) in \(hit.id)"
        let article = try #require(try archive.article(id: hit.id)?.article, "\(note)")
        try check(hit, of: prepared, article, columns: options.snippetColumns, note)
        highlighted += hit.snippet?.highlights.isEmpty == false ? 1 : 0
      }
    }
    #expect(highlighted > 100)
  }

  private func check(
    _ hit: SearchHit, of query: PreparedQuery, _ article: Article, columns: Int, _ note: String
  ) throws {
    #expect(hit.title == article.title && hit.published == article.published, "\(note)")
    for match in hit.matches {
      #expect(article.slice(match)?.isEmpty == false, "\(note)")
    }
    let snippet = try #require(hit.snippet, "\(note)")
    #expect(article.slice(snippet.span) == snippet.text, "\(note)")
    #expect(DisplayWidth.columns(of: snippet.text.foldingWhitespace()) <= columns, "\(note)")
    var end = -1
    for highlight in snippet.highlights {
      #expect(highlight.lowerBound > end && !highlight.isEmpty, "\(note)")
      end = highlight.upperBound
      // Every highlighted character belongs to a match.
      let start = snippet.span.range.lowerBound
      let spans = hit.matches.filter { $0.original == snippet.span.original }
      for offset in highlight {
        #expect(spans.contains { $0.range.contains(start + offset) }, "\(note)")
      }
    }
    #expect(end <= snippet.text.unicodeScalars.count, "\(note)")
    // Every matching character of the snippet is highlighted.
    for match in hit.matches where match.original == snippet.span.original {
      for offset in match.range.clamped(to: snippet.span.range) {
        let place = offset - snippet.span.range.lowerBound
        #expect(snippet.highlights.contains { $0.contains(place) }, "\(note)")
      }
    }
    // `show` marks the same characters.
    let marked = try query.matches(in: article)
    #expect(
      Set(article.spans(of: marked).flatMap { span in span.range.map { "\(span.original) \($0)" } })
        == Set(hit.matches.flatMap { span in span.range.map { "\(span.original) \($0)" } }),
      "\(note)")
    if snippet.text.isEmpty == false, !snippet.isCutBefore, !snippet.isCutAfter {
      let zones = article.zones.map { String(decoding: article.text[$0.range], as: UTF8.self) }
      #expect(zones.contains { trimmed($0) == trimmed(snippet.text) }, "\(note)")
    }
  }

  private func trimmed(_ text: String) -> [Unicode.Scalar] {
    var scalars = text.unicodeScalars[...]
    while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
    while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
    return Array(scalars)
  }

  /// Returns the highlighted pieces of the first hit.
  private func highlights(
    of query: String, in text: String, columns: Int = 160, match: MatchMode = .best
  ) async throws -> [String] {
    let library = Library()
    library.write("标题行\n时间:2023-07-02来源:甲\n\n\(text)", to: "a.txt")
    var options = SearchOptions()
    options.snippetColumns = columns
    let hit = try await library.build().archive.search(
      query, scope: QueryScope(match: match), options: options
    ).hits.first
    guard let hit else { return [] }
    let snippet = try #require(hit.snippet, "\(query)")
    let scalars = Array(snippet.text.unicodeScalars)
    return snippet.highlights.map { String(String.UnicodeScalarView(scalars[$0])) }
  }

  @Test func `highlights cover scripts, widths and line breaks`() async throws {
    let text = "中國經濟發展，经济发展。ＧＤＰ增长５％，公司㍿。中\r\n国发\n展完"
    #expect(try await highlights(of: "发展", in: text) == ["發展", "发展", "发\n展"])
    #expect(try await highlights(of: "經濟", in: text) == ["經濟", "经济"])
    #expect(try await highlights(of: "gdp", in: text) == ["ＧＤＰ"])
    #expect(try await highlights(of: "\"5%\"", in: text) == ["５"])
    #expect(try await highlights(of: "\"株式\"", in: text) == ["㍿"])
    #expect(try await highlights(of: "\"中国\"", in: text) == ["中國", "中\r\n国"])
    #expect(try await highlights(of: "\"发展，经\"", in: text) == ["發展，经"])
    #expect(try await highlights(of: "\"中国\" 国经", in: text) == ["中國經", "中\r\n国"])
  }

  /// Only operands that take part in a match are highlighted, in each zone by itself.
  @Test func `operands without a match are not highlighted`() async throws {
    let text = "医保局说：医保改革。改革和开放。"
    #expect(try await highlights(of: "医保 NEAR/2 改革", in: text) == ["医保改革"])
    #expect(try await highlights(of: "(医保 NEAR/2 改革) 开放", in: text) == ["医保改革", "开放"])
    #expect(try await highlights(of: "医保 /s 开放", in: text) == [])
    #expect(try await highlights(of: "(医保 ADJ/1 开放) OR 局说", in: text) == ["局说"])
    #expect(try await highlights(of: "(医保 ADJ/1 开放) OR date:2023", in: text) == [])
    #expect(try await highlights(of: "改革 -(医保 ADJ/1 开放)", in: text) == ["改革", "改革"])
    #expect(try await highlights(of: "改革 NEAR/9 标题行", in: text) == [])
  }

  @Test func `partial matches are highlighted`() async throws {
    let text = "养老服务体系建设"
    #expect(try await highlights(of: "养老 医保", in: text) == ["养老"])
    #expect(try await highlights(of: "养老金", in: text, match: .any) == ["养老"])
  }

  @Test func `a long match is truncated`() async throws {
    let sentence = String(repeating: "国家医保局发布", count: 30)
    let shown = try await highlights(of: "\"\(sentence)\"", in: "前言。\(sentence)，后记。", columns: 40)
    #expect(shown.joined().unicodeScalars.count >= 10)
  }

  /// Different texts count more than repeated matches in the choice of window and zone.
  @Test func `a snippet shows as many different query texts as possible`() async throws {
    let filler = String(repeating: "无关的内容。", count: 50)
    let text = "养老，养老，养老。\(filler)养老和医保。\(filler)医保，医保。"
    #expect(try await highlights(of: "养老 医保", in: text, columns: 40) == ["养老", "医保"])
    let zones = "养老，养老，养老。\n【资料图】\n\(filler)医保基金养老。"
    #expect(try await highlights(of: "养老 医保", in: zones, columns: 40) == ["医保", "养老"])
  }

  @Test func `a highlight includes the combining marks of its characters`() async throws {
    for columns in 8...24 {
      let library = Library()
      let marked = String(repeating: "e\u{301}国\u{301}", count: 20)
      library.write("标题行\n\n\(marked)养老", to: "a.txt")
      var options = SearchOptions()
      options.snippetColumns = columns
      let hits = try await library.build().archive.search("养老", options: options).hits
      let text = try #require(hits.first?.snippet?.text)
      #expect(text.unicodeScalars.first != "\u{301}" && text.hasSuffix("养老"), "\(columns)")
    }
  }

  @Test func `both ends of a long article are highlighted`() async throws {
    let filler = String(repeating: "无关的内容。", count: 20_000)
    let text = "疫情开头" + filler + "结尾疫苗"
    #expect(try await highlights(of: "疫情", in: text) == ["疫情"])
    #expect(try await highlights(of: "疫苗", in: text) == ["疫苗"])
    #expect(try await highlights(of: "\"尾疫苗\"", in: text, columns: 4) == ["尾疫"])
  }

  /// Articles of several MiB are analyzed in pieces.
  @Test(arguments: ["养老服务进村入户。", "养老服务进村入户，"])
  func `every match of a long article is found`(sentence: String) async throws {
    let library = Library()
    let count = 50_000
    library.write(
      "{\"id\": \"a\", \"text\": \"\(String(repeating: sentence, count: count))\"}\n", to: "a.jsonl"
    )
    let archive = try await library.build().archive
    let hit = try #require(try archive.search("\"养老服务\"").hits.first)
    let starts = hit.matches.map(\.range.lowerBound)
    let expected = (0..<count).map { $0 * sentence.unicodeScalars.count }
    // Without full stops, a piece can end within a match.
    #expect(sentence.hasSuffix("。") ? starts == expected : starts.count >= count - 1)
    #expect(hit.matches.allSatisfy { $0.range.count == 4 })
  }

  /// A repeated word is matched and highlighted once.
  @Test(arguments: ["经济经济", "经济 经济", "经济经济经济 经济"])
  func `a repeated word in a query matches once`(query: String) async throws {
    let library = Library()
    library.write("{\"id\": \"a\", \"text\": \"发展经济，经济发展。\"}\n", to: "a.jsonl")
    let archive = try await library.build().archive
    let hit = try #require(try archive.search(query).hits.first)
    #expect(hit.matches.map(\.range) == [2..<4, 5..<7])
  }
}
