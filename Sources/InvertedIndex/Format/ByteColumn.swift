import Storage

/// A column of unsigned numbers, read in place: little endian, all of one width from 0 to 4 bytes.
///
/// The width is the least that holds the largest value. A column of zeros takes no bytes.
struct ByteColumn: Sendable {
  let start: Int
  let width: Int
  private let mask: UInt32

  init(at start: Int, width: UInt8) {
    self.start = start
    self.width = Int(width)
    mask = width >= 4 ? .max : (1 &<< (8 * UInt32(width))) &- 1
  }

  /// Returns a value of the column.
  ///
  /// - Precondition: the column has the value, and three bytes follow it. A file's footer does.
  @inline(__always)
  func value(_ bytes: RawSpan, _ index: Int) -> UInt32 {
    bytes.uint32(at: start &+ width &* index) & mask
  }

  /// Returns a value after verifying its pages; 0 if they are damaged.
  func verifiedValue(_ file: EnvelopedFile, _ index: Int) -> UInt32 {
    guard width > 0, file.isIntact(bytes(of: index...index)) else { return 0 }
    return value(file.bytes, index)
  }

  func bytes(of indices: ClosedRange<Int>) -> Range<Int> {
    start + width * indices.lowerBound..<start + width * (indices.upperBound + 1)
  }

  func byteCount(_ count: Int) -> Int { width * count }
}

extension EnvelopedFile {
  // These methods read little-endian integers without verifying their pages.
  func uint8(at offset: Int) -> UInt8 { bytes.uint8(at: offset) }
  func uint32(at offset: Int) -> UInt32 { bytes.uint32(at: offset) }
  func uint64(at offset: Int) -> UInt64 { bytes.uint64(at: offset) }

  func corrupt(at offset: Int, _ reason: String) -> StorageError {
    .corrupt(file: name, offset: offset, reason: reason)
  }
}

extension FileWriter {
  /// The width of a column: the bytes of its largest value.
  static func columnWidth(of values: [UInt32]) -> UInt8 {
    UInt8((39 - (values.max() ?? 0).leadingZeroBitCount) / 8)
  }

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

  mutating func append<Value: FixedWidthInteger>(values: [Value]) throws(StorageError) {
    for value in values { try append(littleEndian: value) }
  }
}

/// The format of the files `.len` and `.col`; see docs/FORMAT.md.
///
/// The widths are in the order of the columns (see `ByteColumn`). Column offsets follow from widths
/// and counts. Ordinals number distinct values in the order of their bytes. The *id order* lists
/// the documents in the order of their ids.
enum ColumnsFormat {
  static let lengthsHeadSize = 8
  static let lengthsColumnCount = 3
  static let headSize = 32
  static let widthsOffset = 16
  static let columnCount = 10
}

/// A column of document lengths, read for many documents at a time after verifying their pages.
struct LengthColumn {
  let file: EnvelopedFile
  private let column: ByteColumn
  private let isVerified: Bool

  /// The most pages between the first and the last document of a block of postings that are
  /// verified as a range. In a longer range, only the pages of the documents are verified.
  private static var manyPages: Int { 64 }

  init(_ column: ByteColumn, of documentCount: Int, in file: EnvelopedFile) {
    self.file = file
    self.column = column
    isVerified =
      column.width == 0 || documentCount == 0
      || file.isVerified(column.bytes(of: 0...documentCount - 1))
  }

  /// Returns the column, or a column of zeros if the values of some documents are damaged.
  ///
  /// - Parameter document: the documents by index, ascending.
  @inline(__always)
  func verified(count: Int, _ document: (Int) -> UInt32) -> ByteColumn {
    if isVerified || count == 0 || areIntact(count: count, document) { return column }
    return ByteColumn(at: column.start, width: 0)
  }

  @inline(never)
  private func areIntact(count: Int, _ document: (Int) -> UInt32) -> Bool {
    let first = Int(document(0))
    let range = column.bytes(of: first...max(first, Int(document(count - 1))))
    if range.count <= Self.manyPages * EnvelopedFile.pageSize { return file.isIntact(range) }
    for index in 0..<count {
      let number = Int(document(index))
      guard file.isIntact(column.bytes(of: number...number)) else { return false }
    }
    return true
  }
}
