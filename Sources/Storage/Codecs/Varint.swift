/// Unsigned LEB128 integers: seven bits in a byte, lowest first; the high bit is set on all bytes
/// but the last.
public enum Varint {
  /// Appends 1 to 10 bytes.
  @inlinable
  public static func encode(_ value: UInt64, into bytes: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Reads a value of at most 32 bits and moves `offset` past it.
  ///
  /// This function is for verified data: it drops bits above 32 and always ends after a fifth byte.
  /// `ByteReader.readVarint` throws instead.
  ///
  /// - Precondition: the value lies within `bytes`.
  @inlinable @inline(__always)
  public static func decode(_ bytes: RawSpan, at offset: inout Int) -> UInt32 {
    var byte = UInt32(bytes.uint8(at: offset))
    offset &+= 1  // Safe: the load checked that `offset` is below the size of the span.
    if byte < 0x80 { return byte }
    var value = byte & 0x7F
    var shift: UInt32 = 7
    repeat {
      byte = UInt32(bytes.uint8(at: offset))
      offset &+= 1  // Safe: as above.
      value |= (byte & 0x7F) &<< shift
      shift &+= 7
    } while byte >= 0x80 && shift < 35
    return value
  }

  /// Moves `offset` past a value of at most 32 bits.
  ///
  /// - Precondition: the value lies within `bytes`.
  @inlinable @inline(__always)
  public static func skip(_ bytes: RawSpan, at offset: inout Int) {
    var length = 1
    while length < 5, bytes.uint8(at: offset) >= 0x80 {
      offset &+= 1  // Safe: the load checked that `offset` is below the size of the span.
      length &+= 1
    }
    offset &+= 1  // Safe: as above.
  }
}
