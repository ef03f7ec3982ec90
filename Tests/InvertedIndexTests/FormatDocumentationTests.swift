import FoundationEssentials
import TestSupport
import TextAnalysis
import Testing

@testable import InvertedIndex
@testable import Storage

/// Tests that docs/FORMAT.md matches the code: every byte of its worked example and every number.
///
/// `XUNWEN_UPDATE_DOCS=1` rewrites the example. Read the changes before you commit them.
@Suite struct FormatDocumentationTests {
  private static let path = #filePath.replacing(
    "Tests/InvertedIndexTests/FormatDocumentationTests.swift", with: "docs/FORMAT.md")
  private static let begin = "<!-- example: written by FormatDocumentationTests -->\n"
  private static let end = "<!-- end of example -->"

  private func document() throws -> String {
    try String(contentsOfFile: Self.path, encoding: .utf8)
  }

  // The words and the `.si` file depend on the version of ICU.
  @Test(.enabled(if: AnalysisVersion.icuVersion == "72.1"))
  func `the worked example has the bytes that are written`() throws {
    let fixture = try IndexFixture()
    try fixture.replace(with: [ExampleIndex.documents], fields: ExampleIndex.fields)
    try fixture.directory.verifyEveryFile()
    let dump = try IndexDump(fixture.temporary, segment: "_0", commit: "segments_1")
    let document = try document()
    let parts = document.split(
      separator: Self.begin, maxSplits: 1, omittingEmptySubsequences: false)
    try #require(parts.count == 2, "no marker in docs/FORMAT.md")
    let tail = try #require(parts[1].firstRange(of: Self.end), "no end marker in docs/FORMAT.md")
    let expected = "\n\(dump.text)\n"
    if ProcessInfo.processInfo.environment["XUNWEN_UPDATE_DOCS"] != nil {
      let updated = parts[0] + Self.begin + expected + parts[1][tail.lowerBound...]
      try Data(updated.utf8).write(to: URL(filePath: Self.path))
      return
    }
    let found = parts[1][..<tail.lowerBound].split(
      separator: "\n", omittingEmptySubsequences: false)
    let lines = expected.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in zip(found.indices, lines) {
      try #require(found[number] == line, "line \(number) of the example")
    }
    #expect(found.count == lines.count)
  }

  /// Compares every number of the document's tables with the code.
  @Test func `constants are as documented`() throws {
    let document = try document()
    let (header, footer, columns, lengths) = try sizes()
    var escaped = BitWriter()
    RiceCode.encode(.max, parameter: 0, into: &escaped)
    let numbers: [(String, Int)] = [
      ("bytes of a header", header),
      ("bytes of a footer", footer),
      ("bytes of a page", PageTable.pageSize),
      ("bytes before the columns of `.len`", lengths),
      ("bytes before the hashes of `.col`", columns),
      ("bytes of a value in a column, at most", Int(FileWriter.columnWidth(of: [.max]))),
      ("decompressed bytes of a block of articles, at most", Zstd.maximumDecompressedSize),
      ("documents in a packed block of postings", SegmentFormat.blockSize),
      ("values in a packed block of positions", SegmentFormat.blockSize),
      ("bytes of a skip entry", SkipEntry.byteCount),
      ("units that the smallest length of a block counts by", Int(Impact.lengthStep)),
      ("bits of the parameter of a Rice code", RiceCode.parameterBits),
      ("ones before a value that a Rice code leaves whole", escaped.count - UInt32.bitWidth),
      ("terms in a block of the dictionary", SegmentFormat.termsPerBlock),
      (
        "bytes of postings and positions kept in the dictionary, at most", SegmentFormat.inlineLimit
      ),
      ("occurrences of a term in the dictionary, at most", SegmentFormat.inlineOccurrences),
      ("raw bytes that close a block of articles", SegmentFormat.storedBlockBytes),
      ("bytes a term can share with the one before", TermDictionaryFormat.sharedLimit),
      ("mark that ends the packed blocks of positions", Int(PostingsFormat.restFollows)),
    ]
    for (meaning, value) in numbers {
      #expect(document.contains("| \(meaning) | \(grouped(value)) |"), "\(meaning): \(value)")
    }
  }

  @Test func `the file table names every component and its version`() throws {
    let document = try document()
    let endings = SegmentFormat.endings
    let files: [(String, FileComponent)] = [
      ("segments_N", SegmentFormat.commit), ("_S.\(endings.info)", SegmentFormat.info),
      ("_S.\(endings.terms)", SegmentFormat.terms),
      ("_S.\(endings.postings)", SegmentFormat.postings),
      ("_S.\(endings.positions)", SegmentFormat.positions),
      ("_S.\(endings.lengths)", SegmentFormat.lengths),
      ("_S.\(endings.columns)", SegmentFormat.columns),
      ("_S.\(endings.stored)", SegmentFormat.stored), ("_S_G.liv", SegmentFormat.live),
      ("ledger_N", SegmentFormat.ledger),
    ]
    for (name, component) in files {
      #expect(
        document.contains("| `\(name)` | `\(component.tag)` | \(component.version) |"), "\(name)")
    }
  }

  @Test func `the table of terms has every kind with its bytes`() throws {
    let document = try document()
    for kind in TermKind.allCases {
      let bytes = [Field.main, .tail].map { Unicode.Scalar(kind.byte(in: $0)) }
      #expect(document.contains("| \(kind) | `\(bytes[0])` | `\(bytes[1])` |"), "\(kind)")
    }
    for boundary in Boundary.allCases {
      #expect(document.contains("`\(Unicode.Scalar(boundary.rawValue))`: \(boundary)"))
    }
  }

  @Test func `segment ids are the hashes that are documented`() throws {
    let fixture = try IndexFixture()
    try fixture.replace(with: [ExampleIndex.documents])
    let segment = try IndexReader(fixture.directory).segments[0]
    var bytes: [UInt8] = []
    for document in ExampleIndex.documents {
      let hash = XXH64.hash(document.record.span)
      #expect(document.contentHash == hash)
      bytes += document.id.utf8
      bytes += (0..<8).map { UInt8(truncatingIfNeeded: hash >> (8 * $0)) }
    }
    #expect(segment.info.id == XXH64.hash(bytes.span))
  }

  @Test func `live documents are written as documented`() throws {
    let fixture = try IndexFixture()
    let documents = IndexFixture.documents("a", 70)
    try fixture.replace(with: [documents + [documents[0], documents[65]]])
    let bytes = fixture.temporary.contents(of: "_0_1.liv")
    let payload = Array(bytes[32..<bytes.count - 20])
    #expect(payload.count == 8 + 2 * 8)
    #expect(payload[..<8] == [72, 0, 0, 0, 2, 0, 0, 0])
    #expect(payload[8..<16] == [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
    #expect(payload[16...] == [0xFD, 0, 0, 0, 0, 0, 0, 0])
  }

  /// The bytes of header and footer, and of the columns and lengths of an empty segment.
  private func sizes() throws -> (header: Int, footer: Int, columns: Int, lengths: Int) {
    let temporary = TemporaryDirectory()
    let directory = IndexDirectory(temporary.path)
    func writer(_ component: FileComponent) throws -> FileWriter {
      try FileWriter(
        directory: directory, name: component.tag, component: component, segmentID: 0)
    }
    _ = try ColumnsWriter().writeLengths(try writer(SegmentFormat.lengths))
    _ = try ColumnsWriter().writeColumns(try writer(SegmentFormat.columns))
    func open(_ component: FileComponent) throws -> EnvelopedFile {
      try EnvelopedFile(
        directory: directory, name: component.tag, component: component, segmentID: 0)
    }
    let lengths = try open(SegmentFormat.lengths)
    return (
      lengths.payload.lowerBound, lengths.file.byteCount - lengths.payload.upperBound - 4,
      try open(SegmentFormat.columns).payload.count, lengths.payload.count
    )
  }

  private func grouped(_ value: Int) -> String {
    value < 1000
      ? String(value) : "\(grouped(value / 1000)),\(String(value % 1000 + 1000).dropFirst())"
  }
}
