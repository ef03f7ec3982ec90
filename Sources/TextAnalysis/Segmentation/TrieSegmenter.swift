/// Finds the words of plain Han text with the double-array trie: for indexing.
///
/// The first pass looks up every character and every pair of neighbours, independently, so that the
/// CPU overlaps look-ups. The second pass finds the cheapest paths.
struct TrieSegmenter {
  /// The longest text between two stretches that are segmented together, in code units. A call
  /// costs as much as ten characters, the length of a typical stretch.
  static let widestGap = 16
  /// The length at which a range is segmented, in code units. Its memory fits in the L1 cache.
  static let longestText = 2_048

  private let trie: DoubleArrayTrie
  private var lattice = WordLattice()
  private var lookUps = LookUps()

  init(_ trie: DoubleArrayTrie) { self.trie = trie }

  /// The results of the first pass, by code unit of the text.
  private struct LookUps {
    var codes: [UInt16] = []
    /// The cost of the character as a word.
    var characters: [UInt8] = []
    /// The step over the character before and this one.
    var pairs: [UInt32] = []

    mutating func reserve(_ count: Int) {
      guard codes.count < count else { return }
      codes = Array(repeating: 0, count: 2 * count)
      characters = Array(repeating: 0, count: 2 * count)
      pairs = Array(repeating: 0, count: 2 * count)
    }
  }

  /// Marks the first code unit of every word in plain stretches and the text between them.
  mutating func markWords(_ range: Range<Int>, of units: Span<UInt16>, in classes: inout [UInt8]) {
    lookUps.reserve(range.count + 1)
    lattice.begin(range.count)
    Self.lookUp(units.extracting(range), trie, &lookUps.codes, &lookUps.characters, &lookUps.pairs)
    Self.findPaths(range.count, trie, lookUps, &lattice.paths)
    lattice.mark(range, in: &classes)
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
      units.count < min(codes.count, characters.count, pairs.count), "the arrays are too short")
    var before = DoubleArrayTrie.none
    // Safe: the lengths of the arrays are checked above, the table has a code for every unit, and
    // the trie guarantees that codes and their sums with bases are indices.
    for i in units.indices {
      let code = unsafe table[unchecked: Int(units[unchecked: i])]
      unsafe codes[unchecked: i] = code
      let cell = DoubleArrayTrie.base(before) &+ Int(code)
      // A conditional move to cell 0, which leads nowhere: a branch would be unpredictable.
      let child = unsafe labels[unchecked: cell] == code ? cell : 0
      unsafe pairs[unchecked: i] = steps[unchecked: child]
      before = unsafe roots[unchecked: Int(code)]
      unsafe characters[unchecked: i] = UInt8(truncatingIfNeeded: DoubleArrayTrie.cost(before))
    }
    codes[units.count] = 0
    pairs[units.count] = DoubleArrayTrie.none
  }

  private static func findPaths(
    _ count: Int, _ trie: borrowing DoubleArrayTrie, _ lookUps: borrowing LookUps,
    _ paths: inout [UInt64]
  ) {
    var paths = paths.mutableSpan
    let codes = lookUps.codes.span
    let characters = lookUps.characters.span
    let pairs = lookUps.pairs.span
    let labels = trie.labels.span
    let steps = trie.steps.span
    precondition(
      count < min(paths.count, codes.count, pairs.count) && count <= characters.count,
      "the arrays are too short")
    // Safe: offsets are at most `count`, because no word contains the code after the text; for
    // indices of the trie, see `lookUp`.
    for start in 0..<count {
      // Every character can be a word, so every offset has a path.
      unsafe WordLattice.relax(
        &paths, start, start &+ 1, cost: Int(characters[unchecked: start]))
      var step = unsafe pairs[unchecked: start &+ 1]
      if step == DoubleArrayTrie.none { continue }
      var end = start &+ 2
      // The trie has no word longer than ICU's limit.
      while true {
        let cost = DoubleArrayTrie.cost(step)
        if cost >= 0 { unsafe WordLattice.relax(&paths, start, end, cost: cost) }
        let code = unsafe codes[unchecked: end]
        let cell = DoubleArrayTrie.base(step) &+ Int(code)
        if unsafe labels[unchecked: cell] != code { break }
        step = unsafe steps[unchecked: cell]
        end &+= 1
      }
    }
  }
}
