/// Writes numbers of any number of bits, lowest bit first.
public struct BitWriter: Sendable {
  @usableFromInline var words: [UInt64] = []
  /// The bits that do not fill a word yet.
  @usableFromInline var pending: UInt64 = 0
  @usableFromInline var pendingCount: UInt64 = 0

  public init() {}

  /// The largest number of bits that `append` accepts.
  @inlinable public static var limit: Int { 57 }

  /// Appends the lowest `count` bits of a value, at most `limit`, which has no higher bits.
  @inlinable @inline(__always)
  public mutating func append(_ value: UInt64, bits count: Int) {
    pending |= value &<< pendingCount
    pendingCount &+= UInt64(truncatingIfNeeded: count)
    guard pendingCount >= 64 else { return }
    words.append(pending)
    pendingCount &-= 64
    // `>>` and not `&>>`: the shift is 64 when all of the value fitted into the word.
    let written = UInt64(truncatingIfNeeded: count) &- pendingCount
    pending = value >> written
  }

  /// The number of bits so far.
  public var count: Int { 64 * words.count + Int(pendingCount) }

  /// Drops all bits after the first `count`.
  public mutating func truncate(to count: Int) {
    let words = count / 64
    if words < self.words.count {
      pending = self.words[words]
      self.words.removeLast(self.words.count - words)
    }
    pendingCount = UInt64(count % 64)
    pending &= 1 &<< pendingCount &- 1
  }

  /// Appends all bits to `bytes`, fills the last byte with zeros, and empties the writer.
  public mutating func drain(to bytes: inout [UInt8]) {
    // Safe: integers have no padding. Memory is little endian, as `BlockCodec` checks.
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

/// Reads numbers of up to 57 bits at any bit offset, as written by `BitWriter`.
public enum BitReader {
  /// A word whose lowest 57 bits are the bits from an offset on. Its higher bits are unspecified.
  /// It is 0 unless eight bytes lie within `bytes` from the byte of the offset on.
  @inlinable @inline(__always)
  public static func word(_ bytes: RawSpan, at offset: Int) -> UInt64 {
    bytes.uint64(at: offset &>> 3) &>> UInt64(truncatingIfNeeded: offset & 7)
  }

  /// Reads `count` bits, at most 57, and moves `offset` past them.
  @inlinable @inline(__always)
  public static func read(_ bytes: RawSpan, at offset: inout Int, bits count: Int) -> UInt64 {
    let word = word(bytes, at: offset)
    offset &+= count
    return word & ((1 &<< UInt64(truncatingIfNeeded: count)) &- 1)
  }
}
