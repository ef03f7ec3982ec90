import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct ImpactTests {
  /// The exact impact of some entries of a list.
  private func impact(
    of entries: Range<Int>, _ model: PostingsModel, _ segment: SegmentReader
  ) -> Impact {
    let field = TermBytes.field(of: model.term)
    let lengths = entries.map { segment.length(of: model.documents[$0], in: field) }
    return Impact(
      frequency: UInt16(clamping: entries.map { model.frequency($0) }.max() ?? 0),
      title: UInt8(clamping: entries.map { model.titles[$0] }.max() ?? 0),
      length: lengths.min() ?? .max)
  }

  private func block(of entry: Int, _ model: PostingsModel) -> Range<Int> {
    let start = entry / SegmentFormat.blockSize * SegmentFormat.blockSize
    return start..<min(start + SegmentFormat.blockSize, model.documents.count)
  }

  @Test(arguments: [1, 2] as [UInt64]) func `a block's impact bounds it`(seed: UInt64) throws {
    let fixture = try PostingsFixture.random(seed: seed)
    var random = SplitMix64(seed: seed)
    for model in fixture.models {
      let cursor = try #require(fixture.reader.cursor(for: model.term))
      let last = try #require(model.documents.last)
      for _ in 0..<20 where cursor.document != PostingsCursor.noMoreDocuments {
        // From anywhere, about anywhere at or after it.
        cursor.seek(cursor.document + UInt32.random(in: 0...last / 30 + 1, using: &random))
        let here = model.entry(seeking: cursor.document)
        let target =
          min(cursor.document, last) + UInt32.random(in: 0...last / 10 + 1, using: &random)
        let found = cursor.impact(reaching: target)
        let entry = max(here, model.entry(seeking: target))
        guard entry < model.documents.count else {
          #expect(found == nil)
          continue
        }
        let block = block(of: entry, model)
        let expected = impact(of: block, model, fixture.reader)
        #expect(
          found?.impact == expected,
          "\(PostingsContractTests.name(model)) at \(here), \(target), seed \(seed)")
        #expect(found?.last == model.documents[block.upperBound - 1])
      }
    }
  }

  @Test func `a term's impact bounds all of it, wherever the cursor stands`() throws {
    let fixture = try PostingsFixture.random(seed: 3)
    for model in fixture.models {
      let expected = impact(of: model.documents.indices, model, fixture.reader)
      let cursor = try #require(fixture.reader.cursor(for: model.term))
      #expect(cursor.impact == expected, "\(PostingsContractTests.name(model))")
      let exhausted = try #require(fixture.reader.cursor(for: model.term))
      exhausted.seek(PostingsCursor.noMoreDocuments)
      #expect(exhausted.impact == expected, "\(PostingsContractTests.name(model)), exhausted")
    }
  }

  @Test func `frequencies beyond the fields stand for that many and more`() {
    var impact = Impact()
    impact.include(frequency: 70_000, title: 300, length: 12)
    impact.include(frequency: 3, title: 1, length: 40)
    #expect(impact == Impact(frequency: .max, title: .max, length: 12))
  }

  @Test func `a skip entry is 24 bytes and reads back`() {
    let entry = SkipEntry(
      lastDocument: 0x0102_0304, dataOffset: 0x1112_1314, positionsOffset: 0x2122_2324,
      positionsIndex: 0x31, impact: Impact(frequency: 0x4142, title: 0x43, length: 0x5152_5354),
      widths: (7, 8, 9))
    var bytes: [UInt8] = [0xFF]
    entry.append(to: &bytes)
    #expect(bytes.count == 1 + SkipEntry.byteCount)
    // Safe: bytes have no padding.
    let read = SkipEntry(unsafe bytes.span.bytes, at: 1)
    #expect(read.lastDocument == entry.lastDocument)
    #expect(read.dataOffset == entry.dataOffset)
    #expect(read.positionsOffset == entry.positionsOffset)
    #expect(read.positionsIndex == entry.positionsIndex)
    #expect(read.impact == entry.impact)
    #expect(read.widths == entry.widths)
  }
}
