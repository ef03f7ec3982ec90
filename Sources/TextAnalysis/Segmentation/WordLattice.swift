/// The cheapest path from the beginning of a text to each of its offsets, as a path of words.
///
/// This is the algorithm of ICU's `CjkBreakEngine` (`dictbe.cpp`): a word costs its value in the
/// dictionary, a character that is not a word costs 255, and a word has up to 20 code units. Of two
/// paths with equal cost, the one whose last word begins first is better.
///
/// Characters outside all words separate the text into independent parts.
struct WordLattice {
  // Computed properties, so that the compiler makes them constants.
  static var unknownCost: Int { 255 }
  static var longestWord: Int { 20 }

  /// The best path to each offset: cost << 32 | offset of the start of the last word.
  var paths: [UInt64] = []

  mutating func begin(_ count: Int) {
    if paths.count <= count { paths = Array(repeating: 0, count: 2 * count + 1) }
    var paths = paths.mutableSpan
    paths[0] = 0
    for offset in 1..<(count + 1) { paths[offset] = .max }
  }

  /// Sets `CharacterClass.wordStart` on each Han unit that begins a word of the best path.
  func mark(_ range: Range<Int>, in classes: inout [UInt8]) {
    var classes = classes.mutableSpan
    let paths = paths.span
    var end = range.count
    while end > 0 {
      end = Int(truncatingIfNeeded: paths[end] & 0xFFFF_FFFF)
      let bits = classes[range.lowerBound &+ end]
      if CharacterClass.kind(bits) == CharacterClass.Kind.han {
        classes[range.lowerBound &+ end] = bits | CharacterClass.wordStart
      }
    }
  }

  /// Replaces the path to `end` if the path through a word from `start` to `end` is better. The
  /// indices are not checked.
  @unsafe @inline(__always)
  static func relax(_ paths: inout MutableSpan<UInt64>, _ start: Int, _ end: Int, cost: Int) {
    // The costs of a chunk add up to less than 2³².
    let path = unsafe (paths[unchecked: start] &>> 32 &+ UInt64(truncatingIfNeeded: cost)) &<< 32
    unsafe paths[unchecked: end] = min(
      paths[unchecked: end], path | UInt64(truncatingIfNeeded: start))
  }
}
