import Search
import TestSupport
import Testing
import TextAnalysis

/// A quoted query finds exactly the documents that contain its units, in every segment, whatever
/// the string and whatever documents were deleted.
@Suite struct ScanEqualTests {
  @Test(arguments: [11, 12, 13, 14] as [UInt64])
  func `quotations of random substrings match a scan`(seed: UInt64) throws {
    var generator = ArticleGenerator(seed: seed)
    let articles = (0..<160).map { number in
      // One id in eight repeats, mostly in another segment.
      let id = generator.chance(of: 8) ? number / 2 : number
      return generator.article(id: "\(id)", length: generator.pick([4, 60, 60, 250]))
    }
    let index = try ModelIndex(articles, segmentSizes: [50, 1, 80])
    #expect(index.articles.contains { !$0.isLive })
    for _ in 0..<TestScale.cases(300) { try check(index, &generator, seed) }
  }

  /// The postings and positions fill several blocks.
  @Test func `quotations match a scan in long lists`() throws {
    let seed: UInt64 = 15
    var generator = ArticleGenerator(seed: seed, alphabet: ArticleGenerator.plainAlphabet)
    let articles = (0..<900).map { generator.article(id: "\($0)", length: 30) }
    let index = try ModelIndex(articles, segmentSizes: [600])
    for _ in 0..<TestScale.cases(150) { try check(index, &generator, seed) }
  }

  /// The article is longer than the analyzer's buffer, and matches cross every seam.
  @Test func `quotations match a scan in a long article`() throws {
    let seed: UInt64 = 16
    var generator = ArticleGenerator(seed: seed)
    var article = generator.article(id: "long")
    article.parts.append((.body, generator.text(12_000...12_000)))
    let index = try ModelIndex([article, generator.article(id: "short")], segmentSizes: [])
    for _ in 0..<TestScale.cases(100) { try check(index, &generator, seed) }
  }

  /// One unit in every kind of context.
  @Test(arguments: ["的", "国", "國", "５", "ヵ", "한", "𠀀", "covid", "㍿", "梅"])
  func `quotations of one unit match a scan`(unit: String) throws {
    var generator = ArticleGenerator(seed: 17)
    let articles = (0..<200).map { generator.article(id: "\($0)", length: 10) }
    let index = try ModelIndex(articles, segmentSizes: [90])
    try check(index, query: unit, QueryZone.allCases, "single \(unit)")
  }

  private func check(
    _ index: ModelIndex, _ generator: inout ArticleGenerator, _ seed: UInt64
  ) throws {
    let sample = try #require(RandomSubstring(of: index, &generator))
    let zone = generator.pick(
      QueryZone.allCases.filter { $0.parts.contains(sample.part) } + [.tail])
    let query = sample.text
    let found = try check(
      index, query: query, [zone], "seed \(seed): \(query.debugDescription) \(zone)")
    if zone.parts.contains(sample.part), index.articles[sample.article].isLive {
      #expect(found.contains(sample.article), "seed \(seed): \(query.debugDescription) not itself")
    }
    let analyzed = index.articles[sample.article].zones[sample.zone].analyzed
    guard zone.parts.contains(sample.part) else { return }
    let result = try #require(try search(index, zone.written(query)))
    let matches = result.highlighter.matches(in: analyzed, zone: sample.part.textZone).map(\.range)
    let wanted = try #require(index.phrase(query))
    let expected = index.articles[sample.article].zones[sample.zone].ranges(of: wanted)
      .map { sources(analyzed, $0) }
    #expect(matches == expected, "seed \(seed): \(query.debugDescription)")
    #expect(matches.contains(sample.range), "seed \(seed): \(query.debugDescription) at its range")
  }

  /// The bytes that some positions come from.
  private func sources(_ text: AnalyzedText, _ positions: Range<Int>) -> Range<Int> {
    let units = text.units.filter { positions.contains(Int($0.position)) }
    return (units.first?.source.lowerBound ?? 0)..<(units.last?.source.upperBound ?? 0)
  }

  @discardableResult
  private func check(
    _ index: ModelIndex, query: String, _ zones: [QueryZone], _ note: String
  ) throws -> Set<Int> {
    let wanted = try #require(index.phrase(query))
    var found: Set<Int> = []
    for zone in zones {
      let result = try #require(try search(index, zone.written(query)), "\(note)")
      let articles = result.hits.map { index.article($0.segment, $0.document) }
      found = Set(articles)
      #expect(found == index.scan(wanted, in: zone.parts), "\(note)")
      #expect(result.total == articles.count && found.count == articles.count, "\(note)")
    }
    return found
  }

  private func search(_ index: ModelIndex, _ query: String) throws -> SearchResult? {
    var request = SearchRequest(try #require(try QueryParser.parse(query)))
    request.page.limit = .max
    request.scope.match = .all
    return try index.searcher().search(request)
  }
}

/// The zones that a quotation is searched in.
enum QueryZone: CaseIterable {
  case anywhere, title, body, tail, all

  var parts: Set<RandomArticle.Part> {
    switch self {
    case .anywhere: [.title, .body]
    case .title: [.title]
    case .body: [.body]
    case .tail: [.tail]
    case .all: [.title, .body, .tail]
    }
  }

  /// A query for exactly a text.
  func written(_ text: String) -> String {
    var quoted = ""
    for scalar in text.unicodeScalars {
      if "\"\\＂”」』".unicodeScalars.contains(scalar) { quoted += "\\" }
      quoted.unicodeScalars.append(scalar)
    }
    switch self {
    case .anywhere: return "\"\(quoted)\""
    case .title: return "title:\"\(quoted)\""
    case .body: return "正文：\"\(quoted)\""
    case .tail: return "in:tail \"\(quoted)\""
    case .all: return "in:all \"\(quoted)\""
    }
  }
}

/// A random part of an article, from the start of a unit to the end of a unit.
struct RandomSubstring {
  let article: Int
  let zone: Int
  let part: RandomArticle.Part
  /// UTF-8 offsets in the zone.
  let range: Range<Int>
  let text: String

  init?(of index: ModelIndex, _ generator: inout ArticleGenerator) {
    for _ in 0..<1000 {
      let article = generator.number(0...index.articles.count - 1)
      guard !index.articles[article].zones.isEmpty else { continue }
      let zone = generator.number(0...index.articles[article].zones.count - 1)
      let chosen = index.articles[article].zones[zone]
      let units = chosen.analyzed.units
      guard !units.isEmpty else { continue }
      let first = generator.number(0...units.count - 1)
      let last = min(first + generator.number(0...11), units.count - 1)
      let range = units[first].source.lowerBound..<units[last].source.upperBound
      let start = chosen.range.lowerBound
      let text = String(
        decoding: index.articles[article].text[start + range.lowerBound..<start + range.upperBound],
        as: UTF8.self)
      // A part of a date or an address may read as another number: 12.05 of 2023.12.05.
      let alone = index.analyzer.analyze(text)
      let texts = units[first...last].map { chosen.analyzed.text(of: $0) }
      if alone.units.map({ alone.text(of: $0) }) != texts { continue }
      (self.article, self.zone, self.range, self.text) = (article, zone, range, text)
      part = chosen.part
      return
    }
    return nil
  }
}
