import Synchronization
import TestSupport
import Testing
import Xunwen

/// Tests of updates from archives, whose members come and go.
@Suite struct ArchivedInputTests {
  private let library = Library()

  private func page(_ text: String) -> String { "清河区公告\n2023-05-06 来源：清河日报\n\n\(text)\n" }

  private func write(_ files: KeyValuePairs<String, String>, modified: Int) {
    library.write(TarArchive(files).bytes, to: "a/news.tar", modified: modified)
  }

  private func ids(_ built: Library.Built, _ query: String) throws -> [String] {
    try built.archive.search(query).hits.map(\.id).sorted()
  }

  @Test func `members are searchable, and hits name them`() async throws {
    library.makeFolder("a")
    write(
      [
        "2023/托育.txt": page("新建托育点。"), "r.jsonl": "{\"id\":\"r1\",\"text\":\"托育补贴。\"}\n",
        "b.png": "x", "c.png": "x", "__MACOSX/d.txt": "x",
      ], modified: 1000)
    library.write("x", to: "e.png")
    let built = try await library.update()
    #expect(built.failures.isEmpty && built.summary.files == 1 && built.summary.articles == 2)
    let hits = try built.archive.search("托育").hits
    let origins = Dictionary(uniqueKeysWithValues: hits.map { ($0.id, $0.origin) })
    #expect(
      origins == [
        "a/news.tar/2023/托育.txt": Origin(file: "a/news.tar", member: "2023/托育.txt"),
        "r1": Origin(file: "a/news.tar", member: "r.jsonl"),
      ])
    #expect(
      Set(hits.compactMap(\.origin?.path)) == ["a/news.tar/2023/托育.txt", "a/news.tar/r.jsonl"])
    let kind = try #require(built.summary.skipped.kinds.first)
    #expect(kind.count == 3 && kind.examples == ["a/news.tar/b.png", "a/news.tar/c.png", "e.png"])
    #expect(built.summary.skipped.system == 1)
  }

  @Test func `an update reads a changed archive, and prunes its lost members`() async throws {
    library.makeFolder("a")
    write(["1.txt": page("养老一。"), "2.txt": page("养老二。"), "3.txt": page("养老三。")], modified: 1000)
    library.write(page("养老。"), to: "b.txt", modified: 1000)
    #expect(counts(try await library.update()) == [4, 0, 0, 0])
    let again = try await library.update()
    #expect(again.summary.files == 0 && again.summary.unchangedFiles == 2)
    write(["1.txt": page("养老一。"), "2.txt": page("养老改。"), "4.txt": page("养老四。")], modified: 2000)
    let changed = try await library.update()
    #expect(counts(changed) == [1, 1, 1, 0] && changed.summary.articles == 5)
    // The archive is read again only to find its stale article.
    let pruned = try await library.update { $0.prunes = true }
    #expect(pruned.summary.removed == 1)
    #expect(try ids(pruned, "养老") == ["1", "2", "4"].map { "a/news.tar/\($0).txt" } + ["b.txt"])
    #expect(try await library.update { $0.prunes = true }.summary.files == 0)
    library.remove("a/news.tar")
    let removed = try await library.update { $0.prunes = true }
    #expect(removed.summary.removed == 3)
    #expect(try ids(removed, "养老") == ["b.txt"])
  }

  @Test func `a damaged archive loses no articles`() async throws {
    library.makeFolder("a")
    let files: KeyValuePairs = ["1.txt": page("养老一。"), "2.txt": page("养老二。")]
    write(files, modified: 1000)
    #expect(counts(try await library.update()) == [2, 0, 0, 0])
    let bytes = TarArchive(files).bytes
    library.write(Array(bytes.prefix(1100)), to: "a/news.tar", modified: 2000)
    let damaged = try await library.update { $0.prunes = true }
    #expect(counts(damaged) == [0, 0, 1, 0] && damaged.failures.count == 1)
    #expect(try ids(damaged, "养老").count == 2)
    let rebuilt = try await library.build()
    #expect(rebuilt.summary.kept == 1 && rebuilt.summary.failures == 1)
    #expect(try ids(rebuilt, "养老").count == 2)
  }

  @Test func `an archive is pruned after the list of files is lost`() async throws {
    library.makeFolder("a")
    write(["1.txt": page("养老一。"), "2.txt": page("养老二。")], modified: 1000)
    _ = try await library.update()
    _ = try await Archive.repair(at: library.path(), to: library.path("repaired"))
    write(["1.txt": page("养老一。")], modified: 2000)
    let first = try await library.build("repaired", rebuild: false)
    #expect(counts(first) == [0, 0, 1, 0] && first.summary.articles == 2)
    let pruned = try await library.build("repaired", rebuild: false) { $0.prunes = true }
    #expect(pruned.summary.removed == 1 && pruned.summary.articles == 1)
  }

  @Test func `progress counts the bytes of the archive`() async throws {
    library.makeFolder("a")
    write(["1.txt": page("养老一。"), "2.txt": page("养老二。")], modified: 1000)
    let last = Shown()
    _ = try await ArchiveWriter(creatingAt: library.path()).update(
      from: .folder(library.corpusPath("a")), onProgress: { last.set($0) })
    let progress = try #require(last.value)
    #expect(progress.articles == 2 && progress.totalBytes == 3072)
    #expect(progress.bytes > 1024 && progress.bytes <= progress.totalBytes)
    #expect(progress.articleBytes == 2 * page("养老一。").utf8.count)
  }

  /// The last progress that was reported.
  private final class Shown: Sendable {
    private let state = Mutex<IndexingProgress?>(nil)

    var value: IndexingProgress? { state.withLock { $0 } }

    func set(_ progress: IndexingProgress) { state.withLock { $0 = progress } }
  }
}
