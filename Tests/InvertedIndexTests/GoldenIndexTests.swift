import FoundationEssentials
import Storage
import TestSupport
import TextAnalysis
import Testing

@testable import InvertedIndex

/// An index that was written when the current format was new: every later program can read it, add
/// to it and merge it. Indexes of earlier formats are refused, and replaced on demand.
///
/// `XUNWEN_UPDATE_DOCS=1` writes a missing index of the current format. It never replaces one.
@Suite struct GoldenIndexTests {
  private static let current = path("v\(SegmentFormat.version)")

  private static func path(_ version: String) -> String {
    #filePath.replacing("GoldenIndexTests.swift", with: "Fixtures/\(version)")
  }

  private let analyzer: Analyzer

  init() throws {
    analyzer = try Analyzer()
    _ = try Self.written.get()
  }

  private static let written = Result {
    let directory = IndexDirectory(current)
    guard ProcessInfo.processInfo.environment["XUNWEN_UPDATE_DOCS"] != nil,
      !directory.exists("segments_1")
    else { return }
    try IndexFixture.replace(
      directory, with: segments, Analyzer(), ledger: ledger, fields: ExampleIndex.fields)
    try directory.remove(WriteLock.fileName)
  }

  private static let ledger: [UInt8] = [1, 0, 0]

  /// Two segments: the worked example with its first article twice, and one with skip entries and
  /// packed positions.
  private static var segments: [[IndexDocument]] {
    let texts = (0..<130).map { number in
      Array(String(repeating: "新闻", count: number % 3 + 1).utf8)
    }
    let second = texts.enumerated().map { number, text in
      IndexDocument(
        id: String(number), date: 20_240_000 + UInt32(number % 12 + 1) * 100, contentHash: 1,
        text: text,
        title: number % 5 == 0 ? [0..<6] : [], body: [0..<text.count])
    }
    return [ExampleIndex.documents + [ExampleIndex.documents[0]], second]
  }

  @Test func `the golden index has the documents that were indexed`() throws {
    let directory = IndexDirectory(Self.current)
    try directory.verifyEveryFile()
    let reader = try IndexReader(directory)
    #expect(reader.commit.generation == 1 && reader.commit.nextSegment == 2)
    #expect(reader.liveCount == 132 && reader.segments.count == 2)
    #expect(
      try reader.document(withID: "news.txt").map { [$0.segment, Int($0.document)] } == [0, 2])
    for (segment, documents) in zip(reader.segments, Self.segments) {
      #expect(segment.documentCount == documents.count)
      let naive = NaiveInversion(documents, analyzer)
      for (number, document) in documents.enumerated() {
        let index = UInt32(number)
        #expect(try segment.record(of: index) == document.record)
        #expect(segment.columns.id(of: index) == document.id)
        #expect(segment.columns.date(of: index) == document.date)
        #expect(segment.columns.time(of: index) == document.time)
        #expect(segment.columns.contentHash(of: index) == document.contentHash)
        #expect(segment.columns.file(of: index) == document.file)
        #expect(
          segment.columns.sources[segment.columns.sourceOrdinal(of: index)] == document.source)
        #expect(
          segment.columns.sections[segment.columns.sectionOrdinal(of: index)] == document.section)
        #expect(segment.length(of: index, in: .main) == naive.lengths[number])
        #expect(segment.length(of: index, in: .tail) == naive.tailLengths[number])
        #expect(segment.titleExtent(of: index) == naive.titleExtents[number])
      }
      // Words depend on the version of ICU. All other terms never change.
      for (term, expected) in naive.postings where TermBytes.hasPositions(term) {
        let cursor = try #require(segment.cursor(for: term), "\(term)")
        let positions = PositionsReader(cursor)
        for posting in expected {
          var found: [UInt32] = []
          positions.read(cursor.document, into: &found)
          #expect(cursor.document == posting.document && cursor.titleFrequency == posting.titles)
          #expect(found == posting.positions)
          cursor.advance()
        }
        #expect(cursor.document == PostingsCursor.noMoreDocuments)
      }
    }
  }

  /// The envelopes of formats 1 to 3 had no page table. The commits of formats 4 to 6 have
  /// version 2.
  @Test(
    arguments: [(1, 0, 1), (2, 0, 1), (3, 0, 1), (4, 2, 3), (5, 2, 3), (6, 2, 3)]
      as [(Int, UInt32, UInt32)])
  func `an index of an earlier format is refused`(
    format: Int, found: UInt32, supported: UInt32
  ) throws {
    let error = capture { try IndexReader(IndexDirectory(Self.path("v\(format)"))) }
    #expect(
      error
        == .unsupportedVersion(file: "segments_1", found: found, supported: supported...supported))
  }

  @Test func `a writer that replaces an index keeps its files until the first commit`() throws {
    let old = IndexDirectory(Self.path("v6"))
    let fixture = try IndexFixture()
    for name in try old.list() { fixture.temporary.write(try old.contents(of: name), to: name) }
    #expect(capture { try IndexWriter(fixture.directory) }?.isOldFormat ?? false)
    let files = try fixture.directory.list()
    func build(_ writer: IndexWriter) throws -> SegmentInfo {
      try IndexFixture.build(IndexFixture.documents("a", 2), writer, fixture.analyzer)
    }
    do {
      let failed = try IndexWriter(fixture.directory, replaces: true)
      #expect(failed.replacesUnreadable && failed.commit == nil)
      #expect(try build(failed).name == "_2", "the names of the old segments are not reused")
      try failed.removeUnreferencedFiles()
      #expect(try fixture.directory.list() == files)
      // The files of a writer that dies remain.
      _ = try build(failed)
    }
    let writer = try IndexWriter(fixture.directory, replaces: true)
    var change = IndexChange()
    change.added = [try build(writer)]
    #expect(change.added[0].name == "_4")
    try writer.commit(change)
    #expect(!writer.replacesUnreadable && writer.commit?.generation == 2)
    #expect(
      try fixture.directory.list() == [
        "_4.col", "_4.len", "_4.pos", "_4.pst", "_4.si", "_4.sto", "_4.trm", "segments_2",
        "write.lock",
      ])
    #expect(try IndexFixture.contents(IndexReader(fixture.directory)) == ["a0", "a1"])
  }

  @Test func `only a damaged index is replaced like one of an older format`() throws {
    let fixture = try IndexFixture()
    try fixture.replace(with: [IndexFixture.documents("a", 2)])
    fixture.temporary.write([1, 2, 3], to: "segments_1")
    #expect(capture { try IndexWriter(fixture.directory) } != nil)
    #expect(try IndexWriter(fixture.directory, replaces: true).replacesUnreadable)
    // A file of that name does not make a folder an index.
    let other = TemporaryDirectory()
    other.write([1, 2, 3], to: "segments_1")
    other.write([1, 2, 3], to: "notes.txt")
    #expect(capture { try IndexWriter(IndexDirectory(other.path), replaces: true) } != nil)
    #expect(other.names(in: "").contains("segments_1"))
  }

  @Test func `the golden index can be added to and merged`() async throws {
    let fixture = try IndexFixture()
    for name in try IndexDirectory(Self.current).list() {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(Self.current)/\(name)")))
      fixture.temporary.write(bytes, to: name)
    }
    let writer = try IndexWriter(fixture.directory)
    #expect(try writer.ledger() == Self.ledger)
    var change = IndexChange()
    change.added = [
      try IndexFixture.build(IndexFixture.documents("a", 2), writer, fixture.analyzer)
    ]
    try writer.commit(change)
    #expect(try await writer.merge(isForced: true).merges == 1)
    // The same documents, indexed as one segment.
    let whole = try IndexFixture()
    var documents = Self.segments.flatMap { $0 } + IndexFixture.documents("a", 2)
    documents.removeFirst()
    try whole.replace(with: [documents])
    let (merged, expected) = try (
      IndexReader(fixture.directory).segments[0], IndexReader(whole.directory).segments[0]
    )
    // Another version of ICU may segment words differently.
    let isSameICU = AnalysisVersion.icuVersion == "72.1"
    for ending in isSameICU ? ["trm", "pst", "pos", "len", "col"] : ["len", "col"] {
      let isEqual =
        fixture.temporary.contents(of: "\(merged.info.name).\(ending)")
        == whole.temporary.contents(of: "\(expected.info.name).\(ending)")
      #expect(isEqual, ".\(ending)")
    }
  }
}
