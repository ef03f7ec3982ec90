/// A set of integers below a fixed count, stored as one bit each in words of 64 bits.
///
/// The bits at `count` and above are always zero, so that whole words can be counted and compared.
public struct FixedBitSet: Sendable, Equatable {
  /// The possible members are 0 to `count` − 1.
  public let count: Int
  @usableFromInline var storage: [UInt64]

  /// An empty set.
  public init(count: Int) {
    precondition(count >= 0, "a set has no negative size")
    self.count = count
    storage = Array(repeating: 0, count: Self.wordCount(for: count))
  }

  /// A set with ⌈`count` / 64⌉ words. Bits at `count` and above are cleared.
  public init(count: Int, words: [UInt64]) {
    precondition(count >= 0 && words.count == Self.wordCount(for: count), "words do not fit count")
    self.count = count
    storage = words
    clearExcess()
  }

  /// The words of the set: bit i of word w is set when 64 w + i is a member.
  @inlinable
  public var words: [UInt64] { storage }

  /// The number of members. Complexity: O(`count` / 64).
  public var popcount: Int {
    var sum = 0
    for word in storage { sum &+= word.nonzeroBitCount }
    return sum
  }

  /// True when an integer is a member; setting it inserts or removes the integer.
  ///
  /// - Precondition: `member` is at least 0 and below `count`, here and in the methods below.
  @inlinable
  public subscript(_ member: Int) -> Bool {
    get { contains(member) }
    set { if newValue { insert(member) } else { remove(member) } }
  }

  @inlinable
  public func contains(_ member: Int) -> Bool {
    precondition(member >= 0 && member < count, "member out of range")
    return storage[member &>> 6] & (1 &<< UInt64(member & 63)) != 0
  }

  @inlinable
  public mutating func insert(_ member: Int) {
    precondition(member >= 0 && member < count, "member out of range")
    storage[member &>> 6] |= 1 &<< UInt64(member & 63)
  }

  @inlinable
  public mutating func remove(_ member: Int) {
    precondition(member >= 0 && member < count, "member out of range")
    storage[member &>> 6] &= ~(1 &<< UInt64(member & 63))
  }

  /// Inserts the values of a decoded block.
  public mutating func insert(contentsOf members: Span<UInt32>) {
    if !members.isEmpty, members[members.count &- 1] &- members[0] < 2 &* members.count {
      return insert(dense: members)
    }
    var largest: UInt32 = 0
    for index in members.indices { largest = max(largest, members[index]) }
    precondition(members.isEmpty || Int(largest) < count, "member out of range")
    var words = storage.mutableSpan
    // Stores bytes, because the stores of neighbours in one word would wait for each other. Safe:
    // all members are below the count, and words are little endian (see BlockCodec).
    var bytes = unsafe words.mutableBytes
    for index in members.indices {
      let member = unsafe members[unchecked: index]
      let offset = Int(member &>> 3)
      let byte = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
      unsafe bytes.storeBytes(
        of: byte | (1 &<< UInt8(truncatingIfNeeded: member & 7)), toUncheckedByteOffset: offset,
        as: UInt8.self)
    }
  }

  /// Inserts ascending members many of which share a word: each word is stored once.
  private mutating func insert(dense members: Span<UInt32>) {
    let excess = excess
    var words = storage.mutableSpan
    var wordIndex = Int(members[0] &>> 6)
    var word: UInt64 = 0
    for index in members.indices {
      let member = members[index]
      if Int(member &>> 6) != wordIndex {
        words[wordIndex] |= word
        wordIndex = Int(member &>> 6)
        word = 0
      }
      word |= 1 &<< UInt64(member & 63)
    }
    words[wordIndex] |= word
    precondition(words[words.count - 1] & excess == 0, "member out of range")
  }

  /// Adds the members of `other`.
  ///
  /// - Precondition: both sets have the same `count`, here and in the methods below.
  /// - Complexity: O(`count` / 64), here and in the methods below.
  public mutating func formUnion(_ other: FixedBitSet) { combine(other) { $0 | $1 } }

  /// Removes the members that are not in `other`.
  public mutating func formIntersection(_ other: FixedBitSet) { combine(other) { $0 & $1 } }

  /// The number of members that are also in `other`.
  public func intersectionCount(_ other: FixedBitSet) -> Int {
    precondition(count == other.count, "sets of different sizes")
    let words = storage.span
    let others = other.storage.span
    var sum = 0
    for index in words.indices { sum &+= (words[index] & others[index]).nonzeroBitCount }
    return sum
  }

  /// Removes the members of `other`.
  public mutating func subtract(_ other: FixedBitSet) { combine(other) { $0 & ~$1 } }

  /// Replaces the set by its complement.
  public mutating func invert() {
    for index in storage.indices { storage[index] = ~storage[index] }
    clearExcess()
  }

  /// Calls `body` with every member in ascending order.
  @inlinable
  public func forEach<Failure: Error>(_ body: (Int) throws(Failure) -> Void) throws(Failure) {
    for index in storage.indices {
      var word = storage[index]
      while word != 0 {
        try body(index &<< 6 &+ word.trailingZeroBitCount)
        word &= word &- 1  // Safe: the word is not zero.
      }
    }
  }

  /// Appends the members of whole words, from word `first` on, until at least `count` members are
  /// appended or the set ends. Returns the index of the word after the last one read.
  public func append(to members: inout [UInt32], fromWord first: Int, until count: Int) -> Int {
    let words = storage.span
    let start = members.count
    var end = first
    var more = 0
    while end < words.count, start + more < count {
      more += words[end].nonzeroBitCount
      end += 1
    }
    members.append(addingCapacity: more) { output in
      for index in first..<end {
        var word = words[index]
        while word != 0 {
          output.append(UInt32(truncatingIfNeeded: index &<< 6 &+ word.trailingZeroBitCount))
          word &= word &- 1  // Safe: the word is not zero.
        }
      }
    }
    return end
  }

  /// The smallest member that is not below `member`, or nil when there is none. `member` may be
  /// `count` or more, but not negative.
  @inlinable
  public func next(atOrAfter member: Int) -> Int? {
    precondition(member >= 0, "member out of range")
    if member >= count { return nil }
    var index = member &>> 6
    var word = storage[index] & (~0 &<< UInt64(member & 63))
    while word == 0 {
      index &+= 1
      if index == storage.count { return nil }
      word = storage[index]
    }
    return index &<< 6 &+ word.trailingZeroBitCount
  }

  /// The largest member, or nil when the set is empty.
  public var last: Int? {
    let words = storage.span
    var index = words.count
    while index > 0 {
      index &-= 1
      if words[index] != 0 { return index &<< 6 &+ 63 &- words[index].leadingZeroBitCount }
    }
    return nil
  }

  @inline(__always)
  private mutating func combine(_ other: FixedBitSet, _ operation: (UInt64, UInt64) -> UInt64) {
    precondition(count == other.count, "sets of different sizes")
    var words = storage.mutableSpan
    let others = other.storage.span
    for index in words.indices {
      // Safe: sets of equal counts have equal numbers of words.
      unsafe words[unchecked: index] = operation(words[unchecked: index], others[unchecked: index])
    }
  }

  private mutating func clearExcess() {
    if !storage.isEmpty { storage[storage.count - 1] &= ~excess }
  }

  /// The bits of the last word at `count` and above.
  private var excess: UInt64 {
    let used = UInt64(count & 63)
    return used == 0 ? 0 : ~0 &<< used
  }

  private static func wordCount(for count: Int) -> Int { count / 64 + (count % 64 == 0 ? 0 : 1) }
}
