// How strongly two things go together, from a table of four counts that are known by their sums:
//
//                 the word    other words
//     near the node   O₁₁         O₁₂       R₁
//     elsewhere       O₂₁         O₂₂       R₂
//                     C₁          C₂        N        Eᵢⱼ = Rᵢ Cⱼ / N
//
// The same table tells two sets of articles apart: their rows are the sets.

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Two counts and what they are taken from, with the measures that are made of them.
struct Association {
  /// The word's occurrences in the first row, and how many words there are.
  let observed: Int
  let first: Int
  /// The same of both rows.
  let marginal: Int
  let total: Int

  /// How often the word would be in the first row if it kept to no row.
  var expected: Double { Double(first) * Double(marginal) / Double(total) }

  /// The log-likelihood ratio G² = 2 Σ Oᵢⱼ ln (Oᵢⱼ / Eᵢⱼ), below zero where the word is rarer than expected.
  ///
  /// T. Dunning, “Accurate Methods for the Statistics of Surprise and Coincidence”, Computational Linguistics 19(1), 1993.
  var logLikelihood: Double {
    let rows = [first, total - first].map { Double($0) }
    let columns = [marginal, total - marginal].map { Double($0) }
    let cells = [
      observed, first - observed, marginal - observed, total - first - marginal + observed,
    ]
    var sum = 0.0
    for (index, cell) in cells.enumerated() where cell > 0 {
      let expected = rows[index / 2] * columns[index % 2] / Double(total)
      sum += Double(cell) * log(Double(cell) / expected)
    }
    // Rounding can leave a little less than nothing.
    let ratio = max(0, 2 * sum)
    return Double(observed) < expected ? -ratio : ratio
  }

  /// Mutual information log₂ (O₁₁ / E₁₁), −∞ for a word that is not there.
  ///
  /// K. W. Church and P. Hanks, “Word Association Norms, Mutual Information, and Lexicography”, Computational Linguistics
  /// 16(1), 1990.
  var mutualInformation: Double { log2(Double(observed) / expected) }

  /// t = (O₁₁ − E₁₁) / √O₁₁, for a word that is there.
  ///
  /// K. W. Church, W. Gale, P. Hanks and D. Hindle, “Using Statistics in Lexical Analysis”, 1991.
  var tScore: Double { (Double(observed) - expected) / Double(observed).squareRoot() }

  /// The binary logarithm of how many times as frequent the word is in the first row as in the second; a word that one of
  /// them does not have counts as half an occurrence there.
  ///
  /// A. Hardie, “Log Ratio: an informal introduction”, 2014.
  var logRatio: Double {
    func frequency(_ count: Int, _ size: Int) -> Double {
      (count == 0 ? 0.5 : Double(count)) / Double(max(1, size))
    }
    return log2(frequency(observed, first) / frequency(marginal - observed, total - first))
  }
}
