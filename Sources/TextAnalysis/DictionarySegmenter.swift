/// The words of plain Han text by ICU's own trie: there when the process begins, for queries.
struct DictionarySegmenter {
  private let dictionary: WordDictionary
  private var ways = CheapestWays()

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
    Self.findWays(units.extracting(range), dictionary, &ways.ways)
    ways.mark(range, in: &classes)
  }

  private static func findWays(
    _ units: Span<UInt16>, _ dictionary: WordDictionary, _ ways: inout [UInt64]
  ) {
    var ways = ways.mutableSpan
    for start in units.indices {
      var step = WordDictionary.Step.none
      if CharacterClass.isPlain(UInt32(units[start])) { step = dictionary.first(units[start]) }
      // Every character can be a word, so that every place is reached.
      CheapestWays.relax(
        &ways, start, start + 1,
        cost: step.cost >= 0 ? Int(step.cost) : CheapestWays.unknownCost)
      let limit = min(units.count, start + CheapestWays.longestWord)
      var end = start + 1
      while step.node >= 0, end < limit, CharacterClass.isPlain(UInt32(units[end])) {
        step = dictionary.next(units[end], after: step)
        end += 1
        if step.cost >= 0 { CheapestWays.relax(&ways, start, end, cost: Int(step.cost)) }
      }
    }
  }
}
