import TestSupport
import Testing
import Xunwen

/// Rebuilds of a folder of which a part cannot be read.
///
/// The tests may run as a user who may read everything, so a folder in place of a file, a broken
/// link and a refused record stand for unreadable files.
@Suite struct RebuildTests {
  private let library = Library()

  private func record(_ id: String, _ text: String = "养老") -> String {
    "{\"id\":\"\(id)\",\"text\":\"\(text)\"}\n"
  }

  private func build() async throws {
    library.makeFolder("sub")
    library.write("养老服务。", to: "a.txt", modified: 1000)
    library.write("养老院。", to: "sub/b.txt", modified: 1000)
    library.write(record("x") + record("y") + record("z"), to: "c.jsonl", modified: 1000)
    library.write(record("v") + record("w"), to: "d.jsonl", modified: 1000)
    #expect(try await library.build(rebuild: false).summary.articles == 7)
  }

  private func ids(_ built: Library.Built) throws -> [String] {
    let found = try built.archive.search("养老", options: SearchOptions(limit: 100))
    #expect(found.total == built.summary.articles)
    return found.hits.map(\.id).sorted()
  }

  @Test(arguments: [nil, 1]) func `articles of unreadable files stay`(
    commitEvery: Int?
  ) async throws {
    try await build()
    for name in ["a.txt", "c.jsonl"] { library.remove(name) }
    library.makeFolder("a.txt")
    library.makeLink("c.jsonl", to: "nowhere")
    let broken = try await library.build { $0.commitEvery = commitEvery }
    #expect(try ids(broken) == ["a.txt", "sub/b.txt", "v", "w", "x", "y", "z"])
    #expect(broken.summary.failures == 2 && broken.failures.count == 2)
    #expect(broken.summary.kept == 4 && broken.summary.added == 3)
    #expect(try await Archive.check(at: library.path(), level: .content).isClean)
    // They stay in further rebuilds, and when missing files are pruned.
    #expect(try await library.build().summary.kept == 4)
    let pruned = try await library.build(rebuild: false) { $0.prunes = true }
    #expect(pruned.summary.articles == 6, "a folder is no file any more")
    // A file that can be read again replaces its articles.
    library.remove("c.jsonl")
    library.write(record("x", "养老院") + record("y"), to: "c.jsonl", modified: 2000)
    let read = try await library.build(rebuild: false) { $0.prunes = true }
    #expect(try ids(read) == ["sub/b.txt", "v", "w", "x", "y"])
    #expect(read.summary.changed == 1 && read.summary.removed == 1)
  }

  @Test func `articles of refused records stay, and new articles win`() async throws {
    try await build()
    library.write(record("x", "养老院") + "{\n" + record("z", "养老床位"), to: "c.jsonl")
    library.write(record("v") + record("y", "养老金"), to: "d.jsonl")
    library.write([0xFF, 0xFE, 0xFF], to: "sub/b.txt")
    let built = try await library.build()
    // The complete file d.jsonl has no w any more.
    #expect(try ids(built) == ["a.txt", "sub/b.txt", "v", "x", "y", "z"])
    #expect(built.summary.kept == 1 && built.summary.failures == 2)
    #expect(try built.archive.search("养老院").total == 2)
    #expect(try built.archive.search("养老金").total == 1)
  }

  @Test func `a rebuild from a part of the folder keeps its unreadable files`() async throws {
    try await build()
    library.remove("sub/b.txt")
    library.makeFolder("sub/b.txt")
    library.write("养老补贴。", to: "sub/n.txt", modified: 1000)
    let part = try await library.update(from: library.corpusPath("sub")) { $0.rebuilds = true }
    #expect(try ids(part) == ["n.txt", "sub/b.txt"])
    library.remove("sub/b.txt")
    library.write("养老院。", to: "sub/b.txt", modified: 1000)
    let again = try await library.update(from: library.corpusPath("sub")) { _ in }
    #expect(again.summary.articles == 2 && again.summary.added == 0, "the file keeps its id")
  }

  @Test func `articles of removed files go`() async throws {
    try await build()
    library.remove("a.txt")
    let built = try await library.build()
    #expect(built.summary.kept == 0 && built.summary.articles == 6)
  }
}
