import InvertedIndex
public import TextAnalysis

/// Turns parsed queries into plans.
///
/// An unquoted clause requires each of its words exactly (see `AnalyzedText.exactGroup`). All texts
/// that are not excluded contribute ranking terms. The clauses at the top of the query are of three
/// kinds. In `养老 "医保" 来源:工人日报` there is one of each:
///
///     clause          kind        a partial match    a match of any clause
///     养老            optional    may lack it        may lack it
///     "医保"          mandatory   has it             may lack it
///     来源:工人日报   filter      has it             has it
struct QueryPlanner {
  private typealias Context = QueryTexts.Context

  private var texts: QueryTexts
  private var proximities: [ProximityPlan] = []
  private var expressions: [ExpressionPlan] = []
  private var confirmations: [ConfirmationPlan] = []
  private let scope: QueryScope

  /// - Parameter query: As its match mode reads it.
  /// - Returns: nil when nothing in the query can be looked up.
  /// - Throws: `QuerySyntaxError` of any kind but `malformed`.
  static func plan(
    _ query: Query, in scope: QueryScope, using analyzer: Analyzer, _ vocabulary: Vocabulary,
    dictionary: UserWords? = nil
  ) throws(QuerySyntaxError) -> QueryPlan? {
    let clauses: [Query]
    if case .implicitAnd(let operands) = query { clauses = operands } else { clauses = [query] }
    let dictionary = scope.usesDictionary ? dictionary : nil
    var planner = QueryPlanner(
      texts: QueryTexts(analyzer, vocabulary, dictionary, capacity: clauses.count), scope: scope)
    return try planner.plan(clauses, scope.filters)
  }

  private init(texts: QueryTexts, scope: QueryScope) {
    self.texts = texts
    self.scope = scope
  }

  private mutating func plan(
    _ clauses: [Query], _ filters: [Requirement]
  ) throws(QuerySyntaxError) -> QueryPlan? {
    var optional: [Requirement] = []
    optional.reserveCapacity(clauses.count)
    var mandatory: [Requirement] = []
    var filters = filters
    // The optional clauses that ranking terms alone may miss: single characters.
    var characters: [Requirement] = []
    var findsDocuments = false
    for clause in clauses {
      if let (text, boost) = clause.unquotedText {
        let context = Context(boost: boost, isOptional: true)
        guard let requirement = texts.requirement(ofWordsIn: text.text, context) else { continue }
        findsDocuments = true
        optional.append(requirement)
        if !texts.guaranteesTerm(requirement) { characters.append(requirement) }
      } else if let requirement = try requirement(of: clause, Context()) {
        findsDocuments = findsDocuments || requirement.findsDocuments
        switch clause {
        case .source, .date, .tag, .id, .value, .not, .everything: filters.append(requirement)
        default: mandatory.append(requirement)
        }
      }
    }
    guard findsDocuments else { return nil }
    let terms = texts.queryTerms
    var optionalTerms: [Int] = []
    optionalTerms.reserveCapacity(terms.count)
    for index in terms.indices where terms[index].isOptional { optionalTerms.append(index) }
    let strict = Requirement.all(Self.joined(Self.joined(mandatory, optional), filters))
    return QueryPlan(
      terms: terms, texts: texts.plans, proximities: proximities, expressions: expressions,
      confirmations: confirmations, strict: strict,
      partial: optional.isEmpty
        ? nil
        : LooseRequirement(
          must: Self.joined(mandatory, filters), terms: optionalTerms, alternatives: characters),
      loose: LooseRequirement(
        must: filters, terms: optionalTerms, alternatives: Self.joined(mandatory, characters)),
      marking: scope.match != .any && strict.hasBranches ? strict : nil,
      dictionaryUses: texts.dictionaryUses)
  }

  /// Concatenates two lists, without a copy when one is empty.
  private static func joined(_ first: [Requirement], _ second: [Requirement]) -> [Requirement] {
    first.isEmpty ? second : second.isEmpty ? first : first + second
  }

  /// Translates a query and everything inside it.
  ///
  /// - Returns: nil for a leaf without any unit, which requires nothing.
  private mutating func requirement(
    of query: Query, _ context: Context
  ) throws(QuerySyntaxError) -> Requirement? {
    switch query {
    case .text(let text): return texts.requirement(ofWordsIn: text.text, context)
    case .phrase(let text):
      let readings = texts.insertQuotation(text.text, context).map {
        confirmed(.contains($0), [$0], query, context)
      }
      return readings.count > 1 ? .any(readings) : readings.first
    case .sloppy(let text, let slop): return try sloppy(text, slop, query, context)
    case .pattern(let pattern): return try self.pattern(pattern, context)
    case .fuzzy(let text, let edits):
      return .contains(try texts.insertWords(near: text, edits: edits, context))
    case .near(let proximity): return try near(proximity, context)
    case .regex(let pattern): return try expression(pattern, context)
    case .field(let zone, let operand, at: _):
      var context = context
      context.zone = ExactPhrase.Zone(zone)
      return try requirement(of: operand, context)
    case .source(let name, at: _): return .source([SourceName(name)])
    case .tag(let name, at: _):
      return .anyTerm([texts.insertTag(Array(name.utf8).prefix(SegmentFormat.tagLimit))])
    case .id(let id, at: _): return .id(id)
    case .value(let condition, at: _): return .value(condition, scope.uncertainDates)
    case .date(let range, at: _): return .published(range, scope.uncertainDates)
    case .and(let operands), .implicitAnd(let operands):
      let all = try requirements(of: operands, context)
      return all.isEmpty ? nil : .all(all)
    case .or(let operands):
      let any = try requirements(of: operands, context)
      return any.isEmpty ? nil : .any(any)
    case .least(let count, let operands):
      // Every document satisfies an operand that requires nothing.
      let all = try requirements(of: operands, context)
      let needed = count - (operands.count - all.count)
      return needed <= 0 ? nil : .least(needed, all)
    case .boosted(let operand, let factor):
      var context = context
      context.boost *= factor
      return try requirement(of: operand, context)
    case .not(let operand):
      var context = context
      context.isExcluded = true
      return try requirement(of: operand, context).map { .not($0) }
    case .everything: return Requirement.none
    }
  }

  private mutating func requirements(
    of operands: [Query], _ context: Context
  ) throws(QuerySyntaxError) -> [Requirement] {
    var requirements: [Requirement] = []
    for operand in operands {
      if let requirement = try requirement(of: operand, context) {
        requirements.append(requirement)
      }
    }
    return requirements
  }

  /// Requires the operands of a proximity. An operand without any unit is left out.
  private mutating func near(
    _ proximity: QueryProximity, _ context: Context
  ) throws(QuerySyntaxError) -> Requirement? {
    var operands: [[Int]] = []
    for operand in proximity.operands {
      let choices = try choices(of: operand, context.ofOperand)
      if !choices.isEmpty { operands.append(choices) }
    }
    return requirement(ProximityPlan.Kind(proximity.kind), operands, context).map {
      confirmed($0, Array(operands.joined()), .near(proximity), context)
    }
  }

  /// Adds the texts of an operand of a proximity, one of which must match. Returns their indices.
  private mutating func choices(
    of query: Query, _ context: Context
  ) throws(QuerySyntaxError) -> [Int] {
    switch query {
    case .text(let text): return texts.insertExact(text.text, context)
    case .phrase(let text): return texts.insertQuotation(text.text, context)
    case .fuzzy(let text, let edits):
      return [try texts.insertWords(near: text, edits: edits, context)]
    case .pattern(let pattern):
      guard let glob = pattern.glob else { return [] }
      return [try texts.insertWords(matching: glob, at: pattern.range, context)]
    case .or(let operands):
      var choices: [Int] = []
      for operand in operands { choices += try self.choices(of: operand, context) }
      return choices
    default: return []
    }
  }

  /// Requires the parts between white space, or else the words, in any order.
  private mutating func sloppy(
    _ text: QueryText, _ slop: Int, _ clause: Query, _ context: Context
  ) throws(QuerySyntaxError) -> Requirement? {
    let parts = text.text.unicodeScalars.split(whereSeparator: QuerySyntax.isWhiteSpace)
    var operands: [[Int]] = []
    if parts.count > 1 {
      for part in parts {
        let readings = texts.insertQuotation(String(part), context.ofOperand)
        if !readings.isEmpty { operands.append(readings) }
      }
    } else if let part = parts.first {
      operands = texts.insertWords(ofQuotation: String(part), context.ofOperand)
    }
    guard operands.count <= QueryProximity.maxOperands else {
      throw QuerySyntaxError(
        message: "a quotation with ~ has \(QueryProximity.maxOperands) words at most",
        range: text.range)
    }
    return requirement(.near(slop), operands, context).map {
      confirmed($0, Array(operands.joined()), clause, context)
    }
  }

  /// Requires a word with wildcards, or the pieces of a pattern with the given space between them.
  private mutating func pattern(
    _ pattern: QueryPattern, _ context: Context
  ) throws(QuerySyntaxError) -> Requirement? {
    if let glob = pattern.glob {
      return .contains(try texts.insertWords(matching: glob, at: pattern.range, context))
    }
    var operands: [[Int]] = []
    var spaces: [ProximityPlan.Space] = []
    for (element, space) in pattern.spacedElements {
      switch element {
      case .units: continue
      case .literal(let text):
        // A literal touches wildcards, so its numbers are whole.
        guard let index = texts.insertExact(text, context.ofOperand).first else { continue }
        operands.append([index])
      case .glob(let glob):
        operands.append([
          try texts.insertWords(matching: glob, at: pattern.range, context.ofOperand)
        ])
      }
      spaces.append(space)
    }
    return requirement(.pattern(Array(spaces.dropFirst())), operands, context)
  }

  /// Requires operands near each other. A single operand needs no proximity.
  private mutating func requirement(
    _ kind: ProximityPlan.Kind, _ operands: [[Int]], _ context: Context
  ) -> Requirement? {
    guard operands.count > 1 else {
      guard let only = operands.first else { return nil }
      if context.isMarked { texts.mark(only) }
      return only.count == 1 ? .contains(only[0]) : .any(only.map { .contains($0) })
    }
    proximities.append(
      ProximityPlan(
        kind: kind, operands: operands, zone: context.zone, isExcluded: context.isExcluded))
    return .near(proximities.count - 1)
  }

  /// Requires that the stored text confirms a clause, when one of its texts has signs.
  private mutating func confirmed(
    _ needs: Requirement, _ texts: [Int], _ clause: Query, _ context: Context
  ) -> Requirement {
    guard texts.contains(where: self.texts.hasSigns) else { return needs }
    confirmations.append(ConfirmationPlan(clause: clause, zone: context.zone, needs: needs))
    return .confirmed(confirmations.count - 1)
  }

  /// Requires a match of a regular expression.
  ///
  /// - Throws: `QuerySyntaxError` of the kind `scanRequired`.
  private mutating func expression(
    _ pattern: QueryText, _ context: Context
  ) throws(QuerySyntaxError) -> Requirement {
    let needs = needs(of: RegexLiterals.need(of: pattern.text), pattern, context)
    guard needs != nil || scope.scans else {
      throw QuerySyntaxError(
        message: "nothing in this expression can be looked up", range: pattern.range,
        kind: .scanRequired)
    }
    expressions.append(
      ExpressionPlan(
        expression: pattern.text, zone: context.zone, needs: needs,
        isExcluded: context.isExcluded))
    return .expression(expressions.count - 1)
  }

  /// Requires the text that every match of a regular expression contains. Returns nil when the
  /// index cannot narrow the search.
  private mutating func needs(
    of need: RegexLiterals.Need, _ pattern: QueryText, _ context: Context
  ) -> Requirement? {
    var context = context
    // The text only finds documents; it is neither ranked nor marked.
    context.isExcluded = true
    switch need {
    case .nothing: return nil
    case .han(let text): return texts.insertExact(text, context).first.map { .contains($0) }
    case .word(let text):
      // A text in too many words narrows nothing.
      return (try? texts.insertWords(containing: text, at: pattern.range, context))
        .map { .contains($0) }
    case .all(let needs):
      let all = needs.compactMap { self.needs(of: $0, pattern, context) }
      return all.isEmpty ? nil : .all(all)
    case .any(let needs):
      var any: [Requirement] = []
      for need in needs {
        guard let requirement = self.needs(of: need, pattern, context) else { return nil }
        any.append(requirement)
      }
      return any.isEmpty ? nil : .any(any)
    }
  }
}

extension Query {
  /// Returns true when the query contains text or values to look up, unlike `？`.
  ///
  /// - Throws: `QuerySyntaxError` for a regular expression without text to look up, unless `scans`.
  public func canBeLookedUp(
    using analyzer: Analyzer, scans: Bool
  ) throws(QuerySyntaxError) -> Bool {
    var scope = QueryScope()
    scope.scans = scans
    return try QueryPlanner.plan(self, in: scope, using: analyzer, Vocabulary(nil)) != nil
  }

  /// The text and the boost of an unquoted clause; nil for other queries.
  fileprivate var unquotedText: (text: QueryText, boost: Double)? {
    switch self {
    case .text(let text): (text, 1)
    case .boosted(.text(let text), let factor): (text, factor)
    default: nil
    }
  }
}
