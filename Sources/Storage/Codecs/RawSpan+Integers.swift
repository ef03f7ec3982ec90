// Little-endian integers at any offset. `ByteReader` reads sequentially.

extension RawSpan {
  /// The byte at an offset.
  ///
  /// - Precondition: the byte lies within the span.
  @inlinable @inline(__always)
  public func uint8(at offset: Int) -> UInt8 {
    // Safe: the load checks its bounds, and every bit pattern is an integer.
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  /// The 16-bit integer at an offset.
  ///
  /// - Precondition: the two bytes lie within the span.
  @inlinable @inline(__always)
  public func uint16(at offset: Int) -> UInt16 {
    // Safe: as in `uint8`.
    UInt16(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  /// The 32-bit integer at an offset.
  ///
  /// - Precondition: the four bytes lie within the span.
  @inlinable @inline(__always)
  public func uint32(at offset: Int) -> UInt32 {
    // Safe: as in `uint8`.
    UInt32(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// The 64-bit integer at an offset.
  ///
  /// - Precondition: the eight bytes lie within the span.
  @inlinable @inline(__always)
  public func uint64(at offset: Int) -> UInt64 {
    // Safe: as in `uint8`.
    UInt64(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}
