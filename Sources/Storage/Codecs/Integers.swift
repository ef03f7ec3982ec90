/// Little-endian integers at any offset.
///
/// - Precondition: all bytes of the integer lie within the span.
extension RawSpan {
  @inlinable @inline(__always)
  public func uint8(at offset: Int) -> UInt8 {
    // Safe: the load checks its bounds, and every bit pattern is an integer.
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  @inlinable @inline(__always)
  public func uint16(at offset: Int) -> UInt16 {
    // Safe: as in `uint8`.
    UInt16(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  @inlinable @inline(__always)
  public func uint32(at offset: Int) -> UInt32 {
    // Safe: as in `uint8`.
    UInt32(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  @inlinable @inline(__always)
  public func uint64(at offset: Int) -> UInt64 {
    // Safe: as in `uint8`.
    UInt64(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}

/// Unsigned LEB128 integers: seven bits in a byte, lowest first; the last byte has no high bit.
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

  /// Reads a value of at most 32 bits and moves `offset` past it, by at most five bytes.
  ///
  /// - Precondition: the value lies within `bytes`. `ByteReader.readVarint` throws instead.
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
