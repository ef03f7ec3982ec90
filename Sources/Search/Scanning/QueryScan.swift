import Calendar
public import TextAnalysis

/// A query that is matched against one article at a time by scanning its text. An audit compares it
/// with the index.
///
/// For one thread at a time.
public struct QueryScan {
  private let root: ScanNode?
  private let scope: QueryScope

  /// - Parameter scope: its sources and dates apply.
  /// - Throws: `RegularExpression.Mistake`; never for a parsed query.
  public init(_ query: Query, in scope: QueryScope, using analyzer: Analyzer) throws {
    root = try ScanNode.make(query, .titleOrBody, analyzer)
    self.scope = scope
  }

  /// Returns true when an article matches the whole query.
  ///
  /// - Throws: `ExpressionError.overrun`.
  /// - Complexity: O(*n*) in the length of the article, for each text of the query.
  public func matches(_ article: ScannedArticle) throws -> Bool {
    if !scope.sources.isEmpty, !scope.sources.contains(article.source) { return false }
    if let dates = scope.dates, !dates.contains(packed: article.date) { return false }
    guard let root else { return false }
    return try article.satisfies(root)
  }
}

extension ScannedArticle {
  /// - Throws: `ExpressionError.overrun`.
  func satisfies(_ node: ScanNode) throws -> Bool {
    switch node {
    case .piece(let piece, let zone): contains(piece, in: zone)
    case .near(let kind, let pieces, let zone): areNear(kind, pieces, in: zone)
    case .expression(let expression, let written, let zone):
      try !matches(of: expression, written: written, in: zone, limit: 1).isEmpty
    case .source(let name): name == source
    case .tag(let tag): tags.contains(tag)
    case .id(let id): id == self.id
    case .date(let range): range.contains(packed: date)
    case .all(let nodes): try nodes.allSatisfy(satisfies)
    case .any(let nodes): try nodes.contains(where: satisfies)
    case .least(let count, let nodes): try nodes.filter(satisfies).count >= count
    case .not(let node): try !satisfies(node)
    case .everything: true
    }
  }
}
