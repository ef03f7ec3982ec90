import Testing

@testable import Xunwen

/// Tests of association measures. A short Python program computed the expected values from the
/// formulas, with exactly rounded sums (`math.fsum`).
@Suite struct AssociationTests {
  struct Golden: Sendable {
    let counts: (observed: Int, first: Int, marginal: Int, total: Int)
    let logLikelihood: Double
    let mutualInformation: Double
    let tScore: Double
    let logRatio: Double
  }

  static let golden = [
    Golden(
      counts: (129, 7212, 308, 228_086), logLikelihood: 485.85312917044047,
      mutualInformation: 3.7274754039644966, tScore: 10.500358506346966,
      logRatio: 4.464091874199299),
    Golden(
      counts: (110, 1000, 2552, 31_777), logLikelihood: 11.187412073239877,
      mutualInformation: 0.45385812394595193, tScore: 2.830863042689803,
      logRatio: 0.4712929346860409),
    Golden(
      counts: (3, 500, 900, 100_000), logLikelihood: -0.5742796236233474,
      mutualInformation: -0.5849625007211563, tScore: -0.8660254037844387,
      logRatio: -0.5873770536544561),
    Golden(
      counts: (5, 5, 5, 1000), logLikelihood: 62.95813189433375,
      mutualInformation: 7.643856189774724, tScore: 2.2248876376122904,
      logRatio: 10.958552715431011),
    Golden(
      counts: (7, 70, 9, 90), logLikelihood: 0, mutualInformation: 0, tScore: 0, logRatio: 0),
    Golden(
      counts: (2, 20, 2, 20), logLikelihood: 0, mutualInformation: 0, tScore: 0,
      logRatio: -2.321928094887362),
  ]

  @Test(arguments: golden)
  func `measures equal the values of the formulas`(golden: Golden) {
    let association = Association(
      observed: golden.counts.observed, first: golden.counts.first,
      marginal: golden.counts.marginal, total: golden.counts.total)
    func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * max(1, abs(b)) }
    #expect(isClose(association.logLikelihood, golden.logLikelihood))
    #expect(isClose(association.mutualInformation, golden.mutualInformation))
    #expect(isClose(association.tScore, golden.tScore))
    #expect(isClose(association.logRatio, golden.logRatio))
  }

  @Test func `words keep their ordinals while the interner grows`() {
    var table = WordInterner()
    let words = (0..<5000).map { Array("词\($0 * 7919 % 5003)".utf8)[...] }
    for (number, word) in words.enumerated() { #expect(table.intern(word) == number) }
    for (number, word) in words.enumerated() {
      #expect(table.intern(word) == number && table.number(of: word) == number)
      #expect(table.utf8(number) == word)
    }
    #expect(table.count == 5000 && table.number(of: Array("词".utf8)[...]) == nil)
  }
}
