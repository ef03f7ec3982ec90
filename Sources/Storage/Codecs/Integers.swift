/// Little-endian integers at any offset.
///
/// An integer that is not completely within the span is read as 0. So offsets and counts of a file
/// that someone crafted cannot stop the program; decoders compare their last offset with the end.
extension RawSpan {
  @inlinable @inline(__always)
  public func uint8(at offset: Int) -> UInt8 { load(at: offset) }

  @inlinable @inline(__always)
  public func uint16(at offset: Int) -> UInt16 { UInt16(littleEndian: load(at: offset)) }

  @inlinable @inline(__always)
  public func uint32(at offset: Int) -> UInt32 { UInt32(littleEndian: load(at: offset)) }

  @inlinable @inline(__always)
  public func uint64(at offset: Int) -> UInt64 { UInt64(littleEndian: load(at: offset)) }

  @inlinable @inline(__always)
  func load<Value: FixedWidthInteger & BitwiseCopyable>(at offset: Int) -> Value {
    // The offsets at which a value begins; the same in every turn of a loop.
    let count = max(0, byteCount &+ 1 &- MemoryLayout<Value>.size)
    guard UInt(bitPattern: offset) < UInt(bitPattern: count) else { return 0 }
    // Safe: the bounds have just been checked, and every bit pattern is an integer.
    return unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: Value.self)
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
  /// Bytes after the end are read as 0. `ByteReader.readVarint` throws there.
  @inlinable @inline(__always)
  public static func decode(_ bytes: RawSpan, at offset: inout Int) -> UInt32 {
    var byte = UInt32(bytes.uint8(at: offset))
    offset &+= 1
    if byte < 0x80 { return byte }
    var value = byte & 0x7F
    var shift: UInt32 = 7
    repeat {
      byte = UInt32(bytes.uint8(at: offset))
      offset &+= 1
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
      offset &+= 1
      length &+= 1
    }
    offset &+= 1
  }
}
