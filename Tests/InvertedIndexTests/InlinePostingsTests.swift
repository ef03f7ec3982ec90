import TestSupport
import Testing
import TextAnalysis

@testable import InvertedIndex

@Suite struct InlinePostingsTests {
  /// One document with `count` positions takes `count` + 2 bytes; with one, 2 bytes.
  private func model(_ count: Int) -> PostingsModel {
    PostingsModel(
      term: Array("g\(100 + count)".utf8), documents: [3], titles: [0],
      positions: [(0..<count).map { UInt32($0) * 5 }])
  }

  @Test func `up to the limit postings stand in the dictionary`() throws {
    let models = [1, 2, 13, 14, 15, 16, 126, 127, 128, 129].map { model($0) }
    let fixture = try PostingsFixture(models, lengths: [1, 1, 1, 9])
    for model in models {
      let info = try #require(fixture.reader.terms.lookup(model.term))
      let count = model.positions[0].count
      #expect(info.isInline == (count + 2 <= SegmentFormat.inlineLimit), "\(count) positions")
      #expect(info.occurrences == count)
      var positions: [UInt32] = []
      PositionsReader(fixture.reader.cursor(for: info, in: .main)).read(3, into: &positions)
      #expect(positions == model.positions[0], "\(count) positions")
    }
  }

  @Test func `several documents share the limit`() throws {
    let models = (1...9).map { count in
      PostingsModel(
        term: Array("g\(count)".utf8), documents: (0..<UInt32(count)).map { $0 * 2 },
        titles: Array(repeating: 0, count: count), positions: (0..<count).map { [UInt32($0)] })
    }
    let fixture = try PostingsFixture(models, lengths: Array(repeating: 4, count: 20))
    for model in models {
      let count = model.documents.count
      let info = try #require(fixture.reader.terms.lookup(model.term))
      let cursor = fixture.reader.cursor(for: info, in: .main)
      #expect(info.isInline == (2 * count <= SegmentFormat.inlineLimit), "\(count)")
      let reader = PositionsReader(cursor)
      var positions: [UInt32] = []
      for entry in model.documents.indices {
        #expect(cursor.document == model.documents[entry])
        reader.read(cursor.document, into: &positions)
        #expect(positions == model.positions[entry])
        cursor.advance()
      }
    }
  }

  @Test func `positions in full blocks alone end without varints`() throws {
    // 256 positions: two packed blocks, the mark, nothing behind it.
    let model = PostingsModel(
      term: Array("g".utf8), documents: [0, 9], titles: [0, 100],
      positions: [Array(0..<100), (0..<156).map { $0 * 1000 }])
    let fixture = try PostingsFixture([model], lengths: Array(repeating: 4, count: 10))
    let cursor = try #require(fixture.reader.cursor(for: model.term))
    let reader = PositionsReader(cursor)
    var positions: [UInt32] = []
    cursor.seek(9)
    reader.read(9, into: &positions)
    #expect(positions == model.positions[1])
  }
}
