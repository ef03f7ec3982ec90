/// Words → numbers from 0, in the order in which they are met first.
///
/// Open addressing over the words' UTF-8, which is kept in one piece: a dictionary of strings takes several times as
/// long, and counting words is most of what is done with a text once it is analyzed.
struct WordTable: Sendable {
  /// By slot: number of the word plus one; 0 in a free slot.
  private var slots = [UInt32](repeating: 0, count: 1 << 10)
  private var ends: [Int] = []
  private var hashes: [UInt64] = []
  private var bytes: [UInt8] = []

  var count: Int { ends.count }

  /// - Precondition: `word` is less than `count`.
  func utf8(_ word: Int) -> ArraySlice<UInt8> {
    bytes[(word > 0 ? ends[word - 1] : 0)..<ends[word]]
  }

  func text(_ word: Int) -> String { String(decoding: utf8(word), as: UTF8.self) }

  /// The number of a word, the next one if it is new.
  ///
  /// - Complexity: O(length of the word), expected.
  mutating func number(of word: ArraySlice<UInt8>) -> Int {
    let hash = Self.hash(word)
    let (slot, found) = find(word, hash)
    if let found { return found }
    bytes += word
    ends.append(bytes.count)
    hashes.append(hash)
    slots[slot] = UInt32(ends.count)
    if 2 * ends.count > slots.count { grow() }
    return ends.count - 1
  }

  /// The number of a word; nil if it has none.
  func known(_ word: ArraySlice<UInt8>) -> Int? { find(word, Self.hash(word)).word }

  /// Where a word is, or would be.
  private func find(_ word: ArraySlice<UInt8>, _ hash: UInt64) -> (slot: Int, word: Int?) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] > 0 {
      let candidate = Int(slots[slot]) - 1
      if hashes[candidate] == hash, utf8(candidate) == word { return (slot, candidate) }
      slot = (slot + 1) & mask
    }
    return (slot, nil)
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: 2 * slots.count)
    let mask = slots.count - 1
    for (number, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] > 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(number + 1)
    }
  }

  /// FNV-1a, with the high bits mixed into the low ones, which choose the slot.
  private static func hash(_ word: ArraySlice<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash ^ hash &>> 32
  }
}
