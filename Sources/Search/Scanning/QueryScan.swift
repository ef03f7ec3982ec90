import Calendar
public import TextAnalysis

/// A query that is matched against one article at a time by scanning its text, for one thread at a
/// time. An audit compares it with the index.
public struct QueryScan {
  private let root: ScanNode?
  private let scope: QueryScope

  /// - Parameter scope: its sources and dates apply, and `MatchMode.exact`.
  /// - Throws: `RegularExpression.Mistake`; never for a parsed query.
  public init(_ query: Query, in scope: QueryScope, using analyzer: Analyzer) throws {
    root = try ScanNode.make(query.read(in: scope.match), .titleOrBody, analyzer)
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

/// A query prepared for scanning: the written query with analyzed texts. No index is consulted.
indirect enum ScanNode {
  case piece(ScanPiece, ExactPhrase.Zone)
  case near(ProximityPlan.Kind, [ScanPiece], ExactPhrase.Zone)
  case expression(RegularExpression, written: String, ExactPhrase.Zone)
  case source(String)
  case tag(String)
  case id(String)
  case date(DateRange)
  case all([ScanNode])
  case any([ScanNode])
  case least(Int, [ScanNode])
  case not(ScanNode)
  case everything

  /// - Returns: nil for a query that requires nothing.
  /// - Throws: `RegularExpression.Mistake`; never for a parsed query.
  static func make(
    _ query: Query, _ zone: ExactPhrase.Zone, _ analyzer: Analyzer
  ) throws -> ScanNode? {
    func nodes(_ operands: [Query]) throws -> [ScanNode] {
      try operands.compactMap { try make($0, zone, analyzer) }
    }
    switch query {
    case .text(let text):
      let pieces = ScanPiece.groups(of: analyzer.analyze(text.text), zone)
      return pieces.isEmpty ? nil : .all(pieces.map { .piece($0, zone) })
    case .phrase, .fuzzy: return ScanPiece.make(query, zone, analyzer).map { .piece($0, zone) }
    case .sloppy(let text, let slop):
      let parts = text.text.unicodeScalars.split(whereSeparator: QuerySyntax.isWhiteSpace)
      let pieces =
        parts.count > 1
        ? parts.compactMap { ScanPiece.exact(String($0), zone, analyzer) }
        : ScanPiece.words(of: analyzer.analyze(text.text), zone)
      return nearNode(.near(slop), pieces, zone)
    case .pattern(let pattern):
      let (pieces, spaces) = ScanPiece.pieces(of: pattern, zone, analyzer)
      return nearNode(.pattern(spaces), pieces, zone)
    case .near(let proximity):
      let pieces = proximity.operands.compactMap { ScanPiece.make($0, zone, analyzer) }
      return nearNode(ProximityPlan.Kind(proximity.kind), pieces, zone)
    case .regex(let pattern):
      return .expression(try RegularExpression(pattern.text), written: pattern.text, zone)
    case .field(let field, let operand, at: _):
      return try make(operand, ExactPhrase.Zone(field), analyzer)
    case .source(let name, at: _): return .source(name)
    case .tag(let name, at: _): return .tag(name)
    case .id(let id, at: _): return .id(id)
    case .date(let range, at: _): return .date(range)
    case .and(let operands), .implicitAnd(let operands):
      let nodes = try nodes(operands)
      return nodes.isEmpty ? nil : .all(nodes)
    case .or(let operands):
      let nodes = try nodes(operands)
      return nodes.isEmpty ? nil : .any(nodes)
    case .least(let count, let operands):
      let nodes = try nodes(operands)
      let needed = count - (operands.count - nodes.count)
      return needed <= 0 ? nil : .least(needed, nodes)
    case .boosted(let operand, by: _): return try make(operand, zone, analyzer)
    case .not(let operand): return try make(operand, zone, analyzer).map { .not($0) }
    case .everything: return .everything
    }
  }

  private static func nearNode(
    _ kind: ProximityPlan.Kind, _ pieces: [ScanPiece], _ zone: ExactPhrase.Zone
  ) -> ScanNode? {
    guard pieces.count > 1 else { return pieces.first.map { .piece($0, zone) } }
    return .near(kind, pieces, zone)
  }
}

/// A text that occurs at positions of an article.
indirect enum ScanPiece {
  case exact(ExactPhrase)
  case glob(Glob)
  case fuzzy(EditDistance)
  case any([ScanPiece])

  static func exact(_ text: String, _ zone: ExactPhrase.Zone, _ analyzer: Analyzer) -> ScanPiece? {
    let analyzed = analyzer.analyze(text)
    return analyzed.units.isEmpty
      ? nil : .exact(ExactPhrase(analyzed.units.indices, of: analyzed, zone: zone))
  }

  static func groups(of text: AnalyzedText, _ zone: ExactPhrase.Zone) -> [ScanPiece] {
    text.exactGroups.map { .exact(ExactPhrase(group: $0, of: text, zone: zone)) }
  }

  static func words(of text: AnalyzedText, _ zone: ExactPhrase.Zone) -> [ScanPiece] {
    text.exactGroups.map { .exact(ExactPhrase($0, of: text, zone: zone)) }
  }

  static func make(_ query: Query, _ zone: ExactPhrase.Zone, _ analyzer: Analyzer) -> ScanPiece? {
    switch query {
    case .text(let text), .phrase(let text): return exact(text.text, zone, analyzer)
    case .fuzzy(let text, let edits):
      return .fuzzy(EditDistance(to: analyzer.folded(text.text), atMost: edits))
    case .pattern(let pattern): return pattern.glob.map { .glob(Glob(folding: $0, by: analyzer)) }
    case .or(let operands):
      let pieces = operands.compactMap { make($0, zone, analyzer) }
      return pieces.isEmpty ? nil : .any(pieces)
    default: return nil
    }
  }

  static func pieces(
    of pattern: QueryPattern, _ zone: ExactPhrase.Zone, _ analyzer: Analyzer
  ) -> ([ScanPiece], [ProximityPlan.Space]) {
    var pieces: [ScanPiece] = []
    var spaces: [ProximityPlan.Space] = []
    for (element, space) in pattern.spacedElements {
      let piece: ScanPiece? =
        switch element {
        case .literal(let text): exact(text, zone, analyzer)
        case .glob(let glob): .glob(Glob(folding: glob, by: analyzer))
        case .units: nil
        }
      guard let piece else { continue }
      if !pieces.isEmpty { spaces.append(space) }
      pieces.append(piece)
    }
    return (pieces, spaces)
  }
}
