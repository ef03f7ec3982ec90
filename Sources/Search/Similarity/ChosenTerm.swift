import InvertedIndex
import TextAnalysis

/// A term to compare a text with others by.
///
/// Its weight is the square root of what it would weigh in a query of the whole text, where each occurrence adds the
/// weight of its role, and in the headline that as often as an occurrence there counts. Without the root, a word that
/// the text repeats drowns the others; without frequencies, names that it mentions once stand before its subject.
struct ChosenTerm {
  let term: QueryTerm
  let documentFrequency: Int

  var shown: CharacteristicTerm {
    CharacteristicTerm(
      text: Term(bytes: term.bytes)?.text ?? "", roles: term.roles, weight: term.weight,
      documentFrequency: documentFrequency)
  }

  /// The terms of a text with the largest weight · idf, of equal ones the first in the order of the dictionary.
  ///
  /// - Complexity: O(*t* log *n*) look-ups of the text's *t* terms in each segment.
  static func choose(
    _ count: Int, headline: [AnalyzedText], body: [AnalyzedText], in reader: IndexReader,
    _ ranking: BM25
  ) -> [ChosenTerm] {
    let vocabulary = Vocabulary(reader)
    var found: [(value: Double, term: ChosenTerm)] = []
    for term in terms(headline: headline, body: body, ranking) where term.weight > 0 {
      let frequency = vocabulary.frequency(of: term.bytes)
      // What no other document has finds none.
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
    headline: [AnalyzedText], body: [AnalyzedText], _ ranking: BM25
  ) -> [QueryTerm] {
    var all = QueryTerms()
    for zone in headline { all.rank(zone, field: .main, isOptional: true) }
    // Terms keep their places.
    let inHeadline = all.terms.map(\.weight)
    for zone in body { all.rank(zone, field: .main, isOptional: true) }
    var terms = all.terms
    for place in terms.indices {
      let more = place < inHeadline.count ? (ranking.titleWeight - 1) * inHeadline[place] : 0
      terms[place].weight = max(0, terms[place].weight + more).squareRoot()
    }
    return terms
  }
}
