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

  static func exact(_ text: String, _ context: ScanContext) -> ScanPiece? {
    let analyzed = context.analyzer.analyze(text)
    if analyzed.units.isEmpty { return nil }
    return .exact(ExactPhrase(analyzed.units.indices, of: analyzed, zone: context.zone))
  }

  static func groups(of text: String, _ context: ScanContext) -> [ScanPiece] {
    let analyzed = context.analyzer.analyze(text)
    return analyzed.exactGroups.map {
      .exact(ExactPhrase(group: $0, of: analyzed, zone: context.zone))
    }
  }

  static func quotation(_ text: String, _ context: ScanContext) -> ScanPiece? {
    let analyzed = context.analyzer.analyze(text)
    if analyzed.units.isEmpty { return nil }
    return .exact(
      ExactPhrase(quotation: analyzed.units.indices, of: analyzed, zone: context.zone))
  }

  static func words(ofQuotation text: String, _ context: ScanContext) -> [ScanPiece] {
    let analyzed = context.analyzer.analyze(text)
    return analyzed.exactGroups.map {
      .exact(ExactPhrase(quotation: $0, of: analyzed, zone: context.zone))
    }
  }

  static func make(_ query: Query, _ context: ScanContext) -> ScanPiece? {
    let analyzer = context.analyzer
    switch query {
    case .text(let text): return exact(text.text, context)
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
        case .literal(let text): exact(text, context)
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
