import Storage
import TestSupport
import Testing

@Suite struct FileEnvelopeTests {
  static let component = FileComponent(tag: "test", version: 3)
  let temporary = TemporaryDirectory()
  var directory: IndexDirectory { IndexDirectory(temporary.path) }

  func writer(_ name: String = "a") throws(StorageError) -> FileWriter {
    try FileWriter(directory: directory, name: name, component: Self.component, segmentID: 9)
  }

  func open(
    _ name: String = "a", _ component: FileComponent = component, segmentID: UInt64? = 9
  ) throws(StorageError) -> EnvelopedFile {
    try EnvelopedFile(
      directory: directory, name: name, component: component, segmentID: segmentID)
  }

  @Test func `an empty file has the documented bytes`() throws {
    let summary = try writer().finish()
    let bytes = temporary.contents(of: "a")
    let header: [UInt8] =
      Array("XUNWEN\r\ntest".utf8) + [3, 0, 0, 0] + [9, 0, 0, 0, 0, 0, 0, 0]
      + [1, 0, 0, 0, 0, 0, 0, 0]
    #expect(Array(bytes.prefix(32)) == header)
    func littleEndian(_ value: UInt32) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    #expect(Array(bytes[32..<36]) == littleEndian(CRC32C.update(0, header.span)))
    #expect(Array(bytes[36..<44]) == [52, 0, 0, 0, 0, 0, 0, 0])
    let checksum = CRC32C.update(0, Array(bytes.prefix(44)).span)
    #expect(Array(bytes[44..<48]) == littleEndian(checksum))
    #expect(Array(bytes[48...]) == Array("XWND".utf8))
    #expect(summary == FileSummary(name: "a", byteCount: 52, checksum: checksum))
    #expect(try open().payload == 32..<32)
  }

  @Test(arguments: [0, 1, 100, 70_000, 200_000])
  func `a header written last makes the same file`(count: Int) throws {
    var random = SplitMix64(seed: UInt64(count))
    let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    var first = try writer("a")
    try first.append(bytes)
    var last = try FileWriter(directory: directory, name: "b", component: Self.component)
    #expect(last.offset == 32)
    try last.append(bytes)
    let (a, b) = (try first.finish(), try last.finish(segmentID: 9))
    #expect(temporary.contents(of: "a") == temporary.contents(of: "b"))
    #expect(b == FileSummary(name: "b", byteCount: a.byteCount, checksum: a.checksum))
  }

  @Test func `appended values are read back`() throws {
    var writer = try writer()
    #expect(writer.offset == 32)
    try writer.append(0xAB)
    try writer.append(littleEndian: UInt16(0x0102))
    try writer.append(littleEndian: UInt32(0x0304_0506))
    try writer.append(littleEndian: UInt64.max - 1)
    try writer.append(littleEndian: Int32(-2))
    try writer.append(varint: 300)
    try writer.append(string: "寻文")
    try writer.append([1, 2, 3])
    try writer.pad(toMultipleOf: 64)
    #expect(writer.offset == 64)
    try writer.pad(toMultipleOf: 64)
    #expect(writer.offset == 64)
    try writer.append([7].span)
    let summary = try writer.finish()

    let file = try open()
    try file.verifyChecksum()
    #expect(file.segmentID == 9)
    #expect(file.payload == 32..<65)
    #expect(file.checksum == summary.checksum)
    #expect(try directory.fileSize("a") == summary.byteCount)
    var reader = ByteReader(file.bytes, at: file.payload.lowerBound, file: "a")
    #expect(try reader.readUInt8() == 0xAB)
    #expect(try reader.readUInt16() == 0x0102)
    #expect(try reader.readUInt32() == 0x0304_0506)
    #expect(try reader.readUInt64() == .max - 1)
    #expect(try reader.readUInt32() == UInt32(bitPattern: -2))
    #expect(try reader.readVarint() == 300)
    #expect(try reader.readString() == "寻文")
    #expect(try reader.readBytes(3) == [1, 2, 3])
    #expect(file.bytes.uint8(at: 64) == 7)
  }

  @Test func `appends may be smaller or larger than the buffer`() throws {
    let seed: UInt64 = 11
    var random = SplitMix64(seed: seed)
    var writer = try writer()
    var expected: [UInt8] = []
    for _ in 0..<60 {
      let size = [0, 1, 100, 30_000, 65_535, 65_536, 65_537, 200_000].randomElement(using: &random)
      let bytes = [UInt8](repeating: UInt8.random(in: 0...255, using: &random), count: size ?? 0)
      try writer.append(bytes)
      try writer.append(7)
      expected += bytes + [7]
      #expect(writer.offset == 32 + expected.count, "seed \(seed)")
    }
    let summary = try writer.finish()
    let file = try open()
    try file.verifyChecksum()
    #expect(file.payload == 32..<32 + expected.count)
    #expect(Array(temporary.contents(of: "a")[file.payload]) == expected)
    let pages = (32 + expected.count + 4095) / 4096
    #expect(summary.byteCount == 48 + expected.count + 4 * pages)
  }

  @Test func `another component, version or segment is refused`() throws {
    _ = try writer().finish()
    #expect(
      capture { try open("a", FileComponent(tag: "else", version: 3)) }
        == .wrongFormat(file: "a", expected: "component else", found: "test"))
    #expect(
      capture { try open("a", FileComponent(tag: "test", version: 2)) }
        == .unsupportedVersion(file: "a", found: 3, supported: 2...2))
    #expect(
      capture { try open(segmentID: 8) }
        == .wrongFormat(file: "a", expected: "segment 8", found: "segment 9"))
    #expect(try open(segmentID: nil).segmentID == 9)
    temporary.write(Array(repeating: 65, count: 100), to: "b")
    #expect(
      capture { try open("b") }
        == .wrongFormat(file: "b", expected: "an index file", found: "another beginning"))
    #expect(capture { try open("c") } == .notFound(path: "\(temporary.path)/c"))
  }

  @Test func `every damaged byte is detected`() throws {
    var writer = try writer()
    try writer.append(Array(0..<40))
    _ = try writer.finish()
    let bytes = temporary.contents(of: "a")
    for index in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[index] ^= 1 << bit
        temporary.write(damaged, to: "b")
        let error = capture { try open("b").verifyChecksum() }
        #expect(error != nil, "byte \(index), bit \(bit)")
      }
    }
  }

  @Test func `every truncation and extension is detected on opening`() throws {
    var writer = try writer()
    try writer.append(Array(0..<40))
    _ = try writer.finish()
    let bytes = temporary.contents(of: "a")
    for count in 0..<bytes.count {
      temporary.write(Array(bytes.prefix(count)), to: "b")
      #expect(capture { try open("b") } != nil, "\(count) bytes")
    }
    for extra in [1, 16, 100] {
      temporary.write(bytes + Array(repeating: 0, count: extra), to: "b")
      #expect(capture { try open("b") } != nil, "\(extra) bytes more")
      // A footer at the end of the file, with another length.
      let padding = [UInt8](repeating: 0, count: extra)
      temporary.write(bytes.dropLast(16) + padding + bytes.suffix(16), to: "b")
      #expect(capture { try open("b") } != nil, "\(extra) bytes more before the footer")
    }
  }

  @Test func `a dropped writer leaves no valid file`() throws {
    do {
      var writer = try writer()
      try writer.append(Array(repeating: 1, count: 100_000))
    }
    #expect(directory.exists("a"))
    #expect(capture { try open() } != nil)
  }

  @Test func `a writer needs its directory`() {
    let missing = IndexDirectory("\(temporary.path)/missing")
    let error = capture {
      _ = try FileWriter(directory: missing, name: "a", component: Self.component, segmentID: 0)
        .finish()
    }
    #expect(error == .notFound(path: "\(temporary.path)/missing/a"))
  }
}
