/// Student's paired t-test ("The probable error of a mean", Biometrika 6, 1908).
enum StudentsT {
  /// The probability of a mean at least so far from 0 if differences were normal with mean 0.
  ///
  /// - Returns: nil for fewer than two differences, and when all are the same.
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

  /// The probability of a value at least as far from 0 as *t*, by the finite series for whole degrees of freedom
  /// (Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.7.3 and 26.7.4).
  ///
  /// What is less than about 1e-15 is lost in 1, and comes out as 0.
  static func twoSided(_ t: Double, degrees: Int) -> Double {
    let n = Double(degrees)
    // Of the angle whose tangent is t / √n.
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
