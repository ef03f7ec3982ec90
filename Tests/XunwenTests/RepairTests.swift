import TestSupport
import Testing
import Xunwen

/// Tests of repairs of indexes with damaged or missing files.
@Suite struct RepairTests {
  /// Returns the live articles by id.
  static func articles(_ path: String) throws -> [String: Article] {
    let archive = try Archive(at: path)
    var articles: [String: Article] = [:]
    var lines: [UInt8] = []
    _ = try archive.export(to: { lines += $0 })
    for line in lines.split(separator: 0x0A) {
      let id = String(decoding: line, as: UTF8.self).split(separator: "\"")[3]
      articles[String(id)] = try archive.article(id: String(id))?.article
    }
    #expect(try articles.count == archive.statistics.articles)
    return articles
  }

  @Test func `a repair of an intact index saves all articles`() async throws {
    let library = try await CheckTests.library(101)
    let report = try await Archive.repair(at: library.path(), to: library.path("new"), jobs: 2)
    #expect(report.isComplete && report.withoutDeletions == [] && report.replaced == 0)
    #expect(report.deleted == (try Archive(at: library.path()).statistics).deleted)
    let saved = try Self.articles(library.path("new"))
    #expect(saved == (try Self.articles(library.path())))
    #expect(report.saved == saved.count)
    #expect(try await Archive.check(at: library.path("new"), level: .content).isClean)
    // The next update compares all articles and finds no change.
    let built = try await library.build("new", rebuild: false)
    #expect(built.summary.added == 0 && built.summary.changed == 0)
  }

  @Test func `a repair needs only the stored articles`() async throws {
    let library = try await CheckTests.library(102)
    let live = try Self.articles(library.path())
    for name in library.indexFiles() where !name.hasSuffix(".sto") {
      library.removeIndexFile(name)
    }
    let report = try await Archive.repair(at: library.path(), to: library.path("new"))
    #expect(report.isComplete && report.withoutDeletions == ["_0", "_1"])
    #expect(report.deleted == 0 && report.replaced == 150)
    // The later of two articles with one id is saved. No other articles were deleted.
    #expect(try Self.articles(library.path("new")) == live)
  }

  @Test func `a repair without a commit uses the remaining deletion files`() async throws {
    let library = try await CheckTests.library(103)
    let live = try Self.articles(library.path())
    for name in library.indexFiles() where name.hasPrefix("segments_") || name.hasSuffix(".trm") {
      library.removeIndexFile(name)
    }
    let report = try await Archive.repair(at: library.path(), to: library.path("new"))
    #expect(report.isComplete && report.withoutDeletions == ["_1"] && report.deleted == 150)
    #expect(try Self.articles(library.path("new")) == live)
  }

  @Test func `a segment without its main files is lost, also when no file confirms it`()
    async throws
  {
    let library = try await CheckTests.library(105)
    for name in library.indexFiles() where name.hasSuffix(".sto") || name.hasSuffix(".si") {
      library.removeIndexFile(name)
    }
    for name in library.indexFiles() where name.hasSuffix(".col") {
      library.writeIndex(Array(library.contents(of: name).prefix(100)), to: name)
    }
    let report = try await Archive.repair(at: library.path(), to: library.path("new"))
    #expect(report.saved == 0 && !report.isComplete)
    #expect(report.losses.map(\.file) == ["_0.sto", "_1.sto"])
  }

  @Test func `a repair reports the ids of lost articles`() async throws {
    let library = try await CheckTests.library(104)
    let live = try Self.articles(library.path())
    var bytes = library.contents(of: "_1.sto")
    for index in 40..<2000 { bytes[index] = 0 }
    library.writeIndex(bytes, to: "_1.sto")
    let report = try await Archive.repair(at: library.path(), to: library.path("new"))
    let saved = try Self.articles(library.path("new"))
    let loss = try #require(report.losses.first)
    #expect(report.losses.count == 1 && loss.file == "_1.sto" && !loss.isFileMissing)
    #expect(loss.bytes.first?.lowerBound == 32)
    #expect(Set(loss.ids) == Set(live.keys).subtracting(saved.keys) && !loss.ids.isEmpty)
    #expect(loss.articles == loss.ids.count && report.lost == loss.ids.count)
    for (id, article) in saved { #expect(live[id] == article) }
    // Without the file, all of its articles are lost.
    library.removeIndexFile("_1.sto")
    let worse = try await Archive.repair(at: library.path(), to: library.path("worse"))
    #expect(worse.losses.map(\.isFileMissing) == [true] && worse.lost == 301)
    #expect(worse.saved == live.count - 301)
  }

  @Test func `a repair saves exactly the undamaged articles`() async throws {
    var random = SplitMix64(seed: 105)
    for round in 0..<TestScale.cases(10) {
      let library = try await CheckTests.library(UInt64(200 + round % 4), articles: 60)
      let live = try Self.articles(library.path())
      var written: Set<String> = []
      let files = library.indexFiles()
      var stored: [String] = []
      for _ in 0...round % 3 {
        let name = files[Int.random(in: 0..<files.count, using: &random)]
        if written.contains(name) { continue }
        written.insert(name)
        if name.hasSuffix(".sto") { stored.append(name) }
        if round % 5 == 0 {
          library.removeIndexFile(name)
        } else {
          library.writeIndex(
            Damage(of: library.contents(of: name), round: round, &random).bytes, to: name)
        }
      }
      let report = try await Archive.repair(at: library.path(), to: library.path("new\(round)"))
      let saved = try Self.articles(library.path("new\(round)"))
      #expect(saved.count == report.saved)
      // A saved article can be an earlier version only when the deletions are unknown.
      let knowsDeletions = report.withoutDeletions.isEmpty
      for (id, article) in saved where knowsDeletions || stored.isEmpty {
        #expect(live[id] == article, "round \(round), \(written): \(id)")
      }
      let missing = Set(live.keys).subtracting(saved.keys)
      if stored.isEmpty {
        #expect(missing.isEmpty && report.isComplete, "round \(round), \(written)")
      } else if knowsDeletions, report.losses.allSatisfy({ $0.articles != nil }) {
        #expect(report.lost == missing.count, "round \(round), \(written)")
        let named = Set(report.losses.flatMap(\.ids))
        #expect(named.isSubset(of: missing), "round \(round), \(written)")
      }
      if !missing.isEmpty { #expect(!report.isComplete, "round \(round), \(written)") }
      #expect(try await Archive.check(at: library.path("new\(round)"), level: .content).isClean)
    }
  }

  @Test func `a repair during a write saves a complete commit`() async throws {
    let library = try await CheckTests.library(107, articles: 20)
    let path = library.path()
    let writing = library.keepWriting(rounds: TestScale.cases(12), mergingEvery: 2)
    for round in 0..<TestScale.cases(12) {
      let report = try await Archive.repair(at: path, to: library.path("new\(round)"))
      #expect(report.isExact && report.saved >= 32, "\(report)")
    }
    try await writing.value
  }

  @Test func `a target with files and a folder without an index are errors`() async throws {
    let library = try await CheckTests.library(106, articles: 5)
    await #expect(throws: StorageError.self) {
      try await Archive.repair(at: library.path(), to: library.path())
    }
    await #expect(throws: XunwenError.self) {
      try await Archive.repair(at: library.path("none"), to: library.path("new"))
    }
    #expect(library.indexFiles("new") == [])
  }
}
