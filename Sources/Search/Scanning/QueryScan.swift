import Calendar
public import TextAnalysis

/// A query that is matched against one article at a time by scanning its text, for one thread at a
/// time. An audit compares it with the index.
public struct QueryScan {
  private let root: ScanNode?
  private let scope: QueryScope
  private let sources: [SourceName]

  /// - Parameter scope: its sources and dates apply, and `MatchMode.exact`.
  /// - Throws: `RegularExpression.Mistake`; never for a parsed query.
  public init(_ query: Query, in scope: QueryScope, using analyzer: Analyzer) throws {
    root = try ScanNode.make(query.read(in: scope.match), ScanContext(analyzer, scope))
    self.scope = scope
    sources = scope.sources.map { SourceName($0) }
  }

  /// Returns true when an article matches the whole query.
  ///
  /// - Throws: `ExpressionError.overrun`.
  /// - Complexity: O(*n*) in the length of the article, for each text of the query.
  public func matches(_ article: ScannedArticle) throws -> Bool {
    if !sources.isEmpty, !sources.contains(where: { $0.matches(article.source) }) { return false }
    if let dates = scope.dates, !dates.contains(packed: article.date, scope.uncertainDates) {
      return false
    }
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
    case .source(let name): name.matches(source)
    case .tag(let tag): tags.contains(tag)
    case .id(let id): id == self.id
    case .value(let test): test.passes(fields)
    case .date(let range, let uncertain): range.contains(packed: date, uncertain)
    case .all(let nodes): try nodes.allSatisfy(satisfies)
    case .any(let nodes): try nodes.contains(where: satisfies)
    case .least(let count, let nodes): try nodes.filter(satisfies).count >= count
    case .not(let node): try !satisfies(node)
    case .everything: true
    }
  }
}

/// A clause of a planned query that is matched against stored texts.
struct ConfirmationScan {
  private let node: ScanNode?
  private let plan: ConfirmationPlan
  private let analyzer: Analyzer

  init(_ plan: ConfirmationPlan, in scope: QueryScope, using analyzer: Analyzer) throws {
    var context = ScanContext(analyzer, scope)
    context.zone = plan.zone
    node = try ScanNode.make(plan.clause, context)
    self.plan = plan
    self.analyzer = analyzer
  }

  func confirms(_ text: StoredText) throws -> Bool {
    guard let node else { return false }
    let zones = text.zones.filter { plan.zone.covers($0.zone) }
    let article = ScannedArticle(
      id: "", date: 0, source: "", tags: [], fields: [], StoredText(text: text.text, zones: zones),
      using: analyzer)
    return try article.satisfies(node)
  }
}

/// A query prepared for scanning: the written query with analyzed texts. No index is consulted.
indirect enum ScanNode {
  case piece(ScanPiece, ExactPhrase.Zone)
  case near(ProximityPlan.Kind, [ScanPiece], ExactPhrase.Zone)
  case expression(RegularExpression, written: String, ExactPhrase.Zone)
  case source(SourceName)
  case tag(String)
  case id(String)
  case value(FieldTest)
  case date(DateRange, UncertainDates)
  case all([ScanNode])
  case any([ScanNode])
  case least(Int, [ScanNode])
  case not(ScanNode)
  case everything

  /// - Returns: nil for a query that requires nothing.
  /// - Throws: `RegularExpression.Mistake`; never for a parsed query.
  static func make(_ query: Query, _ context: ScanContext) throws -> ScanNode? {
    func nodes(_ operands: [Query]) throws -> [ScanNode] {
      try operands.compactMap { try make($0, context) }
    }
    let zone = context.zone
    switch query {
    case .text(let text):
      let pieces = ScanPiece.groups(of: text.text, context)
      return pieces.isEmpty ? nil : .all(pieces.map { .piece($0, zone) })
    case .phrase, .fuzzy: return ScanPiece.make(query, context).map { .piece($0, zone) }
    case .sloppy(let text, let slop):
      let parts = text.text.unicodeScalars.split(whereSeparator: QuerySyntax.isWhiteSpace)
      let pieces =
        parts.count > 1
        ? parts.compactMap { ScanPiece.quotation(String($0), context) }
        : ScanPiece.words(ofQuotation: text.text, context)
      return nearNode(.near(slop), pieces, zone)
    case .pattern(let pattern):
      let (pieces, spaces) = ScanPiece.pieces(of: pattern, context)
      return nearNode(.pattern(spaces), pieces, zone)
    case .near(let proximity):
      let pieces = proximity.operands.compactMap { ScanPiece.make($0, context) }
      return nearNode(ProximityPlan.Kind(proximity.kind), pieces, zone)
    case .regex(let pattern):
      return .expression(try RegularExpression(pattern.text), written: pattern.text, zone)
    case .field(let field, let operand, at: _):
      var context = context
      context.zone = ExactPhrase.Zone(field)
      return try make(operand, context)
    case .source(let name, at: _): return .source(SourceName(name))
    case .tag(let name, at: _): return .tag(name)
    case .id(let id, at: _): return .id(id)
    case .value(let condition, at: _):
      return .value(FieldTest(condition, context.scope.uncertainDates))
    case .date(let range, at: _): return .date(range, context.scope.uncertainDates)
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
    case .boosted(let operand, by: _): return try make(operand, context)
    case .not(let operand): return try make(operand, context).map { .not($0) }
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
