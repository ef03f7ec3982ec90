import CraftedFiles
import Storage
import TestSupport
import Testing

@testable import InvertedIndex

/// Segments with correct checksums whose files contradict a rule on which readers or writers rely.
@Suite struct CraftedSegmentTests {
  private let fixture: IndexFixture
  private let writer: IndexWriter
  private let info: SegmentInfo
  private let documents = (0..<80).map { number in
    let text = Array("第\(number)篇养老文章".utf8)
    return IndexDocument(
      id: "d\(number)", source: "s\(number % 3)", contentHash: UInt64(number), text: text,
      title: [],
      body: [0..<text.count], record: Array("record \(number)".utf8))
  }

  init() throws {
    fixture = try IndexFixture()
    writer = try IndexWriter(fixture.directory)
    info = try IndexFixture.build(documents, writer, fixture.analyzer)
    var change = IndexChange()
    change.added = [info]
    try writer.commit(change)
  }

  /// Writes a file of the segment with another payload, and lists it in the `.si` file.
  private func replace(_ name: String, _ change: (inout [UInt8]) -> Void) {
    let file = fixture.temporary.contents(of: name)
    var payload = file.payload
    change(&payload)
    let crafted = file.resealed(payload)
    fixture.temporary.write(crafted, to: name)
    fixture.temporary.list(name, crafted, from: fixture.temporary)
  }

  private func reader() throws -> SegmentReader {
    try #require(try IndexReader(fixture.directory).segments.first)
  }

  private func findings() async throws -> [CheckFinding] {
    let checker = try IndexChecker(
      fixture.directory, level: .structure, records: KnownRecords(documents), jobs: 1,
      memory: 16 << 20)
    return try await checker.run { _, _ in }.findings.all
  }

  /// A change of a description, and the same segment with it.
  enum Description: CaseIterable {
    case documents, units, otherName, moreFiles, hugeFile

    func apply(to info: SegmentInfo) -> SegmentInfo {
      var files = info.files
      var (count, length) = (info.documentCount, info.totalLength)
      switch self {
      case .documents: count = Int(UInt32.max)
      case .units: length = .max
      case .otherName:
        files[0] = FileSummary(
          name: "../_0.trm", byteCount: files[0].byteCount, checksum: files[0].checksum)
      case .moreFiles: files.append(files[0])
      case .hugeFile:
        files[0] = FileSummary(name: files[0].name, byteCount: .max, checksum: files[0].checksum)
      }
      return SegmentInfo(
        name: info.name, id: info.id, documentCount: count, totalLength: length,
        totalTailLength: info.totalTailLength, normalizerVersion: info.normalizerVersion,
        icuVersion: info.icuVersion, files: files)
    }
  }

  @Test(arguments: Description.allCases)
  func `an impossible description is refused, reported and salvaged`(change: Description)
    async throws
  {
    _ = try change.apply(to: info).writeFile(to: fixture.directory)
    #expect(capture { try IndexReader(fixture.directory) }?.concernsContents == true)
    #expect(try await !findings().isEmpty)
    var salvage = try IndexSalvage(fixture.directory, records: KnownRecords(documents))
    while salvage.nextBlock() != nil {}
  }

  /// A count in the description must not reserve memory: here nothing bounds it but the files.
  @Test func `a salvage without columns reserves no memory for absent documents`() throws {
    let description = SegmentInfo(
      name: info.name, id: info.id, documentCount: 1 << 31 - 1, totalLength: 0, totalTailLength: 0,
      normalizerVersion: info.normalizerVersion, icuVersion: info.icuVersion, files: info.files)
    _ = try description.writeFile(to: fixture.directory)
    fixture.temporary.remove("_0.col")
    var salvage = try IndexSalvage(fixture.directory, records: KnownRecords(documents))
    while salvage.nextBlock() != nil {}
    #expect(salvage.losses.map(\.articles) == [1 << 31 - 1])
  }

  @Test(arguments: [(0, 3), (5, 5), (5, 200)])
  func `a wrong number of deleted documents is refused and reported`(file: Int, commit: Int)
    async throws
  {
    var live = FixedBitSet.full(80)
    for document in 0..<file { live.remove(document) }
    if file > 0 { try LiveDocuments.write(live, of: info, generation: 2, to: fixture.directory) }
    let segment = CommitPoint.Segment(
      name: "_0", id: info.id, liveGeneration: file > 0 ? 2 : 0, deletedCount: commit)
    try CommitPoint(generation: 2, nextSegment: 9, ledgerGeneration: 0, segments: [segment])
      .publish(in: fixture.directory)
    let isValid = file == commit
    #expect((capture { try IndexReader(fixture.directory) } == nil) == isValid)
    #expect(try await findings().isEmpty == isValid)
  }

  @Test func `ordinals and ranks that are too large are damage`() async throws {
    // The columns have widths of 0 to 4 bytes, after the counts.
    let widths = fixture.temporary.contents(of: "_0.col").payload[16..<26].map { Int($0) }
    let start = 32 + 8 * 80
    for column in [2, 5] where widths[column] > 0 {
      let offset = start + 80 * widths[..<column].reduce(0, +)
      let original = fixture.temporary.contents(of: "_0.col")
      replace("_0.col") { for index in 0..<widths[column] { $0[offset + index] = 0xFF } }
      let columns = try reader().columns
      _ = (columns.sourceOrdinal(of: 0), columns.documents(withID: "d7"))
      #expect(columns.document(atIDRank: 0) < 80)
      #expect(try await findings().contains { $0.file == "_0.col" }, "column \(column)")
      fixture.temporary.write(original, to: "_0.col")
    }
  }

  /// The last argument is an offset after the file, in the file's last page.
  @Test(arguments: [0, 1], [0, 0x100, 0x2000, 0x1000_0000, 0xFFFF_FFFF, nil] as [UInt32?])
  func `a block of terms outside the file is damage`(end: Int, offset: UInt32?) async throws {
    let original = fixture.temporary.contents(of: "_0.trm").payload
    func integer(_ offset: Int, bytes: Int) -> Int {
      (0..<bytes).reduce(0) { $0 | Int(original[offset + $1]) << (8 * $1) }
    }
    // The trailer has the offset of the index in the file and the number of blocks. The index has
    // prefixes and then the offset of each block and the end of the last.
    let start = integer(original.count - 16, bytes: 8) - EnvelopedFile.headerByteCount
    let blocks = integer(original.count - 8, bytes: 4)
    let place = start + 8 * blocks + 4 * (end == 0 ? 0 : blocks)
    let size = EnvelopedFile.pageSize
    let pageEnd = (original.count + 2 * EnvelopedFile.headerByteCount) / size * size + size - 1
    let offset = offset ?? UInt32(pageEnd)
    replace("_0.trm") {
      for byte in 0..<4 { $0[place + byte] = UInt8(truncatingIfNeeded: offset >> (8 * byte)) }
    }
    let reader = try reader()
    for term in ["a", "养老", "章文", "第7", "\u{10FFFF}"] {
      _ = reader.terms.lookup(Array(term.utf8))
      reader.terms.forEach(prefix: Array(term.utf8)) { _, _ in }
    }
    #expect(try await findings().contains { $0.file == "_0.trm" })
  }

  @Test func `no table of strings may be empty`() throws {
    replace("_0.col") { for index in 4..<8 { $0[index] = 0 } }
    #expect(capture { try IndexReader(fixture.directory) }?.concernsContents == true)
  }

  @Test func `a merge refuses strings and blocks that overlap`() async throws {
    let columns = fixture.temporary.contents(of: "_0.col")
    let widths = columns.payload[16..<26].map { Int($0) }
    let offset = 32 + 8 * 80 + 80 * widths[..<6].reduce(0, +)
    replace("_0.col") { $0[offset + widths[6]] = 0xFF }
    #expect(capture { try SegmentMerger([try reader()]) }?.concernsContents == true)
    #expect(try await findings().contains { $0.file == "_0.col" })
    fixture.temporary.write(columns, to: "_0.col")
    replace("_0.sto") {
      // The first block offset, after the frames and their padding.
      let directory = Int($0[$0.count - 8]) | Int($0[$0.count - 7]) << 8
      $0[directory - 32] += 1
    }
    #expect(capture { try SegmentMerger([try reader()]) }?.concernsContents == true)
    #expect(try await findings().contains { $0.file == "_0.sto" })
  }

  @Test func `a small frame does not declare a large size`() {
    // A frame of twelve bytes: magic, a header with a size of 512 MiB and a checksum, and an empty
    // last block.
    let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0xA4, 0, 0, 0, 0x20, 1, 0, 0, 0, 0, 0, 0]
    // Safe: bytes have no padding.
    let bytes = unsafe frame.span.bytes
    #expect(Zstd.frame(beginning: bytes) == nil)
    #expect(
      capture { try Zstd.decompress(bytes, decompressedSize: 0x2000_0000, file: "f") }?
        .concernsContents == true)
  }
}
