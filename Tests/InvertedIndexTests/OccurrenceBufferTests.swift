import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct OccurrenceBufferTests {
  /// Occurrences of a term: documents, and the positions in each.
  typealias Model = [(document: UInt32, positions: [UInt32])]

  @Test(arguments: [1, 2, 3] as [UInt64]) func `chains read back as written`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var buffer = OccurrenceBuffer(arenaBytes: 1 << 16)
    let termCount = 40
    var models = [Model](repeating: [], count: termCount)
    for document in 0..<300 as Range<UInt32> {
      // Every new ordinal is the next one, as the term hash gives them.
      var pieces: [(ordinal: Int, position: UInt32)] = []
      if document == 0 { pieces = (0..<termCount).map { ($0, 0) } }
      // Low ordinals are frequent: the longest chains have many slices of the largest size.
      for ordinal in 0..<termCount where Int.random(in: 0...ordinal, using: &random) == 0 {
        var position = UInt32.random(in: 1...100_000, using: &random)
        for _ in 0..<Int.random(in: 1...max(1, 20 - ordinal), using: &random) {
          pieces.append((ordinal, position))
          position += UInt32.random(
            in: 0...(Bool.random(using: &random) ? 3 : 40_000), using: &random)
        }
      }
      let cut = Int.random(in: 0...pieces.count, using: &random)
      for piece in [pieces[..<cut], pieces[cut...]] {
        buffer.add(
          document: document, ordinals: piece.map { UInt32($0.ordinal) },
          positions: piece.map(\.position))
      }
      for piece in pieces {
        if models[piece.ordinal].last?.document != document {
          models[piece.ordinal].append((document, []))
        }
        models[piece.ordinal][models[piece.ordinal].count - 1].positions.append(piece.position)
      }
    }
    var list = OccurrenceList()
    for (ordinal, model) in models.enumerated() {
      buffer.read(UInt32(ordinal), into: &list)
      #expect(list.documents == model.map(\.document), "term \(ordinal), seed \(seed)")
      #expect(list.frequencies == model.map { UInt32($0.positions.count) }, "seed \(seed)")
      #expect(list.positions == model.flatMap(\.positions), "term \(ordinal), seed \(seed)")
    }
  }

  @Test func `chains of every length around the slices' ends`() {
    // One byte per occurrence after the first two: every count meets another end of a slice.
    for count in 1...600 {
      var buffer = OccurrenceBuffer(arenaBytes: 64)
      let positions = (0..<UInt32(count)).map { $0 }
      buffer.add(
        document: 0, ordinals: [UInt32](repeating: 0, count: count), positions: positions)
      var list = OccurrenceList()
      buffer.read(0, into: &list)
      #expect(list.positions == positions, "\(count) occurrences")
    }
  }
}
