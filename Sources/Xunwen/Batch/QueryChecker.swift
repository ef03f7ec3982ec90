import Search
import TextAnalysis

/// Tells without an index whether a query can be answered. For one thread at a time.
public struct QueryChecker {
  private let analyzer: Analyzer

  /// - Throws: `XunwenError.analysisUnavailable`.
  public init() throws(XunwenError) {
    analyzer = try Analyzer.opened()
  }

  /// - Throws: the `QuerySyntaxError` that a search would end with.
  public func check(_ query: String) throws(QuerySyntaxError) {
    guard try Archive.parsed(query).canBeLookedUp(using: analyzer) else {
      throw .nothingToLookUp(in: query)
    }
  }
}
