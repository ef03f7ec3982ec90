import Storage
import Synchronization
import TestSupport
import Testing
import Xunwen

/// Tests of updates, which read only new and changed files.
@Suite struct UpdateTests {
  private let library = Library()

  private func record(_ id: String, _ text: String) -> String {
    "{\"id\":\"\(id)\",\"text\":\"\(text)\"}\n"
  }

  @Test func `unchanged files are not read`() async throws {
    library.write("养老服务。", to: "a.txt", modified: 1000)
    library.write(record("x", "医保") + record("y", "托育"), to: "b.jsonl", modified: 1000)
    let first = try await library.update()
    #expect(counts(first) == [3, 0, 0, 0] && first.summary.files == 2)
    let again = try await library.update()
    #expect(counts(again) == [0, 0, 0, 0])
    #expect(again.summary.files == 0 && again.summary.unchangedFiles == 2)
    #expect(again.archive.generation == 1, "an update without changes makes no commit")
    // A file with a new modification time is read once. Its articles are unchanged.
    library.write(record("x", "医保") + record("y", "托育"), to: "b.jsonl", modified: 2000)
    let touched = try await library.update()
    #expect(counts(touched) == [0, 0, 2, 0] && touched.summary.files == 1)
    #expect(try await library.update().summary.files == 0)
    library.write(
      record("x", "医保") + record("y", "托幼") + record("z", "新"), to: "b.jsonl", modified: 3000)
    let changed = try await library.update()
    #expect(counts(changed) == [1, 1, 1, 0])
    #expect(try changed.archive.search("托育").total == 0)
    #expect(try first.archive.search("托育").total == 1, "an open archive does not change")
    #expect(try first.archive.refresh() && first.archive.search("托幼").total == 1)
    #expect(try !first.archive.refresh())
  }

  @Test func `a file modified just before the scan is read again`() async throws {
    library.write("养老服务。", to: "a.txt")
    #expect(counts(try await library.update()) == [1, 0, 0, 0])
    #expect(counts(try await library.update()) == [0, 0, 1, 0])
  }

  @Test func `stale articles are removed only with pruning`() async throws {
    library.write("养老。", to: "a.txt", modified: 1000)
    library.write(record("x", "医保") + record("y", "医保"), to: "b.jsonl", modified: 1000)
    library.write(record("z", "医保"), to: "c.jsonl", modified: 1000)
    _ = try await library.update()
    library.remove("a.txt")
    library.remove("c.jsonl")
    library.write(record("y", "医保"), to: "b.jsonl", modified: 2000)
    #expect(counts(try await library.update()) == [0, 0, 1, 0])
    let pruned = try await library.update { $0.prunes = true }
    #expect(counts(pruned) == [0, 0, 1, 3])
    #expect(try pruned.archive.search("医保").hits.map(\.id) == ["y"])
    #expect(counts(try await library.update { $0.prunes = true }) == [0, 0, 0, 0])
  }

  @Test func `an interrupted update forgets no stale article`() async throws {
    library.write(record("x", "医保") + record("y", "医保"), to: "a.jsonl", modified: 1000)
    _ = try await library.update()
    library.write(record("y", "医保"), to: "a.jsonl", modified: 2000)
    library.write("no record", to: "b.jsonl", modified: 2000)
    let interrupted = try await Task { [library] in
      try await ArchiveWriter(at: library.path()).update(
        from: .folder(library.corpusPath("")),
        onFailure: { _ in
          unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() }
        })
    }.value
    #expect(interrupted.isInterrupted && interrupted.unchanged == 1)
    library.remove("b.jsonl")
    #expect(counts(try await library.update { $0.prunes = true }) == [0, 0, 1, 1])
  }

  @Test func `a deleted article does not return when stale articles are pruned`() async throws {
    library.write(record("x", "医保") + record("y", "医保"), to: "b.jsonl", modified: 1000)
    _ = try await library.update()
    library.write(record("y", "医保") + record("z", "托育"), to: "b.jsonl", modified: 2000)
    _ = try await library.update()
    #expect(try ArchiveWriter.delete(ids: ["z"], at: library.path()).removed == 1)
    let pruned = try await library.update { $0.prunes = true }
    #expect(counts(pruned) == [0, 0, 1, 1])
    #expect(try pruned.archive.article(id: "z") == nil, "its file has not changed")
    library.write(record("z", "托育") + record("y", "医保"), to: "b.jsonl", modified: 3000)
    #expect(counts(try await library.update()) == [1, 0, 1, 0])
  }

  @Test func `articles of unreadable files are not pruned`() async throws {
    library.write("养老。", to: "a.txt", modified: 1000)
    library.write(record("x", "医保") + record("y", "医保"), to: "b.jsonl", modified: 1000)
    _ = try await library.update()
    library.write("", to: "a.txt", modified: 2000)
    library.write(record("x", "医保") + "{\"id\":\"y\"\n", to: "b.jsonl", modified: 2000)
    let broken = try await library.update { $0.prunes = true }
    #expect(counts(broken) == [0, 0, 1, 0] && broken.summary.failures == 2)
    // The next update reads the files again and reports the failures again.
    #expect(try await library.update { $0.prunes = true }.failures == broken.failures)
    #expect(try broken.archive.article(id: "y") != nil)
    library.write(record("x", "医保"), to: "b.jsonl", modified: 3000)
    #expect(counts(try await library.update { $0.prunes = true }) == [0, 0, 1, 1])
    // An empty folder is an error and does not remove all articles.
    library.remove("a.txt")
    library.remove("b.jsonl")
    await #expect(throws: XunwenError.self) { try await library.update { $0.prunes = true } }
    #expect(try Archive(at: library.path()).statistics.articles == 2)
  }

  @Test func `unreadable entries do not prevent the pruning of other files`() async throws {
    let outside = Library()
    outside.write("养老。", to: "y.txt", modified: 1000)
    library.makeLink("link", to: outside.corpusPath(""))
    func update(prunes: Bool = false, follows: Bool = true) async throws -> Library.Built {
      try await library.build(rebuild: false) {
        $0.prunes = prunes
        $0.followsLinks = follows
      }
    }
    library.makeFolder("sub")
    for name in ["a.txt", "b.txt", "sub/c.txt"] {
      library.write("养老。", to: name, modified: 1000)
    }
    #expect(counts(try await update()) == [4, 0, 0, 0])
    // Articles behind a link that is not followed any more are not pruned.
    let unfollowed = try await update(prunes: true, follows: false)
    #expect(counts(unfollowed) == [0, 0, 0, 0] && unfollowed.summary.skipped.links == 1)
    for name in ["a.txt", "sub/c.txt", "link"] { library.remove(name) }
    library.makeLink("link", to: "nowhere")
    // The folder behind the link may return, for example when its disk is mounted.
    let pruned = try await update(prunes: true)
    #expect(counts(pruned) == [0, 0, 0, 2] && pruned.summary.failures == 1)
    #expect(try pruned.archive.article(id: "link/y.txt") != nil)
    library.remove("link")
    #expect(counts(try await update(prunes: true)) == [0, 0, 0, 1])
  }

  @Test func `an interrupted rebuild keeps the index`() async throws {
    for number in 0..<3 {
      library.write(record("\(number)", "医保"), to: "\(number).jsonl", modified: 1000)
    }
    _ = try await library.update()
    let stopped = try await cancelled { try await library.build(rebuild: true) }
    #expect(stopped.summary.isInterrupted && stopped.summary.commits == 0)
    #expect(counts(stopped) == [0, 0, 0, 0])
    #expect(try stopped.archive.statistics.articles == 3 && stopped.archive.generation == 1)
  }

  @Test func `a deleted article is not indexed again until its file changes`() async throws {
    library.write(record("x", "医保") + record("y", "医保"), to: "b.jsonl", modified: 1000)
    library.write("养老。", to: "a.txt", modified: 1000)
    _ = try await library.update()
    let deleted = try ArchiveWriter.delete(ids: ["y", "no", "a.txt"], at: library.path())
    #expect(deleted.removed == 2 && deleted.missing == ["no"])
    let after = try await library.update()
    #expect(try counts(after) == [0, 0, 0, 0] && after.archive.statistics.articles == 1)
    library.write(record("x", "医保") + record("y", "医保"), to: "b.jsonl", modified: 2000)
    #expect(counts(try await library.update()) == [1, 0, 1, 0])
    #expect(
      try Archive(at: library.path()).prepare("医保 -养老", scope: .allClauses).count() == 2)
    let writer = try ArchiveWriter(at: library.path())
    #expect(try writer.delete(matching: "医保 -养老").removed == 2)
    #expect(try writer.delete(matching: "医保").removed == 0, "the first deletion covers them")
    #expect(try Archive(at: library.path()).statistics.articles == 2, "nothing is committed yet")
    try writer.commit()
    #expect(try Archive(at: library.path()).statistics.articles == 0)
    #expect(throws: QuerySyntaxError.self) {
      try writer.delete(matching: "(")
    }
    #expect(throws: XunwenError.self) {
      try ArchiveWriter.delete(ids: ["x"], at: library.path("no"))
    }
  }

  @Test func `a folder does not replace articles of another folder`() async throws {
    let other = Library()
    library.write("养老。", to: "a.txt")
    other.write("医保。", to: "a.txt")
    other.write("医保。", to: "b.txt")
    _ = try await library.update()
    let summary = try await ArchiveWriter(creatingAt: library.path()).update(
      from: .folder(other.corpusPath("")),
      onFailure: { #expect($0.reason == .idTaken(by: library.corpusPath("a.txt"))) })
    #expect(summary.failures == 1 && summary.added == 1 && summary.articles == 2)
    // After its removal, the file of the other folder replaces the article.
    library.remove("a.txt")
    let moved = try await ArchiveWriter(creatingAt: library.path()).update(
      from: .folder(other.corpusPath("")))
    #expect(moved.failures == 0 && moved.changed == 1)
  }

  @Test func `an update can commit several times and can be interrupted`() async throws {
    for number in 0..<40 {
      library.write(record("\(number)", "医保第\(number)篇"), to: "\(number).jsonl", modified: 1000)
    }
    let built = try await library.update {
      $0.commitEvery = 10
      $0.memory = 1
    }
    // Commits are made between ingest tasks, and here is only one task.
    #expect(built.summary.added == 40 && built.summary.commits >= 1)
    // An update that is stopped before it reads anything changes nothing.
    library.write(record("new", "医保"), to: "new.jsonl", modified: 1000)
    let stopped = try await cancelled { try await library.build(rebuild: false) }
    #expect(stopped.summary.isInterrupted && stopped.summary.commits == 0)
    #expect(try stopped.archive.statistics.articles == 40)
    #expect(try await library.update().summary.added == 1)
  }

  @Test func `a file that disappears before it was read to the end leaves no article`() async throws
  {
    // More records than one task reads.
    let records = (0..<7000).map { record("\($0)", String(repeating: "医保", count: 10)) }.joined()
    library.write(records, to: "large.jsonl", modified: 1000)
    library.write(record("small", "养老"), to: "small.jsonl", modified: 1000)
    let running = RunningUpdate()
    let stopped = try await running.start(library).value
    #expect(stopped.isInterrupted && stopped.added > 1000 && stopped.added < 7000)
    library.remove("large.jsonl")
    let pruned = try await library.build(rebuild: false) { $0.prunes = true }
    #expect(pruned.summary.articles == 1)
  }
}

/// An update that is cancelled as soon as articles were read.
private final class RunningUpdate: Sendable {
  private let task = Mutex<Task<IndexingSummary, any Error>?>(nil)

  func start(_ library: Library) -> Task<IndexingSummary, any Error> {
    task.withLock { task in
      let update = Task {
        var options = IndexingOptions()
        options.memory = 1
        options.jobs = 1
        return try await ArchiveWriter(creatingAt: library.path()).update(
          from: .folder(library.corpusPath("")), options: options,
          onProgress: { [self] progress in
            if progress.articles > 0 { self.task.withLock { $0?.cancel() } }
          })
      }
      task = update
      return update
    }
  }
}
