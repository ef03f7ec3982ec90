import Search
import TextAnalysis

/// Tells without an index whether a query can be answered. For one thread at a time.
public struct QueryChecker {
  private let analyzer: Analyzer
  private let options: SearchOptions

  /// - Throws: `XunwenError.analysisUnavailable`.
  public init(_ options: SearchOptions) throws(XunwenError) {
    analyzer = try Analyzer.opened()
    self.options = options
  }

  /// - Throws: the `QuerySyntaxError` that a search would end with, but for patterns that stand for too many words of
  ///   an index.
  public func check(_ query: String) throws(QuerySyntaxError) {
    let parsed = try ParsedQuery(query, options)
    guard try parsed.tree.canBeLookedUp(using: analyzer, mayScan: options.scans) else {
      throw .nothingToLookUp(in: parsed.everything)
    }
  }
}
