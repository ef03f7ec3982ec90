public import TextAnalysis

/// The result of matching one clause against an article.
public struct ClauseReport: Sendable, Codable {
  /// The location of an occurrence in the article.
  public struct Location: Sendable, Equatable, Codable {
    /// The zone of the occurrence.
    public let zone: TextZone
    /// UTF-8 offsets in the article's text.
    public let range: Range<Int>
  }

  /// The closest thing to a match that the article contains.
  public enum NearMiss: Sendable, Equatable, Codable {
    /// The longest part of the text that occurs in the searched zone.
    case part(String)
    /// The text occurs in a zone that was not searched.
    case elsewhere(TextZone)
    /// The smallest distance between the operands, in positions.
    case distance(Int)
    /// The operands occur in one paragraph, but not in one sentence.
    case sameParagraph
    /// The operands occur in the opposite order.
    case otherOrder
    /// The article's own date, source or tags.
    case value(String)
  }

  /// The clause as an S-expression.
  public let clause: String
  /// True when the article matches the clause.
  public let matches: Bool
  /// The first occurrences in the order of the text, also of a clause that does not match.
  public let locations: [Location]
  /// The number of all occurrences.
  public let occurrenceCount: Int
  /// Nil for a clause that matches, and when nothing is close.
  public let nearMiss: NearMiss?
  /// The reports of the operands.
  public let parts: [ClauseReport]

  static let locationLimit = 5
}

extension ScannedArticle {
  /// Matches a query clause by clause.
  ///
  /// - Parameter scope: its match mode and its treatment of uncertain dates apply.
  /// - Returns: nil when the query requires nothing. Clauses that require nothing are left out.
  /// - Throws: `ExpressionError.overrun`.
  /// - Complexity: O(*n*) in the article's length for each text; times O(*m*²) for a text of *m*
  ///   units that does not occur.
  public func report(
    on query: Query, in scope: QueryScope, using analyzer: Analyzer
  ) throws -> ClauseReport? {
    try report(on: query.read(in: scope.match), ScanContext(analyzer, scope))
  }

  private func report(on query: Query, _ context: ScanContext) throws -> ClauseReport? {
    let operands: [Query]
    switch query {
    case .boosted(let operand, by: _): return try report(on: operand, context)
    case .and(let list), .implicitAnd(let list), .or(let list), .least(_, let list):
      operands = list
    case .not(let operand): operands = [operand]
    default: operands = []
    }
    guard let node = try ScanNode.make(query, context) else { return nil }
    let matches = try satisfies(node)
    let locations = operands.isEmpty ? try self.locations(of: node) : []
    return ClauseReport(
      clause: "\(query)", matches: matches,
      locations: Array(locations.prefix(ClauseReport.locationLimit)),
      occurrenceCount: locations.count,
      nearMiss: matches || !operands.isEmpty ? nil : nearMiss(of: node),
      parts: try operands.compactMap { try report(on: $0, context) })
  }

  private func locations(of node: ScanNode) throws -> [ClauseReport.Location] {
    let found: [ClauseReport.Location]
    switch node {
    case .piece(let piece, let zone): found = locations(of: piece, in: zone)
    case .near(let kind, let pieces, let zone):
      let matching = locations(of: kind, pieces, in: zone)
      // The pieces show why the clause does not match.
      found = matching.isEmpty ? pieces.flatMap { locations(of: $0, in: zone) } : matching
    case .all(let nodes): found = try nodes.flatMap(locations)
    case .expression(let expression, let written, let zone):
      found = try matches(of: expression, written: written, in: zone)
    default: found = []
    }
    let sorted = found.sorted { $0.range.lowerBound < $1.range.lowerBound }
    // Two operands may be the same text.
    return sorted.enumerated().filter { $0 == 0 || sorted[$0 - 1] != $1 }.map(\.element)
  }

  private func locations(
    of piece: ScanPiece, in wanted: ExactPhrase.Zone
  ) -> [ClauseReport.Location] {
    zones.filter { wanted.covers($0.zone) }.flatMap { zone in
      occurrences(of: piece, in: zone).map { occurrence in
        zone.location(
          zone.analyzed.source(
            of: Occurrence(start: occurrence.start - zone.start, end: occurrence.end - zone.start)))
      }
    }
  }
}
