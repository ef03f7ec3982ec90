import InvertedIndex
import Testing

@testable import Xunwen

/// A repair of an index with a damaged commit, after a deletion that was never committed.
@Suite struct UncommittedDeletionTests {
  private let library = Library()

  @Test(arguments: [true, false])
  func `an uncommitted deletion deletes nothing`(isFirstCommitted: Bool) async throws {
    let records = (0..<6).map { "{\"id\":\"\($0)\",\"text\":\"养老\"}\n" }
    library.write(records.joined(), to: "a.jsonl")
    _ = try await library.build()
    if isFirstCommitted { _ = try ArchiveWriter.delete(ids: ["0"], at: library.path()) }
    do {
      let writer = try ArchiveWriter(at: library.path())
      var change = IndexChange()
      change.removed = ["_0": [1, 2]]
      _ = try writer.index.prepare(change)
    }
    let commit = try #require(library.indexFiles().first { $0.hasPrefix("segments_") })
    library.writeIndex([0], to: commit)
    let report = try await Archive.repair(at: library.path(), to: library.path("new"))
    #expect(report.saved == (isFirstCommitted ? 5 : 6) && report.isComplete)
    #expect(report.withoutDeletions.isEmpty == isFirstCommitted)
  }
}
