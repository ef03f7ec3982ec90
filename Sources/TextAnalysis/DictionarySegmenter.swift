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
  /// Steps over a code unit after the first, direct-mapped by node and unit.
  private var seconds: [Remembered]
  /// By code unit of a stretch: cost of the cheapest way there, and where its last word begins.
  private var costs: [UInt32] = []
  private var origins: [Int32] = []

  private struct Remembered {
    var key: UInt64 = .max
    var step = WordDictionary.Step.none
  }

  private static let unknownCost: UInt32 = 255
  private static let longestWord = 20
  private static let firstUnit = 0x3000
  private static let lastUnit = 0x9FFF
  private static let unasked = WordDictionary.Step(node: -2)

  /// Returns nil where ICU's dictionary cannot be read.
  init?() {
    guard let dictionary = WordDictionary() else { return nil }
    self.dictionary = dictionary
    firsts = Array(
      repeating: Self.unasked, count: Self.lastUnit - Self.firstUnit + 1)
    seconds = Array(repeating: Remembered(), count: 1 << 14)
  }

  /// Whether a stretch of this code unit and its like is segmented here: the ideographs that every ICU agrees
  /// on, and 〇. Kana, hangul, iteration marks and characters outside the first plane are ICU's.
  @inline(__always)
  static func isPlain(_ unit: UInt16) -> Bool {
    unit >= 0x4E00 && unit <= 0x9FEF || unit >= 0x3400 && unit <= 0x4DB5 || unit == 0x3007
  }

  /// Calls `mark` with the start of every word of a stretch of plain code units, last word first.
  ///
  /// - Complexity: O(*n*) in the length of the stretch.
  mutating func forEachWord(of units: Span<UInt16>, _ mark: (Int) -> Void) {
    let count = units.count
    costs.removeAll(keepingCapacity: true)
    costs.append(contentsOf: repeatElement(.max, count: count + 1))
    origins.removeAll(keepingCapacity: true)
    origins.append(contentsOf: repeatElement(0, count: count + 1))
    costs[0] = 0
    for start in 0..<count {
      let cost = costs[start]
      if cost == .max { continue }
      var step = first(units[start])
      let character = step.cost >= 0 ? UInt32(step.cost) : Self.unknownCost
      // ICU looks at the words of the dictionary first, shortest first, and at the unknown character last;
      // they end at different places, so the order makes no difference.
      relax(start, start + 1, cost + character)
      var end = start + 1
      let limit = min(count, start + Self.longestWord)
      while step.node >= 0, end < limit {
        step = next(units[end], after: step)
        end += 1
        if step.cost >= 0 { relax(start, end, cost + UInt32(step.cost)) }
      }
    }
    var end = count
    while end > 0 {
      let start = Int(origins[end])
      mark(start)
      end = start
    }
  }

  @inline(__always)
  private mutating func relax(_ start: Int, _ end: Int, _ cost: UInt32) {
    if cost < costs[end] {
      costs[end] = cost
      origins[end] = Int32(truncatingIfNeeded: start)  // within a chunk
    }
  }

  @inline(__always)
  private mutating func first(_ unit: UInt16) -> WordDictionary.Step {
    let index = Int(unit) - Self.firstUnit
    let known = firsts[index]
    if known.node != Self.unasked.node { return known }
    let step = dictionary.first(unit)
    firsts[index] = step
    return step
  }

  @inline(__always)
  private mutating func next(
    _ unit: UInt16, after step: WordDictionary.Step
  ) -> WordDictionary.Step {
    // Inside a linear match a comparison is all there is to do.
    if step.remaining >= 0 { return dictionary.next(unit, after: step) }
    let key = UInt64(UInt32(bitPattern: step.node)) << 16 | UInt64(unit)
    let slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 50)
    if seconds[slot].key == key { return seconds[slot].step }
    let step = dictionary.next(unit, after: step)
    seconds[slot] = Remembered(key: key, step: step)
    return step
  }
}
