import TextAnalysis

// What has to stand together, and words that stand for others.

extension QueryPlanner {
  mutating func near(
    _ proximity: QueryProximity, _ context: Context
  ) throws(QuerySyntaxError) -> Requirement? {
    var operands: [[Int]] = []
    for operand in proximity.operands {
      let texts = try texts(of: operand, context)
      if !texts.isEmpty { operands.append(texts) }
    }
    return requirement(ProximityPlan.Kind(proximity.kind), operands, context)
  }

  /// Pieces between white space, or else the words, in any order.
  mutating func sloppy(
    _ text: QueryText, _ slop: Int, _ context: Context
  ) throws(QuerySyntaxError) -> Requirement? {
    let pieces = text.text.unicodeScalars.split(whereSeparator: QuerySyntax.isWhiteSpace)
    var operands: [[Int]] = []
    for piece in pieces {
      let analyzed = analyzer.analyze(String(piece))
      guard !analyzed.units.isEmpty else { continue }
      rank(analyzed, context)
      if pieces.count > 1 {
        operands.append([exactText(analyzed.units.indices, of: analyzed, context)])
        continue
      }
      for group in Self.exactGroups(of: analyzed) {
        operands.append([exactText(group, of: analyzed, context)])
      }
    }
    guard operands.count <= QueryProximity.maxOperands else {
      throw QuerySyntaxError(
        message: "more than \(QueryProximity.maxOperands) words that may be apart",
        range: text.range)
    }
    return requirement(.near(slop), operands, context)
  }

  mutating func pattern(
    _ pattern: QueryPattern, _ context: Context
  ) throws(QuerySyntaxError) -> Requirement? {
    if let glob = pattern.glob {
      return .contains(try words(matching: glob, at: pattern.range, context))
    }
    var context = context
    context.isPiece = true
    var operands: [[Int]] = []
    var spaces: [ProximityPlan.Space] = []
    for (element, space) in pattern.spacedElements {
      switch element {
      case .units: continue
      case .literal(let text):
        let analyzed = analyzer.analyze(text)
        guard !analyzed.units.isEmpty else { continue }
        rank(analyzed, context)
        operands.append([exactText(analyzed.units.indices, of: analyzed, context)])
      case .glob(let glob):
        operands.append([try words(matching: glob, at: pattern.range, context)])
      }
      spaces.append(space)
    }
    return requirement(.pattern(Array(spaces.dropFirst())), operands, context)
  }

  /// One operand alone only has to be there.
  private mutating func requirement(
    _ kind: ProximityPlan.Kind, _ operands: [[Int]], _ context: Context
  ) -> Requirement? {
    guard operands.count > 1 else {
      guard let only = operands.first else { return nil }
      return only.count == 1 ? .contains(only[0]) : .any(only.map { .contains($0) })
    }
    proximities.append(
      ProximityPlan(
        kind: kind, operands: operands, zone: context.zone, isExcluded: context.isExcluded))
    return .near(proximities.count - 1)
  }

  /// The texts of an operand, any of which it may be.
  private mutating func texts(
    of query: Query, _ context: Context
  ) throws(QuerySyntaxError) -> [Int] {
    switch query {
    case .text(let text), .phrase(let text):
      let analyzed = analyzer.analyze(text.text)
      guard !analyzed.units.isEmpty else { return [] }
      rank(analyzed, context)
      return [exactText(analyzed.units.indices, of: analyzed, context)]
    case .fuzzy(let text, let edits): return [try fuzzyWords(text, edits, context)]
    case .pattern(let pattern):
      guard let glob = pattern.glob else { return [] }
      return [try words(matching: glob, at: pattern.range, context)]
    case .or(let operands):
      var texts: [Int] = []
      for operand in operands { texts += try self.texts(of: operand, context) }
      return texts
    default: return []
    }
  }

  // MARK: Words that stand for others

  /// - Returns: the index of the text.
  mutating func words(
    matching glob: [QueryPattern.GlobElement], at range: Range<Int>, _ context: Context
  ) throws(QuerySyntaxError) -> Int {
    let glob = Glob(folding: glob, by: analyzer)
    let found = vocabulary.words(
      in: context.zone.field, beginningWith: glob.prefix, where: glob.matches)
    return try words(found, at: range, context)
  }

  mutating func fuzzyWords(
    _ text: QueryText, _ edits: Int, _ context: Context
  ) throws(QuerySyntaxError) -> Int {
    let spelling = EditDistance(to: analyzer.folded(text.text), atMost: edits)
    let found = vocabulary.words(
      in: context.zone.field, beginningWith: [], where: spelling.isNear)
    return try words(found, at: text.range, context)
  }

  /// - Parameter found: nil for too many.
  private mutating func words(
    _ found: [[UInt8]]?, at range: Range<Int>, _ context: Context
  ) throws(QuerySyntaxError) -> Int {
    guard let found else {
      throw QuerySyntaxError(
        message: "stands for more than \(Vocabulary.maxWords) words", range: range)
    }
    let words = found.map { spelling in
      (term: terms.insert(.token, spelling[...], field: context.zone.field), spelling: spelling)
    }
    if !context.isExcluded, words.count <= Vocabulary.maxRankedWords {
      for word in words {
        terms.rank(word.term, context.boost * RankingWeight.token, .token, false)
      }
    }
    texts.append(
      PhrasePlan(
        words: words, zone: context.zone, isExcluded: context.isExcluded,
        isPiece: context.isPiece))
    return texts.count - 1
  }
}
