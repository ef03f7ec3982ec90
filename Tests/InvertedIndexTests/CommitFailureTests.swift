import FaultInjection
import Storage
import TestSupport
import TextAnalysis
import Testing

@testable import InvertedIndex

/// Commits on a disk that fails, fills up or loses power at any operation of the writer.
@Suite struct CommitFailureTests {
  private let analyzer: Analyzer

  init() throws { analyzer = try Analyzer() }

  @Test func `after any failure the old or the new index is complete`() async throws {
    let (a, b) = (IndexFixture.documents("a", 3), IndexFixture.documents("b", 2))
    // Duplicates make the writer write live documents.
    let operations = try await FaultSweep().run { directory in
      try replace(directory, [[a[0], a[1], a[0]]])
    } scenario: { directory in
      try replace(directory, [[b[0]], [b[1], b[0], a[2]]])
    } check: { directory, outcome in
      try await expect([["a1", "a0"], ["b1", "b0", "a2"]], in: directory, outcome)
    }
    #expect(operations > 60)
  }

  @Test func `after a failed first build there is no index or a complete one`() async throws {
    let operations = try await FaultSweep().run { directory in
      try replace(directory, [IndexFixture.documents("a", 2)])
    } check: { directory, outcome in
      try await expect([nil, ["a0", "a1"]], in: directory, outcome)
    }
    #expect(operations > 30)
  }

  @Test func `a failure leaves the commits made before it`() async throws {
    let (a, b) = (IndexFixture.documents("a", 3), IndexFixture.documents("b", 1))
    var commits = 0
    let operations = try await FaultSweep(powerCuts: 2).run { directory in
      try replace(directory, [a])
    } scenario: { directory in
      commits = 0
      let writer = try IndexWriter(directory)
      var change = IndexChange()
      change.added = [try IndexFixture.build([a[1], b[0]], writer, analyzer)]
      try writer.commit(try writer.prepare(change), ledger: Array("ledger".utf8))
      commits = 1
      change = IndexChange()
      change.removed = ["_0": [0]]
      try writer.commit(change)
      commits = 2
      _ = try await writer.merge(isForced: true)
      commits = 3
    } check: { directory, outcome in
      let states = [["a0", "a1", "a2"], ["a0", "a2", "a1", "b0"], ["a2", "a1", "b0"]]
      let next = states[min(commits + 1, 2)]
      try await expect([states[min(commits, 2)], next], in: directory, outcome)
    }
    #expect(operations > 70)
  }

  @Test func `a writer whose commit failed can commit again`() async throws {
    try await FaultSweep(faults: FaultSweep.errors(areLasting: false)).run { directory in
      try replace(directory, [IndexFixture.documents("a", 1)])
    } scenario: { directory in
      let writer = try IndexWriter(directory)
      let change = try change(writer)
      do {
        try writer.commit(change)
      } catch {
        try writer.commit(change)
      }
    } check: { directory, outcome in
      try await expect([["a0"], ["b0"]], in: directory, outcome)
    }
  }

  @Test func `cleaning up after a failed commit keeps all files of the commit`() async throws {
    let sweep = FaultSweep(faults: [(.inputOutput, false), (.crash, true)], powerCuts: 2)
    for operation in Self.commitOperations {
      let operations = try await sweep.run { directory in
        let disk = FaultyDisk()
        let faulty = IndexDirectory(directory.path, disk: disk)
        try replace(faulty, [IndexFixture.documents("a", 1)])
        try failToCommit(try IndexWriter(faulty), on: disk, at: operation)
      } scenario: { directory in
        try IndexWriter(directory).removeUnreferencedFiles()
      } check: { directory, outcome in
        let found = try IndexFixture.contents(try IndexReader(directory))
        #expect(found == ["a0"] || found == ["b0"] && operation == 6, "\(outcome)")
        try await expectNothingLeft(by: directory, outcome)
      }
      #expect(operations > 5)
    }
  }

  @Test func `a writer cleans up safely after a commit with unknown outcome`() async throws {
    let sweep = FaultSweep(faults: [(.inputOutput, true), (.crash, true)])
    for operation in Self.commitOperations.suffix(3) {
      try await sweep.run { directory in
        try replace(directory, [IndexFixture.documents("a", 1)])
      } scenario: { directory in
        let disk = FaultyDisk(over: directory.disk)
        let writer = try IndexWriter(IndexDirectory(directory.path, disk: disk))
        try failToCommit(writer, on: disk, at: operation)
        try writer.removeUnreferencedFiles()
      } check: { directory, outcome in
        let found = try IndexFixture.contents(try IndexReader(directory))
        #expect(found == ["a0"] || found == ["b0"] && outcome.error != nil, "\(outcome)")
        try await expectNothingLeft(by: directory, outcome)
      }
    }
  }

  @Test func `a writer makes the last commit of a crashed writer durable`() async throws {
    let sweep = FaultSweep(faults: [(.crash, true)], powerCuts: 6)
    try await sweep.run { directory in
      try replace(directory, [IndexFixture.documents("a", 1)])
    } scenario: { directory in
      let disk = FaultyDisk(over: directory.disk)
      try failToCommit(
        try IndexWriter(IndexDirectory(directory.path, disk: disk)), on: disk, at: 6)
      _ = try IndexWriter(directory)
    } check: { directory, outcome in
      try await expect([["a0"], ["b0"]], in: directory, outcome)
    }
  }

  @Test func `a full disk leaves the old index intact`() throws {
    let (a, b) = (IndexFixture.documents("a", 3), IndexFixture.documents("b", 40))
    var freeSpace = 0
    while true {
      let fixture = try IndexFixture()
      try fixture.replace(with: [a])
      let disk = FaultyDisk(freeSpace: freeSpace)
      let error = capture {
        try replace(IndexDirectory(fixture.directory.path, disk: disk), [b])
      }
      let reader = try IndexReader(fixture.directory)
      guard let error else {
        #expect(try IndexFixture.contents(reader) == b.map(\.id))
        break
      }
      guard case .io(_, operation: "write", errno: 28) = error else { throw error }
      #expect(try IndexFixture.contents(reader) == a.map(\.id))
      try replace(fixture.directory, [a])
      #expect(try fixture.directory.indexFiles().count == 8)
      freeSpace += 97
    }
    #expect(freeSpace > 2_000)
  }

  // MARK: -

  /// Opens a writer, builds segments and commits them as the whole index.
  private func replace(_ directory: IndexDirectory, _ segments: [[IndexDocument]]) throws {
    try IndexFixture.replace(directory, with: segments, analyzer)
  }

  /// A change that replaces the whole index by one document.
  private func change(_ writer: IndexWriter) throws -> IndexChange {
    var change = IndexChange()
    change.replacesAll = true
    change.added = [try IndexFixture.build(IndexFixture.documents("b", 1), writer, analyzer)]
    return change
  }

  /// The disk operations of a commit file: create, write, write the checksum, sync; sync the
  /// directory, rename, sync the directory.
  private static let commitOperations = 0..<7

  private func failToCommit(
    _ writer: IndexWriter, on disk: FaultyDisk, at operation: Int
  ) throws {
    let change = try change(writer)
    disk.setFault(Fault(.inputOutput, at: operation))
    #expect(capture { try writer.commit(change) } != nil)
  }

  /// Expects one of two states, the later one if the scenario succeeded. The next writer must find
  /// the same state and remove all other files.
  ///
  /// - Parameter states: the ids of the documents in each state; nil for no index.
  private func expect(
    _ states: [[String]?], in directory: IndexDirectory, _ outcome: FaultSweep.Outcome
  ) async throws {
    let found = try contents(directory)
    #expect(found == states[1] || found == states[0] && outcome.error != nil, "\(outcome)")
    try await expectNothingLeft(by: directory, outcome)
    #expect(try contents(directory) == found, "\(outcome)")
    // The next commit can replace everything.
    try replace(directory, [])
    let left = try directory.indexFiles()
    #expect(left.count == 1 && left[0].hasPrefix("segments_"), "\(outcome): \(left)")
  }

  private func contents(_ directory: IndexDirectory) throws -> [String]? {
    do {
      return try IndexFixture.contents(try IndexReader(directory))
    } catch StorageError.notFound(directory.path) {
      return nil
    }
  }

  /// Opens a new writer and expects that only intact files of the commit remain.
  private func expectNothingLeft(
    by directory: IndexDirectory, _ outcome: FaultSweep.Outcome
  ) async throws {
    let commit = try IndexWriter(directory).commit
    for name in try directory.indexFiles() {
      let isOfSegment = commit?.segments.contains {
        let live = String($0.liveGeneration, radix: 36)
        return name.hasPrefix("\($0.name).") || name == "\($0.name)_\(live).liv"
      }
      let ledger = commit.map { Ledger.fileName(generation: $0.ledgerGeneration) }
      #expect(
        isOfSegment == true || name == ledger || name == commit?.fileName,
        "\(outcome): \(name) is left")
    }
    // The check is slow. By default, a third of the power cuts are checked.
    guard commit != nil, TestScale.factor > 1 || (outcome.seed ?? 0) % 3 == 0 else { return }
    let documents = IndexFixture.documents("a", 3) + IndexFixture.documents("b", 2)
    let report = try await IndexChecker(
      directory, level: .structure, records: KnownRecords(documents), jobs: 1, memory: 1 << 20
    ).run { _, _ in }
    #expect(report.findings.all.isEmpty && report.unneeded.isEmpty, "\(outcome): \(report)")
  }
}
