import Storage

/// A comparison of a run with a baseline on the same queries.
public struct RunComparison: Sendable, Codable {
  /// The comparison by one measure.
  public struct Row: Sendable, Codable {
    /// The measure.
    public let measure: Measure
    /// The mean of the run over the queries.
    public let mean: Double
    /// The mean of the baseline over the queries.
    public let baseline: Double
    /// The number of queries in which the run is better than the baseline.
    public let better: Int
    /// The number of queries in which the run is worse than the baseline.
    public let worse: Int
    /// The number of queries in which the run equals the baseline.
    public let equal: Int
    /// The two-sided *p*-value of Student's paired t-test; nil when all differences are equal.
    public let studentsT: Double?
    /// The two-sided *p*-value of the paired randomization test.
    public let randomization: Double

    /// The mean of the run minus the mean of the baseline.
    public var difference: Double { mean - baseline }
  }

  /// The values of the run on the compared queries.
  public let run: Evaluation
  /// The values of the baseline on the compared queries.
  public let baseline: Evaluation
  /// One row for each measure; none without queries.
  public let rows: [Row]

  /// Compares two runs on the queries with judgments and documents in both runs.
  ///
  /// - Parameter isComplete: true to evaluate all judged queries.
  /// - Complexity: O(queries · samples) for each measure.
  public init(
    _ run: RetrievalRun, against baseline: RetrievalRun, _ judgments: Judgments,
    measures: [Measure], isComplete: Bool = false, test: RandomizationTest = RandomizationTest()
  ) {
    let queries = judgments.queries.filter {
      isComplete || (run.contains($0) && baseline.contains($0))
    }
    let first = Evaluation(run, judgments, measures: measures, queries: queries)
    let second = Evaluation(baseline, judgments, measures: measures, queries: queries)
    self.run = first
    self.baseline = second
    guard let means = first.means, let baselines = second.means else {
      rows = []
      return
    }
    rows = measures.indices.map { number in
      let differences = zip(first.values[number], second.values[number]).map { $0 - $1 }
      return Row(
        measure: measures[number], mean: means[number], baseline: baselines[number],
        better: differences.count { $0 > 0 }, worse: differences.count { $0 < 0 },
        equal: differences.count { $0 == 0 },
        studentsT: StudentsT.pairedTest(differences), randomization: test.value(of: differences))
    }
  }
}

/// Fisher's paired randomization test (Smucker, Allan and Carterette, CIKM 2007): if two runs were
/// equally good, each difference could have either sign.
public struct RandomizationTest: Sendable {
  /// The number of random choices of signs, 1 or more.
  public let samples: Int
  /// The seed of the choices. Equal seeds give equal values on every machine.
  public let seed: UInt64

  /// Creates a test. Fewer samples than 1 count as 1.
  public init(samples: Int = 100_000, seed: UInt64 = 1) {
    self.samples = max(1, samples)
    self.seed = seed
  }

  /// Returns the p-value: the share of samples whose mean is at least as far from 0 as the observed
  /// mean, which counts as a sample (Phipson and Smyth, "Permutation p-values should never be
  /// zero", 2010).
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

/// Student's paired t-test ("The probable error of a mean", Biometrika 6, 1908).
enum StudentsT {
  /// Returns the two-sided p-value of the hypothesis that the mean is 0; nil for fewer than two
  /// differences, and when all are equal.
  static func pairedTest(_ differences: [Double]) -> Double? {
    guard let first = differences.first, differences.contains(where: { $0 != first }) else {
      return nil
    }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / count
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / (count - 1) / count).squareRoot()
    return twoSided(mean / error, degrees: differences.count - 1)
  }

  /// Returns the probability of a value at least as far from 0 as *t* (Abramowitz and Stegun,
  /// "Handbook of Mathematical Functions", 26.7.3, 26.7.4).
  static func twoSided(_ t: Double, degrees: Int) -> Double {
    let n = Double(degrees)
    // Cosine and sine of the angle whose tangent is t / √n.
    let squaredCosine = n / (n + t * t)
    let cosine = squaredCosine.squareRoot()
    let sine = abs(t) / (n + t * t).squareRoot()
    var term = degrees.isMultiple(of: 2) ? 1 : cosine
    var sum = degrees == 1 ? 0 : term
    var power = degrees.isMultiple(of: 2) ? 2 : 3
    while power <= degrees - 2 {
      term *= squaredCosine * Double(power - 1) / Double(power)
      sum += term
      power += 2
    }
    let inside =
      degrees.isMultiple(of: 2)
      ? sine * sum
      : 2 / Double.pi * (Mathematics.arctangent(abs(t) / n.squareRoot()) + sine * sum)
    return max(0, 1 - inside)
  }
}
