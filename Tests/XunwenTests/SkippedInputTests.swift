import TestSupport
import Testing
import Xunwen

/// Tests of input that is not counted: superseded articles, and indexes inside the corpus.
@Suite struct SkippedInputTests {
  private let library = Library()

  private func record(_ id: String, _ members: String = "") -> String {
    #"{"id":"\#(id)","text":"养老"\#(members)}"# + "\n"
  }

  @Test func `superseded articles are in no count`() async throws {
    let dated = #","date":"2023-07-02","source":"甲""#
    library.write(
      record("x") + record("x") + record("y", dated), to: "a.jsonl", modified: 1000)
    library.write(record("x") + record("y"), to: "b.jsonl", modified: 1000)
    library.write(record("x", dated) + record("z"), to: "c.jsonl", modified: 1000)
    let first = try await library.build(rebuild: false) { $0.merges = false }
    let summary = first.summary
    #expect(summary.articles == 3 && summary.superseded == 4)
    #expect(summary.added == 3 && summary.changed == 0 && summary.failures == 0)
    #expect(summary.undated == 2 && summary.unsourced == 2)
    #expect(summary.encodings.map(\.count) == [3])
    let statistics = try first.archive.statistics
    #expect(statistics.articles == 3 && statistics.undated == 2 && statistics.unsourced == 2)
    #expect(statistics.units == 6 && statistics.averageLength == 2)
    #expect(statistics.deleted == 4, "they remain in the files")
    #expect(try await library.build(rebuild: false).summary.superseded == 0)
  }

  @Test func `articles of earlier commits of an update are superseded`() async throws {
    let filler = String(repeating: "托育", count: 100_000)
    library.write(record("x") + record("old"), to: "0.jsonl", modified: 1000)
    _ = try await library.build(rebuild: false)
    library.write(
      record("x", #","n":1"#) + #"{"id":"f","text":"\#(filler)"}"# + "\n", to: "a.jsonl",
      modified: 1000)
    library.write(record("x", #","date":"2023""#) + record("old", #","n":2"#), to: "b.jsonl")
    let summary = try await library.build(memory: 1, rebuild: false) { $0.commitEvery = 1 }.summary
    #expect(summary.commits == 2 && summary.articles == 3)
    #expect(summary.added == 1 && summary.changed == 2 && summary.superseded == 1)
    #expect(summary.undated == 2 && summary.encodings.map(\.count) == [3])
  }

  @Test func `an article that loses to an indexed article is superseded`() async throws {
    library.write(record("x") + record("y"), to: "b.jsonl", modified: 1000)
    _ = try await library.build(rebuild: false)
    library.write(record("x") + record("z"), to: "a.jsonl", modified: 1000)
    let summary = try await library.build(rebuild: false).summary
    #expect(summary.superseded == 1 && summary.added == 1 && summary.undated == 1)
    #expect(summary.articles == 3)
  }

  @Test func `an index inside the corpus is not read`() async throws {
    library.write("养老服务。", to: "a.txt", modified: 1000)
    library.makeFolder("deep")
    for name in ["deep/own", "deep/other", "b.txt"] {
      let index = library.corpusPath(name)
      for _ in 0..<2 {
        _ = try await ArchiveWriter(creatingAt: index).update(
          from: .folder(library.corpusPath("")))
        // The dictionary of an index is a .txt file.
        _ = try ArchiveWriter(at: index).addWords(["新质生产力"])
      }
    }
    library.write("托育", to: "deep/c.txt", modified: 1000)
    let built = try await library.build()
    #expect(built.summary.articles == 2 && built.failures.isEmpty)
    #expect(built.summary.skipped.indexes == 3 && built.summary.skipped.files == 0)
    let own = try await ArchiveWriter(creatingAt: library.corpusPath("deep/own")).update(
      from: .folder(library.corpusPath("")))
    #expect(own.articles == 2 && own.added == 1)
    // A copy without a lock, and the remains of an index, are indexes, too.
    _ = try Archive.snapshot(
      at: library.corpusPath("deep/own"), to: library.corpusPath("deep/copy"))
    library.makeFolder("deep/remains")
    library.write("新质生产力", to: "deep/remains/words.txt")
    library.write("1 host time", to: "deep/remains/write.lock")
    // A folder with the name of an index is not an index.
    library.makeFolder("index")
    library.write("养老", to: "index/segments_1")
    library.write("养老", to: "index/words.txt")
    let again = try await library.build()
    #expect(again.summary.skipped.indexes == 5 && again.summary.articles == 3)
    #expect(try again.archive.article(id: "index/words.txt") != nil)
  }

  @Test func `the folder of the index is never read, nor files behind links to it`() async throws {
    library.makeFolder("own")
    library.write("养老", to: "own/a.txt", modified: 1000)
    library.write("养老", to: "b.txt", modified: 1000)
    func update() async throws -> IndexingSummary {
      try await ArchiveWriter(creatingAt: library.corpusPath("own")).update(
        from: .folder(library.corpusPath("")))
    }
    let first = try await update()
    #expect(first.articles == 1 && first.skipped.indexes == 1)
    library.makeLink("c.txt", to: "own/a.txt")
    let second = try await update()
    #expect(second.articles == 1 && second.failures == 0)
  }

  @Test func `a folder cannot be both index and corpus`() async throws {
    library.write("养老服务。", to: "a.txt")
    let corpus = library.corpusPath("")
    await #expect(throws: XunwenError.indexAsCorpus(path: corpus)) {
      try await ArchiveWriter(creatingAt: corpus).update(from: .folder(corpus))
    }
    _ = try await library.build()
    await #expect(throws: XunwenError.indexAsCorpus(path: library.path())) {
      try await library.update("second", from: library.path()) { _ in }
    }
  }
}
