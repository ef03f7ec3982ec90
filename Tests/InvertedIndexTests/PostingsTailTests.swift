import Storage
import TestSupport
import Testing

@testable import InvertedIndex

/// Tests of lists whose length is not a multiple of the block size. The documents after the full
/// blocks are in bit codes.
@Suite struct PostingsTailTests {
  private static let documentCount: UInt32 = 30_000

  /// A list of mostly small gaps and frequencies, with some that are too large for a Rice code and
  /// are stored whole.
  private static func model(_ count: Int, _ random: inout SplitMix64) -> PostingsModel {
    var model = PostingsModel(term: Array("g\(1000 + count)".utf8))
    let rare = [2, 10, 60, 1000].randomElement(using: &random) ?? 2
    func isRare() -> Bool { Int.random(in: 0..<rare, using: &random) == 0 }
    var document = isRare() ? UInt32.random(in: 0..<9000, using: &random) : 0
    for entry in 0..<count {
      model.documents.append(document)
      let left = documentCount - document - UInt32(count - entry)
      document += isRare() ? UInt32.random(in: 1...max(1, left / 4), using: &random) : 1
      let frequency = isRare() ? Int.random(in: 1...70, using: &random) : 1
      var position = UInt32.random(in: 0...(isRare() ? 1 << 31 : 40), using: &random)
      var positions: [UInt32] = []
      for _ in 0..<frequency {
        positions.append(position)
        position += UInt32.random(in: 1...(isRare() ? 1 << 24 : 3), using: &random)
      }
      model.positions.append(positions)
      let titles = isRare() ? Int.random(in: 0...frequency, using: &random) : 0
      model.titles.append(UInt32(titles))
    }
    return model
  }

  private static func fixture(_ counts: some Sequence<Int>, seed: UInt64) throws -> PostingsFixture
  {
    var random = SplitMix64(seed: seed)
    let models = counts.map { model($0, &random) }
    let lengths = (0..<documentCount).map { _ in UInt32.random(in: 1...5000, using: &random) }
    return try PostingsFixture(models, lengths: lengths)
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `lists of 1 to 400 documents are read back`(seed: UInt64) throws {
    let fixture = try Self.fixture(1...400, seed: seed)
    for model in fixture.models {
      let failure = try PostingsContractTests.read(fixture.reader, model)
      #expect(failure == nil, "\(PostingsContractTests.name(model)), seed \(seed)")
    }
  }

  @Test(arguments: [3, 4] as [UInt64])
  func `random moves in short lists reach the documents of the model`(seed: UInt64) throws {
    let counts = [Array(1...20), Array(110...150), Array(250...265), Array(380...400)]
    let fixture = try Self.fixture(counts.joined(), seed: seed)
    var random = SplitMix64(seed: seed)
    for model in fixture.models {
      let failure = try PostingsContractTests.walk(fixture.reader, model, &random)
      #expect(failure == nil, "\(PostingsContractTests.name(model)), seed \(seed)")
    }
  }

  /// Bits are read a word at a time; at the end of a file the word extends into the page table.
  @Test func `a tail and a rest of one value are read at the end of their files`() throws {
    let documents = Array(0..<129 as Range<UInt32>)
    let model = PostingsModel(
      term: Array("g".utf8), documents: documents, titles: documents.map { _ in 0 },
      positions: documents.map { [$0] })
    let fixture = try PostingsFixture([model], lengths: documents)
    let info = try #require(fixture.reader.terms.lookup(model.term))
    let postings = fixture.reader.postings
    let file = postings.file
    let tail = PostingsList(info, in: fixture.reader).tailOffset(in: file.bytes)
    // Parameter, a delta of 1, a frequency of 1, no title frequency: nine bits.
    #expect(tail + 2 == postings.payload.upperBound)
    for opened in [postings, fixture.reader.positions] {
      #expect(opened.file.byteCount - opened.payload.upperBound >= 7)
    }
    #expect(try PostingsContractTests.read(fixture.reader, model) == nil)
  }

  @Test func `frequencies and positions of all sizes are read back`() throws {
    var models: [PostingsModel] = []
    for count in [1, 3, 129, 131] {
      for shift in 0..<17 {
        let frequency = 1 << shift
        let documents = Array(0..<UInt32(count))
        // The last document is after the full block, if any.
        models.append(
          PostingsModel(
            term: Array("g\(1000 + count)\(10 + shift)".utf8), documents: documents,
            titles: documents.map { $0 == count - 1 ? UInt32(frequency) : 0 },
            positions: documents.map { document in
              let last = document == count - 1
              return last ? (0..<frequency).map { UInt32($0) << UInt32(31 - shift) } : [.max]
            }))
      }
    }
    let fixture = try PostingsFixture(models, lengths: Array(repeating: 9, count: 140))
    for model in models {
      let failure = try PostingsContractTests.read(fixture.reader, model)
      #expect(failure == nil, "\(PostingsContractTests.name(model))")
    }
  }
}
