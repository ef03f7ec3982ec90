import Storage
import TestSupport
import Testing

@Suite struct ByteReaderTests {
  static let values: [UInt64] =
    (0..<64).flatMap { [UInt64(1) << $0, UInt64(1) << $0 - 1, UInt64(1) << $0 + 1] } + [.max]

  @Test func `varints of all lengths are read back`() throws {
    var bytes: [UInt8] = []
    for value in Self.values {
      let before = bytes.count
      Varint.encode(value, into: &bytes)
      #expect(
        bytes.count - before == max(1, (64 - value.leadingZeroBitCount + 6) / 7), "\(value)")
    }
    var reader = unsafe ByteReader(bytes.span.bytes, at: 0, file: "f")
    for value in Self.values { #expect(try reader.readVarint() == value) }
    let isAtEnd = reader.isAtEnd
    #expect(isAtEnd)
  }

  @Test func `the unchecked decoder agrees below 2³²`() {
    var bytes: [UInt8] = []
    let values = Self.values.filter { $0 <= UInt32.max }
    for value in values { Varint.encode(value, into: &bytes) }
    var offset = 0
    for value in values {
      var end = offset
      // Safe: bytes have no padding.
      unsafe Varint.skip(bytes.span.bytes, at: &end)
      #expect(unsafe Varint.decode(bytes.span.bytes, at: &offset) == UInt32(value))
      #expect(end == offset)
    }
    #expect(offset == bytes.count)
  }

  @Test func `a varint over 64 bits is corrupt`() {
    let overflow = [UInt8](repeating: 0xFF, count: 9) + [2]
    var reader = unsafe ByteReader(overflow.span.bytes, at: 0, file: "f")
    let error = capture { try reader.readVarint() }
    #expect(error == .corrupt(file: "f", offset: 0, reason: "varint over 64 bits"))
    let endless = [UInt8](repeating: 0x80, count: 30)
    var second = unsafe ByteReader(endless.span.bytes, at: 0, file: "f")
    #expect(capture { try second.readVarint() } != nil)
  }

  @Test func `integers are little endian`() throws {
    let bytes = Array(UInt8(1)...15)
    var reader = unsafe ByteReader(bytes.span.bytes, at: 0, file: "f")
    #expect(try reader.readUInt8() == 0x01)
    #expect(try reader.readUInt16() == 0x0302)
    #expect(try reader.readUInt32() == 0x0706_0504)
    #expect(try reader.readUInt64() == 0x0F0E_0D0C_0B0A_0908)
    let isAtEnd = reader.isAtEnd
    #expect(isAtEnd)
    let span = unsafe bytes.span.bytes
    #expect(span.uint8(at: 14) == 15)
    #expect(span.uint16(at: 13) == 0x0F0E)
    #expect(span.uint32(at: 1) == 0x0504_0302)
    #expect(span.uint64(at: 7) == 0x0F0E_0D0C_0B0A_0908)
  }

  @Test func `a string that is not UTF-8 is corrupt`() throws {
    let text = "寻文 search"
    var bytes: [UInt8] = []
    Varint.encode(UInt64(text.utf8.count), into: &bytes)
    bytes += text.utf8
    bytes += [2, 0xFF, 0xFE]
    var reader = unsafe ByteReader(bytes.span.bytes, at: 0, file: "f")
    #expect(try reader.readString() == text)
    let at = reader.offset + 1
    let error = capture { try reader.readString() }
    #expect(error == .corrupt(file: "f", offset: at, reason: "string is not UTF-8"))
  }

  @Test func `reading past the end throws and does not move`() {
    let bytes: [UInt8] = [5, 9, 7]
    for offset in [-1, 0, 1, 2, 3, 4, Int.max] {
      var reader = unsafe ByteReader(bytes.span.bytes, at: offset, file: "f")
      #expect(capture { try reader.readUInt32() } != nil)
      #expect(capture { try reader.readUInt64() } != nil)
      #expect(capture { try reader.readBytes(.max) } != nil)
      #expect(capture { try reader.readBytes(-1) } != nil)
      #expect(capture { try reader.skip(4) } != nil)
      #expect(reader.offset == offset)
      #expect(capture { try reader.readString() } != nil)
    }
  }

  @Test func `bytes are read and skipped`() throws {
    let bytes = Array(UInt8(0)..<10)
    var reader = unsafe ByteReader(bytes.span.bytes, at: 2, file: "f")
    #expect(try reader.readBytes(3) == [2, 3, 4])
    try reader.skip(4)
    #expect(try reader.readBytes(0) == [])
    #expect(reader.offset == 9)
    #expect(try reader.readBytes(1) == [9])
    let isAtEnd = reader.isAtEnd
    #expect(isAtEnd)
  }
}
