import TextAnalysis

/// The analyzer, scope and zone of a part of a query that is prepared for scanning.
struct ScanContext {
  let analyzer: Analyzer
  let scope: QueryScope
  var zone = ExactPhrase.Zone.titleOrBody

  init(_ analyzer: Analyzer, _ scope: QueryScope) {
    self.analyzer = analyzer
    self.scope = scope
  }
}

/// A text that occurs at positions of an article.
indirect enum ScanPiece {
  case exact(ExactPhrase)
  case glob(Glob)
  case fuzzy(EditDistance)
  case any([ScanPiece])

  /// A literal of a pattern.
  private static func literal(_ text: String, _ context: ScanContext) -> ScanPiece? {
    let analyzed = context.analyzer.analyze(text)
    if analyzed.units.isEmpty { return nil }
    return .exact(ExactPhrase(analyzed.units.indices, of: analyzed, zone: context.zone))
  }

  /// A text as written, with or without its signs.
  private static func written(
    _ text: String, comparesSigns: Bool, _ context: ScanContext
  ) -> ScanPiece? {
    let analyzed = context.analyzer.analyze(text)
    if analyzed.units.isEmpty { return nil }
    return readings(of: analyzed.units.indices, in: analyzed, comparesSigns: comparesSigns, context)
  }

  private static func readings(
    of units: Range<Int>, in text: AnalyzedText, comparesSigns: Bool, _ context: ScanContext
  ) -> ScanPiece {
    let readings = ExactPhrase.readings(
      of: units, in: text, zone: context.zone, comparesSigns: comparesSigns)
    return readings.count > 1 ? .any(readings.map { .exact($0) }) : .exact(readings[0])
  }

  static func groups(of text: String, _ context: ScanContext) -> [ScanPiece] {
    let analyzed = context.analyzer.analyze(text)
    return analyzed.exactGroups.map {
      .exact(ExactPhrase(group: $0, of: analyzed, zone: context.zone))
    }
  }

  static func quotation(_ text: String, _ context: ScanContext) -> ScanPiece? {
    written(text, comparesSigns: true, context)
  }

  static func words(ofQuotation text: String, _ context: ScanContext) -> [ScanPiece] {
    let analyzed = context.analyzer.analyze(text)
    return analyzed.exactGroups.map {
      readings(of: $0, in: analyzed, comparesSigns: true, context)
    }
  }

  static func make(_ query: Query, _ context: ScanContext) -> ScanPiece? {
    let analyzer = context.analyzer
    switch query {
    case .text(let text): return written(text.text, comparesSigns: false, context)
    case .phrase(let text): return quotation(text.text, context)
    case .fuzzy(let text, let edits):
      return .fuzzy(EditDistance(to: analyzer.folded(text.text), atMost: edits))
    case .pattern(let pattern): return pattern.glob.map { .glob(Glob(folding: $0, by: analyzer)) }
    case .or(let operands):
      let pieces = operands.compactMap { make($0, context) }
      return pieces.isEmpty ? nil : .any(pieces)
    default: return nil
    }
  }

  static func pieces(
    of pattern: QueryPattern, _ context: ScanContext
  ) -> ([ScanPiece], [ProximityPlan.Space]) {
    var pieces: [ScanPiece] = []
    var spaces: [ProximityPlan.Space] = []
    for (element, space) in pattern.spacedElements {
      let piece: ScanPiece? =
        switch element {
        case .literal(let text): literal(text, context)
        case .glob(let glob): .glob(Glob(folding: glob, by: context.analyzer))
        case .units: nil
        }
      guard let piece else { continue }
      if !pieces.isEmpty { spaces.append(space) }
      pieces.append(piece)
    }
    return (pieces, spaces)
  }
}
