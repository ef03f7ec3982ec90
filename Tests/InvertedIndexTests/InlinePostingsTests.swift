import Storage
import TestSupport
import Testing
import TextAnalysis

@testable import InvertedIndex

@Suite struct InlinePostingsTests {
  private func model(_ term: String, documents: [UInt32], _ positions: [[UInt32]]) -> PostingsModel
  {
    PostingsModel(
      term: Array(term.utf8), documents: documents,
      titles: Array(repeating: 0, count: documents.count), positions: positions)
  }

  /// The encoded bytes of fewer than 128 documents and positions outside titles.
  private func byteCount(_ model: PostingsModel) -> Int {
    var bits = BitString()
    let deltas = zip(model.documents, [0] + model.documents).map { Int($0 - $1) }
    let parameter = RiceCode.parameter(sum: UInt64(deltas.reduce(0, +)), count: deltas.count)
    bits.append(parameter, bits: 5)
    for (delta, positions) in zip(deltas, model.positions) {
      bits.appendRice(delta, parameter: parameter)
      bits.appendGamma(positions.count)
      bits.append(0, bits: 1)
    }
    guard TermBytes.hasPositions(model.term) else { return bits.bytes.count }
    let gaps = model.positions.flatMap { list in zip(list, [0] + list).map { Int($0 - $1) } }
    let rest = RiceCode.parameter(sum: UInt64(gaps.reduce(0, +)), count: gaps.count)
    bits.append(rest, bits: 5)
    for gap in gaps { bits.appendRice(gap, parameter: rest) }
    return bits.bytes.count
  }

  /// Expects that terms are inline exactly up to the size limit, and that all terms read back.
  private func expect(_ models: [PostingsModel], documentCount: Int) throws {
    let fixture = try PostingsFixture(models, lengths: Array(repeating: 4, count: documentCount))
    var sizes: Set<Int> = []
    for model in models {
      let info = try #require(fixture.reader.terms.lookup(model.term))
      let count = model.positions.reduce(0) { $0 + $1.count }
      let isSmall = model.documents.count < 128 && count < 128
      let size = isSmall ? byteCount(model) : .max
      sizes.insert(size)
      #expect(info.isInline == (size <= SegmentFormat.inlineLimit), "\(count), \(size) bytes")
      #expect(info.occurrences == count && info.documentFrequency == model.documents.count)
      let cursor = fixture.reader.cursor(for: info, in: .main)
      let reader = TermBytes.hasPositions(model.term) ? PositionsReader(cursor) : nil
      var positions: [UInt32] = []
      for entry in model.documents.indices {
        #expect(cursor.document == model.documents[entry])
        #expect(cursor.frequency == model.frequency(entry))
        reader?.read(cursor.document, into: &positions)
        #expect(reader == nil || positions == model.positions[entry], "\(count)")
        cursor.advance()
      }
    }
    // The models cover both sides of the limit.
    #expect(sizes.isSuperset(of: [SegmentFormat.inlineLimit, SegmentFormat.inlineLimit + 1]))
  }

  @Test func `postings up to the size limit are in the dictionary`() throws {
    let counts = Array(1...60) + [126, 127, 128, 129]
    try expect(
      counts.map { count in
        model("g\(100 + count)", documents: [3], [(0..<UInt32(count)).map { $0 * 5 }])
      }, documentCount: 4)
  }

  @Test func `the size limit holds for several documents together`() throws {
    let counts = Array(1...40) + [127, 128, 129]
    try expect(
      counts.map { count in
        model(
          "g\(100 + count)", documents: (0..<UInt32(count)).map { $0 },
          (0..<UInt32(count)).map { [$0 % 2] })
      }, documentCount: 300)
  }

  @Test func `the size limit holds for terms without positions`() throws {
    let counts = Array(1...60) + [127, 128, 129]
    try expect(
      counts.map { count in
        model(
          "w\(100 + count)", documents: (0..<UInt32(count)).map { $0 * 2 },
          Array(repeating: [7], count: count))
      }, documentCount: 300)
  }

  @Test func `positions that fill their blocks end with the mark`() throws {
    // 256 positions make two packed blocks, then the mark and no rest.
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
