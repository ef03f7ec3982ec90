import InvertedIndex
import TestSupport
import Testing

@testable import Search

@Suite struct PositionBitsTests {
  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `operations equal those of sets`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let limit = UInt32.random(in: 1...400, using: &random)
      func positions() -> [UInt32] {
        let count = Int.random(in: 0...300, using: &random)
        return Set((0..<count).map { _ in UInt32.random(in: 0..<limit, using: &random) }).sorted()
      }
      let (first, second) = (positions(), positions())
      let distances = (0..<3).map { _ in Int.random(in: 0...150, using: &random) }
      let note = "seed \(seed): \(first) \(second) \(distances)"
      var bits = PositionBits(Self.rows(first)[...]).moved(back: distances[0])
      var expected = first.map { Int($0) - distances[0] }.filter { $0 >= 0 }
      #expect(bits.positions.map(Int.init) == expected, "\(note)")
      for distance in distances[1...] {
        bits.formIntersection(PositionBits(Self.rows(second)[...]), movedBack: distance)
        expected.removeAll { !second.contains(UInt32($0 + distance)) }
        #expect(bits.positions.map(Int.init) == expected, "\(note)")
        #expect(bits.isEmpty == expected.isEmpty, "\(note)")
      }
      var title = PositionBits(Self.rows(first)[...])
      var body = title
      title.keep(inTitle: true, extent: distances[1])
      body.keep(inTitle: false, extent: distances[1])
      #expect(title.positions == first.filter { $0 < distances[1] }, "\(note)")
      #expect(body.positions == first.filter { $0 >= distances[1] }, "\(note)")
    }
  }

  @Test func `positions of damaged postings are dropped`() {
    #expect(PositionBits([PositionRow(1, 2, 3, .max)]).isEmpty)
    #expect(PositionBits([PositionRow(9, .max, 2, 5)]).positions == [2, 5])
  }

  /// Rows of four positions; the last row repeats its last position.
  private static func rows(_ positions: [UInt32]) -> [PositionRow] {
    stride(from: 0, to: positions.count, by: 4).map { start in
      var row = PositionRow()
      for lane in 0..<4 { row[lane] = positions[min(start + lane, positions.count - 1)] }
      return row
    }
  }
}
