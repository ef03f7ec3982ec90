import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct ImpactTests {
  /// Computes the impact of some entries of a list.
  private func impact(
    of entries: Range<Int>, _ model: PostingsModel, _ segment: SegmentReader
  ) -> Impact {
    let field = TermBytes.field(of: model.term)
    let lengths = entries.map { segment.length(of: model.documents[$0], in: field) }
    let shares = zip(entries, lengths).map { entry, length in
      let f = Double(model.frequency(entry)) + 4 * Double(model.titles[entry])
      let average = segment.averageLength(of: field)
      return f / (f + 1.2 * (0.25 + 0.75 * Double(length) / average))
    }
    return Impact(
      frequency: UInt8(clamping: entries.map { model.frequency($0) }.max() ?? 0),
      title: UInt8(clamping: entries.map { model.titles[$0] }.max() ?? 0),
      length: UInt8(clamping: (lengths.min() ?? .max) / 16),
      share: UInt16(min(65_535, Int((shares.max() ?? 0) * 65_535) + 1)))
  }

  /// True when two impacts are equal, except for a rounding difference of the shares.
  private func isEqual(_ a: Impact, _ b: Impact) -> Bool {
    var c = a
    c.share = b.share
    return c == b && abs(Int(a.share) - Int(b.share)) <= 1
  }

  private func block(of entry: Int, _ model: PostingsModel) -> Range<Int> {
    let start = entry / SegmentFormat.blockSize * SegmentFormat.blockSize
    return start..<min(start + SegmentFormat.blockSize, model.documents.count)
  }

  @Test(arguments: [1, 2] as [UInt64]) func `every block has the impact of its postings`(
    seed: UInt64
  ) throws {
    let fixture = try PostingsFixture.random(seed: seed)
    for model in fixture.models {
      let cursor = try #require(fixture.reader.cursor(for: model.term))
      // The impacts do not depend on the cursor's position.
      if seed == 2 { cursor.seek(PostingsCursor.noMoreDocuments) }
      let impacts = cursor.impacts
      #expect(impacts.count == cursor.blockCount)
      for (number, found) in impacts.enumerated() {
        let block = block(of: number * SegmentFormat.blockSize, model)
        let expected = impact(of: block, model, fixture.reader)
        #expect(
          isEqual(found.impact, expected), "\(PostingsContractTests.name(model)), \(number)")
        let isShort = model.documents.count < SegmentFormat.blockSize
        #expect(
          found.last
            == (isShort
              ? PostingsCursor.noMoreDocuments : model.documents[block.upperBound - 1]))
      }
    }
  }

  @Test func `values beyond the range of a field are clamped`() {
    var summary = ImpactSummary()
    let saturation = DefaultSaturation(averageLength: 0)
    summary.include(frequency: 70_000, title: 300, length: 70_000, saturation)
    #expect(Impact(summary).length == .max)
    summary.include(frequency: 3, title: 1, length: 47, saturation)
    let impact = Impact(summary)
    #expect(impact == Impact(frequency: .max, title: .max, length: 2, share: impact.share))
    #expect(impact.share == 65_535)
  }

  @Test func `a skip entry of 21 bytes is read back`() {
    let entry = SkipEntry(
      lastDocument: 0x0102_0304, dataOffset: 0x1112_1314, positionsOffset: 0x2122_2324,
      positionsIndex: 0x31,
      impact: Impact(frequency: 0x41, title: 0x43, length: 0x51, share: 0x6162),
      heads: (7, 8, 9))
    var bytes: [UInt8] = [0xFF]
    entry.append(to: &bytes)
    #expect(bytes.count == 1 + 21 && SkipEntry.byteCount == 21)
    // Safe: bytes have no padding.
    let read = SkipEntry(unsafe bytes.span.bytes, at: 1)
    #expect(read.lastDocument == entry.lastDocument)
    #expect(read.dataOffset == entry.dataOffset)
    #expect(read.positionsOffset == entry.positionsOffset)
    #expect(read.positionsIndex == entry.positionsIndex)
    #expect(read.impact == entry.impact)
    #expect(read.heads == entry.heads)
  }
}
