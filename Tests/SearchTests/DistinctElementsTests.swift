import TestSupport
import Testing

@testable import Search

@Suite struct DistinctElementsTests {
  /// Sizes around the limit of linear comparison.
  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `elements keep the order of their first insertion`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var distinct = DistinctElements<Int>()
    var model: [Int] = []
    for _ in 0..<Int.random(in: 1...60, using: &random) {
      let element = Int.random(in: 0..<Int(seed) + 1, using: &random)
      let (index, isNew) = distinct.insert(element)
      #expect(isNew == !model.contains(element), "seed \(seed)")
      if isNew { model.append(element) }
      #expect(model.firstIndex(of: element) == index, "seed \(seed)")
      #expect(distinct.elements == model, "seed \(seed)")
    }
  }
}
