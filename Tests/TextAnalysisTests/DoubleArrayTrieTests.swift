import TestSupport
import Testing

@testable import TextAnalysis

/// The double array has the words of ICU's trie, and no others.
@Suite struct DoubleArrayTrieTests {
  @Test func everyWordIsInBoth() throws {
    let dictionary = try #require(WordDictionary())
    let trie = try #require(DoubleArrayTrie.shared)
    var words = 0
    var differences = 0
    // Every node of ICU's trie that plain ideographs lead to, with its place in the double array.
    var waiting = [(step: WordDictionary.Step(node: 0), place: UInt32?.none)]
    while let (step, place) = waiting.popLast() {
      guard step.node >= 0 else { continue }
      var units: Set<UInt16> = []
      dictionary.forEachUnit(after: step) { units.insert($0) }
      for unit in units where CharacterClass.isPlain(UInt32(unit)) {
        let expected = dictionary.next(unit, after: step)
        let found = trie.step(over: unit, after: place)
        if expected.node < 0, expected.cost < 0 {
          if found != nil { differences += 1 }
          continue
        }
        let unknown = place == nil ? WordLattice.unknownCost : -1
        let cost = expected.cost >= 0 ? Int(expected.cost) : unknown
        if found.map({ DoubleArrayTrie.cost($0) }) != cost { differences += 1 }
        if expected.cost >= 0 { words += 1 }
        waiting.append((expected, found))
      }
    }
    #expect(differences == 0)
    #expect(words > 100_000)
  }

  /// Any pair of units leads where ICU's trie leads: labels do not answer for the children of others.
  @Test(arguments: 0..<4 as Range<UInt64>)
  func randomStringsEndWhereICUEnds(seed: UInt64) throws {
    let dictionary = try #require(WordDictionary())
    let trie = try #require(DoubleArrayTrie.shared)
    var random = SplitMix64(seed: seed)
    for _ in 0..<50_000 {
      let first = UInt16.random(in: 0x4E00...0x9FEF, using: &random)
      var expected = dictionary.first(first)
      guard expected.node >= 0 else { continue }
      var place = trie.step(over: first, after: nil)
      for _ in 0..<3 {
        let unit = UInt16.random(in: 0x4E00...0x9FEF, using: &random)
        expected = dictionary.next(unit, after: expected)
        place = place.flatMap { trie.step(over: unit, after: $0) }
        #expect((place != nil) == (expected.node >= 0 || expected.cost >= 0))
        if expected.node < 0 { break }
      }
    }
  }
}

extension DoubleArrayTrie {
  /// The step over a unit from the root (nil) or after another step; nil where none leads on.
  fileprivate func step(over unit: UInt16, after step: UInt32?) -> UInt32? {
    let code = codes[Int(unit)]
    guard code != 0 else { return nil }
    guard let step else { return roots[Int(code)] }
    let cell = DoubleArrayTrie.base(step) + Int(code)
    return labels[cell] == code ? steps[cell] : nil
  }
}
