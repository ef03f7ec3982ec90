public import Search
import Storage

extension Archive {
  /// How an article comes to its score for a query.
  ///
  /// - Parameter options: publishers, dates, matching and ranking; the rest is of no account.
  /// - Returns: nil when no article has the id. An article that does not match has a score all the same where it has
  ///   terms of the query.
  /// - Throws: as `search(_:options:)`.
  public func explain(
    id: String, query: String, options: SearchOptions = SearchOptions()
  ) throws -> ScoreExplanation? {
    let parsed = try ParsedQuery(query, options)
    let request = SearchRequest(parsed.tree, options)
    return try withSearcher { searcher, reader, _ in
      guard let place = try reader.document(withID: id) else { return nil }
      guard
        let explanation = try searcher.explain(request, place.document, ofSegment: place.segment)
      else { throw QuerySyntaxError.nothingToLookUp(in: parsed.everything) }
      return explanation
    }
  }
}
