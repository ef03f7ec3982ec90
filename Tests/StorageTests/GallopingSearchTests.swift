import Storage
import TestSupport
import Testing

@Suite struct GallopingSearchTests {
  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `the result is that of a linear search`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<500 {
      let end = Int.random(in: 0...300, using: &random)
      let start = Int.random(in: 0...end, using: &random)
      let boundary = Int.random(in: 0...end + 5, using: &random)
      let found = GallopingSearch.firstIndex(from: start, to: end) { index in
        #expect((start..<end).contains(index), "outside the range, seed \(seed)")
        return index >= boundary
      }
      let expected = (start..<end).first { $0 >= boundary } ?? end
      #expect(found == expected, "\(start) to \(end), \(boundary), seed \(seed)")
    }
    #expect(GallopingSearch.firstIndex(from: 9, to: 5) { _ in true } == 9)
  }
}
