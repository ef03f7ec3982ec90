/// A query of a batch.
public struct BatchQuery: Sendable {
  public let id: String
  public let query: String
  /// The scope of the query; nil for the scope of the batch.
  public let scope: QueryScope?
  /// The options of the query; nil for the options of the batch.
  public let options: SearchOptions?

  public init(
    id: String, query: String, scope: QueryScope? = nil, options: SearchOptions? = nil
  ) {
    self.id = id
    self.query = query
    self.scope = scope
    self.options = options
  }
}

/// A page of hits of a query of a batch. A long answer has several pages.
///
/// The pages of a query follow one another. An error is the last page of its query, and the only
/// page unless an article could not be read.
public struct BatchPage: Sendable {
  public let query: BatchQuery
  /// The hits of this page with the totals of the query. The elapsed time counts from the start of
  /// the query.
  public let outcome: Result<SearchResponse, any Error>
  public let isFirst: Bool
  public let isLast: Bool
}
