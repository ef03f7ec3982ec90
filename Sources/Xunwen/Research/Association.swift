// Association measures of a contingency table of word counts:
//
//                 the word    other words
//     near the node   O₁₁         O₁₂       R₁
//     elsewhere       O₂₁         O₂₂       R₂
//                     C₁          C₂        N        Eᵢⱼ = Rᵢ Cⱼ / N
//
// For keywords, the two rows are two sets of articles. The properties of `Association` are
// `observed` O₁₁, `first` R₁, `marginal` C₁ and `total` N.

/// A contingency table of one word, and its association measures.
struct Association {
  let observed: Int
  let first: Int
  let marginal: Int
  let total: Int

  /// E₁₁: the expected occurrences in the first row if word and row were independent.
  var expected: Double { Double(first) * Double(marginal) / Double(total) }

  /// The log-likelihood ratio G² = 2 Σ Oᵢⱼ ln (Oᵢⱼ / Eᵢⱼ), negative when the word is rarer than
  /// expected (T. Dunning, Computational Linguistics 19(1), 1993).
  var logLikelihood: Double {
    let rows = [first, total - first].map { Double($0) }
    let columns = [marginal, total - marginal].map { Double($0) }
    let cells = [
      observed, first - observed, marginal - observed, total - first - marginal + observed,
    ]
    var sum = 0.0
    for (index, cell) in cells.enumerated() where cell > 0 {
      let expected = rows[index / 2] * columns[index % 2] / Double(total)
      sum += Double(cell) * Mathematics.naturalLogarithm(Double(cell) / expected)
    }
    // Rounding can make the sum slightly negative.
    let ratio = max(0, 2 * sum)
    return Double(observed) < expected ? -ratio : ratio
  }

  /// Mutual information log₂ (O₁₁ / E₁₁), −∞ for a word that does not occur in the first row
  /// (K. W. Church and P. Hanks, Computational Linguistics 16(1), 1990).
  var mutualInformation: Double { Mathematics.binaryLogarithm(Double(observed) / expected) }

  /// The t-score (O₁₁ − E₁₁) / √O₁₁, for a word that occurs in the first row (K. W. Church,
  /// W. Gale, P. Hanks and D. Hindle, “Using Statistics in Lexical Analysis”, 1991).
  var tScore: Double { (Double(observed) - expected) / Double(observed).squareRoot() }

  /// The binary logarithm of the ratio of the word's relative frequencies in the two rows, with 0.5
  /// instead of a count of 0 (A. Hardie, “Log Ratio: an informal introduction”, 2014).
  var logRatio: Double {
    func frequency(_ count: Int, _ size: Int) -> Double {
      (count == 0 ? 0.5 : Double(count)) / Double(max(1, size))
    }
    return Mathematics.binaryLogarithm(
      frequency(observed, first) / frequency(marginal - observed, total - first))
  }
}
