import TestSupport
import Testing
import TextAnalysis

@testable import Search

/// Long quotations of repetitive texts find the documents and the occurrences that a scan finds.
@Suite struct RepeatedTextTests {
  @Test(arguments: [21, 22, 23, 24] as [UInt64])
  func `quotations of repetitive texts match a scan`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let pieces = ["养", "养养养养", "老", "，", "a", " 5g", "養"]
    func text(_ count: ClosedRange<Int>) -> String {
      let kinds = Int.random(in: 1...pieces.count, using: &random)
      var text = ""
      for _ in 0..<Int.random(in: count, using: &random) {
        // Mostly one piece, so that long quotations match.
        let isOther = Int.random(in: 0..<40, using: &random) == 0
        text += isOther ? pieces[Int.random(in: 0..<kinds, using: &random)] : pieces[0]
      }
      return text
    }
    let articles = (0..<24).map { number in
      RandomArticle(
        id: "\(number)", date: 0, time: 0, source: "",
        parts: [(.title, text(0...300)), (.body, text(0...900)), (.tail, text(0...200))])
    }
    let index = try ModelIndex(articles, segmentSizes: [10])
    var (found, long) = (0, 0)
    for _ in 0..<TestScale.cases(12) {
      let quote = quote(of: index, &random)
      guard let wanted = index.phrase(quote) else { continue }
      let zone = try #require(QueryZone.allCases.randomElement(using: &random))
      let note = "seed \(seed): \(zone) \(quote)"
      var request = SearchRequest(try #require(try QueryParser.parse(zone.written(quote))))
      request.page.limit = .max
      request.scope.match = .all
      let result = try #require(try index.searcher().search(request), "\(note)")
      let matching = result.hits.map { index.article($0.segment, $0.document) }
      #expect(Set(matching) == index.scan(wanted, in: zone.parts), "\(note)")
      for article in matching {
        for own in index.articles[article].zones where zone.parts.contains(own.part) {
          let matches = result.highlighter.matches(in: own.analyzed, zone: own.part.textZone)
          let starts = matches.map { match in
            own.analyzed.units.first { $0.source.lowerBound >= match.range.lowerBound }?.position
          }
          #expect(starts == own.places(of: wanted).map { UInt32($0) }, "\(note)")
          found += matches.count
        }
      }
      long += quote.unicodeScalars.count > 150 ? 1 : 0
      // As an operand, the positions of the quotation are read.
      let near = "\(zone.written(quote)) NEAR/9 老"
      guard zone == .anywhere, let query = try QueryParser.parse(near) else { continue }
      var pair = SearchRequest(query)
      pair.page.limit = .max
      let pairs = try index.searcher().search(pair)?.hits ?? []
      let model = QueryModel(pair, index).full()
      #expect(Set(pairs.map { index.article($0.segment, $0.document) }) == model, "\(note)")
    }
    #expect(found > 20 && long > 1, "seed \(seed): \(found) \(long)")
  }

  @Test(arguments: [31, 32, 33] as [UInt64])
  func `the longest part is that of a scan`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let analyzer = try Analyzer()
    func text(_ count: ClosedRange<Int>) -> AnalyzedText {
      let pieces = (0..<Int.random(in: count, using: &random)).map { _ in
        ["养", "养", "老", "，", " a ", " 5g "].randomElement(using: &random) ?? ""
      }
      return analyzer.analyze(pieces.joined(), segmentingWords: false)
    }
    var parts = 0
    for _ in 0..<TestScale.cases(200) {
      let (written, texts) = (text(2...12), [text(0...20), text(0...20)])
      if written.units.isEmpty { continue }
      let phrase = ExactPhrase(written.units.indices, of: written, zone: .titleOrBody)
      let lengths = (1...phrase.elements.count).reversed()
      let all = lengths.flatMap { length in
        (0...phrase.elements.count - length).map { $0..<$0 + length }
      }
      let candidates = all.map { Array(phrase.elements[$0]) }.filter {
        $0.first != .gap && $0.last != .gap
      }.map { ExactPhrase(elements: $0, tokens: phrase.tokens, zone: .titleOrBody) }
      let expected = candidates.first { part in
        texts.contains { text in
          text.units.indices.contains { part.end(from: $0, in: text) != nil }
        }
      }
      #expect(phrase.longestPart(in: texts) == expected, "seed \(seed): \(phrase)")
      parts += expected == nil ? 0 : 1
    }
    #expect(parts > 100)
  }

  /// Signs are compared at every unit of a long quotation.
  @Test(arguments: [10, 40, 300])
  func `the signs of long quotations match a comparison at every unit`(count: Int) throws {
    let analyzer = try Analyzer()
    let text = analyzer.analyze(
      String(repeating: "c++ ", count: 500) + "c " + String(repeating: "c++ ", count: 320),
      segmentingWords: false)
    let written = analyzer.analyze(
      String(repeating: "c++ ", count: count), segmentingWords: false)
    var phrase = ExactPhrase(written.units.indices, of: written, zone: .titleOrBody)
    phrase.signs = RequiredSigns.all(of: written.units.indices, in: written)
    #expect(phrase.signs.count == count)
    let expected = text.units.indices.filter { phrase.end(from: $0, in: text) != nil }
    #expect(phrase.occurrences(in: text).map(\.lowerBound) == expected)
    #expect(expected.count == 500 - count + 1 + 320 - count + 1)
  }

  /// Some adjacent units of an article, or a long sequence of one character.
  private func quote(of index: ModelIndex, _ random: inout SplitMix64) -> String {
    let zones = index.articles.flatMap { article in
      article.zones.filter { !$0.analyzed.units.isEmpty }.map { (article, $0) }
    }
    guard let (article, zone) = zones.randomElement(using: &random), Bool.random(using: &random)
    else { return String(repeating: "养", count: Int.random(in: 60...600, using: &random)) }
    let units = zone.analyzed.units
    let first = Int.random(in: units.indices, using: &random)
    let last = min(units.count - 1, first + Int.random(in: 20...400, using: &random))
    let start = zone.range.lowerBound
    let range = start + units[first].source.lowerBound..<start + units[last].source.upperBound
    return String(decoding: article.text[range], as: UTF8.self)
  }
}
