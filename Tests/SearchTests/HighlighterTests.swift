import TestSupport
import Testing
import TextAnalysis

@testable import Search

/// The marks and the nodes of a query equal the matches of a naive model, which tries every choice
/// of occurrences.
@Suite struct HighlighterTests {
  @Test(arguments: [711, 712, 713, 714] as [UInt64])
  func `only operands of matches are marked`(seed: UInt64) throws {
    var generator = ArticleGenerator(seed: seed)
    let articles = (0..<60).map { generator.article(id: "\($0)", length: generator.pick([8, 40])) }
    let index = try ModelIndex(articles, segmentSizes: [40])
    let queries = RandomQuery(index: index)
    var (marked, passages) = (0, 0)
    for _ in 0..<TestScale.cases(70) {
      let written = query(queries, &generator)
      guard let query = try? QueryParser.parse(written),
        let plan = try? index.searcher().plan(query, in: QueryScope())
      else { continue }
      let model = QueryModel(SearchRequest(query), index)
      for number in index.articles.indices {
        let found = matches(of: plan.highlighter, in: index.articles[number])
        let expected = ModelMatches(of: query, model, number)
        let note = "seed \(seed): \(written) in article \(number)"
        #expect(Set(found.marks.map(\.range)) == expected.marks, "\(note)")
        #expect(Self.isAscending(found.marks.map(\.range)), "\(note)")
        #expect(found.nodes.map(\.range) == expected.nodes, "\(note)")
        for node in found.nodes {
          let inside = expected.marks.filter { node.range.contains($0.lowerBound) }
          #expect(!node.marks.isEmpty && inside.isSuperset(of: node.marks), "\(note)")
          passages += node.marks.count > 1 ? 1 : 0
        }
        marked += found.marks.count
      }
    }
    #expect(marked > 150 && passages > 25, "seed \(seed): \(marked) \(passages)")
  }

  /// Long lists of occurrences, with operands of different lengths and up to four operands.
  @Test(arguments: [721, 722] as [UInt64])
  func `chains of many occurrences are found`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<TestScale.cases(400) {
      let count = Int.random(in: 2...4, using: &random)
      // Far apart and with few chains at a time, the occurrences are handled in blocks.
      let isFar = Bool.random(using: &random)
      let operands = (0..<count).map { _ in
        (0..<Int.random(in: 1...5, using: &random)).map { _ in
          let start = UInt32.random(in: 0..<(isFar ? 90 : 24), using: &random)
          return Occurrence(start: start, end: start + UInt32.random(in: 1...3, using: &random))
        }.sorted { $0.start < $1.start }
      }
      let distance = Int.random(in: 0...9, using: &random)
      for kind in [ProximityPlan.Kind.near(distance), .ordered(distance), .sentence] {
        let ends: [UInt32] = [5, 11, 17]
        let found = ProximityMatches.find(
          kind, operands, spanEnds: ends, punctuation: [], maxChains: isFar ? 48 : 1 << 24)
        let all = Self.choices(operands).filter { chosen in
          kind.holds(
            of: chosen.map { [$0] }, spanEnds: ends[...], punctuation: [])
        }
        let note = "seed \(seed): \(kind) \(operands)"
        let participants = operands.enumerated().map { operand, list in
          list.indices.filter { index in all.contains { $0[operand] == list[index] } }
        }
        #expect(found.passages == Self.shortest(all), "\(note)")
        if all.isEmpty {
          #expect(found.participants.allSatisfy { $0.isEmpty }, "\(note)")
        } else {
          #expect(found.participants == participants, "\(note)")
        }
      }
    }
  }

  @Test func `a text in a proximity and by itself is marked everywhere`() throws {
    var generator = ArticleGenerator(seed: 731)
    var article = generator.article(id: "a")
    article.parts = [(.body, "医保改革。关于医保的报道。改革开放。")]
    let index = try ModelIndex([article], segmentSizes: [])
    for (query, marks, nodes) in [
      ("医保 NEAR/2 改革", ["医保", "改革"], ["医保改革"]),
      ("(医保 NEAR/2 改革) 医保", ["医保", "改革", "医保"], ["医保", "医保改革", "医保"]),
      ("(医保 NEAR/2 改革) OR 开放", ["医保", "改革", "开放"], ["医保改革", "开放"]),
      ("报道 -(医保 ADJ/0 改革)", ["报道"], ["报道"]),
      ("改革 -(医保 NEAR/2 开放)", ["改革", "改革"], ["改革", "改革"]),
      ("医保 ADJ/4 报道", ["医保", "报道"], ["医保的报道"]),
      ("报道 ADJ/4 医保", [], []),
      ("\"改革 医保\"~2", ["医保", "改革"], ["医保改革"]),
      ("改革 NEAR/8 改革", [], []),
      ("改革 NEAR/9 改革", ["改革", "改革"], ["改革。关于医保的报道。改革"]),
      ("医保 NEAR/2 ？", ["医保", "医保"], ["医保", "医保"]),
      ("医保 /s (改革 OR 报道)", ["医保", "改革", "医保", "报道"], ["医保改革", "医保的报道"]),
      ("医*革", ["医保改革"], ["医保改革"]),
      ("title:(医保 NEAR/2 改革) OR body:开放", ["开放"], ["开放"]),
      ("(医保 养老) OR 开放", ["开放"], ["开放"]),
      ("(医保 -改革) OR 报道", ["报道"], ["报道"]),
      ("(医保 -养老) OR 上海", ["医保", "医保"], ["医保", "医保"]),
      ("(医保 养老) OR 上海", ["医保", "医保"], ["医保", "医保"]),
      ("(开放 ((医保 养老) OR 报道)) OR 上海", ["报道", "开放"], ["报道", "开放"]),
      ("(改革 养老) OR (医保 NEAR/2 改革)", ["医保", "改革"], ["医保改革"]),
      ("((医保 NEAR/2 改革) 养老) OR 开放", ["开放"], ["开放"]),
      ("(开放 -(医保 NEAR/2 改革)) OR 报道", ["报道"], ["报道"]),
      ("2 of ((医保 养老) 报道 开放)", ["报道", "开放"], ["报道", "开放"]),
      ("2 of (医保 开放 \"改革 医保\"~0)", ["医保", "改革", "医保", "开放"], ["医保", "医保改革", "医保", "开放"]),
    ] {
      let parsed = try #require(try QueryParser.parse(query))
      let plan = try #require(try index.searcher().plan(parsed, in: QueryScope()))
      let found = matches(of: plan.highlighter, in: index.articles[0])
      func text(_ range: Range<Int>) -> String {
        String(decoding: index.articles[0].text[range], as: UTF8.self)
      }
      #expect(found.marks.map { text($0.range) } == marks, "\(query)")
      #expect(found.nodes.map { text($0.range) } == nodes, "\(query)")
    }
  }

  /// A query whose proximity clauses are in every place of the tree.
  private func query(_ queries: RandomQuery, _ generator: inout ArticleGenerator) -> String {
    func clause() -> String {
      switch generator.number(0...5) {
      case 0:
        "\"\(queries.word(&generator)) \(queries.word(&generator))\"~\(generator.number(0...6))"
      case 1: queries.pattern(&generator)
      default: "(" + queries.proximity(&generator) + ")"
      }
    }
    let (first, second, word) = (clause(), clause(), queries.word(&generator))
    switch generator.number(0...8) {
    case 0: return "\(first) \(word)"
    case 1: return "\(first) OR \(second)"
    case 2: return "\(word) -\(first)"
    case 3: return "title:" + queries.proximity(&generator)
    case 4: return "in:all \(first)"
    case 5: return "2 of (\(first) \(queries.word(&generator)) (\(second) \(word)))"
    case 6: return "(\(first) -\(word)) OR (\(queries.word(&generator)) \(second))"
    default: return first
    }
  }

  private func matches(of highlighter: Highlighter, in article: ModelArticle) -> QueryMatches {
    var collector = MatchCollector(highlighter)
    for zone in article.zones {
      collector.add(zone.analyzed, zone: zone.part.textZone, at: zone.range.lowerBound)
    }
    return collector.finish()
  }

  private static func isAscending(_ ranges: [Range<Int>]) -> Bool {
    zip(ranges, ranges.dropFirst()).allSatisfy { $0.lowerBound <= $1.lowerBound }
  }

  private static func choices(_ operands: [[Occurrence]]) -> [[Occurrence]] {
    operands.reduce([[]]) { chosen, operand in
      chosen.flatMap { chosen in operand.map { chosen + [$0] } }
    }
  }

  /// The ranges of choices that contain the range of no other choice, ascending.
  private static func shortest(_ choices: [[Occurrence]]) -> [Occurrence] {
    var ranges: [Occurrence] = []
    for choice in choices {
      let range = Occurrence(
        start: choice.map(\.start).min() ?? 0, end: choice.map(\.end).max() ?? 0)
      if !ranges.contains(range) { ranges.append(range) }
    }
    return ranges.filter { range in
      !ranges.contains { $0 != range && $0.start >= range.start && $0.end <= range.end }
    }.sorted { $0.start < $1.start }
  }
}

/// The matches of a query in an article by its definition, as byte ranges.
private struct ModelMatches {
  private(set) var marks: Set<Range<Int>> = []
  private(set) var nodes: [Range<Int>] = []
  private let isMatch: Bool

  init(of query: Query, _ model: QueryModel, _ article: Int) {
    isMatch = model.matches(query, article) ?? true
    add(query, [.title, .body], model, article)
    var distinct: [Range<Int>] = []
    for node in nodes where !distinct.contains(node) { distinct.append(node) }
    nodes = distinct.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
  }

  private mutating func add(
    _ query: Query, _ parts: Set<RandomArticle.Part>, _ model: QueryModel, _ article: Int
  ) {
    switch query {
    case .and(let operands), .implicitAnd(let operands):
      for operand in operands { add(operand, parts, model, article) }
    case .or(let operands), .least(_, let operands):
      // Branches that the article does not satisfy have no matches, unless nothing is satisfied.
      for operand in operands
      where !isMatch || model.matches(operand, article, in: parts) ?? true {
        add(operand, parts, model, article)
      }
    case .boosted(let operand, by: _): add(operand, parts, model, article)
    case .field(let zone, let operand, at: _):
      let part: RandomArticle.Part =
        switch zone {
        case .title: .title
        case .body: .body
        case .tail: .tail
        }
      add(operand, [part], model, article)
    case .not, .everything, .source, .tag, .id, .value, .date, .regex: break
    case .text, .phrase, .fuzzy, .pattern, .near, .sloppy:
      for part in parts { addLeaf(query, part, model, article) }
    }
  }

  private mutating func addLeaf(
    _ leaf: Query, _ part: RandomArticle.Part, _ model: QueryModel, _ article: Int
  ) {
    let span = ModelSpan(model.index.articles[article], part)
    func source(_ range: Range<Int>) -> Range<Int> {
      let lower = span.sources[range.lowerBound]?.lowerBound ?? 0
      return lower..<max(lower, span.sources[range.upperBound - 1]?.upperBound ?? 0)
    }
    let choices = model.choices(of: leaf, article, in: part)
    let ranges = Set(
      choices.map { choice in
        (choice.map(\.lowerBound).min() ?? 0)..<(choice.map(\.upperBound).max() ?? 0)
      })
    let isSingle = choices.allSatisfy { $0.count == 1 }
    let passages = ranges.filter { range in
      isSingle
        || !ranges.contains {
          $0 != range && range.lowerBound <= $0.lowerBound && $0.upperBound <= range.upperBound
        }
    }.map(source)
    nodes += passages
    if case .pattern = leaf {
      marks.formUnion(passages)
    } else {
      marks.formUnion(choices.joined().map(source))
    }
  }
}
