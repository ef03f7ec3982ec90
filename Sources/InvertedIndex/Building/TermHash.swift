import TextAnalysis

/// Terms of a segment being built → ordinals, in the order of first occurrence.
///
/// Open addressing with linear probing over 16-byte slots. A gram, an edge or a one-character word is its
/// integer key; a spelled term (a token, a long word) is its kind and 55 bits of hash, verified against
/// the spelling kept in an arena. No `String` and no `Dictionary`: hashing them is most of the work otherwise.
struct TermHash: ~Copyable {
  private struct Slot {
    var key: UInt64 = 0
    /// Ordinal plus one; 0 in a free slot.
    var entry: UInt32 = 0
  }

  private var slots: [Slot]
  /// By ordinal: the integer key, or for a spelled term its kind, `spelledBit` and arena index.
  private(set) var keys: [UInt64] = []
  /// By spelled index: where its UTF-8 lies in `arena`.
  private var spellings: [Range<UInt32>] = []
  private var arena: [UInt8] = []

  private static let spelledBit: UInt64 = 1 << 55

  init() {
    slots = Array(repeating: Slot(), count: 1 << 12)
  }

  var count: Int { keys.count }
  var memoryUsed: Int { slots.count * 16 + keys.count * 8 + spellings.count * 8 + arena.count }

  /// The ordinals of all terms of a buffer, new ones given in order of occurrence.
  ///
  /// - Complexity: O(*n*) expected.
  mutating func ordinals(of terms: borrowing TermBuffer, into ordinals: inout [UInt32]) {
    let occurrences = terms.keys.count
    growIfNeeded(adding: occurrences)
    if ordinals.count > occurrences {
      ordinals.removeLast(ordinals.count - occurrences)
    } else {
      ordinals.append(contentsOf: repeatElement(0, count: occurrences - ordinals.count))
    }
    let source = terms.keys.span
    var index = 0
    while index < occurrences {
      index = find(source, from: index, terms, &ordinals)
      guard index < occurrences else { break }
      let rawKey = source[index]
      ordinals[index] = insert(rawKey, hashed: Self.key(rawKey, terms), terms)
      index += 1
    }
  }

  /// Finds the ordinals of known terms, up to the first that is new.
  ///
  /// - Returns: the index of that one.
  private func find(
    _ source: Span<UInt64>, from start: Int, _ terms: borrowing TermBuffer,
    _ ordinals: inout [UInt32]
  ) -> Int {
    // The arrays are looked at once: nothing is added while they are lent.
    let slots = self.slots.span
    var ordinals = ordinals.mutableSpan
    let mask = slots.count - 1
    var index = start
    while index < source.count {
      let rawKey = source[index]
      let key = Self.key(rawKey, terms)
      var slot = Int(truncatingIfNeeded: Self.mix(key)) & mask
      while true {
        let found = slots[slot]
        if found.entry == 0 { return index }
        if found.key == key,
          rawKey & Self.spelledBit == 0 || isSpelled(found.entry - 1, rawKey, terms)
        {
          ordinals[index] = found.entry &- 1
          break
        }
        slot = (slot &+ 1) & mask
      }
      index &+= 1
    }
    return index
  }

  /// What is compared first: the integer key itself, or kind and hash of a spelled term.
  @inline(__always)
  private static func key(_ rawKey: UInt64, _ terms: borrowing TermBuffer) -> UInt64 {
    rawKey & spelledBit != 0 ? hashedKey(rawKey, terms.spelling) : rawKey
  }

  /// All terms by their bytes.
  ///
  /// - Complexity: O(*n* log *n*).
  func sortedTerms() -> [(bytes: [UInt8], ordinal: UInt32)] {
    var terms: [(bytes: [UInt8], ordinal: UInt32)] = []
    terms.reserveCapacity(count)
    for ordinal in 0..<UInt32(count) {
      var bytes: [UInt8] = []
      appendBytes(of: ordinal, to: &bytes)
      terms.append((bytes, ordinal))
    }
    terms.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    return terms
  }

  /// Appends the term as it stands in the dictionary: kind byte, then UTF-8.
  private func appendBytes(of ordinal: UInt32, to bytes: inout [UInt8]) {
    let key = keys[Int(ordinal)]
    if key & Self.spelledBit != 0 {
      bytes.append(UInt8(key >> 56))
      let range = spellings[Int(key & 0xFFFF_FFFF)]
      bytes.append(contentsOf: arena[Int(range.lowerBound)..<Int(range.upperBound)])
    } else {
      Term.appendBytes(of: key, spelling: arena.span, to: &bytes)
    }
  }

  /// Adds a term that is not there yet.
  private mutating func insert(
    _ rawKey: UInt64, hashed key: UInt64, _ terms: borrowing TermBuffer
  ) -> UInt32 {
    let ordinal = UInt32(keys.count)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: Self.mix(key)) & mask
    while slots[slot].entry != 0 { slot = (slot + 1) & mask }
    slots[slot] = Slot(key: key, entry: ordinal + 1)
    guard rawKey & Self.spelledBit != 0 else {
      keys.append(rawKey)
      return ordinal
    }
    let range = TermKey(rawValue: rawKey).spellingRange
    let start = UInt32(arena.count)
    arena.append(contentsOf: terms.spelling[range])
    keys.append((rawKey & (0xFF << 56)) | Self.spelledBit | UInt64(spellings.count))
    spellings.append(start..<UInt32(arena.count))
    return ordinal
  }

  private func isSpelled(_ ordinal: UInt32, _ rawKey: UInt64, _ terms: borrowing TermBuffer) -> Bool
  {
    let key = keys[Int(ordinal)]
    guard key & Self.spelledBit != 0, key >> 56 == rawKey >> 56 else { return false }
    let known = spellings[Int(key & 0xFFFF_FFFF)]
    let range = TermKey(rawValue: rawKey).spellingRange
    guard known.count == range.count else { return false }
    return arena[Int(known.lowerBound)..<Int(known.upperBound)].elementsEqual(terms.spelling[range])
  }

  private mutating func growIfNeeded(adding count: Int) {
    let needed = (keys.count + count) * 2
    guard needed > slots.count else { return }
    var capacity = slots.count
    while capacity < needed { capacity *= 2 }
    let old = slots
    slots = Array(repeating: Slot(), count: capacity)
    for entry in old where entry.entry != 0 {
      var slot = Int(truncatingIfNeeded: Self.mix(entry.key)) & (capacity - 1)
      while slots[slot].entry != 0 { slot = (slot + 1) & (capacity - 1) }
      slots[slot] = entry
    }
  }

  /// FNV-1a over the spelling, folded into the bits below `spelledBit`.
  private static func hashedKey(_ rawKey: UInt64, _ spelling: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in TermKey(rawValue: rawKey).spellingRange {
      hash = (hash ^ UInt64(spelling[index])) &* 0x0000_0100_0000_01B3
    }
    return (rawKey & (0xFF << 56)) | spelledBit | (mix(hash) & (spelledBit - 1))
  }

  /// The finalizer of MurmurHash3: keys are far from random.
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
