import Storage

/// Fisher's paired randomization test: if two runs were equally good, each difference could have
/// either sign (Fisher, "The Design of Experiments", 1935; for retrieval: Smucker, Allan and
/// Carterette, CIKM 2007).
public struct RandomizationTest: Sendable {
  /// The number of random choices of signs, 1 or more.
  public let samples: Int
  /// The seed of the choices. Equal seeds give equal values on every machine.
  public let seed: UInt64

  public init(samples: Int = 100_000, seed: UInt64 = 1) {
    self.samples = max(1, samples)
    self.seed = seed
  }

  /// Returns the p-value: the share of samples whose mean is at least as far from 0 as the observed
  /// mean. The observed mean counts as a sample, so that the value is never 0 (Phipson and Smyth,
  /// "Permutation p-values should never be zero", 2010).
  ///
  /// - Complexity: O(differences · samples).
  func value(of differences: [Double]) -> Double {
    let differences = differences.filter { $0 != 0 }
    // Rounding makes equal sums differ in their last digits.
    let noise = 1e-12 * differences.reduce(0) { $0 + abs($1) }
    let observed = abs(differences.reduce(0, +)) - noise
    var count = 1
    for sample in 0..<samples {
      if abs(sum(differences, sample: UInt64(sample))) >= observed { count += 1 }
    }
    return Double(count) / Double(samples + 1)
  }

  private func sum(_ differences: [Double], sample: UInt64) -> Double {
    var sum = 0.0
    var start = 0
    while start < differences.count {
      var signs = bits(sample: sample, index: UInt64(start))
      for difference in differences[start..<min(start + 64, differences.count)] {
        sum += Double(sign: signs & 1 == 0 ? .plus : .minus, exponent: 0, significand: difference)
        signs &>>= 1
      }
      start += 64
    }
    return sum
  }

  /// Returns 64 random bits: a hash of the sample and the index of the first sign.
  private func bits(sample: UInt64, index: UInt64) -> UInt64 {
    var bytes = InlineArray<16, UInt8>(repeating: 0)
    for byte in 0..<8 {
      bytes[byte] = UInt8(truncatingIfNeeded: sample &>> UInt64(8 * byte))
      bytes[8 + byte] = UInt8(truncatingIfNeeded: index &>> UInt64(8 * byte))
    }
    return XXH64.hash(bytes.span, seed: seed)
  }
}
