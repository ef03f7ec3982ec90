import Storage
import TestSupport
import Testing

@Suite struct BitWriterTests {
  /// An appended number.
  private struct Number {
    var value: UInt64
    var bits: Int
  }

  private func numbers(_ random: inout SplitMix64) -> [Number] {
    (0..<Int.random(in: 0...200, using: &random)).map { _ in
      let bits = Int.random(in: 0...57, using: &random)
      let top: UInt64 = bits == 0 ? 0 : .max >> UInt64(64 - bits)
      // Often all ones or all zeros, which reveal a wrong bit.
      let values: [UInt64] = [0, top, random.next() & top]
      let value = values[Int.random(in: 0..<3, using: &random)]
      return Number(value: value, bits: bits)
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `numbers follow each other, lowest bit first`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    // One writer for all rounds: emptying it must remove everything.
    var writer = BitWriter()
    for _ in 0..<TestScale.cases(10) {
      let numbers = numbers(&random)
      var expected = BitString()
      for number in numbers {
        writer.append(number.value, bits: number.bits)
        expected.append(Int(number.value), bits: number.bits)
        #expect(writer.count == expected.bits.count, "seed \(seed)")
      }
      // Truncates the bits anywhere and appends the rest again.
      var cut = writer
      let kept = Int.random(in: 0...expected.bits.count, using: &random)
      cut.truncate(to: kept)
      #expect(cut.count == kept, "seed \(seed)")
      for bit in expected.bits[kept...] { cut.append(bit ? 1 : 0, bits: 1) }
      var again: [UInt8] = []
      cut.drain(to: &again)
      #expect(again == expected.bytes, "seed \(seed)")

      var bytes: [UInt8] = []
      writer.drain(to: &bytes)
      #expect(bytes == expected.bytes, "seed \(seed)")
      #expect(writer.count == 0, "seed \(seed)")
      bytes += [UInt8](repeating: 0xFF, count: 8)
      // Safe: bytes have no padding.
      let span = unsafe bytes.span.bytes
      var offset = 0
      for number in numbers {
        let found = BitReader.read(span, at: &offset, bits: number.bits)
        #expect(found == number.value, "seed \(seed)")
      }
      #expect(offset == expected.bits.count, "seed \(seed)")
    }
  }

  @Test func `a word has 57 bits from any bit offset`() {
    let bytes = (0..<40).map { UInt8(truncatingIfNeeded: $0 * 37 + 11) }
    let bits = BitString(bytes).bits
    // Safe: bytes have no padding.
    let span = unsafe bytes.span.bytes
    for offset in 0..<8 * (40 - 7) {
      let word = BitReader.word(span, at: offset)
      for bit in 0..<57 where (word >> UInt64(bit) & 1 == 1) != bits[offset + bit] {
        Issue.record("bit \(bit) from \(offset)")
      }
    }
  }

  @Test func `a word needs eight bytes`() async {
    // The last eight bytes can be read from each bit of their first byte.
    let bytes = [UInt8](repeating: 0xA5, count: 9)
    // Safe: bytes have no padding.
    #expect(unsafe BitReader.word(bytes.span.bytes, at: 15) == 0xA5A5_A5A5_A5A5_A5A5 >> 7)
    // A word that is not completely within the bytes is 0.
    for offset in [16, -1, 8 * 9, .max] as [Int] {
      #expect(unsafe BitReader.word(bytes.span.bytes, at: offset) == 0, "\(offset)")
    }
    #expect(unsafe BitReader.word(bytes.span.extracting(0..<7).bytes, at: 0) == 0)
  }
}
