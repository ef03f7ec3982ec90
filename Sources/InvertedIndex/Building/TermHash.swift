import TextAnalysis

/// A hash table that numbers the terms of a run by first occurrence.
///
/// It uses open addressing with linear probing and 16-byte slots. The key of a gram, an edge or a
/// word of one character is an integer. The key of a spelled term (a token or a longer word) is its
/// kind, 39 bits of a hash and its length, verified against the spelling in an arena.
struct TermHash: ~Copyable {
  private struct Slot {
    var key: UInt64 = 0
    /// The ordinal plus one; 0 in a free slot.
    var entry: UInt32 = 0
    /// The offset of a spelled term in the arena.
    var spelling: UInt32 = 0
  }

  private var slots: [Slot]
  /// For each ordinal the integer key, or for a spelled term its kind, `spelledBit` and the index
  /// of its spelling.
  private(set) var keys: [UInt64] = []
  private var spellings: [Range<UInt32>] = []
  private var arena: [UInt8] = []

  private static var spelledBit: UInt64 { 1 << 55 }
  private static var lengthMask: UInt64 { 0xFFFF }

  init() { slots = Array(repeating: Slot(), count: 1 << 12) }

  var count: Int { keys.count }
  var memoryUsed: Int { slots.count * 16 + keys.count * 8 + spellings.count * 8 + arena.count }

  /// Appends the ordinals of terms, and numbers the new ones.
  ///
  /// The slots of several terms are loaded before the first one is compared: most are far apart in
  /// memory, and the processor waits for them together.
  ///
  /// - Parameters:
  ///   - rawKeys: the raw values of `TermKey`.
  ///   - spelling: the text of the spelled terms.
  mutating func appendOrdinals(
    of rawKeys: Span<UInt64>, spelling: Span<UInt8>, to ordinals: inout [UInt32]
  ) {
    var loaded = InlineArray<16, Slot>(repeating: Slot())
    var hashed = InlineArray<16, UInt64>(repeating: 0)
    var start = 0
    while start < rawKeys.count {
      let count = min(loaded.count, rawKeys.count - start)
      for i in 0..<count {
        let key = Self.hashedKey(rawKeys[start + i], spelling)
        hashed[i] = key
        loaded[i] = slots[home(key)]
      }
      for i in 0..<count {
        let (rawKey, slot) = (rawKeys[start + i], loaded[i])
        // A used slot keeps its term and its ordinal.
        let isFound = slot.entry != 0 && matches(slot, hashed[i], rawKey, spelling)
        ordinals.append(isFound ? slot.entry - 1 : find(hashed[i], rawKey, spelling))
      }
      start += count
    }
  }

  private func home(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: Self.mix(key)) & (slots.count - 1)
  }

  /// Returns the ordinal of a term, which is new unless a slot has it.
  private mutating func find(
    _ key: UInt64, _ rawKey: UInt64, _ spelling: Span<UInt8>
  ) -> UInt32 {
    if (keys.count + 1) * 2 > slots.count { grow() }
    let mask = slots.count - 1
    var slot = home(key)
    while slots[slot].entry != 0 {
      if matches(slots[slot], key, rawKey, spelling) { return slots[slot].entry - 1 }
      slot = (slot + 1) & mask
    }
    let ordinal = UInt32(keys.count)
    slots[slot] = Slot(key: key, entry: ordinal + 1, spelling: UInt32(arena.count))
    insert(rawKey, spelling)
    return ordinal
  }

  /// Releases the memory that only `appendOrdinals` needs, which must not be called again.
  mutating func endInsertions() { slots = [] }

  /// Returns all terms in the order of their bytes, each with its `TermBytes.prefix`.
  func sortedOrdinals() -> [(prefix: UInt64, ordinal: UInt32)] {
    var terms: [(prefix: UInt64, ordinal: UInt32)] = []
    terms.reserveCapacity(count)
    var bytes: [UInt8] = []
    for ordinal in 0..<UInt32(count) {
      bytes.removeAll(keepingCapacity: true)
      appendBytes(of: ordinal, to: &bytes)
      terms.append((TermBytes.prefix(of: bytes), ordinal))
    }
    terms.sort {
      $0.prefix != $1.prefix
        ? $0.prefix < $1.prefix
        : self.bytes(of: $0.ordinal).lexicographicallyPrecedes(self.bytes(of: $1.ordinal))
    }
    return terms
  }

  private func bytes(of ordinal: UInt32) -> [UInt8] {
    var bytes: [UInt8] = []
    appendBytes(of: ordinal, to: &bytes)
    return bytes
  }

  /// Appends the term's bytes in the dictionary: the kind byte, then UTF-8.
  func appendBytes(of ordinal: UInt32, to bytes: inout [UInt8]) {
    let key = keys[Int(ordinal)]
    if key & Self.spelledBit != 0 {
      bytes.append(UInt8(key >> 56))
      let range = spellings[Int(key & 0xFFFF_FFFF)]
      bytes.append(contentsOf: arena[Int(range.lowerBound)..<Int(range.upperBound)])
    } else {
      Term.appendBytes(of: key, spelling: arena.span, to: &bytes)
    }
  }

  private mutating func insert(_ rawKey: UInt64, _ spelling: Span<UInt8>) {
    guard rawKey & Self.spelledBit != 0 else {
      keys.append(rawKey)
      return
    }
    let start = UInt32(arena.count)
    for index in TermKey(rawValue: rawKey).spellingRange { arena.append(spelling[index]) }
    keys.append((rawKey & (0xFF << 56)) | Self.spelledBit | UInt64(spellings.count))
    spellings.append(start..<UInt32(arena.count))
  }

  /// True when a used slot has the term.
  @inline(__always)
  private func matches(
    _ slot: Slot, _ key: UInt64, _ rawKey: UInt64, _ spelling: Span<UInt8>
  ) -> Bool {
    guard slot.key == key else { return false }
    guard key & Self.spelledBit != 0 else { return true }
    // Equal keys have the same kind and length.
    var at = Int(slot.spelling)
    for index in TermKey(rawValue: rawKey).spellingRange {
      if arena[at] != spelling[index] { return false }
      at += 1
    }
    return true
  }

  private mutating func grow() {
    let capacity = slots.count * 2
    let old = slots
    slots = Array(repeating: Slot(), count: capacity)
    for entry in old where entry.entry != 0 {
      var slot = home(entry.key)
      while slots[slot].entry != 0 { slot = (slot + 1) & (capacity - 1) }
      slots[slot] = entry
    }
  }

  /// The key of a term in its slot: of a spelled term the kind, FNV-1a of the spelling and the
  /// length.
  private static func hashedKey(_ rawKey: UInt64, _ spelling: Span<UInt8>) -> UInt64 {
    guard rawKey & spelledBit != 0 else { return rawKey }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in TermKey(rawValue: rawKey).spellingRange {
      hash = (hash ^ UInt64(spelling[index])) &* 0x0000_0100_0000_01B3
    }
    let bits = mix(hash) & (spelledBit - 1) & ~lengthMask
    return (rawKey & (0xFF << 56)) | spelledBit | bits | (rawKey & lengthMask)
  }

  /// The finalizer of MurmurHash3, because keys are far from random.
  private static func mix(_ key: UInt64) -> UInt64 {
    var x = key
    x ^= x &>> 33
    x = x &* 0xFF51_AFD7_ED55_8CCD
    x ^= x &>> 33
    x = x &* 0xC4CE_B9FE_1A85_EC53
    x ^= x &>> 33
    return x
  }
}

/// The codes of hashed terms, which are ordinals in buckets of 4,096 after the computed buckets.
extension TermCodes {
  static var firstHashedBucket: Int { bucketCount }

  static func code(ofOrdinal ordinal: UInt32) -> UInt64 {
    UInt64(firstHashedBucket + Int(ordinal >> 12)) << lowBits | UInt64(ordinal & 0xFFF)
  }

  static func firstOrdinal(ofBucket bucket: Int) -> UInt32 {
    UInt32(bucket - firstHashedBucket) << 12
  }

  static func bucketCount(ordinals: Int) -> Int { firstHashedBucket + ordinals >> 12 + 1 }
}
