public import TextAnalysis

extension Query {
  /// Whether it holds anything that can be looked up, as `？` does not.
  ///
  /// - Throws: `QuerySyntaxError` for a regular expression with nothing to look up, unless it may be looked for in all
  ///   articles.
  public func canBeLookedUp(
    using analyzer: Analyzer, mayScan: Bool
  ) throws(QuerySyntaxError) -> Bool {
    try QueryPlanner.plan(
      self, filters: [], using: analyzer, Vocabulary(nil), mayScan: mayScan) != nil
  }
}
