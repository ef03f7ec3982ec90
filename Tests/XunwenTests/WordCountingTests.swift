import TestSupport
import Testing
import Xunwen

/// Tests of collocates and keywords, compared with naive counts.
@Suite struct WordCountingTests {
  private static func zones(_ article: Article) throws -> [NaiveZone] {
    try article.zones.map {
      try NaiveZone.cached(String(decoding: article.text[$0.range], as: UTF8.self))
    }
  }

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
        for zone in try Self.zones(article) { model.add(zone, wanted, window: window) }
      }
      for jobs in 1...2 {
        var options = CollocateOptions()
        options.window = window
        options.minimumFrequency = 2
        options.limit = 0
        options.jobs = jobs
        let found = try await library.archive.prepare(query).collocates(options)
        let note = "seed \(seed): \(query) \(window)"
        #expect(found.nodes == model.nodes && found.nodes > 0, "\(note)")
        #expect(found.nearWords == model.near.values.reduce(0, +), "\(note)")
        #expect(found.allWords == model.all.values.reduce(0, +), "\(note)")
        let expected = model.near.filter { $0.value >= 2 }
        #expect(found.distinct == expected.count && found.words.count == expected.count)
        for word in found.words {
          #expect(word.near == expected[word.word], "\(note): \(word)")
          #expect(word.frequency == model.all[word.word], "\(note): \(word)")
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
      let counts = try KeywordModel(first.map(Self.zones))
      let others = try KeywordModel(second.map(Self.zones))
      for jobs in 1...2 {
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
        let expected = counts.frequencies.filter { $0.value >= 3 }
        #expect(found.distinct == expected.count && expected.count > 10, "\(note)")
        #expect(found.words.map(\.logLikelihood) == found.words.map(\.logLikelihood).sorted(by: >))
        for word in found.words {
          #expect(word.frequency == expected[word.word], "\(note): \(word)")
          #expect(word.articles == counts.articles[word.word], "\(note): \(word)")
          #expect(word.otherFrequency == others.frequencies[word.word] ?? 0, "\(note): \(word)")
          #expect(word.otherArticles == others.articles[word.word] ?? 0, "\(note): \(word)")
        }
      }
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
  var near: [String: Int] = [:]
  var all: [String: Int] = [:]

  mutating func add(_ zone: NaiveZone, _ phrases: [[String]], window: Int) {
    let found = phrases.flatMap { zone.occurrences(of: $0) }
    nodes += Set(found).count
    for word in zone.words where !found.contains(where: { $0.overlaps(word.units) }) {
      all[word.text, default: 0] += 1
      let isNear = found.contains { node in
        word.units.contains { unit in
          let edge = unit < node.lowerBound ? node.lowerBound : node.upperBound - 1
          return abs(unit - edge) <= window
            && zone.units[unit].sentence == zone.units[edge].sentence
        }
      }
      if isNear { near[word.text, default: 0] += 1 }
    }
  }
}

/// Naive counts of the occurrences and articles of each word.
private struct KeywordModel {
  var frequencies: [String: Int] = [:]
  var articles: [String: Int] = [:]
  var total = 0

  init(_ articles: [[NaiveZone]]) {
    for zones in articles {
      let words = zones.flatMap(\.words).map(\.text)
      total += words.count
      for word in words { frequencies[word, default: 0] += 1 }
      for word in Set(words) { self.articles[word, default: 0] += 1 }
    }
  }
}
