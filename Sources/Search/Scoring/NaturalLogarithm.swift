/// The natural logarithm with the same bits on every platform.
///
/// Two C libraries may differ in the last bit of `log`, which can exchange two documents with
/// nearly equal scores. This function uses only operations that IEEE 754 defines exactly.
enum NaturalLogarithm {
  /// The logarithm of 2 as the sum of a number with few bits and a rest, so that the product of the
  /// first with an exponent is exact.
  private static let logarithmOfTwo = (high: 0x1.62E42FEFA38p-1, low: 0x1.EF35793C7673p-45)

  /// Returns the logarithm of a positive finite number, with an error of about one unit in the last
  /// place.
  ///
  /// With x = 2^e · m, m between √½ and √2, and t = (m − 1) / (m + 1), the logarithm is
  /// e · ln 2 + 2 · (t + t³/3 + t⁵/5 + …). |t| is at most 0.172, so eleven terms are enough.
  static func of(_ x: Double) -> Double {
    precondition(x > 0 && x.isFinite, "a positive number")
    var exponent = Double(x.exponent)
    var significand = x.significand
    if significand > 1.4142135623730951 {
      significand /= 2
      exponent += 1
    }
    let t = (significand - 1) / (significand + 1)
    let square = t * t
    var series = 0.0
    for divisor in stride(from: 23.0, through: 3.0, by: -2) {
      series = (series + 1 / divisor) * square
    }
    return exponent * logarithmOfTwo.high
      + (2 * t + (2 * t * series + exponent * logarithmOfTwo.low))
  }
}
