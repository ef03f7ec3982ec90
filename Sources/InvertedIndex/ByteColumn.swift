import Storage

/// Unsigned numbers of 0 to 4 bytes each, as few as the largest needs, little endian; read in place.
///
/// Columns of which no document has a value take nothing, and most others half of what 32 bits would.
struct ByteColumn: Sendable {
  /// Offset in the file.
  let start: Int
  /// Bytes of a value.
  let width: Int
  private let mask: UInt32

  init(at start: Int, width: UInt8) {
    self.start = start
    self.width = Int(width)
    mask = width >= 4 ? .max : (1 &<< (8 * UInt32(width))) &- 1
  }

  /// - Precondition: the column has the value, and three bytes or more lie behind the column (the footer of
  ///   every file has them).
  @inline(__always)
  func value(_ bytes: RawSpan, _ index: Int) -> UInt32 {
    bytes.uint32(at: start &+ width &* index) & mask
  }

  /// The same where nobody has looked whether the value is intact; 0 if it is not.
  func verifiedValue(_ file: EnvelopedFile, _ index: Int) -> UInt32 {
    guard width > 0, file.isIntact(bytes(of: index...index)) else { return 0 }
    return value(file.bytes, index)
  }

  /// Where in the file some values are.
  func bytes(of indices: ClosedRange<Int>) -> Range<Int> {
    start + width * indices.lowerBound..<start + width * (indices.upperBound + 1)
  }

  /// Bytes that a column takes.
  func byteCount(_ count: Int) -> Int { width * count }
}

extension FileWriter {
  /// The bytes that the largest value needs.
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
}
