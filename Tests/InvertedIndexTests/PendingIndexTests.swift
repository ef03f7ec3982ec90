import FaultInjection
import Storage
import TestSupport
import Testing

@testable import InvertedIndex

/// Snapshots that fail or are killed, and their targets.
@Suite struct PendingIndexTests {
  private let fixture: IndexFixture
  private var source: IndexDirectory { fixture.directory }

  init() throws {
    fixture = try IndexFixture()
    try fixture.replace(with: [IndexFixture.documents("a", 2)])
  }

  @Test func `after any failure the same snapshot can be made again`() async throws {
    let sweep = FaultSweep(faults: FaultSweep.errors(areLasting: false) + [(.crash, true)])
    let operations = try await sweep.run { directory in
      _ = try IndexSnapshot.make(of: source, in: directory)
    } check: { directory, outcome in
      let names = (try? directory.list()) ?? []
      if outcome.error == nil {
        #expect(!names.contains("pending_index"), "\(outcome)")
      } else if outcome.fault.kind != .crash, outcome.seed == nil {
        // A failed command leaves nothing, unless its last removals failed.
        #expect(names.allSatisfy { $0 == "pending_index" }, "\(outcome): \(names)")
      }
      // Only a failure of the very last sync leaves a complete snapshot.
      let isComplete = !names.contains("pending_index") && names.contains("segments_1")
      if !isComplete { _ = try IndexSnapshot.make(of: source, in: directory) }
      #expect(try IndexFixture.contents(IndexReader(directory)) == ["a0", "a1"], "\(outcome)")
      #expect(try !directory.list().contains("pending_index"), "\(outcome)")
    }
    #expect(operations > 10)
  }

  @Test func `a folder with other files is left alone`() throws {
    let folder = TemporaryDirectory()
    let target = IndexDirectory(folder.path)
    for name in ["_0.sto", "words.txt", "note"] {
      folder.write([1], to: name)
      #expect(capture { try IndexSnapshot.make(of: source, in: target) } == target.notEmpty)
      #expect(folder.names(in: "") == [name])
      folder.remove(name)
    }
    // The remains of a command: its own files go, other files stay.
    for name in ["pending_index", "_7.sto", "segments_3", "note"] { folder.write([1], to: name) }
    _ = try IndexSnapshot.make(of: source, in: target)
    #expect(folder.names(in: "").contains("note") && !folder.names(in: "").contains("_7.sto"))
    #expect(try IndexFixture.contents(IndexReader(target)) == ["a0", "a1"])
  }

  @Test func `two commands do not make an index in one folder`() throws {
    let folder = TemporaryDirectory()
    let target = IndexDirectory(folder.path)
    let pending = try PendingIndex(target, copying: source)
    guard case .locked = capture({ try IndexSnapshot.make(of: source, in: target) }) else {
      Issue.record("not refused")
      return
    }
    pending.abandon()
    #expect(folder.names(in: "") == [])
    // The folder of the source is never claimed, nor that of a writer.
    folder.write([], to: "pending_index")
    #expect(capture { try PendingIndex(target, copying: target) } == target.notEmpty)
    let writer = try IndexWriter(target)
    #expect(capture { try PendingIndex(target, copying: source) } != nil)
    // The first commit of a writer removes the claim.
    try writer.commit(IndexChange())
    #expect(!folder.names(in: "").contains("pending_index"))
  }

  @Test func `a failed merge removes its files`() async throws {
    let disk = FaultyDisk()
    let directory = IndexDirectory(source.path, disk: disk)
    try addSegment(to: directory)
    var operation = 0
    while try await !merge(directory, disk, failingAt: operation) { operation += 1 }
    #expect(operation > 10)
    #expect(try IndexFixture.contents(IndexReader(directory)) == ["a0", "a1", "b0", "b1"])
  }

  private func addSegment(to directory: IndexDirectory) throws {
    let writer = try IndexWriter(directory)
    var change = IndexChange()
    change.added = [
      try IndexFixture.build(IndexFixture.documents("b", 2), writer, fixture.analyzer)
    ]
    try writer.commit(change)
  }

  /// Merges on a disk that fails at an operation, and returns false when the merge failed.
  private func merge(
    _ directory: IndexDirectory, _ disk: FaultyDisk, failingAt operation: Int
  ) async throws -> Bool {
    let writer = try IndexWriter(directory)
    disk.setFault(Fault(.noSpace, at: operation))
    let summary = try? await writer.merge(isForced: true)
    disk.setFault(nil)
    if summary != nil { return true }
    let files = IndexFiles(writer.commit)
    let left = try directory.list().filter { files.isUnreferenced($0) || files.isOldCommit($0) }
    #expect(left == [], "operation \(operation)")
    return false
  }
}
