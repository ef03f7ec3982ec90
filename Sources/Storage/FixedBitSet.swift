/// A set of integers below a fixed count, one bit each, in words of 64.
///
/// Bits at `count` and above in the last word are always zero, so that words can be counted and
/// compared as they are.
public struct FixedBitSet: Sendable, Equatable {
  /// The integers that can be members are 0 to `count` − 1.
  public let count: Int
  @usableFromInline var storage: [UInt64]

  /// An empty set.
  ///
  /// - Precondition: `count` is not negative.
  public init(count: Int) {
    precondition(count >= 0, "a set has no negative size")
    self.count = count
    storage = Array(repeating: 0, count: Self.wordCount(for: count))
  }

  /// A set of the given words; bits at `count` and above are cleared.
  ///
  /// - Precondition: there are ⌈`count` / 64⌉ words.
  public init(count: Int, words: [UInt64]) {
    precondition(count >= 0 && words.count == Self.wordCount(for: count), "words do not fit count")
    self.count = count
    storage = words
    clearExcess()
  }

  /// Bit i of word w stands for 64 w + i.
  @inlinable
  public var words: [UInt64] { storage }

  /// The number of members.
  ///
  /// - Complexity: O(`count` / 64)
  public var popcount: Int {
    var sum = 0
    for word in storage { sum &+= word.nonzeroBitCount }
    return sum
  }

  /// - Precondition: `member` is at least 0 and below `count`, here and in all members below.
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
    // By bytes, not words: neighbours are then mostly in different ones, and do not wait for each other's store.
    // Safe: all members are below the count, and words are little endian (see BlockCodec).
    var bytes = unsafe words.mutableBytes
    for index in members.indices {
      let member = unsafe members[unchecked: index]
      let place = Int(member &>> 3)
      let byte = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: place, as: UInt8.self)
      unsafe bytes.storeBytes(
        of: byte | (1 &<< UInt8(truncatingIfNeeded: member & 7)), toUncheckedByteOffset: place,
        as: UInt8.self)
    }
  }

  /// The same where many share a word: each is gathered before it is stored.
  private mutating func insert(dense members: Span<UInt32>) {
    let excess = excess
    var words = storage.mutableSpan
    var place = Int(members[0] &>> 6)
    var word: UInt64 = 0
    for index in members.indices {
      let member = members[index]
      if Int(member &>> 6) != place {
        words[place] |= word
        place = Int(member &>> 6)
        word = 0
      }
      word |= 1 &<< UInt64(member & 63)
    }
    words[place] |= word
    precondition(words[words.count - 1] & excess == 0, "member out of range")
  }

  /// Removes all members.
  public mutating func removeAll() {
    for index in storage.indices { storage[index] = 0 }
  }

  /// Adds the members of `other`.
  ///
  /// - Precondition: both sets have the same `count`, here and in the two methods below.
  /// - Complexity: O(`count` / 64), here and in the methods below.
  public mutating func formUnion(_ other: FixedBitSet) {
    combine(other) { $0 | $1 }
  }

  /// Keeps the members that are in `other` too.
  public mutating func formIntersection(_ other: FixedBitSet) {
    combine(other) { $0 & $1 }
  }

  /// The number of members that are in `other` too.
  public func intersectionCount(_ other: FixedBitSet) -> Int {
    precondition(count == other.count, "sets of different sizes")
    let words = storage.span
    let others = other.storage.span
    var sum = 0
    for index in words.indices { sum &+= (words[index] & others[index]).nonzeroBitCount }
    return sum
  }

  /// Removes the members of `other`.
  public mutating func subtract(_ other: FixedBitSet) {
    combine(other) { $0 & ~$1 }
  }

  /// Makes members of all non-members, and the reverse.
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

  /// Appends the members of whole words from one on, until there are as many as wanted or more.
  ///
  /// - Returns: the word to go on with.
  public func append(
    to members: inout [UInt32], fromWord first: Int, until count: Int
  ) -> Int {
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

  /// The smallest member that is at least `member`, or nil.
  ///
  /// - Precondition: `member` is not negative; it may be `count` or more.
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

  /// The largest member, or nil.
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
      // Safe: equal counts have equally many words.
      unsafe words[unchecked: index] = operation(words[unchecked: index], others[unchecked: index])
    }
  }

  private mutating func clearExcess() {
    if !storage.isEmpty { storage[storage.count - 1] &= ~excess }
  }

  /// Bits of the last word that stand for no member.
  private var excess: UInt64 {
    let used = UInt64(count & 63)
    return used == 0 ? 0 : ~0 &<< used
  }

  private static func wordCount(for count: Int) -> Int {
    count / 64 + (count % 64 == 0 ? 0 : 1)
  }
}
