/// A map from words to consecutive numbers from 0, in the order of their first occurrence.
///
/// The table uses open addressing over the words' UTF-8 bytes. A dictionary of strings is several
/// times slower.
struct WordInterner: Sendable {
  /// The high half of a word's hash, and the number of the word plus one; 0 in a free slot.
  private var slots = [UInt64](repeating: 0, count: 1 << 10)
  private var ends: [Int] = []
  private var bytes: [UInt8] = []

  var count: Int { ends.count }

  func utf8(_ word: Int) -> ArraySlice<UInt8> {
    bytes[(word > 0 ? ends[word - 1] : 0)..<ends[word]]
  }

  func text(_ word: Int) -> String { String(decoding: utf8(word), as: UTF8.self) }

  /// Returns the number of a word. A new word gets the next number.
  mutating func intern(_ word: ArraySlice<UInt8>) -> Int {
    let hash = Self.hash(word)
    let (slot, found) = find(word, hash)
    if let found { return found }
    bytes += word
    ends.append(bytes.count)
    slots[slot] = Self.entry(hash, ends.count - 1)
    if 2 * ends.count > slots.count { grow() }
    return ends.count - 1
  }

  func number(of word: ArraySlice<UInt8>) -> Int? { find(word, Self.hash(word)).word }

  /// Returns the slot of a word, or the free slot for it.
  private func find(_ word: ArraySlice<UInt8>, _ hash: UInt64) -> (slot: Int, word: Int?) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] > 0 {
      if slots[slot] >> 32 == hash >> 32 {
        let candidate = Int(slots[slot] & 0xFFFF_FFFF) - 1
        if utf8(candidate) == word { return (slot, candidate) }
      }
      slot = (slot + 1) & mask
    }
    return (slot, nil)
  }

  private mutating func grow() {
    slots = [UInt64](repeating: 0, count: 2 * slots.count)
    let mask = slots.count - 1
    for number in ends.indices {
      let hash = Self.hash(utf8(number))
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] > 0 { slot = (slot + 1) & mask }
      slots[slot] = Self.entry(hash, number)
    }
  }

  private static func entry(_ hash: UInt64, _ number: Int) -> UInt64 {
    hash & 0xFFFF_FFFF_0000_0000 | UInt64(number + 1)
  }

  /// Returns the FNV-1a hash with its high bits mixed into the low bits, which select the slot.
  private static func hash(_ word: ArraySlice<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash ^ hash &>> 32
  }
}
