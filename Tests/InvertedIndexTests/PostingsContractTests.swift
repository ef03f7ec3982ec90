import Storage
import TestSupport
import Testing

@testable import InvertedIndex

/// What every reader of postings must do, whatever was written: any order of moves, any list.
@Suite struct PostingsContractTests {
  static let seeds: [UInt64] = [1, 2, 3]

  @Test(arguments: seeds) func `walks read what was written`(seed: UInt64) throws {
    let fixture = try PostingsFixture.random(seed: seed)
    for model in fixture.models {
      let cursor = try #require(fixture.reader.cursor(for: model.term))
      let hasPositions = TermBytes.hasPositions(model.term)
      let reader = hasPositions ? PositionsReader(cursor) : nil
      var positions: [UInt32] = []
      #expect(cursor.documentFrequency == model.documents.count)
      var isEqual = true
      for entry in model.documents.indices {
        isEqual = isEqual && cursor.document == model.documents[entry]
        isEqual = isEqual && cursor.frequency == model.frequency(entry)
        isEqual = isEqual && cursor.titleFrequency == model.titles[entry]
        reader?.read(into: &positions)
        isEqual = isEqual && (!hasPositions || positions == model.positions[entry])
        cursor.advance()
      }
      #expect(isEqual, "\(Self.name(model)), seed \(seed)")
      #expect(cursor.document == PostingsCursor.noMoreDocuments)
    }
  }

  @Test(arguments: seeds) func `random moves end where the model does`(seed: UInt64) throws {
    let fixture = try PostingsFixture.random(seed: seed)
    var random = SplitMix64(seed: seed)
    for model in fixture.models {
      for _ in 0..<3 {
        let failure = try Self.walk(fixture.reader, model, &random)
        #expect(failure == nil, "\(Self.name(model)), seed \(seed)")
      }
    }
  }

  /// Moves a new cursor at random to its end; what first differs from the model.
  private static func walk(
    _ segment: SegmentReader, _ model: PostingsModel, _ random: inout SplitMix64
  ) throws -> String? {
    let cursor = try #require(segment.cursor(for: model.term))
    let reader = TermBytes.hasPositions(model.term) ? PositionsReader(cursor) : nil
    var positions: [UInt32] = []
    var entry = 0
    let stride: UInt32 = [2, 30, 3000].randomElement(using: &random) ?? 2
    while entry < model.documents.count {
      let here = model.documents[entry]
      guard cursor.document == here else { return "document \(cursor.document), not \(here)" }
      // What is not asked for is not decoded: asking now and then finds state left behind.
      if Int.random(in: 0..<3, using: &random) == 0 {
        guard cursor.frequency == model.frequency(entry) else { return "frequency at \(here)" }
        guard cursor.titleFrequency == model.titles[entry] else { return "headline at \(here)" }
      }
      if let reader, Int.random(in: 0..<3, using: &random) == 0 {
        reader.read(into: &positions)
        guard positions == model.positions[entry] else { return "positions at \(here)" }
      }
      switch Int.random(in: 0..<6, using: &random) {
      case 0, 1, 2:
        cursor.advance()
        entry += 1
      case 3:  // backwards, and to where it is: stays
        cursor.seek(UInt32.random(in: 0...here, using: &random))
      case 4:
        let target = here + UInt32.random(in: 0...stride, using: &random)
        cursor.seek(target)
        entry = model.entry(seeking: target)
      default:  // behind the block, as pruning does
        guard let last = cursor.impact(reaching: here)?.last else { return "no impact at \(here)" }
        cursor.seek(last + 1)
        entry = model.entry(seeking: last + 1)
      }
    }
    guard cursor.document == PostingsCursor.noMoreDocuments else { return "not exhausted" }
    cursor.advance()
    cursor.seek(5)
    cursor.seek(PostingsCursor.noMoreDocuments)
    return cursor.document == PostingsCursor.noMoreDocuments ? nil : "moved when exhausted"
  }

  @Test func `seeking beyond the last document exhausts`() throws {
    let fixture = try PostingsFixture.random(seed: 4)
    for model in fixture.models {
      let last = try #require(model.documents.last)
      for target in [last + 1, PostingsCursor.noMoreDocuments] {
        let cursor = try #require(fixture.reader.cursor(for: model.term))
        cursor.seek(target)
        #expect(cursor.document == PostingsCursor.noMoreDocuments)
        #expect(cursor.impact(reaching: last) == nil)
      }
    }
  }

  @Test func `blocks are inserted into a set from the current one on`() throws {
    let seed: UInt64 = 5
    let fixture = try PostingsFixture.random(seed: seed)
    var random = SplitMix64(seed: seed)
    for model in fixture.models {
      let cursor = try #require(fixture.reader.cursor(for: model.term))
      let entry = Int.random(in: 0..<model.documents.count, using: &random)
      cursor.seek(model.documents[entry])
      var bits = FixedBitSet(count: fixture.reader.documentCount)
      cursor.insertBlocks(into: &bits)
      let block = entry / SegmentFormat.blockSize * SegmentFormat.blockSize
      var members: [UInt32] = []
      bits.forEach { members.append(UInt32($0)) }
      #expect(members == Array(model.documents[block...]), "\(Self.name(model)), seed \(seed)")
      #expect(cursor.document == PostingsCursor.noMoreDocuments)
    }
  }

  static func name(_ model: PostingsModel) -> String {
    "\(String(decoding: model.term, as: UTF8.self)) in \(model.documents.count) documents"
  }
}
