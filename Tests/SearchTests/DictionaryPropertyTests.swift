import TestSupport
import Testing
import TextAnalysis

@testable import Search

/// Compares searches with random dictionaries with the model.
@Suite struct DictionaryPropertyTests {
  private func index(_ generator: inout ArticleGenerator) throws -> ModelIndex {
    let articles = (0..<100).map {
      generator.article(id: "\($0)", length: generator.pick([3, 30, 60]))
    }
    return try ModelIndex(articles, segmentSizes: [50])
  }

  private func entries(_ index: ModelIndex, _ generator: inout ArticleGenerator) -> [[String]] {
    let queries = RandomQuery(index: index)
    return (0..<12).compactMap { _ in
      let words = (0..<generator.pick([1, 1, 2, 2, 3])).map { _ in
        generator.chance(of: 4)
          ? generator.pick(["医", "5g网", "人民代表", "covid", "国人", "养老医", "梅"])
          : queries.word(&generator)
      }
      let isSet = words.count > 1
      let isFaulty = words.contains {
        UserWords.fault(of: $0, isSynonym: isSet, using: index.analyzer) != nil
      }
      return isFaulty ? nil : words
    }
  }

  @Test(arguments: [71, 72, 73, 74] as [UInt64])
  func `matches, totals and scores equal the model`(seed: UInt64) throws {
    var generator = ArticleGenerator(seed: seed)
    let index = try index(&generator)
    let queries = RandomQuery(index: index)
    var changed = 0
    for round in 0..<TestScale.cases(3) {
      let entries = entries(index, &generator)
      let model = ModelDictionary(entries: entries, analyzer: index.analyzer)
      let ranking = RankingModel(index, model)
      let searcher = Searcher(
        index.reader, analyzer: index.analyzer,
        dictionary: UserWords(entries, using: index.analyzer), texts: index.text)
      for _ in 0..<20 {
        // Every second query is made of the entries.
        var written = queries.text(&generator)
        if generator.chance(of: 2), let entry = entries.randomElement(using: &generator.random) {
          written = generator.pick(["", "国", "的人 "]) + generator.pick(entry)
          written += generator.pick(["", "民", " 中", " -" + generator.pick(entry)])
        }
        guard let query = try? QueryParser.parse(written) else { continue }
        var request = SearchRequest(query)
        request.scope.match = generator.pick(MatchMode.allCases)
        (request.page.limit, request.page.partialLimit) = (.max, .max)
        request.scope.scans = true
        let note = "seed \(seed) round \(round): \(written) with \(entries)"
        guard let result = try searcher.search(request) else { continue }
        let naive = QueryModel(request, index, model)
        let scores = ranking.scores(query, request.page.ranking, request.scope.match)
        let full = request.scope.match == .any ? naive.loose(ranking) : naive.full()
        let partial = request.scope.match == .best ? naive.partial(ranking) : []
        try #require(result.total == full.count && result.partialTotal == partial.count, "\(note)")
        let expected =
          ranking.sorted(full, by: .score, scores: scores)
          + ranking.sorted(partial, by: .score, scores: scores)
        try #require(
          result.hits.map { index.article($0.segment, $0.document) } == expected, "\(note)")
        for hit in result.hits {
          let score = scores[index.article(hit.segment, hit.document)]
          #expect(abs(hit.score - score) <= 1e-9, "\(note)")
        }
        request.scope.usesDictionary = false
        let plain = try searcher.search(request)
        changed += plain?.total != result.total ? 1 : 0
      }
    }
    #expect(changed > 4, "seed \(seed)")
  }

  /// An answer as bits.
  private func bits(_ result: SearchResult?) -> [UInt64] {
    guard let result else { return [] }
    return [UInt64(result.total), UInt64(result.partialTotal)]
      + result.hits.flatMap {
        [UInt64($0.segment), UInt64($0.document), $0.score.bitPattern, $0.isPartial ? 1 : 0]
      }
  }

  @Test func `a search without the dictionary is the same, bit for bit`() throws {
    var generator = ArticleGenerator(seed: 75)
    let index = try index(&generator)
    let queries = RandomQuery(index: index)
    let plain = index.searcher()
    let entries = entries(index, &generator)
    let searchers = [[], entries].map {
      Searcher(
        index.reader, analyzer: index.analyzer, dictionary: UserWords($0, using: index.analyzer),
        texts: index.text)
    }
    for _ in 0..<TestScale.cases(200) {
      guard let query = try? QueryParser.parse(queries.text(&generator)) else { continue }
      var request = SearchRequest(query)
      (request.page.limit, request.scope.scans) = (20, true)
      let expected = bits(try plain.search(request))
      #expect(bits(try searchers[0].search(request)) == expected, "\(query)")
      request.scope.usesDictionary = false
      #expect(bits(try searchers[1].search(request)) == expected, "\(query)")
    }
  }

  @Test func `a text that cannot be a word has a reason`() throws {
    var generator = ArticleGenerator(seed: 76)
    let analyzer = try index(&generator).analyzer
    func fault(_ word: String, _ isSynonym: Bool = false) -> String? {
      UserWords.fault(of: word, isSynonym: isSynonym, using: analyzer)
    }
    #expect(fault("新质生产力") == nil && fault("5G网络") == nil && fault("Silicon Valley") == nil)
    #expect(fault("质")?.contains("one character") ?? false)
    #expect(fault("GDP")?.contains("single word already") ?? false)
    #expect(fault("沪", true) == nil && fault("GDP", true) == nil)
    #expect(fault("新质，生产力")?.contains("punctuation") ?? false)
    #expect(fault("“新质”", true)?.contains("punctuation") ?? false)
    #expect(fault("！")?.contains("neither") ?? false && fault("")?.contains("neither") ?? false)
  }

  @Test func `a word must start or end at a word boundary of ICU`() throws {
    var generator = ArticleGenerator(seed: 77)
    let index = try index(&generator)
    func pieces(_ clause: String, _ words: String...) -> [String] {
      Searcher(
        index.reader, analyzer: index.analyzer,
        dictionary: UserWords(words.map { [$0] }, using: index.analyzer)
      ).pieces(of: clause)
    }
    #expect(pieces("中国人民") == ["中国", "人民"])
    #expect(pieces("中国人民", "国人") == ["中国", "人民"])
    #expect(pieces("中国人民", "中国人") == ["中国人", "民"])
    #expect(pieces("中国人民", "国人民") == ["中", "国人民"])
    #expect(pieces("中国人民", "中国人", "中国人民") == ["中国人民"])
    #expect(pieces("中國人民", "中国人民") == ["中国人民"])
    #expect(pieces("中国，人民", "中国人民") == ["中国", "人民"])
  }

  /// A set of synonyms is stored once, and not once for each of its words.
  @Test(arguments: [500, 1000, 2000])
  func `a large set of synonyms takes memory in proportion to its words`(count: Int) throws {
    var generator = ArticleGenerator(seed: 78)
    let index = try index(&generator)
    let words = (0..<count).map { "词\(Array("甲乙丙丁戊己庚辛壬癸")[$0 % 10])\($0)" }
    let entries = [words, [words[3], "别名"], [words[3], words[5]]]
    let dictionary = UserWords(entries, using: index.analyzer)
    #expect(dictionary.storedWords == count + 4)
    let text = index.analyzer.analyze(words[3])
    let synonyms = dictionary.synonyms(of: text.units.indices, of: text)
    #expect(synonyms == words.filter { $0 != words[3] } + ["别名"])
  }
}
