/// Appends numbers of any bits to bytes, lowest bit first.
public struct BitWriter: Sendable {
  /// Whole bytes so far; after `finish` everything.
  public private(set) var bytes: [UInt8] = []
  /// Bits that do not fill a byte yet.
  private var pending: UInt64 = 0
  private var pendingCount: UInt64 = 0

  public init() {}

  /// - Precondition: `count` is at most 57, and `value` has no more bits.
  @inline(__always)
  public mutating func append(_ value: UInt64, bits count: Int) {
    pending |= value &<< pendingCount
    pendingCount &+= UInt64(truncatingIfNeeded: count)
    while pendingCount >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending &>>= 8
      pendingCount &-= 8
    }
  }

  /// Bits so far.
  public var count: Int { 8 * bytes.count + Int(pendingCount) }

  /// Fills up the last byte with zeros.
  public mutating func finish() {
    append(0, bits: Int((8 - pendingCount) & 7))
  }

  /// Empties it and keeps the memory.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    pending = 0
    pendingCount = 0
  }
}

/// Numbers of up to 57 bits anywhere in bytes: what `BitWriter` appends.
public enum BitReader {
  /// The 57 bits from a bit offset on, and some more.
  ///
  /// - Precondition: eight bytes lie within `bytes` from the byte of the offset on; checked.
  @inline(__always)
  public static func word(_ bytes: RawSpan, at offset: Int) -> UInt64 {
    bytes.uint64(at: offset &>> 3) &>> UInt64(truncatingIfNeeded: offset & 7)
  }

  /// Reads `count` bits, at most 57, and moves `offset` behind them.
  @inline(__always)
  public static func read(_ bytes: RawSpan, at offset: inout Int, bits count: Int) -> UInt64 {
    let word = word(bytes, at: offset)
    offset &+= count
    return word & ((1 &<< UInt64(truncatingIfNeeded: count)) &- 1)
  }
}
