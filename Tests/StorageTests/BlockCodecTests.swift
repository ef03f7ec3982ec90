import Storage
import TestSupport
import Testing

@Suite struct BlockCodecTests {
  typealias Block = InlineArray<128, UInt32>

  /// Blocks of at most `width` bits that stress word boundaries, and random blocks.
  static func blocks(width: Int, seed: UInt64) -> [[UInt32]] {
    let top: UInt32 = width == 0 ? 0 : ~0 >> UInt32(32 - width)
    var random = SplitMix64(seed: seed)
    let patterns: [(UInt32) -> UInt32] = [
      { _ in 0 },
      { _ in top },
      { $0 % 2 == 0 ? top : 0 },
      { $0 & top },
      { $0 == 127 ? top : 0 },
      { $0 == 0 ? top : 0 },
    ]
    var blocks = patterns.map { pattern in (0..<128).map { pattern($0) } }
    for _ in 0..<20 {
      blocks.append((0..<128).map { _ in UInt32(truncatingIfNeeded: random.next()) & top })
    }
    return blocks
  }

  static func block(_ values: [UInt32]) -> Block {
    Block { values[$0] }
  }

  static func array(_ block: Block) -> [UInt32] {
    block.indices.map { block[$0] }
  }

  @Test(arguments: 0...32)
  func `decoding returns the encoded values`(width: Int) {
    for values in Self.blocks(width: width, seed: UInt64(width)) {
      // The block has an odd offset, and other bytes before it.
      var bytes: [UInt8] = [0xAA, 0xBB, 0xCC]
      BlockCodec.encode(Self.block(values), width: width, into: &bytes)
      #expect(bytes.count == 3 + BlockCodec.packedSize(width: width))
      var decoded = Block(repeating: 99)
      unsafe BlockCodec.decode(bytes.span.bytes, at: 3, width: width, into: &decoded)
      #expect(Self.array(decoded) == values, "width \(width)")
    }
  }

  @Test(arguments: 0...32)
  func `decoding differences adds them up`(width: Int) {
    for values in Self.blocks(width: width, seed: UInt64(100 + width)) {
      for base: UInt32 in [0, 1, 0x8000_0000, .max] {
        var bytes: [UInt8] = []
        BlockCodec.encode(Self.block(values), width: width, into: &bytes)
        var decoded = Block(repeating: 99)
        unsafe BlockCodec.decodeDeltas(
          bytes.span.bytes, at: 0, width: width, after: base, into: &decoded)
        var sum = base
        let sums = values.map { (value: UInt32) -> UInt32 in
          sum &+= value
          return sum
        }
        #expect(Self.array(decoded) == sums, "width \(width), base \(base)")
      }
    }
  }

  @Test(arguments: 0...32)
  func `the layout is vertical`(width: Int) {
    for values in Self.blocks(width: width, seed: UInt64(200 + width)) {
      // Value 4r + l has its bits in lane l, from bit r × width on.
      var expected = [UInt8](repeating: 0, count: 16 * width)
      for (index, value) in values.enumerated() {
        for bit in 0..<width where value >> UInt32(bit) & 1 == 1 {
          let position = index / 4 * width + bit
          expected[position / 32 * 16 + index % 4 * 4 + position % 32 / 8] |= 1 << (position % 8)
        }
      }
      var bytes: [UInt8] = []
      BlockCodec.encode(Self.block(values), width: width, into: &bytes)
      #expect(bytes == expected, "width \(width)")
    }
  }

  @Test func `the width is that of the largest value`() {
    #expect(BlockCodec.width(of: Block(repeating: 0)) == 0)
    for bit in 0..<32 {
      for index in [0, 1, 66, 127] {
        var block = Block(repeating: 0)
        block[index] = 1 << UInt32(bit)
        #expect(BlockCodec.width(of: block) == bit + 1)
      }
    }
    #expect(BlockCodec.width(of: Block(repeating: .max)) == 32)
  }

  @Test func `a block outside the bytes, and a wrong width, trap`() async {
    await #expect(processExitsWith: .failure) {
      let bytes = [UInt8](repeating: 0, count: 16 * 7 - 1)
      var block = InlineArray<128, UInt32>(repeating: 0)
      unsafe BlockCodec.decode(bytes.span.bytes, at: 0, width: 7, into: &block)
    }
    await #expect(processExitsWith: .failure) {
      let bytes = [UInt8](repeating: 0, count: 1024)
      var block = InlineArray<128, UInt32>(repeating: 0)
      unsafe BlockCodec.decodeDeltas(bytes.span.bytes, at: 0, width: 33, after: 0, into: &block)
    }
    await #expect(processExitsWith: .failure) {
      var bytes: [UInt8] = []
      BlockCodec.encode(InlineArray<128, UInt32>(repeating: 8), width: 3, into: &bytes)
    }
  }
}
