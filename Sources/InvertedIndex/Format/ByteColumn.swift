import Storage

/// A column of unsigned numbers, read in place: little endian, all of one width from 0 to 4 bytes.
///
/// The width is the least that holds the largest value. A column of zeros takes no bytes.
struct ByteColumn: Sendable {
  /// The column's offset in the file.
  let start: Int
  /// Bytes of each value.
  let width: Int
  private let mask: UInt32

  init(at start: Int, width: UInt8) {
    self.start = start
    self.width = Int(width)
    mask = width >= 4 ? .max : (1 &<< (8 * UInt32(width))) &- 1
  }

  /// Returns a value of the column.
  ///
  /// - Precondition: the column has the value, and at least three bytes follow the column (the
  ///   footer of every file does).
  @inline(__always)
  func value(_ bytes: RawSpan, _ index: Int) -> UInt32 {
    bytes.uint32(at: start &+ width &* index) & mask
  }

  /// Returns a value after verifying its pages; 0 if they are damaged.
  func verifiedValue(_ file: EnvelopedFile, _ index: Int) -> UInt32 {
    guard width > 0, file.isIntact(bytes(of: index...index)) else { return 0 }
    return value(file.bytes, index)
  }

  /// The range of the file that holds some values.
  func bytes(of indices: ClosedRange<Int>) -> Range<Int> {
    start + width * indices.lowerBound..<start + width * (indices.upperBound + 1)
  }

  /// The size of a column of `count` values, in bytes.
  func byteCount(_ count: Int) -> Int { width * count }
}

extension EnvelopedFile {
  /// Reads a byte without verifying its page; the next methods read little-endian integers.
  func uint8(at offset: Int) -> UInt8 { bytes.uint8(at: offset) }
  func uint32(at offset: Int) -> UInt32 { bytes.uint32(at: offset) }
  func uint64(at offset: Int) -> UInt64 { bytes.uint64(at: offset) }
}

extension FileWriter {
  /// The width of a column: the bytes of its largest value.
  static func columnWidth(of values: [UInt32]) -> UInt8 {
    UInt8((39 - (values.max() ?? 0).leadingZeroBitCount) / 8)
  }

  /// Writes a column.
  mutating func append(column values: [UInt32]) throws(StorageError) {
    let width = Int(Self.columnWidth(of: values))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(width * values.count)
    for value in values {
      var rest = value
      for _ in 0..<width {
        bytes.append(UInt8(truncatingIfNeeded: rest))
        rest &>>= 8
      }
    }
    try append(bytes)
  }

  /// Writes integers, little endian.
  mutating func append<Value: FixedWidthInteger>(values: [Value]) throws(StorageError) {
    for value in values { try append(littleEndian: value) }
  }
}
