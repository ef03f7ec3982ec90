/// The words of plain Han text by ICU's own trie: there when the process begins, for queries.
struct DictionarySegmenter {
  private let dictionary: WordDictionary
  private var ways = WordLattice()
  /// Steps over the first code unit, direct-mapped: the root of the trie is one branch of all of them, and the search
  /// through it half the work.
  private var firsts = [First](repeating: First(), count: firstCount)

  private struct First {
    var unit: UInt16 = 0
    var step = WordDictionary.Step.none
  }

  /// So few that a process that asks one query does not feel them.
  private static var firstCount: Int { 1024 }

  /// Returns nil where ICU's dictionary cannot be read.
  init?() {
    guard let dictionary = WordDictionary() else { return nil }
    self.dictionary = dictionary
  }

  /// Sets `CharacterClass.wordStart` on the first code unit of every word of a range of stretches of plain ones.
  ///
  /// - Complexity: O(*n*) in the length of the range.
  mutating func markWords(
    _ range: Range<Int>, of units: Span<UInt16>, in classes: inout [UInt8]
  ) {
    ways.begin(range.count)
    Self.findWays(units.extracting(range), dictionary, &firsts, &ways.ways)
    ways.mark(range, in: &classes)
  }

  private static func findWays(
    _ units: Span<UInt16>, _ dictionary: WordDictionary, _ firsts: inout [First],
    _ ways: inout [UInt64]
  ) {
    var firsts = firsts.mutableSpan
    var ways = ways.mutableSpan
    precondition(units.count < ways.count, "room was made")
    for start in units.indices {
      var step = WordDictionary.Step.none
      let unit = units[start]
      if CharacterClass.isPlain(UInt32(unit)) {
        // No plain unit is 0.
        let slot = Int(unit) & (firstCount &- 1)
        if firsts[slot].unit != unit {
          firsts[slot] = First(unit: unit, step: dictionary.first(unit))
        }
        step = firsts[slot].step
      }
      // Every character can be a word, so that every place is reached.
      // Safe, here and below: no place is behind the text.
      unsafe WordLattice.relax(
        &ways, start, start + 1,
        cost: step.cost >= 0 ? Int(step.cost) : WordLattice.unknownCost)
      let limit = min(units.count, start + WordLattice.longestWord)
      var end = start + 1
      while step.node >= 0, end < limit, CharacterClass.isPlain(UInt32(units[end])) {
        step = dictionary.next(units[end], after: step)
        end += 1
        if step.cost >= 0 { unsafe WordLattice.relax(&ways, start, end, cost: Int(step.cost)) }
      }
    }
  }
}
