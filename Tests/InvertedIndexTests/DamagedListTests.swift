import Storage
import TestSupport
import Testing
import TextAnalysis

@testable import InvertedIndex

/// Tests of lists with one wrong bit, most of them in bit codes. Reading gives other values, but
/// not more values, or records damage.
@Suite struct DamagedListTests {
  private static let lengths = [UInt32](repeating: 4, count: 2000)

  /// A list, followed by a list that is long enough for every misreading of the first.
  private static func models(_ documents: Int) -> [PostingsModel] {
    [model("g", documents), model("t", 2000)]
  }

  private static func model(_ term: String, _ count: Int) -> PostingsModel {
    let documents = Array(0..<UInt32(count))
    return PostingsModel(
      term: Array(term.utf8), documents: documents, titles: documents.map { $0 % 3 == 0 ? 1 : 0 },
      positions: documents.map { [$0 % 7, $0 % 7 + 1 + $0 % 50] })
  }

  /// Reads a list to its end and counts its documents.
  private func walk(_ cursor: PostingsCursor) -> Int {
    var count = 0
    while cursor.document != PostingsCursor.noMoreDocuments {
      _ = (cursor.frequency, cursor.titleFrequency)
      cursor.advance()
      count += 1
    }
    return count
  }

  @Test(arguments: [100, 200]) func `a damaged tail has no more documents`(documents: Int) throws {
    let models = Self.models(documents)
    let whole = try PostingsFixture(models, lengths: Self.lengths)
    let info = try #require(whole.reader.terms.lookup(models[0].term))
    let next = try #require(whole.reader.terms.lookup(models[1].term))
    let file = whole.reader.postings.file
    let tail = PostingsList(info, in: whole.reader).tailOffset(in: file.bytes)
    let blocks = documents / SegmentFormat.blockSize * SegmentFormat.blockSize
    for bit in 8 * tail..<8 * next.postingsOffset {
      let damaged = try whole.damaged("_0.pst") {
        $0[bit / 8] ^= 1 << UInt8(bit % 8)
      }
      let cursor = damaged.cursor(for: info, in: .main)
      // A damaged document may be read as `noMoreDocuments`.
      #expect((blocks...documents).contains(walk(cursor)), "bit \(bit)")
      let again = damaged.cursor(for: info, in: .main)
      for target in stride(from: 0, to: 300, by: 3) as StrideTo<UInt32> { again.seek(target) }
      if blocks > 0 {
        let inBlock = damaged.cursor(for: info, in: .main)
        inBlock.seek(UInt32(blocks) - 1)
        #expect(inBlock.document == UInt32(blocks) - 1 && inBlock.frequency == 2)
      }
    }
  }

  @Test(arguments: [50, 100]) func `a damaged rest has the same number of positions`(documents: Int)
    throws
  {
    let models = Self.models(documents)
    let whole = try PostingsFixture(models, lengths: Self.lengths)
    let info = try #require(whole.reader.terms.lookup(models[0].term))
    let next = try #require(whole.reader.terms.lookup(models[1].term))
    #expect(!info.isInline)
    // Skips the packed block of the longer list and its mark, which the reader depends on.
    let file = whole.reader.positions.file
    var start = info.positionsOffset
    if info.occurrences >= SegmentFormat.blockSize {
      let head = file.bytes.uint8(at: start)
      let end = PatchedBlockCodec.end(
        file.bytes, at: start + 1, head: head, limit: file.byteCount)
      start = try #require(end) + 1
    }
    for bit in 8 * start..<8 * next.positionsOffset {
      let damaged = try whole.damaged("_0.pos") {
        $0[bit / 8] ^= 1 << UInt8(bit % 8)
      }
      let reader = PositionsReader(damaged.cursor(for: info, in: .main))
      var positions: [UInt32] = []
      for document in 0..<UInt32(documents) {
        reader.read(document, into: &positions)
        // One when both positions are read as equal.
        #expect((1...2).contains(positions.count), "bit \(bit)")
      }
    }
  }

  @Test func `damage of an inline list does not affect the next one`() throws {
    // Many lists, so that every misreading of the first stays within the file.
    let models = (0..<900).map { number in
      PostingsModel(
        term: Array("g\(1000 + number)".utf8), documents: [0, 1, 2, 30], titles: [0, 1, 2, 0],
        positions: [[5], [1, 9], [0, 1, 2], [20]])
    }
    let whole = try PostingsFixture(models, lengths: Self.lengths)
    let info = try #require(whole.reader.terms.lookup(models[0].term))
    #expect(info.isInline)
    // The byte before the list has its further occurrences and its byte count.
    let file = whole.reader.terms.file
    let byteCount = Int(file.bytes.uint8(at: info.postingsOffset - 1) & 31)
    for bit in 0..<8 * byteCount {
      let damaged = try whole.damaged("_0.trm") {
        $0[info.postingsOffset + bit / 8] ^= 1 << UInt8(bit % 8)
      }
      #expect(walk(damaged.cursor(for: info, in: .main)) <= 4, "bit \(bit)")
      #expect(damaged.terms.lookup(models[0].term) == info)
      #expect(try PostingsContractTests.read(damaged, models[1]) == nil)
    }
  }

  @Test func `seeking ends with every damaged skip table`() throws {
    let models = [
      PostingsModel(
        term: [0x67], documents: Array(0..<300), titles: Array(repeating: 0, count: 300),
        positions: Array(repeating: [0], count: 300))
    ]
    let fixture = try PostingsFixture(models, lengths: Array(repeating: 1, count: 300))
    for bit in 0..<3 * 32 {
      // The last document of each of the three entries.
      let reader = try fixture.damaged("_0.pst") {
        $0[32 + bit / 32 * SkipEntry.byteCount + bit % 32 / 8] ^= 1 << (bit % 8)
      }
      let cursor = try #require(reader.cursor(for: [0x67]))
      for target in stride(from: 1, to: 400, by: 7) as StrideTo<UInt32> {
        var seeks = 0
        while cursor.document < target, seeks < 500 {
          cursor.seek(target)
          seeks += 1
        }
        #expect(seeks < 500, "bit \(bit), target \(target)")
      }
    }
  }

  @Test func `codes that reach beyond the file are damage`() throws {
    let postings = try Self.filled("_0.pst", documents: 100)
    #expect(postings.cursor(for: Array("g".utf8))?.seek(50) == PostingsCursor.noMoreDocuments)
    #expect(postings.damage.count > 0)
    let filled = try Self.filled("_0.pos", documents: 60)
    let cursor = try #require(filled.cursor(for: Array("g".utf8)))
    var positions: [UInt32] = []
    PositionsReader(cursor).read(0, into: &positions)
    #expect(filled.damage.count > 0)
  }

  /// A single list in a file with all bits set. Every code has its greatest length, and together
  /// they are longer than the page table and the footer.
  private static func filled(_ name: String, documents: Int) throws -> SegmentReader {
    try PostingsFixture([model("g", documents)], lengths: lengths).damaged(name) {
      for index in 32..<$0.count - 16 { $0[index] = 0xFF }
    }
  }
}
