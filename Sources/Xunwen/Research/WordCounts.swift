/// A count of the occurrences of each word, and of its marked occurrences. The index of a count is
/// the number of the word.
struct WordCounts: Sendable {
  private(set) var words = WordInterner()
  private(set) var frequencies: [Int] = []
  private(set) var marked: [Int] = []
  private(set) var total = 0
  private(set) var totalMarked = 0

  /// Adds occurrences of a word, and returns the number of the word.
  @discardableResult
  mutating func add(_ word: ArraySlice<UInt8>, count: Int = 1, marked markedCount: Int = 0) -> Int {
    let number = words.intern(word)
    if number == frequencies.count {
      frequencies.append(0)
      marked.append(0)
    }
    frequencies[number] += count
    total += count
    mark(number, count: markedCount)
    return number
  }

  /// Marks occurrences that were added before.
  mutating func mark(_ word: Int, count: Int = 1) {
    marked[word] += count
    totalMarked += count
  }

  mutating func merge(_ other: WordCounts) {
    for word in 0..<other.words.count {
      add(other.words.utf8(word), count: other.frequencies[word], marked: other.marked[word])
    }
  }
}

/// A map from words to consecutive numbers from 0, in the order of their first occurrence.
///
/// The table uses open addressing over the words' UTF-8 bytes. A dictionary of strings is several
/// times slower.
struct WordInterner: Sendable {
  /// The number of a word plus one, by slot; 0 in a free slot.
  private var slots = [UInt32](repeating: 0, count: 1 << 10)
  private var ends: [Int] = []
  private var hashes: [UInt64] = []
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
    hashes.append(hash)
    slots[slot] = UInt32(ends.count)
    if 2 * ends.count > slots.count { grow() }
    return ends.count - 1
  }

  func number(of word: ArraySlice<UInt8>) -> Int? { find(word, Self.hash(word)).word }

  /// Returns the slot of a word, or the free slot for it.
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

  /// Returns the FNV-1a hash with its high bits mixed into the low bits, which select the slot.
  private static func hash(_ word: ArraySlice<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash ^ hash &>> 32
  }
}

extension Array {
  /// Returns the elements with the greatest values. Elements of equal value are sorted by name.
  ///
  /// - Parameter limit: the number of elements; 0 for all.
  func best(
    _ limit: Int = 0, by value: (Element) -> some Comparable, name: (Element) -> String
  ) -> [Element] {
    let sorted = sorted { (value($1), name($0)) < (value($0), name($1)) }
    return limit > 0 ? Array(sorted.prefix(limit)) : sorted
  }
}
