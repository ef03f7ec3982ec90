import Storage
import TestSupport
import Testing

@Suite struct ZstdTests {
  @Test(arguments: [0, 1, 100, 10_000, 300_000])
  func `decompressing returns the compressed bytes`(count: Int) throws {
    let seed = UInt64(count)
    var random = SplitMix64(seed: seed)
    let words = ["寻文", "全文", "检索", "search ", "引擎"]
    var bytes: [UInt8] = []
    while bytes.count < count { bytes += (words.randomElement(using: &random) ?? "").utf8 }
    for level: Int32 in [1, 3, 19] {
      let frame = try compressed(bytes, level: level)
      if count >= 10_000 { #expect(frame.count < bytes.count / 4) }
      let decompressed = try unsafe Zstd.decompress(
        frame.span.bytes, decompressedSize: bytes.count, file: "f")
      #expect(decompressed == bytes, "seed \(seed), level \(level)")
    }
  }

  /// Literals are compressed even with acceleration, unlike in zstd's own fast levels.
  @Test func `acceleration costs little, and does not affect later frames`() throws {
    let seed: UInt64 = 3
    var random = SplitMix64(seed: seed)
    // Characters without matches: only the frequencies of bytes can be compressed.
    let bytes = (0..<10_000).flatMap { _ in
      String(Unicode.Scalar(UInt16.random(in: 0x4E00...0x4EFF, using: &random)) ?? "?").utf8
    }
    let usual = try compressed(bytes, level: 1)
    var fast: [UInt8] = []
    try Zstd.compress(
      bytes.span, level: 1, hashLog: 12, minMatch: 5, acceleration: 2, appendingTo: &fast)
    #expect(fast.count < bytes.count * 2 / 3, "seed \(seed)")
    #expect(fast.count < usual.count * 11 / 10, "seed \(seed)")
    let decompressed = try unsafe Zstd.decompress(
      fast.span.bytes, decompressedSize: bytes.count, file: "f")
    #expect(decompressed == bytes, "seed \(seed)")
    // The context is reused.
    #expect(try compressed(bytes, level: 1) == usual, "seed \(seed)")
  }

  @Test func `contexts are shared by tasks`() async throws {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          let bytes = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 / 100 * task) }
          for _ in 0..<10 {
            let frame = try compressed(bytes, level: 3)
            let result = try unsafe Zstd.decompress(
              frame.span.bytes, decompressedSize: bytes.count, file: "f")
            if result != bytes { return false }
          }
          return true
        }
      }
      for try await equal in group { #expect(equal) }
    }
  }

  @Test func `damage throws and never traps`() throws {
    let seed: UInt64 = 5
    var random = SplitMix64(seed: seed)
    let bytes = (0..<2_000).map { UInt8(truncatingIfNeeded: $0 * $0 / 50) }
    let frame = try compressed(bytes, level: 3)
    for size in [-1, 0, 1_999, 2_001, Int.max] {
      #expect(
        capture { try unsafe Zstd.decompress(frame.span.bytes, decompressedSize: size, file: "f") }
          != nil)
    }
    for count in 0..<frame.count {
      let cut = Array(frame.prefix(count))
      #expect(
        capture { try unsafe Zstd.decompress(cut.span.bytes, decompressedSize: 2_000, file: "f") }
          != nil)
    }
    for index in frame.indices {
      var damaged = frame
      damaged[index] ^= UInt8.random(in: 1...255, using: &random)
      // The result is not checked: only a trap fails the test.
      _ = capture {
        try unsafe Zstd.decompress(damaged.span.bytes, decompressedSize: 2_000, file: "f")
      }
    }
  }

  @Test func `a frame is recognized, and its size is found`() throws {
    let bytes = Array("全文检索".utf8)
    let frame = try compressed(bytes, level: 1)
    func found(_ bytes: [UInt8]) -> [Int]? {
      // Safe: bytes have no padding.
      unsafe Zstd.frame(beginning: bytes.span.bytes).map { [$0.byteCount, $0.decompressedSize] }
    }
    #expect(found(frame) == [frame.count, bytes.count])
    #expect(found(frame + [1, 2, 3]) == [frame.count, bytes.count])
    for count in 0..<frame.count { #expect(found(Array(frame.prefix(count))) == nil, "\(count)") }
    // A frame without a checksum is not recognized.
    var unchecked = frame
    unchecked[4] &= ~4
    #expect(found(unchecked) == nil)
    #expect(found(Array("not a frame at all".utf8)) == nil)
  }
}

/// Compresses bytes to one frame, appended to other bytes.
private func compressed(_ bytes: [UInt8], level: Int32) throws(StorageError) -> [UInt8] {
  var frames: [UInt8] = [1, 2, 3]
  try Zstd.compress(bytes.span, level: level, appendingTo: &frames)
  #expect(frames.prefix(3) == [1, 2, 3])
  return Array(frames.dropFirst(3))
}
