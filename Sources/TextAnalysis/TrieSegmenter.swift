// The words of plain Han text by the double array, for the index side.
//
// Two passes. The first looks up every character and every pair of neighbours; no look-up waits for another, so
// the processor has many on the way at a time. The second finds the cheapest ways; most pairs begin no word, and it knows.
// Text between stretches is taken along: a stretch has about ten characters, and to begin and end one costs as much as
// segmenting another ten.

struct TrieSegmenter {
  /// Code units that are worth taking along to the next stretch.
  static let widestGap = 16
  /// Code units after which a new text begins: the scratch memory of this many stays in the first-level cache.
  static let longestText = 2_048

  private let trie: DoubleArrayTrie
  private var ways = WordLattice()
  private var steps = Steps()

  init(_ trie: DoubleArrayTrie) { self.trie = trie }

  /// By code unit of a text.
  private struct Steps {
    /// Its code in the double array.
    var codes: [UInt16] = []
    /// The cost of the character as a word.
    var characters: [UInt8] = []
    /// The step over the character and the one after it.
    var pairs: [UInt32] = []

    mutating func reserve(_ count: Int) {
      guard codes.count < count else { return }
      codes = Array(repeating: 0, count: 2 * count)
      characters = Array(repeating: 0, count: 2 * count)
      pairs = Array(repeating: 0, count: 2 * count)
    }
  }

  /// Sets `CharacterClass.wordStart` on the first code unit of every word of a range of stretches of plain ones.
  ///
  /// - Complexity: O(*n*) in the length of the range.
  mutating func markWords(
    _ range: Range<Int>, of units: Span<UInt16>, in classes: inout [UInt8]
  ) {
    steps.reserve(range.count + 1)
    ways.begin(range.count)
    Self.lookUp(units.extracting(range), trie, &steps.codes, &steps.characters, &steps.pairs)
    Self.findWays(range.count, trie, steps, &ways.ways)
    ways.mark(range, in: &classes)
  }

  private static func lookUp(
    _ units: Span<UInt16>, _ trie: borrowing DoubleArrayTrie, _ codes: inout [UInt16],
    _ characters: inout [UInt8], _ pairs: inout [UInt32]
  ) {
    var codes = codes.mutableSpan
    var characters = characters.mutableSpan
    var pairs = pairs.mutableSpan
    let table = trie.codes.span
    let roots = trie.roots.span
    let labels = trie.labels.span
    let steps = trie.steps.span
    precondition(
      units.count < min(codes.count, characters.count, pairs.count), "room was made")
    var before = DoubleArrayTrie.none
    // Safe: the arrays are as long as has just been checked, the table has a code for every unit, and the trie says
    // that its codes and their sums with bases are indices.
    for i in units.indices {
      let code = unsafe table[unchecked: Int(units[unchecked: i])]
      unsafe codes[unchecked: i] = code
      let cell = DoubleArrayTrie.base(before) &+ Int(code)
      // The step of cell 0 leads nowhere. A choice of places, not a branch: nobody can foretell it.
      let child = unsafe labels[unchecked: cell] == code ? cell : 0
      unsafe pairs[unchecked: i] = steps[unchecked: child]
      before = unsafe roots[unchecked: Int(code)]
      unsafe characters[unchecked: i] = UInt8(truncatingIfNeeded: DoubleArrayTrie.cost(before))
    }
    codes[units.count] = 0
    pairs[units.count] = DoubleArrayTrie.none
  }

  private static func findWays(
    _ count: Int, _ trie: borrowing DoubleArrayTrie, _ stepsOfText: borrowing Steps,
    _ ways: inout [UInt64]
  ) {
    var ways = ways.mutableSpan
    let codes = stepsOfText.codes.span
    let characters = stepsOfText.characters.span
    let pairs = stepsOfText.pairs.span
    let labels = trie.labels.span
    let steps = trie.steps.span
    precondition(
      count < min(ways.count, codes.count, pairs.count) && count <= characters.count,
      "room was made")
    // Safe: places and indices are at most `count`, since no word has the code behind the text; and of the trie as in
    // `lookUp`.
    for start in 0..<count {
      // Every character can be a word, so that every place is reached.
      unsafe WordLattice.relax(
        &ways, start, start &+ 1, cost: Int(characters[unchecked: start]))
      var step = unsafe pairs[unchecked: start &+ 1]
      if step == DoubleArrayTrie.none { continue }
      var end = start &+ 2
      // No word of the trie is longer than ICU allows.
      while true {
        let cost = DoubleArrayTrie.cost(step)
        if cost >= 0 { unsafe WordLattice.relax(&ways, start, end, cost: cost) }
        let code = unsafe codes[unchecked: end]
        let cell = DoubleArrayTrie.base(step) &+ Int(code)
        if unsafe labels[unchecked: cell] != code { break }
        step = unsafe steps[unchecked: cell]
        end &+= 1
      }
    }
  }
}
