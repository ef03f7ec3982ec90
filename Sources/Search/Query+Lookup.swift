public import TextAnalysis

extension Query {
  /// Whether it holds anything that can be looked up, as `？` does not.
  public func canBeLookedUp(using analyzer: Analyzer) -> Bool {
    QueryPlanner.plan(self, filters: [], using: analyzer) != nil
  }
}
