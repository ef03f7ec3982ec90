import FoundationEssentials
import Storage
import TestSupport
import TextAnalysis
import Testing

@testable import InvertedIndex

/// An index written when version 3 of the format was new, and kept: every later program reads it. Those of
/// versions 1 and 2 are refused by name.
///
/// `XUNWEN_UPDATE_DOCS=1` writes it when it is missing; one that is there is never replaced.
@Suite struct GoldenIndexTests {
  private static let path = #filePath.replacing("GoldenIndexTests.swift", with: "Fixtures/v3")
  private let analyzer: Analyzer

  init() throws {
    analyzer = try Analyzer()
    _ = try Self.written.get()
  }

  private static let written = Result {
    let directory = IndexDirectory(path)
    guard ProcessInfo.processInfo.environment["XUNWEN_UPDATE_DOCS"] != nil,
      !directory.exists("segments_1")
    else { return }
    try IndexFixture.replace(directory, with: segments, Analyzer())
    try directory.remove(WriteLock.fileName)
  }

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

  @Test func `the first index is read as it was meant`() throws {
    let directory = IndexDirectory(Self.path)
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
      try IndexReader(IndexDirectory(Self.path.replacing("v3", with: version)))
    }
    #expect(
      error == .unsupportedVersion(file: file, found: found, supported: supported...supported))
  }
}
