import CraftedFiles
import TestSupport
import Testing
import Xunwen

/// Tests of building an index. Bytes and answers do not depend on threads and memory.
@Suite struct BuildTests {
  private static let endings = ["si", "trm", "pst", "pos", "len", "col", "sto"]
  private static let queries = [
    "养老 医保", "\"发展\"", "的", "title:国", "人民代表大会 -5g", "医保 date:2022 source:新华社", "covid OR 托育服务",
  ]

  /// Returns a corpus of two megabytes in four files. With minimum memory it makes several runs.
  private func archive(_ seed: UInt64, articles: Int, length: Int) -> Library {
    var generator = ArticleGenerator(seed: seed)
    let library = Library()
    var records = [String](repeating: "", count: 4)
    for number in 0..<articles {
      let id = generator.chance(of: 50) ? "\(number / 2)" : "\(number)"
      records[number * 4 / articles] += generator.article(id: id, length: length).record
    }
    for (number, text) in records.enumerated() { library.write(text, to: "\(number).jsonl") }
    return library
  }

  @Test func `the bytes of an index do not depend on the threads`() async throws {
    let library = archive(41, articles: 700, length: 800)
    let one = try await library.build("one", jobs: 1, memory: 1)
    let four = try await library.build("four", jobs: 4, memory: 1)
    let whole = try await library.build("whole", jobs: 2)
    #expect(try one.archive.statistics.segments == 1 && whole.archive.statistics.segments == 1)
    #expect(one.summary.superseded > 0 && one.failures.count > 0)
    #expect(one.failures == four.failures)
    let name = { (path: String, file: String) in library.path(path) + "/" + file }
    let segments = try one.archive.statistics.segments
    for segment in 0..<segments {
      for ending in Self.endings {
        let file = "_\(segment).\(ending)"
        #expect(try bytes(name("one", file)) == bytes(name("four", file)), "\(file)")
        // The memory limit determines where runs end, and so the blocks of stored articles.
        if ending != "sto", ending != "si" {
          #expect(try bytes(name("one", file)) == bytes(name("whole", file)), "\(file)")
        }
      }
    }
    #expect(try bytes(name("one", "segments_1")) == bytes(name("four", "segments_1")))
    var options = SearchOptions()
    options.limit = 30
    for query in Self.queries {
      let expected = shown(try whole.archive.search(query, options: options))
      #expect(shown(try one.archive.search(query, options: options)) == expected, "\(query)")
      #expect(shown(try four.archive.search(query, options: options)) == expected, "\(query)")
    }
  }

  /// Text without repeated words fills a run before its task ends. The end of the run depends on
  /// the text alone, not on the capacity of arrays.
  @Test func `a full run always ends at the same article`() async throws {
    var random = SplitMix64(seed: 43)
    let library = Library()
    var records = ""
    for number in 0..<9_000 {
      let words = (0..<20).map { _ in String(random.next() >> 16, radix: 36) }
      records += "{\"id\":\"\(number)\",\"text\":\"\(words.joined(separator: " "))\"}\n"
    }
    library.write(records, to: "a.jsonl")
    var first: [String: [UInt8]] = [:]
    for round in 0..<2 {
      let built = try await library.build("\(round)", jobs: 1 + 3 * round, memory: 1)
      #expect(built.summary.failures == 0)
      var files: [String: [UInt8]] = [:]
      for ending in Self.endings {
        files[ending] = TestFile.bytes(library.path("\(round)") + "/_0.\(ending)")
      }
      #expect(files.count == Self.endings.count)
      if round == 0 { first = files }
      #expect(files == first, "round \(round)")
    }
  }

  private func bytes(_ path: String) throws -> [UInt8] {
    try #require(TestFile.bytes(path), "\(path)")
  }

  @Test func `a rebuild replaces the index`() async throws {
    let library = Library()
    library.write("{\"id\":\"a\",\"text\":\"养老服务\"}\n", to: "a.jsonl")
    let first = try await library.build()
    library.write("{\"id\":\"b\",\"text\":\"医保服务\"}\n", to: "a.jsonl")
    let second = try await library.build()
    // The first archive still answers from its commit.
    #expect(try first.archive.search("服务").hits.map(\.id) == ["a"])
    #expect(try second.archive.search("服务").hits.map(\.id) == ["b"])
    #expect(try second.archive.statistics.generation == 2)
    #expect(try second.archive.article(id: "a") == nil)
    // A failed build leaves the index unchanged.
    library.write("{\"id\":\"c\"}\n{\"id\":\"d\",\"text\":\"x\"}\n", to: "a.jsonl")
    await #expect(throws: XunwenError.self) { try await library.build(strict: true) }
    #expect(try Archive(at: library.path()).search("服务").hits.map(\.id) == ["b"])
  }

  @Test func `the last article with an id is kept`() async throws {
    let library = Library()
    library.write(
      "{\"id\":\"x\",\"text\":\"旧的养老\"}\n{\"id\":\"y\",\"text\":\"养老\"}\n"
        + "{\"id\":\"x\",\"text\":\"新的养老\"}\n", to: "a.jsonl")
    library.write("{\"id\":\"x\",\"text\":\"最新的养老\"}\n", to: "b.jsonl")
    let built = try await library.build()
    #expect(built.summary.articles == 2 && built.summary.superseded == 2)
    #expect(built.failures == [ArticleError(path: "x", reason: .duplicateID(count: 3))])
    #expect(try built.archive.search("养老").total == 2)
    #expect(try built.archive.search("旧的").total == 0)
    #expect(try built.archive.article(id: "x")?.article.text(.body) == "最新的养老")
    #expect(try built.archive.statistics.articles == 2)
    // More than a third of the documents were deleted, so the segment was merged.
    #expect(try built.archive.statistics.deleted == 0 && built.summary.merges == 1)
  }

  @Test func `an empty corpus is an error`() async throws {
    let library = Library()
    await #expect(throws: XunwenError.self) { try await library.build() }
    #expect(throws: XunwenError.self) { try Archive(at: library.path()) }
  }

  @Test func `statistics count articles and bytes`() async throws {
    let library = Library()
    library.write(
      "{\"id\":\"a\",\"title\":\"养老\",\"text\":\"医保，GDP\",\"source\":\"甲\",\"date\":\"2022-05-06\"}\n"
        + "{\"id\":\"b\",\"text\":\"医保\",\"source\":\"乙\",\"date\":\"2021\"}\n"
        + "{\"id\":\"c\",\"text\":\"医保基金\",\"source\":\"乙\"}\n", to: "a.jsonl")
    let statistics = try await library.build().archive.statistics
    #expect(statistics.articles == 3 && statistics.deleted == 0 && statistics.segments == 1)
    #expect(statistics.units == 5 + 2 + 4 && abs(statistics.averageLength - 11 / 3) < 1e-12)
    #expect(statistics.firstDate?.description == "2021" && statistics.undated == 1)
    #expect(statistics.lastDate?.description == "2022-05-06")
    #expect(statistics.sources.map(\.name) == ["乙", "甲"])
    #expect(statistics.sources.map(\.count) == [2, 1])
    #expect(statistics.files.map(\.ending) == ["col", "len", "pos", "pst", "sto", "trm"])
    #expect(statistics.indexBytes == statistics.files.reduce(0) { $0 + $1.bytes })
    #expect(!statistics.icuVersion.isEmpty && statistics.normalizerVersion > 0)
  }

  @Test func `analysis lists units, words and terms`() throws {
    let report = try Archive.analyze("發展 5G，国")
    #expect(report.units.map(\.original) == ["發", "展", "5G", "国"])
    #expect(report.units.map(\.normalized) == ["发", "展", "5g", "国"])
    #expect(report.units.map(\.kind) == ["han", "han", "token", "han"])
    #expect(report.units.map(\.position) == [0, 1, 2, 4] && report.gaps == [3])
    #expect(report.words.map(\.text) == ["发展", "5g", "国"])
    #expect(report.terms.contains { $0.kind == "gram" && $0.text == "发展" && $0.position == 0 })
    #expect(try Archive.analyze("").units.isEmpty)
  }
}
