import Storage
import TestSupport
import Testing

/// Tests of checksum pages and their table.
@Suite struct PageTableTests {
  static let component = FileComponent(tag: "test", version: 3, oldest: 2)
  let temporary = TemporaryDirectory()
  var directory: IndexDirectory { IndexDirectory(temporary.path) }

  /// Writes a file with a random payload, and returns the bytes of the file.
  private func write(_ count: Int, version: UInt32 = 3) throws -> [UInt8] {
    var random = SplitMix64(seed: UInt64(count))
    var writer = try FileWriter(
      directory: directory, name: "a", component: FileComponent(tag: "test", version: version),
      segmentID: 9)
    try writer.append((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
    _ = try writer.finish()
    return temporary.contents(of: "a")
  }

  private func open(_ bytes: [UInt8]? = nil) throws -> EnvelopedFile {
    if let bytes { temporary.write(bytes, to: "b") }
    return try EnvelopedFile(
      directory: directory, name: bytes == nil ? "a" : "b", component: Self.component,
      segmentID: 9)
  }

  /// Payload sizes near the ends of pages.
  @Test(arguments: [0, 1, 4063, 4064, 4065, 8159, 8160, 8161, 20_000, 65_504, 65_505, 200_000])
  func `the table has the checksum of each page`(count: Int) throws {
    let bytes = try write(count)
    let pages = (32 + count + 4095) / 4096
    #expect(bytes.count == 32 + count + 4 * pages + 16)
    #expect(pages == (bytes.count - 16 + 4099) / 4100)
    for page in 0..<pages {
      let content = Array(bytes[4096 * page..<min(4096 * (page + 1), 32 + count)])
      let sum = CRC32C.update(0, content.span)
      let entry = 32 + count + 4 * page
      #expect(
        Array(bytes[entry..<entry + 4])
          == (0..<4).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) })
    }
    let file = try open()
    #expect(file.payload == 32..<32 + count)
    #expect(file.damagedRanges() == [])
    #expect(file.isIntact(file.payload) && file.isVerified(file.payload))
    try file.verify(file.payload)
    try file.verifyChecksum()
    #expect(file.damage.count == 0)
  }

  @Test func `exactly the damaged page is reported`() throws {
    let whole = try write(10 * 4096)
    for page in 1..<10 {
      var bytes = whole
      bytes[4096 * page + 37 * page] ^= 4
      let file = try open(bytes)
      let end = file.payload.upperBound
      #expect(file.isIntact(0..<4096 * page))
      #expect(file.isIntact(4096 * (page + 1)..<end))
      #expect(!file.isVerified(file.payload) && file.damage.count == 0)
      for range in [file.payload, 4096 * page..<4096 * page + 1, 4096 * page + 4095..<end] {
        let error = capture { try file.verify(range) }
        guard case .corrupt("b", 4096 * page, let reason) = error else {
          Issue.record("\(String(describing: error))")
          continue
        }
        #expect(reason.contains("checksum of its 4096 bytes"))
        let before = file.damage.count
        #expect(!file.isIntact(range))
        #expect(capture { try file.damage.check(since: before) } == error)
        #expect(file.damage.count == before + 1)
      }
      #expect(file.damagedRanges() == [4096 * page..<4096 * (page + 1)])
      try file.damage.check(since: file.damage.count)
    }
  }

  @Test
  func `neighbouring damaged pages are one range, a wrong entry damages its page`()
    throws
  {
    var bytes = try write(10 * 4096)
    let table = bytes.count - 16 - 4 * 11
    for offset in [3 * 4096, 4 * 4096 + 9, table - 1, table + 4 * 7] { bytes[offset] ^= 0x80 }
    let file = try open(bytes)
    #expect(
      file.damagedRanges() == [
        3 * 4096..<5 * 4096, 7 * 4096..<8 * 4096, 10 * 4096..<10 * 4096 + 32,
      ])
    #expect(!file.isIntact(7 * 4096..<7 * 4096 + 1))
    // Only the checksum of the file is wrong.
    bytes = temporary.contents(of: "a")
    bytes[bytes.count - 5] ^= 1
    #expect(try open(bytes).damagedRanges() == [table..<bytes.count])
  }

  @Test func `bytes outside the payload are not intact`() throws {
    let file = try open(try write(5000))
    let end = file.payload.upperBound
    #expect(!file.isIntact(end..<end + 4096) && !file.isIntact(1 << 40..<1 << 40 + 1))
    #expect(!file.isIntact(from: end, atMost: 1) && !file.isIntact(from: 1 << 50, atMost: 9))
    #expect(file.isIntact(from: end - 1, atMost: 1 << 20))
    #expect(file.damage.count == 4)
  }

  @Test func `a file without a page table is refused`() throws {
    let paged = try write(9000)
    var plain = Array(paged[..<9032]) + paged.suffix(16)
    plain[24] = 0
    seal(&plain)
    #expect(
      capture { try open(plain) } == .unsupportedVersion(file: "b", found: 0, supported: 1...1))
  }

  @Test func `only readable versions are opened`() throws {
    for version in 1...5 as ClosedRange<UInt32> {
      let bytes = try write(10, version: version)
      if Self.component.readable.contains(version) {
        #expect(try open(bytes).version == version)
      } else {
        let error = capture { try open(bytes) }
        #expect(error == .unsupportedVersion(file: "b", found: version, supported: 2...3))
        #expect("\(error, default: "")".contains("newer version") == (version > 3))
      }
    }
    var bytes = try write(10)
    bytes[24] = 2
    #expect(
      capture { try open(bytes) }
        == .unsupportedVersion(file: "b", found: 2, supported: 1...1))
    // A flipped bit in the version is damage.
    bytes[24] = 1
    bytes[12] ^= 0x40
    guard case .corrupt = capture({ try open(bytes) }) else {
      Issue.record("no error")
      return
    }
  }

  /// Updates the length and the checksum in the footer.
  private func seal(_ bytes: inout [UInt8]) {
    for byte in 0..<8 {
      bytes[bytes.count - 16 + byte] = UInt8(truncatingIfNeeded: bytes.count >> (8 * byte))
    }
    let sum = CRC32C.update(0, Array(bytes.dropLast(8)).span)
    for byte in 0..<4 {
      bytes[bytes.count - 8 + byte] = UInt8(truncatingIfNeeded: sum >> (8 * byte))
    }
  }
}
