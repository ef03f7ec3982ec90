import Storage
import TestSupport
import Testing

@Suite struct PatchedBlockCodecTests {
  private func expectRoundTrip(_ values: InlineArray<128, UInt32>, _ note: String) -> Int {
    var bytes: [UInt8] = [9, 9, 9]
    let head = PatchedBlockCodec.encode(values.span, into: &bytes)
    // Safe: bytes have no padding.
    let span = unsafe bytes.span.bytes
    #expect(PatchedBlockCodec.byteCount(span, at: 3, head: head) == bytes.count - 3, "\(note)")
    var decoded = InlineArray<128, UInt32>(repeating: 77)
    PatchedBlockCodec.decode(span, at: 3, head: head, into: &decoded)
    var isEqual = true
    for index in values.indices { isEqual = isEqual && values[index] == decoded[index] }
    #expect(isEqual, "\(note)")
    return bytes.count - 3
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func `decoding undoes encoding`(seed: UInt64) {
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

  @Test func `a single large value costs no width`() {
    var values = InlineArray<128, UInt32>(repeating: 1)
    values[127] = .max
    #expect(expectRoundTrip(values, "one") == 16 + 1 + 1 + 5)
    values[0] = 2
    #expect(expectRoundTrip(values, "two") == 16 + 1 + 1 + 5 + 2)
  }
}
