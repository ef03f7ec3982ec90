// The words of plain Han text, as ICU's `ubrk` finds them, several times as fast.
//
// ICU takes the cheapest way through a stretch of dictionary characters: a word costs its value in the
// dictionary, a character that is no word by itself costs 255, words have up to 20 code units, and of equal ways
// the one met first stays (`CjkBreakEngine` of ICU's `dictbe.cpp`). This is the same, without the layers
// of `UText` and the rules around it. `make verify-segmenter` compares the two on any text.

struct DictionarySegmenter {
  private let dictionary: WordDictionary
  /// Steps over the first code unit, by the unit; filled on demand.
  private var firsts: [WordDictionary.Step]
  /// By first code unit, 256 bits in which those that follow it in some word have theirs set: most pairs of
  /// characters begin no word, and are told without a step.
  private var followers: [UInt64]
  /// Steps over a code unit after the first, direct-mapped by node and unit.
  private var seconds: [Remembered]
  /// By code unit of a stretch.
  private var ways: [Way] = []

  /// The cheapest way to a place: its cost, and where its last word begins.
  private struct Way {
    var cost: UInt32 = .max
    var origin: Int32 = 0
  }

  private struct Remembered {
    var key: UInt64 = .max
    var step = WordDictionary.Step.none
  }

  // Computed, so that they are constants in the code and not looked up.
  private static var unknownCost: UInt32 { 255 }
  private static var longestWord: Int { 20 }
  private static var firstUnit: Int { 0x3000 }
  private static var lastUnit: Int { 0x9FFF }
  private static var unasked: WordDictionary.Step { WordDictionary.Step(node: -2) }
  /// 16,384 steps are remembered, 400 KB: they stay in the second-level cache.
  private static var secondBits: UInt64 { 14 }

  /// Returns nil where ICU's dictionary cannot be read.
  init?() {
    guard let dictionary = WordDictionary() else { return nil }
    self.dictionary = dictionary
    firsts = Array(
      repeating: Self.unasked, count: Self.lastUnit - Self.firstUnit + 1)
    followers = Array(repeating: 0, count: 4 * (Self.lastUnit - Self.firstUnit + 1))
    seconds = Array(repeating: Remembered(), count: 1 << Int(Self.secondBits))
  }

  /// Whether a stretch of this code unit and its like is segmented here: the ideographs that every ICU agrees
  /// on, and 〇. Kana, hangul, iteration marks and characters outside the first plane are ICU's.
  @inline(__always)
  static func isPlain(_ unit: UInt16) -> Bool {
    unit >= 0x4E00 && unit <= 0x9FEF || unit >= 0x3400 && unit <= 0x4DB5 || unit == 0x3007
  }

  /// Sets `CharacterClass.wordStart` on the first code unit of every word of a stretch of plain ones.
  ///
  /// - Complexity: O(*n*) in the length of the stretch.
  mutating func markWords(_ range: Range<Int>, of units: Span<UInt16>, in classes: inout [UInt8]) {
    if ways.count <= range.count {
      ways.append(contentsOf: repeatElement(Way(), count: range.count + 1 - ways.count))
    }
    Self.findWays(
      units.extracting(range), dictionary, &firsts, &followers, &seconds, &ways)
    var end = range.count
    while end > 0 {
      end = Int(ways[end].origin)
      classes[range.lowerBound + end] |= CharacterClass.wordStart
    }
  }

  private static func findWays(
    _ units: Span<UInt16>, _ dictionary: WordDictionary, _ firsts: inout [WordDictionary.Step],
    _ followers: inout [UInt64], _ seconds: inout [Remembered], _ ways: inout [Way]
  ) {
    // The arrays are looked at once, not for every step.
    var firsts = firsts.mutableSpan
    var followers = followers.mutableSpan
    var seconds = seconds.mutableSpan
    var ways = ways.mutableSpan
    let count = units.count
    ways[0] = Way(cost: 0, origin: 0)
    for end in 1..<(count + 1) { ways[end] = Way(cost: .max, origin: 0) }
    for start in 0..<count {
      // Every character can be a word, so that every place is reached.
      let cost = ways[start].cost
      let unit = units[start]
      let index = Int(unit) &- firstUnit
      if firsts[index].node == unasked.node {
        firsts[index] = dictionary.first(unit)
        if firsts[index].node >= 0 {
          dictionary.forEachUnit(after: firsts[index]) { unit in
            let bit = follower(unit)
            followers[4 &* index &+ bit &>> 6] |= 1 &<< UInt64(bit & 63)
          }
        }
      }
      var step = firsts[index]
      let character = step.cost >= 0 ? UInt32(step.cost) : unknownCost
      // ICU looks at the words of the dictionary first, shortest first, and at the unknown character last;
      // they end at different places, so the order makes no difference.
      relax(&ways, start, start &+ 1, cost &+ character)
      var end = start &+ 1
      guard end < count else { continue }
      let bit = follower(units[end])
      if followers[4 &* index &+ bit &>> 6] &>> UInt64(bit & 63) & 1 == 0 { continue }
      let limit = min(count, start &+ longestWord)
      while step.node >= 0, end < limit {
        let unit = units[end]
        // Inside a linear match a comparison is all there is to do.
        if step.remaining >= 0 {
          step = dictionary.next(unit, after: step)
        } else {
          let key = UInt64(UInt32(bitPattern: step.node)) &<< 16 | UInt64(unit)
          let slot = Int(
            truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> (64 - secondBits))
          if seconds[slot].key != key {
            seconds[slot] = Remembered(key: key, step: dictionary.next(unit, after: step))
          }
          step = seconds[slot].step
        }
        end &+= 1
        if step.cost >= 0 { relax(&ways, start, end, cost &+ UInt32(step.cost)) }
      }
    }
  }

  /// The bit of a code unit in `followers`.
  @inline(__always)
  private static func follower(_ unit: UInt16) -> Int {
    Int(truncatingIfNeeded: (UInt32(unit) &* 0x9E37_79B1) &>> 24)
  }

  @inline(__always)
  private static func relax(
    _ ways: inout MutableSpan<Way>, _ start: Int, _ end: Int, _ cost: UInt32
  ) {
    if cost < ways[end].cost {
      ways[end] = Way(cost: cost, origin: Int32(truncatingIfNeeded: start))  // within a chunk
    }
  }
}
