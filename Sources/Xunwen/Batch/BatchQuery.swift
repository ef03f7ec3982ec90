/// A query of a batch.
public struct BatchQuery: Sendable {
  public let id: String
  public let query: String
  /// How it is answered; nil for the way of the batch.
  public let options: SearchOptions?

  public init(id: String, query: String, options: SearchOptions? = nil) {
    self.id = id
    self.query = query
    self.options = options
  }
}

/// The answer to a query of a batch, or a part of one that is too long to be held at once.
///
/// Pages of a query follow each other without those of another between. An error is the last page, and the
/// only one unless the answer broke off.
public struct BatchPage: Sendable {
  public let query: BatchQuery
  /// The hits of this page, and the totals of the query; the time taken is that until now.
  public let outcome: Result<SearchResponse, any Error>
  public let isFirst: Bool
  public let isLast: Bool
}
