// Little-endian loads at any offset: the random access that goes with the sequential `ByteReader`.

extension RawSpan {
  /// - Precondition: the byte lies within the span.
  @inlinable @inline(__always)
  public func uint8(at offset: Int) -> UInt8 {
    // Safe: the load checks its bounds, and every bit pattern is an integer.
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  /// - Precondition: the two bytes lie within the span.
  @inlinable @inline(__always)
  public func uint16(at offset: Int) -> UInt16 {
    // Safe: as for one byte.
    UInt16(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  /// - Precondition: the four bytes lie within the span.
  @inlinable @inline(__always)
  public func uint32(at offset: Int) -> UInt32 {
    // Safe: as for one byte.
    UInt32(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// - Precondition: the eight bytes lie within the span.
  @inlinable @inline(__always)
  public func uint64(at offset: Int) -> UInt64 {
    // Safe: as for one byte.
    UInt64(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}
