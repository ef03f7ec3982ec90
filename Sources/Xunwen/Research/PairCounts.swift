/// The number of occurrences of each word in each part, for the pairs that occur.
///
/// The table uses open addressing.
struct PairCounts: Sendable {
  /// word << 32 | part, plus one; 0 in a free slot.
  private var keys = [UInt64](repeating: 0, count: 1 << 8)
  private var counts = [Int](repeating: 0, count: 1 << 8)
  private var used = 0

  mutating func add(word: Int, part: Int, count: Int) {
    let key = (UInt64(word) << 32 | UInt64(part)) + 1
    let slot = slot(of: key)
    counts[slot] += count
    if keys[slot] == key { return }
    keys[slot] = key
    used += 1
    if 4 * used > 3 * keys.count { grow() }
  }

  func forEach(_ body: (_ word: Int, _ part: Int, _ count: Int) -> Void) {
    for (slot, key) in keys.enumerated() where key > 0 {
      body(Int((key - 1) >> 32), Int((key - 1) & 0xFFFF_FFFF), counts[slot])
    }
  }

  /// Returns the slot of a key, or the free slot for it.
  private func slot(of key: UInt64) -> Int {
    let mask = keys.count - 1
    // Fibonacci hashing: the high bits of the product depend on all bits of the key.
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 24) & mask
    while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let (oldKeys, oldCounts) = (keys, counts)
    keys = Array(repeating: 0, count: 2 * oldKeys.count)
    counts = Array(repeating: 0, count: 2 * oldKeys.count)
    for (old, key) in oldKeys.enumerated() where key > 0 {
      let slot = slot(of: key)
      keys[slot] = key
      counts[slot] = oldCounts[old]
    }
  }
}
