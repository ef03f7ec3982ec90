/// The answer to a query with its facets, and with help when few or no articles match.
public struct SearchReport: Sendable {
  /// The page of hits and the totals.
  public let response: SearchResponse
  /// The counts by facet, in the order in which they were requested.
  public let facets: [FacetCounts]
  /// Other spellings of the query; empty unless few articles match.
  public let suggestions: [QuerySuggestion]
  /// The reasons why no article matches; nil when one does.
  public let emptyAnswer: EmptyAnswer?
  /// See `PreparedQuery.countInTails()`.
  public let tailTotal: Int?
}

extension PreparedQuery {
  /// Returns a page of the best articles, the counts by facet, and suggestions or reasons when few
  /// or no articles match.
  ///
  /// - Parameters:
  ///   - facetLimit: the number of values of each facet; 0 for all.
  /// - Throws: as `search(_:)` and `facets(_:limit:)`.
  public func report(
    _ options: SearchOptions, facets: [Facet] = [], facetLimit: Int = 10
  ) throws -> SearchReport {
    let response = try search(options)
    return SearchReport(
      response: response,
      facets: facets.isEmpty ? [] : try self.facets(facets, limit: facetLimit),
      suggestions: response.total < Self.fewArticles ? try suggestions() : [],
      emptyAnswer: response.total == 0 ? try emptyAnswer() : nil,
      tailTotal: try countInTails())
  }
}
