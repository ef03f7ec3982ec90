import CraftedFiles
import Storage
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct StoredTests {
  let temporary = TemporaryDirectory()
  var directory: IndexDirectory { IndexDirectory(temporary.path) }

  private func write(_ records: [[UInt8]]) throws -> StoredReader {
    var stored = StoredBuffer()
    for record in records { try stored.add(record) }
    try stored.write(to: directory, name: "_0.sto", segmentID: 1)
    return try open(records.count)
  }

  private func open(_ count: Int) throws -> StoredReader {
    let opened = try EnvelopedFile(
      directory: directory, name: "_0.sto", component: SegmentFormat.stored, segmentID: 1)
    return try StoredReader(opened, documentCount: count)
  }

  private func randomBytes(_ count: Int, _ random: inout SplitMix64) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  private func record(_ document: UInt32, of reader: StoredReader) throws -> [UInt8] {
    var cursor = StoredCursor(reader)
    return try cursor.record(of: document)
  }

  private func expectRoundTrip(_ sizes: [Int], seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let records = sizes.map { randomBytes($0, &random) }
    let reader = try write(records)
    for (number, record) in records.enumerated() {
      let isEqual = try self.record(UInt32(number), of: reader) == record
      #expect(isEqual, "record \(number) of \(sizes), seed \(seed)")
    }
  }

  @Test func `records of about the size of a block are read back`() throws {
    let block = SegmentFormat.storedBlockBytes
    for sizes in [
      [block - 1, 1, 1], [block], [block, 0], [block, 0, 0, 5], [block + 1, 3], [0, block, 0],
      [3 * block, 2, 3 * block, 2], [block / 2, block / 2, block / 2],
    ] {
      try expectRoundTrip(sizes, seed: 1)
    }
  }

  @Test func `empty records, and no records, are read back`() throws {
    try expectRoundTrip([0], seed: 1)
    try expectRoundTrip([0, 0, 0], seed: 1)
    try expectRoundTrip([5, 0, 0, 7, 0], seed: 1)
    try expectRoundTrip([], seed: 1)
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func `many records of random sizes are read back`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let sizes = (0..<60).map { _ in
      let limit = [10, 2000, 40_000].randomElement(using: &random) ?? 10
      return Int.random(in: 0...limit, using: &random)
    }
    try expectRoundTrip(sizes, seed: seed)
  }

  @Test func `damage of a compressed block is detected when it is read`() throws {
    let record = Array(String(repeating: "寻文", count: 500).utf8)
    _ = try write([record])
    let bytes = temporary.contents(of: "_0.sto")
    // The frame ends before the padding of the block offsets, which is up to seven bytes.
    var directoryOffset = 0
    for byte in (0..<8).reversed() {
      directoryOffset = directoryOffset << 8 | Int(bytes[bytes.count - 28 + byte])
    }
    for index in 32..<directoryOffset - 7 {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[index] ^= 1 << bit
        // The page table matches, so that only zstd can detect the damage.
        damaged.sealPages()
        temporary.write(damaged, to: "_0.sto")
        let reader = try open(1)
        var read: [UInt8]?
        let error = capture { read = try self.record(0, of: reader) }
        // Some bits of a frame have no meaning; then the article is intact.
        #expect(error != nil || read == record, "byte \(index), bit \(bit)")
      }
    }
  }
}
