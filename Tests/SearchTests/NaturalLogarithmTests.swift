import Foundation
import TestSupport
import Testing

@testable import Search

@Suite struct NaturalLogarithmTests {
  @Test func `values are within two units in the last place of the C library's`() {
    var random = SplitMix64(seed: 1)
    for _ in 0..<200_000 {
      let exponent = Double.random(in: -40...40, using: &random)
      let x = Foundation.pow(2, exponent)
      let (found, expected) = (NaturalLogarithm.of(x), Foundation.log(x))
      #expect(abs(found - expected) <= 2 * max(expected.ulp, 1e-300), "\(x)")
    }
  }

  @Test func `values of examples are exact`() {
    #expect(NaturalLogarithm.of(1) == 0)
    #expect(NaturalLogarithm.of(2) == 0x1.62E42FEFA39EFp-1)
    #expect(NaturalLogarithm.of(10) == 0x1.26BB1BBB55516p1)
    #expect(NaturalLogarithm.of(143_340.5) == 0x1.7BEF6FF92EDD0p3)
    #expect(NaturalLogarithm.of(.leastNormalMagnitude) == -0x1.6232BDD7ABCD2p9)
  }

  @Test func `the logarithm increases`() {
    var last = -Double.infinity
    for step in 0..<100_000 {
      let value = NaturalLogarithm.of(1 + Double(step) / 1000)
      #expect(value > last)
      last = value
    }
  }
}
