import Storage
import TestSupport
import Testing

@Suite struct BitCodesTests {
  /// True when the code and the model read back the written values, and end at the same bit.
  private func isEqual(
    _ values: [UInt32], _ written: BitWriter, _ expected: BitString,
    naive: (inout BitString) -> Int, _ decode: (RawSpan, inout Int) -> UInt32
  ) -> Bool {
    var writer = written
    var bytes: [UInt8] = []
    writer.drain(to: &bytes)
    guard bytes == expected.bytes else { return false }
    var reference = BitString(bytes)
    bytes += [UInt8](repeating: 0xFF, count: 8)
    // Safe: bytes have no padding.
    let span = unsafe bytes.span.bytes
    var offset = 0
    for value in values {
      guard decode(span, &offset) == value, naive(&reference) == Int(value),
        reference.offset == offset
      else { return false }
    }
    return offset == expected.bits.count
  }

  /// Random values, the smallest and largest values, and the first values of each number of ones.
  private func riceValues(_ parameter: Int, _ random: inout SplitMix64) -> [UInt32] {
    var values: [UInt32] = [0, 1, 2, .max, .max - 1]
    for ones in [1, 2, 22, 23, 24, 25, 31, 32, 63, 64] as [UInt64] {
      let first = ones << UInt64(parameter)
      values += [first - 1, first, first + 1].compactMap { UInt32(exactly: $0) }
    }
    for _ in 0..<TestScale.cases(100) {
      let value = UInt32(truncatingIfNeeded: random.next())
      values.append(value >> UInt32.random(in: 0...31, using: &random))
    }
    return values.shuffled(using: &random)
  }

  @Test(arguments: 0...31) func `the Rice code agrees with a model bit by bit`(parameter: Int) {
    var random = SplitMix64(seed: UInt64(parameter))
    let values = riceValues(parameter, &random)
    var writer = BitWriter()
    var expected = BitString()
    for value in values {
      RiceCode.encode(value, parameter: parameter, into: &writer)
      expected.appendRice(Int(value), parameter: parameter)
      #expect(writer.count == expected.bits.count, "\(value)")
    }
    let isEqual = isEqual(
      values, writer, expected, naive: { $0.readRice(parameter: parameter) },
      { RiceCode.decode($0, at: &$1, parameter: parameter) })
    #expect(isEqual)
  }

  @Test(arguments: 0...31) func `two bits after a value are returned`(parameter: Int) {
    var random = SplitMix64(seed: UInt64(parameter))
    for value in riceValues(parameter, &random) {
      for next in 0...3 as ClosedRange<UInt64> {
        var writer = BitWriter()
        writer.append(next, bits: 7)
        RiceCode.encode(value, parameter: parameter, into: &writer)
        writer.append(next, bits: 2)
        let end = writer.count - 2
        var bytes: [UInt8] = []
        writer.drain(to: &bytes)
        bytes += [UInt8](repeating: 0xFF, count: 8)
        var offset = 7
        var following: UInt64 = 9
        // Safe: bytes have no padding.
        let found = unsafe RiceCode.decode(
          bytes.span.bytes, at: &offset, parameter: parameter, following: &following)
        let isEscaped = value >> UInt32(parameter) >= 24
        #expect(found == value && offset == end)
        #expect(following & 3 == (isEscaped ? 0 : next), "\(value)")
      }
    }
  }

  @Test func `24 ones escape a 32-bit value`() {
    for (value, bits) in [(23, 24), (24, 56), (25, 56), (.max, 56)] as [(UInt32, Int)] {
      var writer = BitWriter()
      RiceCode.encode(value, parameter: 0, into: &writer)
      #expect(writer.count == bits, "\(value)")
    }
    // With a parameter of 28, no value has 24 ones.
    var writer = BitWriter()
    RiceCode.encode(.max, parameter: 28, into: &writer)
    #expect(writer.count == 15 + 1 + 28)
  }

  @Test func `the parameter is the logarithm of 11/16 of the mean`() {
    var random = SplitMix64(seed: 1)
    var cases = [
      (0, 1), (1, 1), (1, 127), (2, 1), (Int(UInt32.max), 1), (Int(UInt32.max) * 127, 127),
    ]
    for _ in 0..<TestScale.cases(2000) {
      let count = Int.random(in: 1...127, using: &random)
      cases.append(
        (count * Int(UInt32.max >> UInt32.random(in: 0...31, using: &random)) / 7, count))
    }
    for (sum, count) in cases {
      let expected = (0...31).last { sum * 11 >= 16 * count << $0 } ?? 0
      let found = RiceCode.parameter(sum: UInt64(sum), count: count)
      #expect(found == expected, "\(sum) in \(count)")
      #expect(found < 1 << RiceCode.parameterBits)
    }
    #expect(RiceCode.parameter(sum: 0, count: 0) == 0)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `the gamma code agrees with a model bit by bit`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var values: [UInt32] = [1, 1 << 28 - 1]
    for bit in 1..<28 as Range<UInt32> { values += [1 << bit - 1, 1 << bit, 1 << bit + 1] }
    for _ in 0..<TestScale.cases(500) {
      let top = UInt32(1 << 28 - 1) >> UInt32.random(in: 0...27, using: &random)
      values.append(UInt32.random(in: 1...top, using: &random))
    }
    values.shuffle(using: &random)
    var writer = BitWriter()
    var expected = BitString()
    for value in values {
      GammaCode.encode(value, into: &writer)
      expected.appendGamma(Int(value))
      #expect(writer.count == expected.bits.count, "\(value), seed \(seed)")
    }
    let isEqual = isEqual(
      values, writer, expected, naive: { $0.readGamma() }, { GammaCode.decode($0, at: &$1) })
    #expect(isEqual, "seed \(seed)")
  }

  @Test func `a value without a gamma code traps`() async {
    await #expect(processExitsWith: .failure) {
      var writer = BitWriter()
      GammaCode.encode(0, into: &writer)
    }
    await #expect(processExitsWith: .failure) {
      var writer = BitWriter()
      GammaCode.encode(1 << 28, into: &writer)
    }
  }

  /// Reads values from arbitrary bytes: each read moves by 1 to 63 bits.
  @Test(arguments: 1...10 as ClosedRange<UInt64>) func `arbitrary bytes can be read`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for fill in [0, 0xFF, nil] as [UInt8?] {
      let bytes = (0..<200).map { _ in fill ?? UInt8(truncatingIfNeeded: random.next()) }
      // Safe: bytes have no padding.
      let span = unsafe bytes.span.bytes
      let end = 8 * (bytes.count - 7)
      for start in 0..<64 {
        var offset = start
        while offset < end {
          let before = offset
          if Bool.random(using: &random) {
            _ = GammaCode.decode(span, at: &offset)
          } else {
            let parameter = Int.random(in: 0...31, using: &random)
            _ = RiceCode.decode(span, at: &offset, parameter: parameter)
          }
          let moved = offset - before
          if moved < 1 || moved > 63 { Issue.record("\(moved) bits, seed \(seed)") }
        }
      }
    }
  }
}
