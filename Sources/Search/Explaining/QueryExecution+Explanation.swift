import InvertedIndex
import TextAnalysis

extension Searcher {
  /// Explains the score of a document.
  ///
  /// - Parameters:
  ///   - document: The number of the document in its segment.
  ///   - segment: The index of the segment in the reader.
  /// - Throws: `StorageError.corrupt` when the query reads damaged data.
  /// - Complexity: The cost of matching the query in the segment.
  public func explain(
    _ query: PlannedQuery, ranking: BM25, _ document: UInt32, ofSegment segment: Int
  ) throws -> ScoreExplanation {
    var page = PageRequest()
    page.ranking = ranking
    return try execute(query, page) { $0.explanation(of: document, in: segment) }
  }
}

extension QueryExecution {
  fileprivate func explanation(of document: UInt32, in segment: Int) -> ScoreExplanation {
    let documents = [document]
    var postings = PostingsBatch()
    var scores = [0.0]
    var contributions = [0.0]
    var terms: [TermScore] = []
    for (index, weight) in weights {
      postings.removeAll()
      segments[segment].cursor(index)?.match(documents.span, into: &postings)
      contributions[0] = 0
      postings.add(weight, &contributions, to: &scores)
      let length = reader.segments[segment].length(of: document, in: plan.terms[index].field)
      terms.append(term(index, weight, postings, contributions[0], length))
    }
    return ScoreExplanation(
      match: match(document, in: segment), score: scores[0], terms: terms,
      documentCount: collection.documentCount, ranking: page.ranking)
  }

  private func term(
    _ index: Int, _ weight: TermWeight, _ postings: PostingsBatch, _ contribution: Double,
    _ length: UInt32
  ) -> TermScore {
    let term = plan.terms[index]
    let isPresent = postings.count > 0
    let (occurrences, title) = isPresent ? (postings.frequencies[0], postings.titles[0]) : (0, 0)
    let documentFrequency = Self.documentFrequency(of: index, term, page.statistics, segments)
    let frequency = weight.frequency(of: occurrences, title: title)
    return TermScore(
      text: Term(bytes: term.bytes)?.text ?? "", roles: term.roles, isInTail: term.field == .tail,
      weight: term.weight, documentFrequency: documentFrequency,
      idf: BM25.idf(documentCount: collection.documentCount, documentFrequency: documentFrequency),
      scale: weight.scale, occurrences: Int(occurrences), titleOccurrences: Int(title),
      frequency: frequency, length: Int(length), averageLength: weight.averageLength,
      saturation: frequency > 0
        ? weight.saturation(frequency: frequency, length: Double(length)) : 0,
      contribution: contribution)
  }

  private func match(_ document: UInt32, in segment: Int) -> ScoreExplanation.Match {
    func satisfies(_ requirement: Requirement) -> Bool {
      matcher(segment).match(requirement).documents.contains(document)
    }
    if mode == .any { return satisfies(plan.loose.requirement) ? .full : .none }
    if satisfies(plan.strict) { return .full }
    guard mode == .best, let partial = plan.partial else { return .none }
    return satisfies(partial.requirement) ? .partial : .none
  }
}
