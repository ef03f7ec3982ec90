import Calendar
public import TextAnalysis

/// A query that is asked of one article at a time, by going through its text: what the index is held against.
///
/// Used by one thread at a time.
public struct QueryScan {
  private let root: ScanNode?
  private let sources: [String]
  private let dates: DateRange?

  /// - Throws: `RegularExpression.Mistake`; a query that was parsed has none.
  public init(_ request: SearchRequest, using analyzer: Analyzer) throws {
    root = try ScanNode.make(request.query, .titleOrBody, analyzer)
    sources = request.sources
    dates = request.dates
  }

  /// Whether an article matches the query as a whole.
  ///
  /// - Throws: `RegularExpression.Overrun`.
  /// - Complexity: O(*n*) in its length, for each text of the query.
  public func matches(_ article: ScannedArticle) throws -> Bool {
    if !sources.isEmpty, !sources.contains(article.source) { return false }
    if let dates, !dates.contains(packed: article.date) { return false }
    guard let root else { return false }
    return try article.satisfies(root)
  }
}

extension ScannedArticle {
  func satisfies(_ node: ScanNode) throws -> Bool {
    switch node {
    case .piece(let piece, let zone):
      return zones.contains { zone.covers($0.zone) && !occurrences(of: piece, in: $0).isEmpty }
    case .together(let kind, let pieces, let zone):
      return fields(of: zone).contains { areTogether(kind, pieces, in: $0) }
    case .expression(let expression, let zone):
      for place in zones where zone.covers(place.zone) {
        if try expression.isFound(in: text.span.extracting(place.range)) { return true }
      }
      return false
    case .source(let names): return names.contains(source)
    case .tag(let tag): return tags.contains(tag)
    case .id(let id): return id == self.id
    case .date(let range): return range.contains(packed: date)
    case .all(let nodes): return try nodes.allSatisfy(satisfies)
    case .any(let nodes): return try nodes.contains(where: satisfies)
    case .least(let count, let nodes): return try nodes.filter(satisfies).count >= count
    case .not(let node): return try !satisfies(node)
    case .everything: return true
    }
  }

  /// What stands together stands in one of these.
  func fields(of zone: ExactPhrase.Zone) -> [TextZone] {
    [.title, .body, .tail].filter(zone.covers)
  }

  func areTogether(_ kind: ProximityPlan.Kind, _ pieces: [ScanPiece], in field: TextZone) -> Bool {
    let own = zones.filter { $0.zone == field }
    let occurrences = pieces.map { piece in own.flatMap { self.occurrences(of: piece, in: $0) } }
    if occurrences.contains(where: \.isEmpty) { return false }
    func marks(_ positions: (AnalyzedText) -> [UInt32]) -> [UInt32] {
      own.flatMap { zone in positions(zone.analyzed).map { zone.start + $0 } }
    }
    var ends: [UInt32] = []
    if case .sentence = kind { ends = marks(\.sentenceEnds) } else { ends = marks(\.paragraphEnds) }
    return kind.holds(of: occurrences, stretchEnds: ends[...], punctuation: marks(\.gaps)[...])
  }

  /// Where a piece occurs in a zone, among the positions of all of its kind, by start.
  func occurrences(of piece: ScanPiece, in zone: Zone) -> [Occurrence] {
    let text = zone.analyzed
    switch piece {
    case .any(let pieces):
      return pieces.flatMap { occurrences(of: $0, in: zone) }.sorted { $0.start < $1.start }
    case .exact(let exact):
      return text.units.indices.compactMap { start in
        exact.end(from: start, in: text).map { end in
          Occurrence(
            start: zone.start + text.units[start].position,
            end: zone.start + text.units[end].position + 1)
        }
      }
    case .glob(let glob): return words(of: zone, where: glob.matches)
    case .fuzzy(let spelling): return words(of: zone, where: spelling.isNear)
    }
  }

  private func words(of zone: Zone, where isWanted: ([UInt8]) -> Bool) -> [Occurrence] {
    let text = zone.analyzed
    return text.units.filter { $0.kind == .token && isWanted(Array(text.normalized[$0.text])) }
      .map { Occurrence(start: zone.start + $0.position, end: zone.start + $0.position + 1) }
  }
}
