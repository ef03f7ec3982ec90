import TestSupport
import Testing
import Xunwen

/// Tests of snapshots, with and without a concurrent writer.
@Suite struct SnapshotTests {
  @Test func `a snapshot is a copy of the commit, independent of the index`() async throws {
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
    // A rebuild of the index does not change the snapshot.
    library.write("{\"text\":\"另一篇\"}\n", to: "0.jsonl")
    _ = try await library.build()
    let copy = try Archive(at: library.path("copy"))
    #expect(shown(try copy.search("养老")) == expected)
    #expect(try await Archive.check(at: library.path("copy"), level: .content).isClean)
    // The snapshot can be updated.
    _ = try await library.build("copy", rebuild: false)
    #expect(try await Archive.check(at: library.path("copy")).isClean)
  }

  @Test func `a snapshot does not change a folder with files`() async throws {
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
    // A failed snapshot leaves no files.
    library.removeIndexFile("_0.pos")
    #expect(throws: StorageError.self) {
      try Archive.snapshot(at: library.path(), to: library.path("broken"))
    }
    #expect(library.indexFiles("broken") == [])
  }

  @Test func `a snapshot during a write is a complete commit`() async throws {
    let library = Library()
    library.write("{\"id\":\"0\",\"text\":\"养老\"}\n", to: "a.jsonl")
    _ = try await library.build()
    let path = library.path()
    var generations: Set<Int> = []
    let steps = TestScale.cases(20)
    for step in 0..<steps {
      // Commit n adds article n. Each snapshot is made during ten commits.
      async let writing: Void = {
        for round in 10 * step + 1...10 * step + 10 {
          library.write("{\"id\":\"\(round)\",\"text\":\"第\(round)次养老\"}\n", to: "a.jsonl")
          _ = try await library.build(rebuild: false)
        }
      }()
      let name = "copy\(step)"
      let summary = try Archive.snapshot(at: path, to: library.path(name))
      generations.insert(summary.generation)
      let report = try await Archive.check(
        at: library.path(name), level: step % 4 == 0 ? .content : .structure)
      #expect(report.isClean, "\(report.findings)")
      let archive = try Archive(at: library.path(name))
      #expect(try archive.statistics.articles == summary.articles)
      #expect(try archive.prepare("养老").count() == summary.articles)
      for id in 0..<summary.articles { #expect(try archive.article(id: "\(id)") != nil) }
      library.removeIndexFolder(name)
      try await writing
    }
    // Only snapshots of successive steps can see the same commit.
    #expect(generations.count >= steps / 2)
  }
}
