import CraftedFiles
import TestSupport
import Testing

@testable import Xunwen

/// Tests of word candidates, compared with naive measures.
@Suite struct WordCandidateTests {
  private static func options(
    _ change: (inout WordCandidateOptions) -> Void = { _ in }
  ) -> WordCandidateOptions {
    var options = WordCandidateOptions()
    options.minimumFrequency = 2
    options.minimumCohesion = -100
    options.minimumEntropy = 0
    options.stopWords = .empty
    options.limit = 0
    change(&options)
    return options
  }

  @Test(arguments: [701] as [UInt64])
  func `candidates equal naive measures`(seed: UInt64) async throws {
    let library = try await ResearchLibrary(seed: seed)
    for (query, minimum, length, stopWords) in [
      ("养老", 2, 8, StopWords.empty), ("的 国", 4, 5, .builtIn), ("date:2020", 3, 3, StopWords(["老"])),
    ] {
      let articles = try library.matching(query)
      let model = try CandidateModel(articles, longest: length)
      let found = try await library.archive.prepare(query).wordCandidates(
        Self.options {
          $0.minimumFrequency = minimum
          $0.lengths = 2...length
          $0.stopWords = stopWords
        })
      let note = "seed \(seed): \(query)"
      #expect(found.articles == articles.count && found.allWords == model.words.count, "\(note)")
      let expected = try model.candidates(minimum: minimum, except: stopWords)
      #expect(Set(found.candidates.map(\.word)) == Set(expected.keys), "\(note)")
      #expect(found.distinct == expected.count && expected.count > 20, "\(note)")
      for candidate in found.candidates {
        let wanted = try #require(expected[candidate.word], "\(note)")
        #expect(candidate.pieces == wanted.pieces, "\(note): \(candidate)")
        #expect(candidate.frequency == wanted.frequency, "\(note): \(candidate)")
        for (value, naive) in [
          (candidate.cohesion, wanted.cohesion), (candidate.leftEntropy, wanted.left),
          (candidate.rightEntropy, wanted.right),
        ] {
          #expect(abs(value - naive) < 1e-9, "\(note): \(candidate) \(naive)")
        }
        #expect(candidate.exampleID == wanted.article, "\(note): \(candidate)")
        let normalized = try NaiveZone.cached(candidate.example).units.map(\.text).joined()
        #expect(normalized.contains(candidate.pieces.joined()), "\(note): \(candidate)")
      }
    }
  }

  @Test func `the result does not depend on threads and memory`() async throws {
    let library = try await ResearchLibrary(seed: 711, count: 100)
    let all = try library.archive.prepareAll()
    for order in [WordCandidateOptions.Order.score, .frequency] {
      func found(_ jobs: Int, _ memory: Int, _ limit: Int) async throws -> WordCandidates {
        try await all.wordCandidates(
          Self.options {
            $0.jobs = jobs
            $0.memory = memory
            $0.order = order
            $0.limit = limit
          })
      }
      let one = try await found(1, 1 << 30, 0)
      #expect(one.candidates.count > 100)
      for (jobs, memory) in [(2, 1 << 30), (8, 1), (1, 1)] {
        #expect(try await found(jobs, memory, 0) == one, "\(order) \(jobs) \(memory)")
      }
      let values = one.candidates.map { order.value(of: $0) }
      #expect(values == values.sorted(by: >))
      let some = try await found(2, 1, 5)
      #expect(some.candidates == Array(one.candidates.prefix(5)) && some.distinct == one.distinct)
    }
  }

  @Test func `thresholds and dictionaries leave candidates out`() async throws {
    let library = Library()
    var generator = ArticleGenerator(seed: 721)
    let others = ["发展", "国家", "养老", "医院", "社区", "学校", "经济", "文化"]
    for number in 0..<60 {
      let filler = (0..<100).map { _ in generator.pick(others) }.joined()
      let text =
        "\(filler)。\(generator.pick(others))新质生产力\(generator.pick(others))。"
        + "\(generator.pick(others))的\(generator.pick(others))。推动5月\(generator.pick(others))。"
      library.write(
        "{\"id\": \"\(number)\", \"text\": \"\(text)\", \"source\": \"\(number % 3)\"}\n",
        to: "\(number).jsonl")
    }
    _ = try await library.build()
    func words(_ change: (inout WordCandidateOptions) -> Void = { _ in }) async throws -> [String] {
      var options = WordCandidateOptions()
      change(&options)
      return try await Archive(at: library.path()).prepareAll().wordCandidates(options)
        .candidates.map(\.word)
    }
    // Its inner parts have one neighbor each, and numbers are no parts of words.
    #expect(try await words() == ["新质生产力"])
    #expect(try await words { $0.minimumSources = 3 } == ["新质生产力"])
    #expect(try await words { $0.minimumSources = 4 }.isEmpty)
    #expect(try await words { $0.minimumFrequency = 61 }.isEmpty)
    #expect(try await words { $0.lengths = 2...4 }.isEmpty)
    #expect(try await words { $0.minimumCohesion = 60 }.isEmpty)
    #expect(try await words { $0.minimumEntropy = 4 }.isEmpty)
    #expect(try await words { $0.stopWords = StopWords(["力"]) }.isEmpty)
    _ = try ArchiveWriter(at: library.path()).addWords(["新质生产力"])
    #expect(try await words().isEmpty)
    var scope = QueryScope()
    scope.usesDictionary = false
    let archive = try Archive(at: library.path())
    let plain = try await archive.prepareAll(scope: scope).wordCandidates()
    let candidate = try #require(plain.candidates.first)
    #expect(plain.candidates.count == 1 && candidate.pieces.joined() == "新质生产力")
    #expect(candidate.frequency == 60 && candidate.dispersion.sources == 3)
  }

  @Test func `hostile text has candidates that the dictionary accepts`() async throws {
    var generator = ArticleGenerator(seed: 731)
    let library = Library()
    for number in 0..<30 {
      library.write(generator.article(id: "\(number)", length: 200).record, to: "\(number).jsonl")
    }
    let archive = try await library.build().archive
    let found = try await archive.prepareAll().wordCandidates(Self.options { $0.jobs = 2 })
    #expect(found.candidates.count > 100)
    let words = found.candidates.map(\.word)
    #expect(try ArchiveWriter(at: library.path()).addWords(words) == words)
    #expect(try archive.refresh())
    let rest = try await archive.prepareAll().wordCandidates(Self.options())
    #expect(Set(rest.candidates.map(\.word)).isDisjoint(with: words))
  }
}

/// Naive measures of all sequences of words.
private struct CandidateModel {
  struct Measures {
    let pieces: [String]
    let frequency: Int
    let cohesion: Double
    let left: Double
    let right: Double
    let article: String
  }

  private struct Occurrence {
    let article: String
    let before: String?
    let after: String?
  }

  private(set) var words: [String] = []
  private var occurrences: [[String]: [Occurrence]] = [:]
  private let longest: Int

  init(_ articles: [Article], longest: Int) throws {
    self.longest = longest
    for article in articles {
      for zone in try article.naiveZones() {
        words += zone.words.map(\.text)
      }
      for zone in article.zones {
        let text = String(decoding: article.text[zone.range], as: UTF8.self)
        let runs = try Self.runs(of: NaiveZone.cached(text), Array(text.unicodeScalars))
        for (words, isQuoted) in runs {
          for start in words.indices {
            for end in start..<min(words.count, start + longest) {
              // A quotation mark is a neighbor of its own.
              let first =
                isQuoted ? "《\(article.id) \(zone.range) \(words.count) \(self.words.count)" : nil
              occurrences[Array(words[start...end]), default: []].append(
                Occurrence(
                  article: article.id, before: start > 0 ? words[start - 1] : first,
                  after: end + 1 < words.count ? words[end + 1] : nil))
            }
          }
        }
      }
    }
  }

  /// The words of a zone, divided at punctuation, and whether a quotation mark is before them. The
  /// alphabet has the mark 《 and no closing mark.
  private static func runs(
    of zone: NaiveZone, _ scalars: [Unicode.Scalar]
  ) -> [(words: [String], isQuoted: Bool)] {
    var runs: [(words: [String], isQuoted: Bool)] = []
    var last: Int?
    for word in zone.words {
      let first = zone.units[word.units.lowerBound]
      if first.position - 1 != last {
        let start = first.range.lowerBound
        runs.append(([], start > 0 && scalars[start - 1] == "《"))
      }
      runs[runs.count - 1].words.append(word.text)
      last = zone.units[word.units.upperBound - 1].position
    }
    return runs
  }

  func candidates(minimum: Int, except stopWords: StopWords) throws -> [String: Measures] {
    var found: [String: Measures] = [:]
    for (pieces, list) in occurrences where pieces.count > 1 && list.count >= minimum {
      let word = pieces.dropFirst().reduce(pieces[0]) { word, piece in
        // Two tokens have a space between them.
        word + (word.last?.isASCII == true && piece.first?.isASCII == true ? " " : "") + piece
      }
      // A token counts as one character.
      let length = pieces.reduce(0) { $0 + ($1.first?.isASCII == true ? 1 : $1.count) }
      guard length <= longest,
        !pieces.contains(where: { $0.allSatisfy { $0.isASCII && $0.isNumber } }),
        !stopWords.words.contains(pieces[0]),
        !stopWords.words.contains(pieces[pieces.count - 1]),
        try NaiveZone.cached(word).words.count > 1
      else { continue }
      let ratios = (1..<pieces.count).map { split in
        Double(list.count) * Double(words.count)
          / Double(occurrences[Array(pieces[..<split]), default: []].count)
          / Double(occurrences[Array(pieces[split...]), default: []].count)
      }
      // The most frequent division into pieces counts.
      if let known = found[word],
        (known.frequency, known.pieces.joined(separator: " "))
          > (list.count, pieces.joined(separator: " "))
      {
        continue
      }
      found[word] = Measures(
        pieces: pieces, frequency: list.count,
        cohesion: Mathematics.binaryLogarithm(ratios.min() ?? 0),
        left: Self.entropy(list.map(\.before)), right: Self.entropy(list.map(\.after)),
        article: list[0].article)
    }
    return found
  }

  /// All missing neighbors are one neighbor.
  private static func entropy(_ neighbors: [String?]) -> Double {
    let names = neighbors.map { $0 ?? "" }
    return Dictionary(grouping: names) { $0 }.values.reduce(0) { sum, group in
      let share = Double(group.count) / Double(names.count)
      return sum - share * Mathematics.binaryLogarithm(share)
    }
  }
}
