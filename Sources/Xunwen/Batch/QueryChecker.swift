import Search
import TextAnalysis

/// Checks the syntax of queries without an index. Use a checker in one thread at a time.
public struct QueryChecker {
  private let analyzer: Analyzer
  private let scope: QueryScope

  /// - Throws: `XunwenError.analysisUnavailable`.
  public init(_ scope: QueryScope = QueryScope()) throws(XunwenError) {
    analyzer = try Analyzer.opened()
    self.scope = scope
  }

  /// - Throws: the `QuerySyntaxError` that a search would throw. Patterns that match too many words
  ///   of an index are not detected.
  public func check(_ query: String) throws(QuerySyntaxError) {
    let parsed = try ParsedQuery(query, scope)
    guard try parsed.tree.canBeLookedUp(using: analyzer, scans: scope.scans) else {
      throw .nothingToLookUp(in: parsed.range)
    }
  }
}
