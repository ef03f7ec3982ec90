/// Reads integers, strings and bytes in sequence from data that may be damaged.
///
/// Every read checks its bounds and throws `StorageError.corrupt` with the offset.
public struct ByteReader: ~Escapable {
  private let bytes: RawSpan
  private let file: String

  /// The offset of the next read.
  public private(set) var offset: Int

  /// Reads from an offset on, which may be out of range. `file` is the name for error messages.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, at offset: Int, file: String) {
    self.bytes = bytes
    self.offset = offset
    self.file = file
  }

  public var isAtEnd: Bool { offset >= bytes.byteCount }

  public mutating func readUInt8() throws(StorageError) -> UInt8 {
    let start = try advance(1)
    return bytes.uint8(at: start)
  }

  public mutating func readUInt16() throws(StorageError) -> UInt16 {
    let start = try advance(2)
    return bytes.uint16(at: start)
  }

  public mutating func readUInt32() throws(StorageError) -> UInt32 {
    let start = try advance(4)
    return bytes.uint32(at: start)
  }

  public mutating func readUInt64() throws(StorageError) -> UInt64 {
    let start = try advance(8)
    return bytes.uint64(at: start)
  }

  /// Reads a LEB128 integer of at most ten bytes.
  public mutating func readVarint() throws(StorageError) -> UInt64 {
    let start = offset
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = UInt64(try readUInt8())
      if shift == 63 && byte > 1 {
        throw .corrupt(file: file, offset: start, reason: "varint over 64 bits")
      }
      value |= (byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  public mutating func readBytes(_ count: Int) throws(StorageError) -> [UInt8] {
    let start = try advance(count)
    // Safe: the range has been checked, and the array copies it during the call.
    return unsafe bytes.extracting(start..<offset).withUnsafeBytes { unsafe Array($0) }
  }

  /// Reads a length as a varint, and a string of that many bytes of UTF-8.
  public mutating func readString() throws(StorageError) -> String {
    let start = offset
    guard let count = Int(exactly: try readVarint()) else {
      throw .corrupt(file: file, offset: start, reason: "string length out of range")
    }
    let text = try advance(count)
    // Safe: the range has been checked, and the string copies it during the call.
    let string = unsafe bytes.extracting(text..<offset).withUnsafeBytes {
      unsafe String(validating: $0, as: UTF8.self)
    }
    guard let string else {
      throw .corrupt(file: file, offset: text, reason: "string is not UTF-8")
    }
    return string
  }

  public mutating func skip(_ count: Int) throws(StorageError) { _ = try advance(count) }

  /// Moves past `count` bytes and returns their offset.
  private mutating func advance(_ count: Int) throws(StorageError) -> Int {
    let start = offset
    guard start >= 0, start <= bytes.byteCount, count >= 0, count <= bytes.byteCount - start else {
      throw .corrupt(
        file: file, offset: start, reason: "\(count) bytes needed, \(bytes.byteCount) in all")
    }
    offset = start + count
    return start
  }
}
