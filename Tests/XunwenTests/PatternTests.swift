import TestSupport
import Testing
import Xunwen

/// Tests of updates with patterns of the files that are read.
@Suite struct PatternTests {
  private let library = Library()

  private func page(_ text: String) -> String { "清河区公告\n2023-05-06 来源：清河日报\n\n\(text)\n" }

  private func update(
    excluding lines: String..., prunes: Bool = false, rebuild: Bool = false
  ) async throws -> Library.Built {
    var patterns = PathPatterns()
    for line in lines { try patterns.exclude(line) }
    return try await library.build(rebuild: rebuild) { [patterns] in
      $0.patterns = patterns
      // Otherwise, the index keeps the patterns of the last update.
      $0.forgetsRules = true
      $0.prunes = prunes
    }
  }

  private func ids(_ built: Library.Built) throws -> [String] {
    try built.archive.search("养老").hits.map(\.id).sorted()
  }

  @Test func `excluded files stay in the index until they are pruned`() async throws {
    library.makeFolder("tmp")
    for name in ["a.txt", "b.txt", "tmp/c.txt"] {
      library.write(page("养老。"), to: name, modified: 1000)
    }
    #expect(try ids(try await update()) == ["a.txt", "b.txt", "tmp/c.txt"])
    let kept = try await update(excluding: "tmp/", "b.*")
    #expect(kept.summary.skipped.excluded == 2 && kept.summary.removed == 0)
    #expect(kept.summary.unchangedFiles == 1 && kept.failures.isEmpty)
    #expect(try ids(kept) == ["a.txt", "b.txt", "tmp/c.txt"])
    let pruned = try await update(excluding: "tmp/", "b.*", prunes: true)
    #expect(try pruned.summary.removed == 2 && ids(pruned) == ["a.txt"])
    #expect(try ids(try await update()) == ["a.txt", "b.txt", "tmp/c.txt"])
    // Nothing is removed when everything is excluded.
    let error = await #expect(throws: XunwenError.self) {
      try await update(excluding: "*", prunes: true)
    }
    #expect(
      error?.description
        == "no articles found (excluded by patterns: 3), nothing was committed")
  }

  @Test func `a rebuild forgets excluded files, also unreadable ones`() async throws {
    for name in ["a.txt", "b.txt"] { library.write(page("养老。"), to: name, modified: 1000) }
    _ = try await update()
    library.remove("b.txt")
    library.makeLink("b.txt", to: "b.txt")
    let kept = try await update(rebuild: true)
    #expect(try ids(kept) == ["a.txt", "b.txt"] && kept.summary.kept == 1)
    let forgotten = try await update(excluding: "b.txt", rebuild: true)
    #expect(try ids(forgotten) == ["a.txt"] && forgotten.summary.kept == 0)
  }

  @Test func `an archive is read again when the patterns change`() async throws {
    library.write(
      TarArchive(["1/a.txt": page("养老一。"), "2/b.txt": page("养老二。")]).bytes, to: "n.tar",
      modified: 1000)
    let first = try await update(excluding: "/n.tar/1")
    #expect(try ids(first) == ["n.tar/2/b.txt"] && first.summary.skipped.excluded == 1)
    let same = try await update(excluding: "/n.tar/1", prunes: true)
    #expect(same.summary.unchangedFiles == 1 && same.summary.removed == 0)
    let other = try await update(excluding: "/n.tar/2")
    #expect(try ids(other) == ["n.tar/1/a.txt", "n.tar/2/b.txt"])
    let pruned = try await update(excluding: "/n.tar/2", prunes: true)
    #expect(try ids(pruned) == ["n.tar/1/a.txt"] && pruned.summary.removed == 1)
  }

  @Test func `the folder may have a file with patterns`() async throws {
    for name in ["a.txt", "b.txt"] { library.write(page("养老。"), to: name, modified: 1000) }
    library.write("b.txt\n[x\n", to: PathPatterns.fileName)
    let built = try await update()
    #expect(try ids(built) == ["a.txt"])
    #expect(built.failures.count == 1 && built.failures[0].line == 2)
    #expect(try ids(try await update(excluding: "!b.txt")) == ["a.txt", "b.txt"])
  }
}
