import FoundationEssentials
import Storage
import TestSupport
import TextAnalysis
import Testing

@testable import InvertedIndex

/// Indexes written when versions 3 to 5 of the format were new, and kept: every later program reads them, adds to them
/// and merges them. Those of versions 1 and 2 are refused by name.
///
/// `XUNWEN_UPDATE_DOCS=1` writes that of the newest version when it is missing; one that is there is never replaced.
@Suite struct GoldenIndexTests {
  private static let newest = "v\(SegmentFormat.version)"

  private static func path(_ version: String) -> String {
    #filePath.replacing("GoldenIndexTests.swift", with: "Fixtures/\(version)")
  }

  private let analyzer: Analyzer

  init() throws {
    analyzer = try Analyzer()
    _ = try Self.written.get()
  }

  private static let written = Result {
    let directory = IndexDirectory(path(newest))
    guard ProcessInfo.processInfo.environment["XUNWEN_UPDATE_DOCS"] != nil,
      !directory.exists("segments_1")
    else { return }
    try IndexFixture.replace(directory, with: segments, Analyzer(), ledger: ledger)
    try directory.remove(WriteLock.fileName)
  }

  private static let ledger: [UInt8] = [1, 0, 0]

  /// The worked example with its first article given twice; and one with skip entries and packed
  /// positions.
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
  @Test(arguments: ["v3", "v4", newest]) func `an index is read as it was meant`(
    version: String
  ) throws {
    let directory = IndexDirectory(Self.path(version))
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
        // Version 3 did not know of files.
        #expect(segment.columns.file(of: index) == (version == "v3" ? "" : document.file))
        #expect(
          segment.columns.sources[segment.columns.sourceOrdinal(of: index)] == document.source)
        #expect(
          segment.columns.sections[segment.columns.sectionOrdinal(of: index)] == document.section)
        #expect(segment.length(of: index, in: .main) == naive.lengths[number])
        #expect(segment.length(of: index, in: .tail) == naive.tailLengths[number])
        #expect(segment.titleExtent(of: index) == naive.titleExtents[number])
      }
      // Words are another ICU's business; all other terms never change.
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

  /// By the first file that is of another version: those of version 1 are told by the normalizer's.
  @Test(
    arguments: [("v1", "_0.si", 1, 2), ("v2", "_0.trm", 2, 3)] as [(String, String, UInt32, UInt32)]
  )
  func `an index of an earlier version is refused, and says so`(
    version: String, file: String, found: UInt32, supported: UInt32
  ) throws {
    let error = capture {
      try IndexReader(IndexDirectory(Self.path(version)))
    }
    #expect(
      error == .unsupportedVersion(file: file, found: found, supported: supported...supported))
  }

  @Test(arguments: ["v3", "v4", newest]) func `an index is added to, and merged`(
    version: String
  ) async throws {
    let fixture = try IndexFixture()
    for name in try IndexDirectory(Self.path(version)).list() {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(Self.path(version))/\(name)")))
      fixture.temporary.write(bytes, to: name)
    }
    let writer = try IndexWriter(fixture.directory)
    #expect(try writer.ledger() == (version == "v3" ? nil : Self.ledger))
    var change = IndexChange()
    change.added = [
      try IndexFixture.build(IndexFixture.documents("a", 2), writer, fixture.analyzer)
    ]
    _ = try writer.publish(change)
    #expect(try await writer.merge(isForced: true).merges == 1)
    // In one segment, all of it as of the version of today.
    let whole = try IndexFixture()
    var documents = Self.segments.flatMap { $0 } + IndexFixture.documents("a", 2)
    documents.removeFirst()
    if version == "v3" { for index in documents.indices { documents[index].file = "" } }
    try whole.replace(with: [documents])
    let (merged, expected) = try (
      IndexReader(fixture.directory).segments[0], IndexReader(whole.directory).segments[0]
    )
    // Words of another ICU stay what they were.
    let isSameICU = AnalysisVersion.icuVersion == "72.1"
    for ending in isSameICU ? ["trm", "pst", "pos", "len", "col"] : ["len", "col"] {
      let isEqual =
        fixture.temporary.contents(of: "\(merged.info.name).\(ending)")
        == whole.temporary.contents(of: "\(expected.info.name).\(ending)")
      #expect(isEqual, "\(version): .\(ending)")
    }
  }
}
