import InvertedIndex
import TextAnalysis

/// A term that is selected for comparing a text with others.
///
/// Its weight is the square root of its weight in a query of the whole text. In such a query each
/// occurrence adds the weight of its role, multiplied by the title weight for an occurrence in the
/// title. Without the root, a repeated word dominates all others; without frequencies, names that
/// are mentioned once rank before the subject.
struct ChosenTerm {
  let term: QueryTerm
  let documentFrequency: Int

  var shown: CharacteristicTerm {
    CharacteristicTerm(
      text: Term(bytes: term.bytes)?.text ?? "", roles: term.roles, weight: term.weight,
      documentFrequency: documentFrequency)
  }

  /// Returns the terms of a text with the largest weight · idf; equal terms are sorted by their
  /// bytes.
  ///
  /// - Complexity: O(*t* log *n*) for the look-ups of *t* terms in each segment.
  static func choose(
    _ count: Int, title: [AnalyzedText], body: [AnalyzedText], in reader: IndexReader,
    _ ranking: BM25
  ) -> [ChosenTerm] {
    let vocabulary = Vocabulary(reader)
    var found: [(value: Double, term: ChosenTerm)] = []
    for term in terms(title: title, body: body, ranking) where term.weight > 0 {
      let frequency = vocabulary.frequency(of: term.bytes)
      // A term of no other document finds nothing.
      guard frequency > 1 else { continue }
      let idf = BM25.idf(
        documentCount: reader.statistics.documentCount, documentFrequency: frequency)
      found.append((term.weight * idf, ChosenTerm(term: term, documentFrequency: frequency)))
    }
    found.sort {
      $0.value == $1.value
        ? $0.term.term.bytes.lexicographicallyPrecedes($1.term.term.bytes) : $0.value > $1.value
    }
    return found.prefix(max(0, count)).map(\.term)
  }

  private static func terms(
    title: [AnalyzedText], body: [AnalyzedText], _ ranking: BM25
  ) -> [QueryTerm] {
    var all = QueryTerms()
    for zone in title { all.rank(zone, field: .main, isOptional: true) }
    // Adding the body keeps the indices of these terms.
    let titleWeights = all.terms.map(\.weight)
    for zone in body { all.rank(zone, field: .main, isOptional: true) }
    var terms = all.terms
    for index in terms.indices {
      let more = index < titleWeights.count ? (ranking.titleWeight - 1) * titleWeights[index] : 0
      terms[index].weight = max(0, terms[index].weight + more).squareRoot()
    }
    return terms
  }
}
