import Storage
import TestSupport
import Testing

@testable import InvertedIndex

/// Commits with correct checksums that break a rule on which writers rely.
@Suite struct CommitRulesTests {
  private let fixture: IndexFixture
  private var directory: IndexDirectory { fixture.directory }

  init() throws { fixture = try IndexFixture() }

  /// A change of a valid commit of one segment, `_0`.
  enum Change: CaseIterable {
    case nextSegmentZero, nextSegmentLargest, liveOfLaterCommit, ledgerOfLaterCommit
    case sameSegmentTwice, pathAsName
    case tooManyFields, sameFieldTwice, fieldWithoutName, longNameOfField, zeroInName

    func apply(to commit: CommitPoint) -> CommitPoint {
      let entry = commit.segments[0]
      func changed(
        next: UInt64? = nil, ledger: UInt64 = 0, live: UInt64 = 0, name: String? = nil,
        count: Int = 1, fields: [String] = []
      ) -> CommitPoint {
        let segment = CommitPoint.Segment(
          name: name ?? entry.name, id: entry.id, liveGeneration: live, deletedCount: 0)
        return CommitPoint(
          generation: commit.generation + 1, nextSegment: next ?? commit.nextSegment,
          ledgerGeneration: ledger, segments: Array(repeating: segment, count: count),
          fields: fields.map { IndexField(name: $0, type: .number) })
      }
      return switch self {
      case .nextSegmentZero: changed(next: 0)
      case .nextSegmentLargest: changed(next: .max)
      case .liveOfLaterCommit: changed(live: commit.generation + 2)
      case .ledgerOfLaterCommit: changed(ledger: commit.generation + 2)
      case .sameSegmentTwice: changed(count: 2)
      case .pathAsName: changed(name: "../\(entry.name)")
      case .tooManyFields: changed(fields: (0...64).map { "f\($0)" })
      case .sameFieldTwice: changed(fields: ["a", "a"])
      case .fieldWithoutName: changed(fields: [""])
      case .longNameOfField: changed(fields: [String(repeating: "a", count: 65)])
      case .zeroInName: changed(fields: ["a\0b"])
      }
    }
  }

  private func expectRefusal(_ name: String) async throws {
    let names = try directory.list()
    let contents = try names.map { try directory.contents(of: $0) }
    let error = capture { try IndexWriter(directory) }
    #expect(error?.concernsContents == true, "\(String(describing: error))")
    let files = names.indices.filter { names[$0] != WriteLock.fileName }
    #expect(try directory.list() == names)
    #expect(try files.map { try directory.contents(of: names[$0]) } == files.map { contents[$0] })
    #expect(capture { try IndexReader(directory) } == error)
    let checker = try IndexChecker(
      directory, level: .files, records: NoRecords(), jobs: 1, memory: 1 << 20)
    let report = try await checker.run { _, _ in }
    #expect(report.findings.all.contains { $0.file == name }, "\(report.findings.all)")
  }

  @Test(arguments: Change.allCases)
  func `a commit that breaks a rule is reported, and no writer goes on from it`(
    change: Change
  ) async throws {
    try fixture.replace(with: [IndexFixture.documents("a", 2)])
    let commit = change.apply(to: try CommitPoint.latest(in: directory))
    try commit.publish(in: directory)
    try await expectRefusal(commit.fileName)
    // A rebuild replaces the commit under names that are not in use.
    let writer = try IndexWriter(directory, replaces: true)
    var new = IndexChange()
    new.replacesAll = true
    new.added = [try IndexFixture.build(IndexFixture.documents("b", 1), writer, fixture.analyzer)]
    #expect(new.added[0].name == "_1")
    try writer.commit(new)
    #expect(try IndexFixture.contents(IndexReader(directory)) == ["b0"])
  }

  @Test(arguments: [UInt64.max, 1 << 62]) func `the last generations are refused`(
    generation: UInt64
  ) async throws {
    try fixture.replace(with: [IndexFixture.documents("a", 2)])
    let commit = try CommitPoint.latest(in: directory)
    let last = CommitPoint(
      generation: generation, nextSegment: commit.nextSegment, ledgerGeneration: 0,
      segments: commit.segments)
    try last.publish(in: directory)
    try await expectRefusal(last.fileName)
    #expect(capture { try IndexWriter(directory, replaces: true) } != nil)
  }

  @Test func `a name beyond the last segment does not stop a rebuild`() throws {
    try fixture.replace(with: [IndexFixture.documents("a", 2)])
    for name in ["_3w5e11264sgsf.trm", "segments_2"] {
      _ = try directory.disk.open("\(directory.path)/\(name)", .emptied)
    }
    let writer = try IndexWriter(directory, replaces: true)
    #expect(writer.takeSegmentName() == "_1")
  }
}

/// Reads no records, for checks of files only.
private struct NoRecords: RecordReader {
  func document(_ record: [UInt8], file: String) throws -> IndexDocument {
    throw CancellationError()
  }
  func documents(inBlock bytes: [UInt8]) throws -> [IndexDocument] { [] }
  func declaring(_ fields: [IndexField]) -> any RecordReader { self }
  func checkLedger(_ bytes: [UInt8]) throws {}
}
