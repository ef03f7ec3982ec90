import TestSupport
import Testing
import Xunwen

/// Snapshots, also beside a writer.
@Suite struct SnapshotTests {
  @Test func `a snapshot is the commit, and needs nothing of the index`() async throws {
    let library = try await CheckTests.library(91, articles: 50)
    let archive = try Archive(at: library.path())
    let expected = shown(try archive.search("养老"))
    let summary = try Archive.snapshot(at: library.path(), to: library.path("copy"))
    let statistics = try archive.statistics
    #expect(summary.generation == statistics.generation && summary.articles == statistics.articles)
    #expect(summary.segments == 2 && summary.files == library.indexFiles("copy").count)
    #expect(library.indexFiles("copy") == library.indexFiles())
    for name in library.indexFiles() {
      #expect(library.contents(of: name) == library.contents(of: name, in: "copy"), "\(name)")
    }
    // Another index in its place.
    library.write("{\"text\":\"另一篇\"}\n", to: "0.jsonl")
    _ = try await library.build()
    let copy = try Archive(at: library.path("copy"))
    #expect(shown(try copy.search("养老")) == expected)
    #expect(try await Archive.check(at: library.path("copy"), level: .content).isClean)
    // It is an index like any other.
    _ = try await library.build("copy", rebuild: false)
    #expect(try await Archive.check(at: library.path("copy")).isClean)
  }

  @Test func `a folder that has something in it is left alone`() async throws {
    let library = try await CheckTests.library(92, articles: 5)
    library.makeIndexFolder("full")
    library.writeIndex([1], to: "file", in: "full")
    #expect(throws: StorageError.self) {
      try Archive.snapshot(at: library.path(), to: library.path("full"))
    }
    #expect(library.indexFiles("full") == ["file"])
    #expect(throws: XunwenError.self) {
      try Archive.snapshot(at: library.path("none"), to: library.path("new"))
    }
    library.makeIndexFolder("empty")
    _ = try Archive.snapshot(at: library.path(), to: library.path("empty"))
    // Nothing stays of a snapshot that cannot be made.
    library.removeIndexFile("_0.pos")
    #expect(throws: StorageError.self) {
      try Archive.snapshot(at: library.path(), to: library.path("broken"))
    }
    #expect(library.indexFiles("broken") == [])
  }

  @Test func `beside a writer that commits and merges every snapshot is a commit`() async throws {
    let library = Library()
    library.write("{\"id\":\"0\",\"text\":\"养老\"}\n", to: "a.jsonl")
    _ = try await library.build()
    let path = library.path()
    let rounds = TestScale.cases(200)
    // Article n is there from commit n on.
    let writing = Task {
      for round in 1...rounds {
        library.write("{\"id\":\"\(round)\",\"text\":\"第\(round)次养老\"}\n", to: "a.jsonl")
        _ = try await library.build(rebuild: false)
      }
    }
    var generations: Set<Int> = []
    var number = 0
    while generations.max() ?? 0 < rounds {
      let name = "copy\(number)"
      number += 1
      let summary = try Archive.snapshot(at: path, to: library.path(name))
      generations.insert(summary.generation)
      let report = try await Archive.check(
        at: library.path(name), level: number % 4 == 0 ? .content : .structure)
      #expect(report.isClean, "\(report.findings)")
      let archive = try Archive(at: library.path(name))
      #expect(try archive.statistics.articles == summary.articles)
      var options = SearchOptions()
      options.limit = 0
      #expect(try archive.search("养老", options: options).total == summary.articles)
      for id in 0..<summary.articles { #expect(try archive.article(id: "\(id)") != nil) }
      library.removeIndexFolder(name)
    }
    try await writing.value
    #expect(generations.count > 5)
  }
}
