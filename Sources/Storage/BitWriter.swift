/// Collects numbers of any bits, lowest bit first, and makes bytes of them.
public struct BitWriter: Sendable {
  /// Whole words so far.
  @usableFromInline var words: [UInt64] = []
  /// Bits that do not fill a word yet.
  @usableFromInline var pending: UInt64 = 0
  @usableFromInline var pendingCount: UInt64 = 0

  public init() {}

  /// The bits that `append` takes at most.
  @inlinable public static var limit: Int { 57 }

  /// - Precondition: `count` is at most `limit`, and `value` has no more bits.
  @inlinable @inline(__always)
  public mutating func append(_ value: UInt64, bits count: Int) {
    pending |= value &<< pendingCount
    pendingCount &+= UInt64(truncatingIfNeeded: count)
    guard pendingCount >= 64 else { return }
    words.append(pending)
    pendingCount &-= 64
    // Shifted twice, since all of the value may have found room.
    let written = UInt64(truncatingIfNeeded: count) &- pendingCount
    pending = value >> written
  }

  /// Bits so far.
  public var count: Int { 64 * words.count + Int(pendingCount) }

  /// Drops what came after the first `count` bits.
  ///
  /// - Precondition: there are as many.
  public mutating func truncate(to count: Int) {
    let words = count / 64
    if words < self.words.count {
      pending = self.words[words]
      self.words.removeLast(self.words.count - words)
    }
    pendingCount = UInt64(count % 64)
    pending &= 1 &<< pendingCount &- 1
  }

  /// Appends everything, the last byte filled up with zeros, to `bytes`, and empties the writer.
  public mutating func drain(to bytes: inout [UInt8]) {
    // Safe: integers have no padding, and are little endian, as `BlockCodec` makes sure.
    unsafe words.span.bytes.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    var rest = pending
    for _ in 0..<Int(pendingCount + 7) / 8 {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest &>>= 8
    }
    words.removeAll(keepingCapacity: true)
    pending = 0
    pendingCount = 0
  }
}

/// Numbers of up to 57 bits anywhere in bytes: what `BitWriter` appends.
public enum BitReader {
  /// The 57 bits from a bit offset on, and some more.
  ///
  /// - Precondition: eight bytes lie within `bytes` from the byte of the offset on; checked.
  @inlinable @inline(__always)
  public static func word(_ bytes: RawSpan, at offset: Int) -> UInt64 {
    bytes.uint64(at: offset &>> 3) &>> UInt64(truncatingIfNeeded: offset & 7)
  }

  /// Reads `count` bits, at most 57, and moves `offset` behind them.
  @inlinable @inline(__always)
  public static func read(_ bytes: RawSpan, at offset: inout Int, bits count: Int) -> UInt64 {
    let word = word(bytes, at: offset)
    offset &+= count
    return word & ((1 &<< UInt64(truncatingIfNeeded: count)) &- 1)
  }
}
