/// A query that was parsed and planned once, for any number of searches of one commit.
public struct PlannedQuery: Sendable {
  public let query: Query
  public let scope: QueryScope
  let plan: QueryPlan

  /// The entries of the user's dictionary that the query uses, in its order.
  public var dictionaryUses: [DictionaryUse] { plan.dictionaryUses }
}

extension QueryScope {
  /// The requirements of the scope for columns.
  var filters: [Requirement] {
    var filters: [Requirement] = []
    if !sources.isEmpty { filters.append(.source(sources)) }
    if let dates { filters.append(.published(dates)) }
    return filters
  }
}
