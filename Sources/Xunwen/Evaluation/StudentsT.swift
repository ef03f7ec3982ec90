/// Student's paired t-test ("The probable error of a mean", Biometrika 6, 1908).
enum StudentsT {
  /// Returns the probability of a mean at least as far from 0 as the observed mean, if differences
  /// were normally distributed with mean 0.
  ///
  /// - Returns: nil for fewer than two differences, and when all are equal.
  /// - Complexity: O(*n*).
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

  /// Returns the probability of a value at least as far from 0 as *t*, with the finite series for
  /// integer degrees of freedom (Abramowitz and Stegun, "Handbook of Mathematical Functions",
  /// 26.7.3, 26.7.4). Probabilities below about 1e-15 are rounded to 0.
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
    let inside: Double
    if degrees.isMultiple(of: 2) {
      inside = sine * sum
    } else {
      inside = 2 / Double.pi * (Mathematics.arctangent(abs(t) / n.squareRoot()) + sine * sum)
    }
    return max(0, 1 - inside)
  }
}
