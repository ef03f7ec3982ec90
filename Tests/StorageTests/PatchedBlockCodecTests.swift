import Storage
import TestSupport
import Testing

@Suite struct PatchedBlockCodecTests {
  private func expectRoundTrip(_ values: InlineArray<128, UInt32>, _ note: String) -> Int {
    var bytes: [UInt8] = [9, 9, 9]
    let head = PatchedBlockCodec.encode(values.span, into: &bytes)
    // Safe: bytes have no padding.
    let span = unsafe bytes.span.bytes
    let end = PatchedBlockCodec.end(span, at: 3, head: head, limit: bytes.count)
    #expect(end == bytes.count, "\(note)")
    #expect(PatchedBlockCodec.end(span, at: 3, head: head, limit: bytes.count - 1) == nil)
    var decoded = InlineArray<128, UInt32>(repeating: 77)
    PatchedBlockCodec.decode(span, at: 3, head: head, into: &decoded)
    var isEqual = true
    for index in values.indices { isEqual = isEqual && values[index] == decoded[index] }
    #expect(isEqual, "\(note)")
    // Decodes some entries only, into used memory.
    let entries: [UInt8] = [0, 1, 6, 31, 64, 91, 126, 127]
    var some = InlineArray<128, UInt32>(repeating: 77)
    PatchedBlockCodec.decode(entries.span, of: span, at: 3, head: head, into: &some)
    #expect(entries.allSatisfy { some[Int($0)] == values[Int($0)] }, "\(note)")
    // Decodes ranges only, into used memory.
    for range in [0..<1, 0..<128, 3..<5, 30..<67, 127..<128] {
      var part = InlineArray<128, UInt32>(repeating: 77)
      let there = PatchedBlockCodec.decode(around: range, of: span, at: 3, head: head, into: &part)
      #expect(there.lowerBound <= range.lowerBound && range.upperBound <= there.upperBound)
      #expect(there.allSatisfy { part[$0] == values[$0] }, "\(note), \(range)")
    }
    return bytes.count - 3
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func `decoding returns the encoded values`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for width in 0...32 {
      for exceptions in [0, 1, 2, 10, 60, 127, 128] {
        var values = InlineArray<128, UInt32>(repeating: 0)
        let limit: UInt32 = width == 32 ? .max : 1 << UInt32(width) - 1
        for index in values.indices {
          values[index] = UInt32.random(in: 0...limit, using: &random)
        }
        for _ in 0..<exceptions {
          values[Int.random(in: 0..<128, using: &random)] = UInt32.random(
            in: 0...(.max >> UInt32.random(in: 0...31, using: &random)), using: &random)
        }
        let size = expectRoundTrip(values, "\(width) bits, \(exceptions) others, seed \(seed)")
        #expect(size <= BlockCodec.packedSize(width: BlockCodec.width(of: values)))
      }
    }
  }

  @Test func `a single large value is patched`() {
    var values = InlineArray<128, UInt32>(repeating: 1)
    values[127] = .max
    #expect(expectRoundTrip(values, "one") == 16 + 1 + 1 + 5)
    values[0] = 2
    #expect(expectRoundTrip(values, "two") == 16 + 1 + 1 + 5 + 2)
  }

  /// Blocks of all widths, with some larger values.
  private func blocks(_ random: inout SplitMix64) -> [InlineArray<128, UInt32>] {
    var blocks: [InlineArray<128, UInt32>] = []
    for width in 0...32 {
      for exceptions in [0, 1, 5, 30, 64, 65, 90] {
        let limit: UInt32 = width == 0 ? 0 : .max >> UInt32(32 - width)
        var values = InlineArray<128, UInt32> { _ in UInt32.random(in: 0...limit, using: &random) }
        let above = UInt32.max >> UInt32.random(in: 0...31, using: &random)
        for index in (0..<128).shuffled(using: &random).prefix(exceptions) {
          values[index] = UInt32.random(in: 0...above, using: &random)
        }
        blocks.append(values)
      }
    }
    return blocks
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `decoding differences adds them up`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var heads: [Bool: Int] = [:]
    for values in blocks(&random) {
      var bytes: [UInt8] = [9]
      let head = PatchedBlockCodec.encode(values.span, into: &bytes)
      heads[head >= 0x80, default: 0] += 1
      for base in [0, 1, 0x8000_0000, .max] as [UInt32] {
        var decoded = InlineArray<128, UInt32>(repeating: 77)
        // Safe: bytes have no padding.
        let bits = unsafe PatchedBlockCodec.decodeDeltas(
          bytes.span.bytes, at: 1, head: head, after: base, into: &decoded)
        #expect(values.indices.allSatisfy { 32 - values[$0].leadingZeroBitCount <= bits })
        var sum = base
        var isEqual = true
        for index in values.indices {
          sum &+= values[index]
          isEqual = isEqual && decoded[index] == sum
        }
        #expect(isEqual, "head \(head), base \(base), seed \(seed)")
      }
      for count in [0, 1, 4, 5, 63, 96, 97, 128] {
        var decoded = InlineArray<128, UInt32>(repeating: 77)
        // Safe: bytes have no padding.
        let known = unsafe PatchedBlockCodec.decodeDeltas(
          first: count, of: bytes.span.bytes, at: 1, head: head, into: &decoded
        ).count
        #expect(known >= count && known <= 128)
        var sum: UInt32 = 0
        var isEqual = true
        for index in 0..<known {
          sum &+= values[index]
          isEqual = isEqual && decoded[index] == sum
        }
        #expect(isEqual, "head \(head), the first \(count), seed \(seed)")
      }
    }
    #expect(heads[true, default: 0] > 50 && heads[false, default: 0] > 50, "both kinds")
  }

  /// The size of the smallest block with at most 64 patches, of at most 255 bytes.
  private func fewestBytes(_ values: InlineArray<128, UInt32>) -> Int {
    (0...32).map { width in
      var count = 0
      var bytes = 0
      for index in values.indices where UInt64(values[index]) >> UInt64(width) > 0 {
        count += 1
        bytes += 1
        var rest = UInt64(values[index]) >> UInt64(width)
        while rest > 0 {
          bytes += 1
          rest >>= 7
        }
      }
      return count > 64 || bytes > 255 ? .max : 16 * width + (count > 0 ? 1 + bytes : 0)
    }.min() ?? 0
  }

  @Test(arguments: [4, 5, 6] as [UInt64]) func `no width takes fewer bytes`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for (number, values) in blocks(&random).enumerated() {
      let size = expectRoundTrip(values, "block \(number), seed \(seed)")
      #expect(size == fewestBytes(values), "block \(number), seed \(seed)")
    }
  }

  @Test func `patches take at most 255 bytes`() {
    // 255 bytes of patches: 42 values of 32 bits and one of 14 bits, at width 0.
    var values = InlineArray<128, UInt32>(repeating: 0)
    for index in 0..<42 { values[3 * index] = .max - UInt32(index) }
    values[127] = 1 << 13
    #expect(expectRoundTrip(values, "full") == 1 + 42 * 6 + 3)
    // Another byte does not fit.
    values[127] = 1 << 14
    #expect(expectRoundTrip(values, "over") == fewestBytes(values))
  }

  @Test func `damaged patches never trap`() {
    var random = SplitMix64(seed: 7)
    for values in blocks(&random) {
      var bytes: [UInt8] = []
      let head = PatchedBlockCodec.encode(values.span, into: &bytes)
      // A damaged length may include the following bytes.
      bytes += [UInt8](repeating: 0xFF, count: 300)
      for _ in 0..<20 {
        var damaged = bytes
        let byte = Int.random(in: 0..<bytes.count - 300 + 1, using: &random)
        damaged[byte] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        var decoded = InlineArray<128, UInt32>(repeating: 77)
        // Safe: bytes have no padding.
        unsafe PatchedBlockCodec.decodeDeltas(
          damaged.span.bytes, at: 0, head: head, after: 5, into: &decoded)
      }
    }
  }
}
