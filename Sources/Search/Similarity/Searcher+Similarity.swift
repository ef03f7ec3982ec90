public import Calendar
import InvertedIndex
public import TextAnalysis

/// A request for similar documents.
public struct SimilarityRequest: Sendable {
  /// The sources to search; empty for all.
  public var sources: [String] = []
  /// The dates of publication to search; nil for all.
  public var dates: DateRange?
  /// See `QueryScope.uncertainDates`.
  public var uncertainDates = UncertainDates.exclude
  public var limit = 10
  public var ranking = BM25()
  /// The largest number of terms to compare.
  public var termCount = SimilarityRequest.usualTermCount

  /// The best number of terms in the measurements of docs/CITING.md.
  public static let usualTermCount = 40

  public init() {}
}

/// A term that distinguishes a document from others.
public struct CharacteristicTerm: Sendable, Hashable, Codable {
  /// The normalized text of the term.
  public let text: String
  public let roles: TermRoles
  /// The weight in the ranking of similar documents.
  public let weight: Double
  /// The number of documents that contain the term, including deleted documents.
  public let documentFrequency: Int
}

/// The documents that are similar to a text.
public struct SimilarityResult: Sendable {
  /// The documents, the most similar first.
  public let hits: [SearchResult.Hit]
  /// The compared terms, the most characteristic first.
  public let terms: [CharacteristicTerm]
}

extension Searcher {
  /// Finds the documents that are most similar to a text. `ChosenTerm` selects and weights its most
  /// characteristic terms, and documents that contain any of them are ranked by BM25.
  ///
  /// - Parameters:
  ///   - title: The analyzed title zones of the text, with words.
  ///   - body: The other analyzed zones, with words.
  ///   - excluded: The document of the text itself, which is left out.
  /// - Throws: `StorageError.corrupt` when the query reads damaged data.
  /// - Complexity: O(*t* log *n*) for the look-ups of *t* terms in each segment, plus one query.
  public func similar(
    title: [AnalyzedText], body: [AnalyzedText],
    excluding excluded: (segment: Int, document: UInt32)? = nil, _ request: SimilarityRequest
  ) throws -> SimilarityResult {
    let damage = reader.damageCount
    let chosen = ChosenTerm.choose(
      request.termCount, title: title, body: body, in: reader, request.ranking)
    try reader.checkDamage(since: damage)
    guard !chosen.isEmpty, request.limit > 0 else {
      return SimilarityResult(hits: [], terms: chosen.map(\.shown))
    }
    var scope = QueryScope()
    scope.sources = request.sources
    (scope.dates, scope.uncertainDates) = (request.dates, request.uncertainDates)
    scope.match = .any
    var page = PageRequest()
    page.ranking = request.ranking
    page.countsTotal = false
    // One more hit replaces the excluded document.
    page.limit = request.limit + (excluded == nil || request.limit == .max ? 0 : 1)
    let plan = QueryPlan(rankingBy: chosen.map(\.term), filters: scope.filters)
    // The plan comes from terms, not from a query.
    let result = try search(PlannedQuery(query: .or([]), scope: scope, plan: plan), page)
    let others = result.hits.filter { hit in
      excluded.map { $0.segment != hit.segment || $0.document != hit.document } ?? true
    }
    return SimilarityResult(hits: Array(others.prefix(request.limit)), terms: chosen.map(\.shown))
  }
}

extension QueryPlan {
  init(rankingBy terms: [QueryTerm], filters: [Requirement]) {
    let indices = Array(terms.indices)
    self.init(
      terms: terms, texts: [], proximities: [], expressions: [], confirmations: [],
      strict: .all(filters + [.anyTerm(indices)]), partial: nil,
      loose: LooseRequirement(must: filters, terms: indices, alternatives: []),
      marking: nil, dictionaryUses: [])
  }
}

/// A term that is selected for comparing a text with others.
///
/// Its weight is the square root of its weight in a query of the whole text, where an occurrence in
/// the title counts `titleWeight` times. Without the root, a repeated word dominates all others;
/// without frequencies, names that are mentioned once rank before the subject.
struct ChosenTerm {
  let term: QueryTerm
  let documentFrequency: Int

  var shown: CharacteristicTerm {
    CharacteristicTerm(
      text: Term(bytes: term.bytes)?.text ?? "", roles: term.roles, weight: term.weight,
      documentFrequency: documentFrequency)
  }

  /// Returns the terms of a text with the largest weight · idf, the largest first.
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
