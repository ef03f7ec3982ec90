/// Finds the words of plain Han text with ICU's own trie, which needs no preparation: for queries.
struct DictionarySegmenter {
  private let dictionary: WordDictionary
  private var lattice = WordLattice()
  /// A direct-mapped cache of steps from the root, a large branch that is slow to search.
  private var firsts = [First](repeating: First(), count: firstCount)

  private struct First {
    var unit: UInt16 = 0
    var step = WordDictionary.Step.none
  }

  /// Small, because clearing the cache must not slow down a process that runs one query.
  private static var firstCount: Int { 1024 }

  /// Returns nil when ICU's dictionary cannot be read.
  init?() {
    guard let dictionary = WordDictionary() else { return nil }
    self.dictionary = dictionary
  }

  /// Marks the first code unit of every word in plain stretches and the text between them.
  mutating func markWords(_ range: Range<Int>, of units: Span<UInt16>, in classes: inout [UInt8]) {
    lattice.begin(range.count)
    Self.findPaths(units.extracting(range), dictionary, &firsts, &lattice.paths)
    lattice.mark(range, in: &classes)
  }

  private static func findPaths(
    _ units: Span<UInt16>, _ dictionary: WordDictionary, _ firsts: inout [First],
    _ paths: inout [UInt64]
  ) {
    var firsts = firsts.mutableSpan
    var paths = paths.mutableSpan
    precondition(units.count < paths.count, "the lattice has no room")
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
      // Every character can be a word, so every offset has a path.
      // Safe, here and below: offsets are at most the length of the text.
      unsafe WordLattice.relax(
        &paths, start, start + 1,
        cost: step.cost >= 0 ? Int(step.cost) : WordLattice.unknownCost)
      let limit = min(units.count, start + WordLattice.longestWord)
      var end = start + 1
      while step.node >= 0, end < limit, CharacterClass.isPlain(UInt32(units[end])) {
        step = dictionary.next(units[end], after: step)
        end += 1
        if step.cost >= 0 { unsafe WordLattice.relax(&paths, start, end, cost: Int(step.cost)) }
      }
    }
  }
}
