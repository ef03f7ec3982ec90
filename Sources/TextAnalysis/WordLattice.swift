// How ICU chooses between the words of its dictionary (`CjkBreakEngine` of its `dictbe.cpp`).
//
// It takes the cheapest way through a stretch of dictionary characters: a word costs its value in the dictionary, a
// character that is no word by itself costs 255, words have up to 20 code units, and of equal ways the one met first
// stays. Ways to a place are met in the order in which their last words begin, so the cheaper and then the earlier one
// wins: the smaller of two integers, in which the cost stands above the place where the last word begins.

/// The cheapest ways from the beginning of a text to each of its places.
///
/// Characters that are in no word cut a text into stretches that know nothing of each other, so
/// one text may hold many stretches.
struct WordLattice {
  // Computed, so that they are constants in the code and not looked up.
  static var unknownCost: Int { 255 }
  static var longestWord: Int { 20 }

  /// By place: cost << 32 | the place where the last word begins.
  var ways: [UInt64] = []

  /// Makes every place of a text of `count` code units unreached, except for the first.
  mutating func begin(_ count: Int) {
    if ways.count <= count { ways = Array(repeating: 0, count: 2 * count + 1) }
    var ways = ways.mutableSpan
    ways[0] = 0
    for place in 1..<(count + 1) { ways[place] = .max }
  }

  /// Sets `CharacterClass.wordStart` on the Han units that words on the way to the end of a text begin with.
  func mark(_ range: Range<Int>, in classes: inout [UInt8]) {
    var classes = classes.mutableSpan
    let ways = ways.span
    var end = range.count
    while end > 0 {
      end = Int(truncatingIfNeeded: ways[end] & 0xFFFF_FFFF)
      let bits = classes[range.lowerBound &+ end]
      if CharacterClass.kind(bits) == CharacterClass.Kind.han {
        classes[range.lowerBound &+ end] = bits | CharacterClass.wordStart
      }
    }
  }

  /// Takes the way by a word, if it is the cheapest to its end so far.
  ///
  /// - Precondition: `start` and `end` are indices of `ways`; not checked.
  @unsafe @inline(__always)
  static func relax(
    _ ways: inout MutableSpan<UInt64>, _ start: Int, _ end: Int, cost: Int
  ) {
    // Costs add up to less than 2³² over the code units of a chunk.
    let way = unsafe (ways[unchecked: start] &>> 32 &+ UInt64(truncatingIfNeeded: cost)) &<< 32
    unsafe ways[unchecked: end] = min(
      ways[unchecked: end], way | UInt64(truncatingIfNeeded: start))
  }
}
