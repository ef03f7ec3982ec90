import TestSupport
import Testing
import Xunwen

/// Tests of collocates and keywords, compared with naive counts.
@Suite struct WordCountingTests {
  @Test(arguments: [461, 462] as [UInt64])
  func `collocates equal naive counts`(seed: UInt64) async throws {
    let library = try await ResearchLibrary(seed: seed, count: 300)
    for (phrases, window) in [
      (["养老"], 1), (["发展"], 3), (["养老服务"], 5), (["国医"], 2), (["养老", "的"], 4), (["5G"], 50),
    ] {
      let query = phrases.map { "\"\($0)\"" }.joined(separator: " OR ")
      let wanted = try phrases.map { try Archive.analyze($0).units.map(\.normalized) }
      var model = CollocateModel()
      for article in try library.matching(query) {
        model.add(article, try article.naiveZones(), wanted, window: window)
      }
      for jobs in [1, 2, 8] {
        var options = CollocateOptions()
        options.window = window
        options.minimumFrequency = 2
        options.limit = 0
        options.jobs = jobs
        let found = try await library.archive.prepare(query).collocates(options)
        let note = "seed \(seed): \(query) \(window)"
        #expect(found.nodes == model.nodes && found.nodes > 0, "\(note)")
        #expect(found.nearWords == model.near.total, "\(note)")
        #expect(found.allWords == model.all.total, "\(note)")
        #expect(found.parts.sources == model.near.sourceCount, "\(note)")
        #expect(found.parts.periods == model.near.monthCount, "\(note)")
        let expected = model.near.strings.filter { model.near.frequency($0) >= 2 }
        #expect(found.distinct == expected.count && found.words.count == expected.count)
        for word in found.words {
          #expect(word.near == model.near.frequency(word.word), "\(note): \(word)")
          #expect(word.frequency == model.all.frequency(word.word), "\(note): \(word)")
          #expect(model.near.agrees(word.word, word.dispersion), "\(note): \(word)")
        }
      }
    }
  }

  @Test func `words are sorted and limited`() async throws {
    let library = try await ResearchLibrary(seed: 471, count: 300)
    for order in CollocateOptions.Order.allCases {
      var options = CollocateOptions()
      options.order = order
      options.limit = 0
      let all = try await library.archive.prepare("养老").collocates(options)
      let values = all.words.map { word in
        switch order {
        case .ll: word.logLikelihood
        case .mi: word.mutualInformation
        case .frequency: Double(word.near)
        }
      }
      #expect(values == values.sorted(by: >) && values.count > 10)
      for (a, b) in zip(all.words, all.words.dropFirst())
      where a.near == b.near && order == .frequency {
        #expect(a.word < b.word)
      }
      options.limit = 4
      let some = try await library.archive.prepare("养老").collocates(options)
      #expect(some.words == Array(all.words.prefix(4)) && some.distinct == all.distinct)
    }
  }

  /// Overlapping windows count a word once. The words of the phrase itself are not counted.
  @Test func `windows end with the sentence`() async throws {
    let library = Library()
    library.write(
      """
      {"id": "a", "title": "社区", "text": "发展养老社区养老发展。医院，养老！国家\\n\\n社区"}

      """, to: "a.jsonl")
    var options = CollocateOptions()
    options.minimumFrequency = 1
    options.window = 9
    let archive = try await library.build().archive
    let found = try await archive.prepare("养老").collocates(options)
    #expect(found.nodes == 3 && found.allWords == 7)
    let counts = Dictionary(
      uniqueKeysWithValues: found.words.map { ($0.word, [$0.near, $0.frequency]) })
    #expect(counts == ["发展": [2, 2], "社区": [1, 3], "医院": [1, 1]])
  }

  /// A match of a proximity clause is one node. The words between its operands count.
  @Test(arguments: [
    ("养老 NEAR/5 医院", 1, ["发展": [2, 2], "社区": [1, 2], "国家": [0, 1]]),
    ("养老 ADJ/5 社区", 1, ["发展": [1, 2], "医院": [1, 1], "社区": [0, 1], "国家": [0, 1]]),
    ("/老社/", 1, ["发展": [1, 2], "医院": [1, 1], "社区": [0, 1], "国家": [0, 1]]),
    ("/。/", 2, ["发展": [1, 2], "国家": [1, 1], "社区": [0, 2], "养老": [0, 1], "医院": [0, 1]]),
  ])
  func `a match of several words is one node`(
    query: String, nodes: Int, expected: [String: [Int]]
  ) async throws {
    let library = Library()
    library.write("{\"id\": \"a\", \"text\": \"社区发展养老社区医院发展。国家。\"}\n", to: "a.jsonl")
    var options = CollocateOptions()
    options.minimumFrequency = 1
    options.window = 2
    var scope = QueryScope()
    scope.scans = true
    let found = try await library.build().archive.prepare(query, scope: scope).collocates(options)
    #expect(found.nodes == nodes, "\(query)")
    for (word, counts) in expected {
      let row = found.words.first { $0.word == word }
      #expect(row?.near ?? 0 == counts[0], "\(query): \(word)")
      if let row { #expect(row.frequency == counts[1], "\(query): \(word)") }
    }
    #expect(found.allWords == expected.values.reduce(0) { $0 + $1[1] }, "\(query)")
  }

  @Test(arguments: [481, 482] as [UInt64])
  func `keywords equal naive counts`(seed: UInt64) async throws {
    let library = try await ResearchLibrary(seed: seed, count: 300)
    var filters = QueryScope()
    filters.sources = ["新华社", "人民日报", "工人日报"]
    for (query, other, scope) in [
      ("养老", "疫情", QueryScope()), ("source:新华社", nil, QueryScope()), ("covid", nil, filters),
      ("养老 -疫情", "date:2020", filters),
    ] {
      let first = try library.matching(query, scope)
      let ids = Set(first.map(\.id))
      let both = try other.map { try library.matching($0, scope) } ?? library.filtered(scope)
      let second = both.filter { !ids.contains($0.id) }
      var (counts, others) = (NaiveCounts(), NaiveCounts())
      for article in first { counts.add(try Self.words(article), of: article) }
      for article in second { others.add(try Self.words(article), of: article) }
      for jobs in [1, 2, 8] {
        var keywords = KeywordOptions()
        keywords.limit = 0
        keywords.minimumFrequency = 3
        keywords.jobs = jobs
        let found = try await library.archive.prepare(query, scope: scope).keywords(
          versus: other.map { try library.archive.prepare($0, scope: scope) }, keywords)
        let note = "seed \(seed): \(query) \(other ?? "")"
        #expect(found.articles == first.count && found.otherArticles == second.count, "\(note)")
        #expect(found.shared == (other == nil ? 0 : both.count - second.count), "\(note)")
        #expect(found.allWords == counts.total && found.otherWords == others.total, "\(note)")
        let expected = counts.strings.filter { counts.frequency($0) >= 3 }
        #expect(found.parts.sources == counts.sourceCount, "\(note)")
        #expect(found.parts.periods == counts.monthCount, "\(note)")
        #expect(found.distinct == expected.count && expected.count > 10, "\(note)")
        #expect(found.words.map(\.logLikelihood) == found.words.map(\.logLikelihood).sorted(by: >))
        for word in found.words {
          #expect(word.frequency == counts.frequency(word.word), "\(note): \(word)")
          #expect(counts.agrees(word.word, word.dispersion), "\(note): \(word)")
          #expect(word.otherFrequency == others.frequency(word.word), "\(note): \(word)")
          #expect(word.otherArticles == others.articles(word.word), "\(note): \(word)")
        }
      }
    }
  }

  private static func words(_ article: Article) throws -> [String] {
    try article.naiveZones().flatMap { $0.words.map(\.text) }
  }

  @Test func `stop words are counted but not listed`() async throws {
    let library = try await ResearchLibrary(seed: 495, count: 300)
    let query = try library.archive.prepare("养老")
    var near = CollocateOptions()
    near.limit = 0
    let all = try await query.collocates(near)
    near.stopWords = .builtIn
    let some = try await query.collocates(near)
    #expect(all.words.contains { $0.word == "的" } && all.stopWords == 0)
    #expect(some.words == all.words.filter { !StopWords.builtIn.words.contains($0.word) })
    #expect(some.stopWords == all.words.count - some.words.count && some.stopWords > 2)
    #expect(some.distinct == some.words.count && some.allWords == all.allWords)

    var keywords = KeywordOptions()
    keywords.limit = 0
    let frequent = try await query.keywords(keywords)
    keywords.stopWords = StopWords(["發展", "5Ｇ", "無此"])
    let rest = try await query.keywords(keywords)
    #expect(rest.words == frequent.words.filter { $0.word != "发展" && $0.word != "5g" })
    #expect(rest.stopWords == 2 && rest.distinct == frequent.distinct - 2)
  }

  @Test func `words of the dictionary are words`() async throws {
    let library = Library()
    library.write(
      """
      {"id": "a", "text": "推动新质生产力发展。职教改革。new york 改革。newyork"}
      {"id": "b", "text": "东西"}

      """, to: "a.jsonl")
    _ = try await library.build()
    _ = try ArchiveWriter(at: library.path()).addWords(["新质生产力", "职教", "new york"])
    let archive = try Archive(at: library.path())
    for usesDictionary in [true, false] {
      var scope = QueryScope()
      scope.usesDictionary = usesDictionary
      var near = CollocateOptions()
      near.minimumFrequency = 1
      near.window = 10
      near.limit = 0
      let query = try archive.prepare("改革 \"发展\"", scope: scope)
      let collocates = Set(try await query.collocates(near).words.map(\.word))
      var options = KeywordOptions()
      options.minimumFrequency = 1
      options.limit = 0
      let keywords = Dictionary(
        uniqueKeysWithValues: try await query.keywords(options).words.map {
          ($0.word, $0.frequency)
        })
      #expect(collocates.contains("新质生产力") == usesDictionary)
      #expect(collocates.contains("生产") == !usesDictionary)
      #expect(keywords["新质生产力"] == (usesDictionary ? 1 : nil))
      #expect(keywords["职教"] == (usesDictionary ? 1 : nil))
      #expect(keywords["newyork"] == 1)
      #expect(keywords["new york"] == (usesDictionary ? 1 : nil))
      #expect(keywords["york"] == (usesDictionary ? nil : 1))
      var ngrams = NGramOptions()
      ngrams.minimumFrequency = 1
      ngrams.limit = 0
      let found = try await query.ngrams(ngrams)
      #expect(found.ngrams.contains { $0.text == "推动 新质生产力" } == usesDictionary)
    }
  }

  @Test func `keywords are empty without articles on both sides`() async throws {
    let library = try await ResearchLibrary(seed: 491)
    let found = try await library.archive.prepare("的 OR 养老").keywords(
      versus: library.archive.prepare("的"))
    #expect(found.words.isEmpty && found.otherArticles == 0 && found.articles > 0)
    let none = try await library.archive.prepare("\"并无此语\"").keywords()
    #expect(none.words.isEmpty && none.articles == 0)
  }
}

/// Naive counts of words near phrases, from all pairs of a word and an occurrence.
private struct CollocateModel {
  var nodes = 0
  var near = NaiveCounts()
  var all = NaiveCounts()

  mutating func add(
    _ article: Article, _ zones: [NaiveZone], _ phrases: [[String]], window: Int
  ) {
    var (nearWords, allWords): ([String], [String]) = ([], [])
    for zone in zones {
      let found = phrases.flatMap { zone.occurrences(of: $0) }
      nodes += Set(found).count
      for word in zone.words where !found.contains(where: { $0.overlaps(word.units) }) {
        allWords.append(word.text)
        let isNear = found.contains { node in
          word.units.contains { unit in
            let edge = unit < node.lowerBound ? node.lowerBound : node.upperBound - 1
            return abs(unit - edge) <= window
              && zone.units[unit].sentence == zone.units[edge].sentence
          }
        }
        if isNear { nearWords.append(word.text) }
      }
    }
    near.add(nearWords, of: article)
    all.add(allWords, of: article)
  }
}
