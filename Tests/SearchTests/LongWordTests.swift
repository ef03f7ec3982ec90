import Search
import TestSupport
import Testing

/// A word of more than 255 letters is cut into several terms, which a regular expression ignores.
@Suite struct LongWordTests {
  private func index(_ texts: [String]) throws -> ModelIndex {
    try ModelIndex(
      texts.enumerated().map { number, text in
        RandomArticle(id: "\(number)", date: 0, time: 0, source: "", parts: [(.body, text)])
      }, segmentSizes: [2])
  }

  private func found(_ expression: String, _ index: ModelIndex) throws -> Set<Int> {
    var request = SearchRequest(try #require(try QueryParser.parse("/\(expression)/")))
    request.page.limit = .max
    request.scope.scans = true
    let hits = try index.searcher().search(request)?.hits ?? []
    return Set(hits.map { index.article($0.segment, $0.document) })
  }

  @Test func `an expression matches across the cut of a word`() throws {
    let word = String(repeating: "x", count: 250)
    let index = try index([
      word + "needle" + word, word + "Needle", "needle", word + "nedle",
      String(repeating: "ab", count: 400),
      "国" + word + "123456789国",
    ])
    #expect(try found("needle", index) == [0, 2])
    #expect(try found("(?i)needle", index) == [0, 1, 2])
    #expect(try found("xneedlex", index) == [0])
    #expect(try found("(ab){200}", index) == [4])
    #expect(try found(String(repeating: "ab", count: 300), index) == [4])
    #expect(try found("x12345678", index) == [5])
    #expect(try found("国.*x1234567.*国", index) == [5])
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `expressions of letters match as a scan`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    func letters(_ length: ClosedRange<Int>) -> String {
      String(
        (0..<Int.random(in: length, using: &random)).map { _ in
          "abA01é𝐚".randomElement(using: &random) ?? "a"
        })
    }
    let index = try index((0..<12).map { _ in letters(240...800) + "，" + letters(1...300) })
    for _ in 0..<TestScale.cases(60) {
      let article = try #require(index.articles.randomElement(using: &random))
      let text = Array(String(decoding: article.text, as: UTF8.self).unicodeScalars)
      let start = Int.random(
        in: max(0, 230 - 8 * Int.random(in: 0...1, using: &random))..<min(text.count, 270),
        using: &random)
      let part = text[start..<min(text.count, start + Int.random(in: 1...40, using: &random))]
        .prefix { $0.isASCII }
      let expression = String(String.UnicodeScalarView(part))
      if expression.isEmpty { continue }
      let pattern = try Regex(expression).matchingSemantics(.unicodeScalar)
      let expected = index.articles.indices.filter {
        String(decoding: index.articles[$0].text, as: UTF8.self).firstMatch(of: pattern) != nil
      }
      #expect(try found(expression, index) == Set(expected), "seed \(seed): /\(expression)/")
    }
  }

  /// 0 and o are 〇 between Chinese digits.
  @Test func `an expression with zeros matches between Chinese digits`() throws {
    let index = try index(["二0二三年", "二〇二三年", "200", "二OO三", "国o国"])
    #expect(try found("二0二", index) == [0])
    #expect(try found("0", index) == [0, 2])
    #expect(try found("OO", index) == [3])
    #expect(try found("o", index) == [4])
    #expect(try found("00", index) == [2])
  }
}
