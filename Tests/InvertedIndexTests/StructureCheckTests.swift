import CraftedFiles
import Storage
import TestSupport
import TextAnalysis
import Testing

@testable import InvertedIndex

/// A record reader that looks up the records of a test.
struct KnownRecords: RecordReader {
  private let documents: [[UInt8]: IndexDocument]

  init(_ documents: [IndexDocument]) {
    self.documents = Dictionary(documents.map { ($0.record, $0) }, uniquingKeysWith: { $1 })
  }

  func document(_ record: [UInt8], file: String) throws -> IndexDocument {
    guard let document = documents[record] else {
      throw StorageError.corrupt(file: "record", offset: 0, reason: "unknown")
    }
    return document
  }

  func documents(inBlock bytes: [UInt8]) throws -> [IndexDocument] {
    [try document(bytes, file: "")]
  }

  func declaring(_ fields: [IndexField]) -> any RecordReader { self }

  func checkLedger(_ bytes: [UInt8]) throws {
    guard bytes == Array("ledger".utf8) else {
      throw StorageError.corrupt(file: "ledger", offset: 0, reason: "unknown")
    }
  }
}

/// Tests of an index with every kind of list, with changed bytes and matching checksums. A mistake
/// of a writer would look like this, and no reader would notice.
@Suite struct StructureCheckTests {
  let fixture: IndexFixture
  let documents: [IndexDocument]
  let damaged = TemporaryDirectory()
  let names: [String]

  init() throws {
    fixture = try IndexFixture()
    var generator = ArticleGenerator(seed: 71)
    // Enough articles for full blocks of documents and of positions.
    documents = (0..<160).map { number in
      var text: [UInt8] = []
      var zones: [RandomArticle.Part: [Range<Int>]] = [:]
      for (part, piece) in generator.article(id: "", length: 15).parts {
        let start = text.count
        text += (piece + "。").utf8
        zones[part, default: []].append(start..<text.count)
      }
      return IndexDocument(
        id: "文\(number * 7919 % 160)", date: UInt32(20_230_000 + number), time: UInt32(number % 3),
        source: ArticleGenerator.sources[number % 6], section: "s\(number % 3)",
        contentHash: UInt64(number) &* 0x9E37_79B9_7F4A_7C15,
        text: text, title: zones[.title] ?? [], body: zones[.body] ?? [], tail: zones[.tail] ?? [],
        record: Array("record \(number)".utf8))
    }
    let writer = try IndexWriter(fixture.directory)
    var change = IndexChange()
    change.added = [try IndexFixture.build(documents, writer, fixture.analyzer)]
    try writer.commit(try writer.prepare(change), ledger: Array("ledger".utf8))
    change = IndexChange()
    change.removed = ["_0": [3, 64, 159]]
    try writer.commit(change)
    names = try fixture.directory.indexFiles()
    for name in names { damaged.write(fixture.temporary.contents(of: name), to: name) }
  }

  private func check(_ level: CheckLevel = .structure) async throws -> IndexChecker.Report {
    let checker = try IndexChecker(
      IndexDirectory(damaged.path), level: level, records: KnownRecords(documents), jobs: 2,
      memory: 64 << 20)
    return try await checker.run { _, _ in }
  }

  @Test func `an intact index has no findings`() async throws {
    for level in CheckLevel.allCases {
      let report = try await check(level)
      #expect(report.findings.all == [], "\(level)")
      #expect(report.articles == 157 && report.generation == 2 && report.unneeded == [])
    }
  }

  /// Some changes, such as another position, contradict only the articles.
  @Test func `every changed byte with a matching checksum is found`() async throws {
    var random = SplitMix64(seed: 72)
    for name in names where name.hasPrefix("_0") && name != "_0.si" {
      let bytes = fixture.temporary.contents(of: name)
      for _ in 0..<TestScale.cases(name.hasSuffix("liv") ? 5 : 15) {
        var forged = bytes
        let index = Int.random(in: 32..<bytes.payloadEnd, using: &random)
        forged[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        write(forged, to: name)
        let report = try await check(.content)
        #expect(!report.findings.isEmpty, "\(name), byte \(index)")
      }
      damaged.restore(name, from: fixture.temporary)
    }
    #expect(try await check().findings.isEmpty)
  }

  @Test func `random bytes with a matching checksum are found without a trap`() async throws {
    var random = SplitMix64(seed: 73)
    for name in names where name.hasPrefix("_0") && name != "_0.si" {
      let bytes = fixture.temporary.contents(of: name)
      for round in 0..<TestScale.cases(9) {
        var forged = bytes
        let start = Int.random(in: 32..<bytes.payloadEnd, using: &random)
        let count = min(1 << (round % 9), bytes.payloadEnd - start)
        for index in start..<start + count {
          forged[index] = round % 3 == 0 ? 0xFF : UInt8(truncatingIfNeeded: random.next())
        }
        if forged == bytes { continue }
        write(forged, to: name)
        let report = try await check(.content)
        #expect(!report.findings.isEmpty, "\(name), \(count) bytes from \(start)")
      }
      damaged.restore(name, from: fixture.temporary)
    }
  }

  @Test func `articles that differ from the index are found by their content`() async throws {
    var changed = documents
    let text = Array("完全不同的一篇文章。".utf8)
    changed[100].text = text
    (changed[100].title, changed[100].body, changed[100].tail) = ([], [0..<text.count], [])
    let checker = try IndexChecker(
      fixture.directory, level: .content, records: KnownRecords(changed), jobs: 2,
      memory: 64 << 20)
    let report = try await checker.run { _, _ in }
    let files = Set(report.findings.all.map(\.file))
    #expect(files == ["_0.len", "_0.trm", "_0.pst"])
    #expect(report.findings.all.contains { $0.problem.hasPrefix("gram 同的: in the articles") })
    #expect(report.findings.all.contains { $0.problem.contains("article \(documents[100].id)") })
  }

  @Test func `live articles with the same id are found`() async throws {
    let writer = try IndexWriter(fixture.directory)
    let segments = try [documents, [documents[7]]].map {
      try IndexFixture.build($0, writer, fixture.analyzer)
    }
    try CommitPoint(
      generation: 9, nextSegment: 9, ledgerGeneration: 0,
      segments: segments.map { CommitPoint.Segment($0) }
    ).publish(in: fixture.directory)
    let checker = try IndexChecker(
      fixture.directory, level: .structure, records: KnownRecords(documents), jobs: 1, memory: 1)
    let report = try await checker.run { _, _ in }
    #expect(
      report.findings.all.map(\.problem) == ["2 live articles have the id \(documents[7].id)"])
    #expect(report.unneeded.contains("segments_2"))
  }

  /// Writes a changed file with a matching checksum, and its entry in the `.si` file.
  private func write(_ bytes: [UInt8], to name: String) {
    var bytes = bytes
    bytes.seal()
    damaged.write(bytes, to: name)
    damaged.list(name, bytes, from: fixture.temporary)
  }
}

extension [UInt8] {
  /// The offset of a file's page table.
  fileprivate var payloadEnd: Int { count - 16 - 4 * ((count - 16 + 4099) / 4100) }
}
