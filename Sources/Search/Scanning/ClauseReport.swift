public import TextAnalysis

/// Whether a clause matches an article, where, and what came closest.
public struct ClauseReport: Sendable {
  /// An occurrence in the article.
  public struct Location: Sendable, Equatable {
    public let zone: TextZone
    /// UTF-8 offsets in the article's text.
    public let range: Range<Int>
  }

  /// What came closest where it does not match.
  public enum NearMiss: Sendable, Equatable {
    /// The longest part of a text that occurs where it was looked for.
    case part(String)
    /// It occurs elsewhere, where it was not looked for.
    case elsewhere(TextZone)
    /// The operands are no nearer than so many positions.
    case distance(Int)
    /// They stand in one paragraph, not in one sentence.
    case sameParagraph
    /// They stand in the order that was not asked for.
    case otherOrder
    /// What the article has of what was asked for: its date, publisher or tags.
    case value(String)
  }

  /// The clause as `QueryParser` reads it.
  public let clause: String
  public let matches: Bool
  /// Where what it asks for occurs, the first ones in the order of the text; also of clauses that do not match.
  public let locations: [Location]
  /// All of them.
  public let occurrenceCount: Int
  public let nearMiss: NearMiss?
  /// Of the clauses that it is made of.
  public let parts: [ClauseReport]

  static let shownPlaces = 5
}

extension ScannedArticle {
  /// How a query fares in the article, clause by clause; what asks for nothing is left out.
  ///
  /// - Throws: `RegularExpression.Overrun`.
  /// - Complexity: O(*n*) in the article's length for each text, O(*m*²) of it for one of *m* units that does not occur.
  public func report(
    on query: Query, using analyzer: Analyzer
  ) throws -> ClauseReport? {
    try report(on: query, .titleOrBody, analyzer)
  }

  private func report(
    on query: Query, _ zone: ExactPhrase.Zone, _ analyzer: Analyzer
  ) throws -> ClauseReport? {
    switch query {
    case .field(let field, let operand, at: _) where !operand.isLeaf:
      return try report(on: operand, ExactPhrase.Zone(field), analyzer)
    case .boosted(let operand, by: _): return try report(on: operand, zone, analyzer)
    case .and(let operands), .implicitAnd(let operands), .or(let operands),
      .least(_, let operands):
      return try report(on: query, operands, zone, analyzer)
    case .not(let operand): return try report(on: query, [operand], zone, analyzer)
    default: break
    }
    guard let node = try ScanNode.make(query, zone, analyzer) else { return nil }
    let matches = try satisfies(node)
    let places = try self.places(of: node)
    return ClauseReport(
      clause: "\(query)", matches: matches,
      locations: Array(places.prefix(ClauseReport.shownPlaces)), occurrenceCount: places.count,
      nearMiss: matches ? nil : nearMiss(of: node), parts: [])
  }

  private func report(
    on query: Query, _ operands: [Query], _ zone: ExactPhrase.Zone, _ analyzer: Analyzer
  ) throws -> ClauseReport? {
    guard let node = try ScanNode.make(query, zone, analyzer) else { return nil }
    return ClauseReport(
      clause: "\(query)", matches: try satisfies(node), locations: [], occurrenceCount: 0,
      nearMiss: nil,
      parts: try operands.compactMap { try report(on: $0, zone, analyzer) })
  }

  // MARK: Where

  private func places(of node: ScanNode) throws -> [ClauseReport.Location] {
    let found: [ClauseReport.Location]
    switch node {
    case .piece(let piece, let zone): found = places(of: piece, in: zone)
    case .together(_, let pieces, let zone):
      found = pieces.flatMap { places(of: $0, in: zone) }
    case .all(let nodes): found = try nodes.flatMap(places)
    case .expression(let expression, let zone):
      var matches: [ClauseReport.Location] = []
      for place in zones where zone.covers(place.zone) {
        matches += try expression.matches(in: text.span.extracting(place.range)).map { range in
          ClauseReport.Location(
            zone: place.zone,
            range: place.range.lowerBound + range.lowerBound..<place.range.lowerBound
              + range.upperBound)
        }
      }
      found = matches
    default: found = []
    }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private func places(of piece: ScanPiece, in wanted: ExactPhrase.Zone) -> [ClauseReport.Location] {
    zones.filter { wanted.covers($0.zone) }.flatMap { zone in
      occurrences(of: piece, in: zone).map { occurrence in
        let units = zone.analyzed.units
        let first = units.partitioningIndex { zone.start + $0.position >= occurrence.start }
        let last = units.partitioningIndex { zone.start + $0.position >= occurrence.end - 1 }
        return ClauseReport.Location(
          zone: zone.zone,
          range: zone.range.lowerBound + units[first].source.lowerBound..<zone.range.lowerBound
            + units[last].source.upperBound)
      }
    }
  }
}

extension Query {
  /// Whether it has no clauses of its own.
  fileprivate var isLeaf: Bool {
    switch self {
    case .and, .implicitAnd, .or, .least, .not, .boosted, .field: false
    default: true
    }
  }
}
