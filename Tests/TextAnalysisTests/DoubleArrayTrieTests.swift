import TestSupport
import Testing

@testable import TextAnalysis

/// Compares the double-array trie with ICU's trie.
@Suite struct DoubleArrayTrieTests {
  @Test func `both tries have the same words and costs`() throws {
    let dictionary = try #require(WordDictionary())
    let trie = try #require(DoubleArrayTrie.shared)
    var words = 0
    var differences = 0
    // The nodes of ICU's trie that plain ideographs lead to, with the steps in the double array.
    var waiting = [(step: WordDictionary.Step(node: 0), found: UInt32?.none)]
    while let (step, last) = waiting.popLast() {
      guard step.node >= 0 else { continue }
      var units: Set<UInt16> = []
      dictionary.forEachUnit(after: step) { units.insert($0) }
      for unit in units where CharacterClass.isPlain(UInt32(unit)) {
        let expected = dictionary.next(unit, after: step)
        let found = trie.step(over: unit, after: last)
        if expected.node < 0, expected.cost < 0 {
          if found != nil { differences += 1 }
          continue
        }
        let unknown = last == nil ? WordLattice.unknownCost : -1
        let cost = expected.cost >= 0 ? Int(expected.cost) : unknown
        if found.map({ DoubleArrayTrie.cost($0) }) != cost { differences += 1 }
        if expected.cost >= 0 { words += 1 }
        waiting.append((expected, found))
      }
    }
    #expect(differences == 0)
    #expect(words > 100_000)
  }

  /// A label must not match a child of another node.
  @Test(arguments: 0..<4 as Range<UInt64>)
  func `random strings end at the same character in both tries`(seed: UInt64) throws {
    let dictionary = try #require(WordDictionary())
    let trie = try #require(DoubleArrayTrie.shared)
    var random = SplitMix64(seed: seed)
    for _ in 0..<50_000 {
      let first = UInt16.random(in: 0x4E00...0x9FEF, using: &random)
      var expected = dictionary.first(first)
      guard expected.node >= 0 else { continue }
      var found = trie.step(over: first, after: nil)
      for _ in 0..<3 {
        let unit = UInt16.random(in: 0x4E00...0x9FEF, using: &random)
        expected = dictionary.next(unit, after: expected)
        found = found.flatMap { trie.step(over: unit, after: $0) }
        #expect((found != nil) == (expected.node >= 0 || expected.cost >= 0))
        if expected.node < 0 { break }
      }
    }
  }
}

extension DoubleArrayTrie {
  /// Returns the step over a unit, from the root or after another step, or nil when there is none.
  fileprivate func step(over unit: UInt16, after step: UInt32?) -> UInt32? {
    let code = codes[Int(unit)]
    guard code != 0 else { return nil }
    guard let step else { return roots[Int(code)] }
    let cell = DoubleArrayTrie.base(step) + Int(code)
    return labels[cell] == code ? steps[cell] : nil
  }
}
