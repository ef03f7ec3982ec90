import Storage
import TestSupport
import Testing

@Suite struct SequenceSearchTests {
  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `overlapping occurrences are those of a scan`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var total = 0
    for _ in 0..<300 {
      let alphabet = UInt32.random(in: 1...3, using: &random)
      func symbols(_ count: ClosedRange<Int>) -> [UInt32] {
        (0..<Int.random(in: count, using: &random)).map { _ in
          UInt32.random(in: 1...alphabet, using: &random)
        }
      }
      let (pattern, text) = (symbols(1...8), symbols(0...60))
      var search = SequenceSearch(pattern)
      let ends = text.indices.filter { search.read(text[$0]) }
      let expected = text.indices.filter { text[...$0].suffix(pattern.count) == pattern[...] }
      #expect(ends == expected, "seed \(seed): \(pattern) in \(text)")
      #expect(search.comparisons <= 2 * text.count, "seed \(seed): \(pattern) in \(text)")
      total += ends.count
    }
    #expect(total > 300)
  }

  /// A comparison at every position would take up to a hundred million comparisons.
  @Test(arguments: [nil, 0, 2500, 4999])
  func `a repetitive text takes two comparisons for each symbol`(other: Int?) {
    var pattern = [UInt32](repeating: 7, count: 5000)
    if let other { pattern[other] = 8 }
    var search = SequenceSearch(pattern)
    for _ in 0..<20_000 { _ = search.read(7) }
    #expect(search.comparisons <= 40_000)
  }
}
