import CraftedFiles
import TestSupport
import Testing

@testable import Xunwen

/// Tests of n-grams, compared with naive counts.
@Suite struct NGramTests {
  private static func options(_ change: (inout NGramOptions) -> Void) -> NGramOptions {
    var options = NGramOptions()
    options.minimumFrequency = 1
    options.limit = 0
    change(&options)
    return options
  }

  /// The n-grams of a zone: all elements are adjacent units, and all are included.
  private static func ngrams(
    of zone: NaiveZone, _ element: NGramOptions.Element, length: Int,
    where isIncluded: (Range<Int>) -> Bool = { _ in true }
  ) -> [String] {
    let elements =
      element == .words
      ? zone.words : zone.units.indices.map { (units: $0..<$0 + 1, text: zone.units[$0].text) }
    return elements.indices.dropLast(length - 1).compactMap { start in
      let parts = elements[start..<start + length]
      let units = zone.units[
        elements[start].units.lowerBound..<elements[start + length - 1].units.upperBound]
      let isGapless = zip(units, units.dropFirst()).allSatisfy { $0.position + 1 == $1.position }
      guard isGapless, parts.allSatisfy({ isIncluded($0.units) }) else { return nil }
      if element == .words { return parts.map(\.text).joined(separator: " ") }
      return parts.reduce("") { text, part in
        let isBetweenTokens =
          text.last?.isASCII == true && part.text.first?.isASCII == true
        return text + (isBetweenTokens ? " " : "") + part.text
      }
    }
  }

  private static func check(_ found: NGrams, _ models: [NaiveCounts], minimum: Int, _ note: String)
  {
    #expect(found.totals.map(\.ngrams) == models.map(\.total), "\(note)")
    let expected = models.map { model in
      model.strings.filter { model.frequency($0) >= minimum }
    }
    #expect(found.totals.map(\.distinct) == expected.map(\.count), "\(note)")
    #expect(found.ngrams.count == expected.reduce(0) { $0 + $1.count }, "\(note)")
    let first = found.totals.first?.length ?? 0
    for ngram in found.ngrams {
      let model = models[ngram.length - first]
      #expect(ngram.frequency == model.frequency(ngram.text), "\(note): \(ngram)")
      #expect(model.agrees(ngram.text, ngram.dispersion), "\(note): \(ngram)")
    }
    #expect(Set(found.ngrams.map { "\($0.length) \($0.text)" }).count == found.ngrams.count)
  }

  @Test(arguments: [601, 602] as [UInt64])
  func `n-grams equal naive counts`(seed: UInt64) async throws {
    let library = try await ResearchLibrary(seed: seed)
    for (query, element, lengths, minimum) in [
      ("养老", .words, 2...3, 1), ("的 国", .words, 1...5, 2), ("\"发展\"", .characters, 2...5, 1),
      ("date:2020", .characters, 8...8, 1), ("covid", .characters, 1...1, 3),
      ("source:新华社", .words, 4...8, 2),
    ] as [(String, NGramOptions.Element, ClosedRange<Int>, Int)] {
      let models = try lengths.map { length in
        var model = NaiveCounts()
        for article in try library.matching(query) {
          model.add(
            try article.naiveZones().flatMap { Self.ngrams(of: $0, element, length: length) },
            of: article)
        }
        return model
      }
      let found = try await library.archive.prepare(query).ngrams(
        Self.options {
          $0.element = element
          $0.lengths = lengths
          $0.minimumFrequency = minimum
        })
      let note = "seed \(seed): \(query) \(element) \(lengths)"
      let matching = try library.matching(query)
      #expect(found.articles == matching.count && found.nodes == nil, "\(note)")
      #expect(models[0].total > 50, "\(note)")
      Self.check(found, models, minimum: minimum, note)
    }
  }

  @Test(arguments: [611, 612] as [UInt64])
  func `n-grams near matches equal naive counts`(seed: UInt64) async throws {
    let library = try await ResearchLibrary(seed: seed)
    for (phrase, element, lengths, window) in [
      ("养老", .words, 1...3, 1), ("发展", .characters, 2...4, 3), ("人民代表大会", .words, 2...2, 5),
      ("国医", .characters, 1...2, 50),
    ] as [(String, NGramOptions.Element, ClosedRange<Int>, Int)] {
      let wanted = try Archive.analyze(phrase).units.map(\.normalized)
      let query = "\"\(phrase)\""
      var nodes = 0
      let models = try lengths.map { length in
        var model = NaiveCounts()
        nodes = 0
        for article in try library.matching(query) {
          let strings = try article.naiveZones().flatMap { zone in
            let found = zone.occurrences(of: wanted)
            nodes += found.count
            return Self.ngrams(of: zone, element, length: length) { units in
              found.contains { node in
                units.contains { unit in
                  let edge = min(max(unit, node.lowerBound), node.upperBound - 1)
                  return abs(unit - edge) <= window
                    && zone.units[unit].sentence == zone.units[edge].sentence
                }
              }
            }
          }
          model.add(strings, of: article)
        }
        return model
      }
      let found = try await library.archive.prepare(query).ngrams(
        Self.options {
          $0.element = element
          $0.lengths = lengths
          $0.window = window
        })
      let note = "seed \(seed): \(query) \(element) \(lengths) \(window)"
      #expect(found.nodes == nodes && nodes > 0, "\(note)")
      Self.check(found, models, minimum: 1, note)
    }
  }

  /// Counts in the bytes of the articles, without the analyzer.
  @Test func `character n-grams equal counts of substrings`() async throws {
    let library = try await ResearchLibrary(seed: 621)
    let found = try await library.archive.prepareAll().ngrams(
      Self.options {
        $0.element = .characters
        $0.lengths = 2...5
      })
    let han = Set("的国医保养老发展人家中疫情一民代表大会桂梅张托育服务")
    let runs: [[Character]] = library.articles.flatMap { article in
      article.zones.flatMap { zone in
        String(decoding: article.text[zone.range], as: UTF8.self)
          .filter { $0 != " " }.map { $0 == "發" ? "发" : $0 }
          .split { !han.contains($0) }.map(Array.init)
      }
    }
    let chinese = found.ngrams.filter { $0.text.allSatisfy(han.contains) }
    #expect(chinese.count > 1000)
    for length in 2...5 {
      var counts: [String: Int] = [:]
      for run in runs where run.count >= length {
        for start in 0...run.count - length {
          counts[String(run[start..<start + length]), default: 0] += 1
        }
      }
      let ngrams = chinese.filter { $0.length == length }
      #expect(
        Dictionary(uniqueKeysWithValues: ngrams.map { ($0.text, $0.frequency) }) == counts)
    }
  }

  @Test func `the result does not depend on threads and memory`() async throws {
    let library = try await ResearchLibrary(seed: 631)
    let query = try library.archive.prepare("的 OR 养老")
    for order in NGramOptions.Order.allCases {
      for limit in [0, 7] {
        func found(_ jobs: Int, _ memory: Int) async throws -> NGrams {
          try await query.ngrams(
            Self.options {
              $0.lengths = 1...3
              $0.order = order
              $0.limit = limit
              $0.jobs = jobs
              $0.memory = memory
              $0.stopWords = .builtIn
            })
        }
        let one = try await found(1, 1 << 30)
        #expect(one.ngrams.count == (limit == 0 ? one.distinct : limit))
        for (jobs, memory) in [(2, 1 << 30), (8, 1), (1, 1)] {
          #expect(try await found(jobs, memory) == one, "\(order) \(limit) \(jobs) \(memory)")
        }
        let values = one.ngrams.map { order == .articles ? $0.dispersion.articles : $0.frequency }
        #expect(values == values.sorted(by: >))
        for (a, b) in zip(one.ngrams, one.ngrams.dropFirst()) where order == .frequency {
          #expect(a.frequency > b.frequency || a.text < b.text)
        }
      }
    }
  }

  @Test func `stop words are left out`() async throws {
    let library = Library()
    library.write(
      """
      {"id": "a", "text": "养老的服务的养老，我们服务"}

      """, to: "a.jsonl")
    let query = try await library.build().archive.prepare("养老")
    let words = try await query.ngrams(
      Self.options {
        $0.lengths = 1...3
        $0.stopWords = .builtIn
      })
    #expect(
      Set(words.ngrams.map(\.text)) == ["养老", "服务", "养老 的 服务", "服务 的 养老"])
    // 的, 我们, 养老 的, 的 服务, 服务 的, 的 养老, 我们 服务, 的 服务 的
    #expect(words.stopWords == 8 && words.distinct == 4)
    #expect(words.totals.map(\.ngrams) == [7, 5, 3])
    let characters = try await query.ngrams(
      Self.options {
        $0.element = .characters
        $0.stopWords = StopWords(["我們", "的"])
      })
    #expect(characters.stopWords == 1)
    #expect(!characters.ngrams.contains { $0.text == "我们" })
    #expect(characters.ngrams.contains { $0.text == "老的" })
  }

  /// Sequences that a quotation finds: the articles of an n-gram are among the articles of its
  /// quotation, whatever the text.
  @Test(arguments: [641, 642] as [UInt64])
  func `quotations find the n-grams of hostile text`(seed: UInt64) async throws {
    var generator = ArticleGenerator(seed: seed)
    let library = Library()
    for number in 0..<40 {
      library.write(generator.article(id: "\(number)", length: 120).record, to: "\(number).jsonl")
    }
    let archive = try await library.build().archive
    for element in NGramOptions.Element.allCases {
      let found = try await archive.prepareAll().ngrams(
        Self.options {
          $0.element = element
          $0.lengths = 1...8
          $0.jobs = 2
        })
      #expect(found.ngrams.count > 1000)
      for length in found.totals {
        let counted = found.ngrams.filter { $0.length == length.length }
        #expect(counted.reduce(0) { $0 + $1.frequency } == length.ngrams)
      }
      for ngram in found.ngrams.prefix(100)
      where ngram.text.unicodeScalars.allSatisfy({ $0.properties.isAlphabetic || $0 == " " }) {
        let articles = try archive.search("\"\(ngram.text)\"", scope: .allClauses).total
        #expect(articles >= ngram.dispersion.articles, "\(ngram)")
        if ngram.length == 1, element == .characters {
          #expect(articles == ngram.dispersion.articles)
        }
      }
    }
  }

  @Test func `a query without matches has no n-grams`() async throws {
    let library = try await ResearchLibrary(seed: 651)
    let found = try await library.archive.prepare("\"并无此语\"").ngrams()
    #expect(found.ngrams.isEmpty && found.articles == 0 && found.totals.map(\.ngrams) == [0, 0])
  }
}
