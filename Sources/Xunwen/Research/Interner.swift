/// A map from sequences to consecutive numbers from 0, in the order of their first occurrence.
///
/// The table uses open addressing over the concatenated sequences. A dictionary of strings is
/// several times slower.
struct Interner<Element: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
  /// The high half of a sequence's hash, and the number of the sequence plus one; 0 in a free slot.
  private var slots = [UInt64](repeating: 0, count: 1 << 10)
  private var ends: [Int] = []
  private var elements: [Element] = []

  var count: Int { ends.count }

  subscript(number: Int) -> ArraySlice<Element> {
    elements[(number > 0 ? ends[number - 1] : 0)..<ends[number]]
  }

  /// Returns the number of a sequence. A new sequence gets the next number.
  mutating func intern(_ sequence: ArraySlice<Element>) -> Int {
    let hash = Self.hash(sequence)
    let (slot, found) = find(sequence, hash)
    if let found { return found }
    elements += sequence
    ends.append(elements.count)
    slots[slot] = Self.entry(hash, ends.count - 1)
    if 2 * ends.count > slots.count { grow() }
    return ends.count - 1
  }

  func number(of sequence: ArraySlice<Element>) -> Int? {
    find(sequence, Self.hash(sequence)).number
  }

  /// Returns the slot of a sequence, or the free slot for it.
  private func find(
    _ sequence: ArraySlice<Element>, _ hash: UInt64
  ) -> (slot: Int, number: Int?) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] > 0 {
      if slots[slot] >> 32 == hash >> 32 {
        let candidate = Int(slots[slot] & 0xFFFF_FFFF) - 1
        if self[candidate] == sequence { return (slot, candidate) }
      }
      slot = (slot + 1) & mask
    }
    return (slot, nil)
  }

  private mutating func grow() {
    slots = [UInt64](repeating: 0, count: 2 * slots.count)
    let mask = slots.count - 1
    for number in ends.indices {
      let hash = Self.hash(self[number])
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] > 0 { slot = (slot + 1) & mask }
      slots[slot] = Self.entry(hash, number)
    }
  }

  private static func entry(_ hash: UInt64, _ number: Int) -> UInt64 {
    hash & 0xFFFF_FFFF_0000_0000 | UInt64(number + 1)
  }

  /// Returns the FNV-1a hash with its high bits mixed into the low bits, which select the slot.
  private static func hash(_ sequence: ArraySlice<Element>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for element in sequence { hash = (hash ^ UInt64(element)) &* 0x100_0000_01B3 }
    return hash ^ hash &>> 32
  }
}

/// The numbers of words, by their UTF-8.
typealias WordInterner = Interner<UInt8>

extension WordInterner {
  func utf8(_ word: Int) -> ArraySlice<UInt8> { self[word] }

  func text(_ word: Int) -> String { String(decoding: self[word], as: UTF8.self) }
}
