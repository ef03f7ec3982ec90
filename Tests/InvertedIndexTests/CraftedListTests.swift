import CraftedFiles
import Storage
import TestSupport
import Testing
import TextAnalysis

@testable import InvertedIndex

/// Tests of lists that someone crafted: their pages have correct checksums, and their counts and
/// offsets are impossible. Readers record damage. They neither trap nor read outside the file.
@Suite struct CraftedListTests {
  private static let documents = 300
  private static let lengths = [UInt32](repeating: 9, count: documents)

  /// A long list with skip entries, a list without them, an inline list and a word.
  private static func fixture() throws -> PostingsFixture {
    func model(_ term: String, _ documents: [UInt32], _ count: UInt32) -> PostingsModel {
      PostingsModel(
        term: Array(term.utf8), documents: documents, titles: documents.map { $0 % 5 == 0 ? 1 : 0 },
        positions: documents.map { document in (0..<count).map { document % 4 + 2 * $0 } })
    }
    let all = Array(0..<UInt32(documents))
    return try PostingsFixture(
      [
        model("ga", all, 3), model("gb", Array(all.prefix(90)), 2), model("gc", [1, 7], 1),
        model("w", all.filter { $0 % 2 == 0 }, 1),
      ], lengths: lengths)
  }

  /// Reads all lists in all ways, and returns the number of documents read by walking.
  @discardableResult
  private func readAll(_ reader: SegmentReader, _ infos: [([UInt8], TermInfo)]) -> Int {
    var count = 0
    for (term, info) in infos {
      func cursor() -> PostingsCursor { reader.cursor(for: info, in: TermBytes.field(of: term)) }
      let walk = cursor()
      var previous: UInt32 = 0
      while walk.document != PostingsCursor.noMoreDocuments {
        #expect(walk.document < reader.documentCount && walk.document >= previous)
        previous = walk.document
        _ = (walk.frequency, walk.titleFrequency)
        walk.advance()
        count += 1
      }
      let seeking = cursor()
      for target in stride(from: 0, to: UInt32(Self.documents), by: 37) { seeking.seek(target) }
      cursor().forEachImpact { _, _ in }
      cursor().forEachBlock(before: PostingsCursor.noMoreDocuments) { _, _, _, _ in }
      let all = cursor().all().documents
      #expect(zip(all, all.dropFirst()).allSatisfy { $0 < $1 })
      var bits = FixedBitSet(count: reader.documentCount)
      cursor().insertBlocks(into: &bits)
      _ = cursor().intersection(bits, around: 0...UInt32(Self.documents - 1), count: bits.popcount)
      var batch = PostingsBatch()
      cursor().match(all.span, into: &batch)
      if TermBytes.hasPositions(term), !all.isEmpty {
        var (rows, ends): ([PositionRow], [UInt32]) = ([], [])
        let found = PositionsReader(cursor()).read(all, into: &rows, ends: &ends)
        #expect(found <= all.count && ends.prefix(found).allSatisfy { Int($0) <= rows.count })
      }
      var list = OccurrenceList()
      var occurrences = OccurrenceReader()
      _ = try? occurrences.append(
        info, of: reader, as: DocumentNumbers(reader, keeping: nil, from: 0),
        withPositions: TermBytes.hasPositions(term), to: &list)
    }
    return count
  }

  private func infos(of reader: SegmentReader) -> [([UInt8], TermInfo)] {
    var infos: [([UInt8], TermInfo)] = []
    reader.terms.forEach(prefix: []) { infos.append(($0, $1)) }
    return infos
  }

  @Test func `lists with random changes are read without a trap`() throws {
    let fixture = try Self.fixture()
    let names = ["_0.pst", "_0.pos", "_0.trm"]
    var damaged = 0
    let cases = TestScale.cases(120)
    for seed in 0..<UInt64(cases) {
      var mutation = PayloadMutation(SplitMix64(seed: seed))
      let reader = try? fixture.damaged(names[mutation.number(0..<names.count)]) { file in
        let payload = file.payload
        // The size is checked when the file is opened.
        let changed = mutation.changed(payload, payload) + payload
        file.replaceSubrange(32..<32 + payload.count, with: changed.prefix(payload.count))
      }
      guard let reader else { continue }
      readAll(reader, infos(of: reader))
      for (term, _) in infos(of: reader) { _ = reader.terms.lookup(term) }
      if reader.damage.count > 0 { damaged += 1 }
    }
    #expect(damaged > cases / 20, "changes reach the decoders")
  }

  @Test func `an entry with impossible counts or offsets gives no documents`() throws {
    let reader = try Self.fixture().reader
    let limit = reader.postings.payload.upperBound
    for (documents, offset) in [
      (300, limit - 5), (300, limit + 4000), (300, 1 << 32), (90, 1 << 32),
    ] {
      let info = TermInfo(
        documentFrequency: documents, occurrences: documents, postingsOffset: offset,
        positionsOffset: offset, isInline: false)
      let before = reader.damage.count
      #expect(readAll(reader, [(Array("ga".utf8), info)]) == 0, "\(offset)")
      #expect(reader.damage.count > before, "\(offset)")
    }
  }

  @Test(arguments: [33, 0x7F, 0x80, 0xA0, 0xFF] as [UInt8])
  func `a block whose head is too wide is damage`(head: UInt8) throws {
    let fixture = try Self.fixture()
    let info = try #require(fixture.reader.terms.lookup(Array("ga".utf8)))
    for field in 0..<3 {
      let reader = try fixture.damaged("_0.pst") {
        $0[info.postingsOffset + 2 * SkipEntry.byteCount - 3 + field] = head
      }
      readAll(reader, [(Array("ga".utf8), info)])
      #expect(reader.damage.count > 0 || field == 2 && head == 0x80, "field \(field)")
    }
  }

  @Test func `documents after the segment, or out of order, end a list`() throws {
    let fixture = try Self.fixture()
    let info = try #require(fixture.reader.terms.lookup(Array("ga".utf8)))
    for (block, byte) in [(0, 3), (1, 3), (1, 1), (0, 0)] {
      let reader = try fixture.damaged("_0.pst") {
        $0[info.postingsOffset + block * SkipEntry.byteCount + byte] ^= 0x7F
      }
      readAll(reader, [(Array("ga".utf8), info)])
      #expect(reader.damage.count > 0, "block \(block), byte \(byte)")
    }
  }

  @Test func `more positions than the file can have take no memory`() throws {
    let reader = try Self.fixture().reader
    let info = try #require(reader.terms.lookup(Array("ga".utf8)))
    let crafted = TermInfo(
      documentFrequency: info.documentFrequency, occurrences: 1 << 33,
      postingsOffset: info.postingsOffset, positionsOffset: info.positionsOffset, isInline: false)
    readAll(reader, [(Array("ga".utf8), crafted)])
    #expect(reader.damage.count > 0)
  }

  /// A term without positions may have any frequency, for which no memory is reserved.
  @Test func `a frequency without positions takes no memory`() {
    var list = OccurrenceList()
    for document in 0..<64 as Range<UInt32> {
      list.append(
        document: document, frequency: 1 << 28 - 1, title: 0, positionDeltas: Span<UInt32>())
    }
    #expect(list.occurrenceCount == 64 * (1 << 28 - 1) && list.positionDeltas.isEmpty)
  }

  @Test func `dictionaries with impossible entries are damage`() throws {
    let fixture = try Self.fixture()
    let start = EnvelopedFile.headerByteCount
    // The first entry: counts, "ga", the document frequency, the further occurrences, offsets.
    let changes: [(offset: Int, bytes: [UInt8])] = [
      (0, [0x12]),  // Shares a byte with nothing.
      (0, [0xFF, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F]),  // A suffix of 4 GiB.
      (3, [0, 0]),  // No documents.
      (3, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F]),  // More documents than the segment.
      (1, Array("zz".utf8)),  // After the next term.
    ]
    for change in changes {
      let reader = try fixture.damaged("_0.trm") {
        $0.replaceSubrange(
          start + change.offset..<start + change.offset + change.bytes.count, with: change.bytes)
      }
      #expect(infos(of: reader).count < 4, "\(change)")
      _ = reader.terms.lookup(Array("ga".utf8))
      #expect(reader.damage.count > 0, "\(change)")
    }
  }
}
