import InvertedIndex
import TextAnalysis

// What each kind of query asks of a document.

extension QueryPlanner {
  /// nil for a leaf without any unit, which asks for nothing.
  ///
  /// - Throws: `QuerySyntaxError`, as `plan` does.
  mutating func requirement(
    of query: Query, _ context: Context
  ) throws(QuerySyntaxError) -> Requirement? {
    switch query {
    case .text(let text): return words(of: text, context)
    case .phrase(let text):
      let analyzed = analyzer.analyze(text.text)
      guard !analyzed.units.isEmpty else { return nil }
      rank(analyzed, context)
      return .contains(exactText(analyzed.units.indices, of: analyzed, context))
    case .sloppy(let text, let slop): return try sloppy(text, slop, context)
    case .pattern(let pattern): return try self.pattern(pattern, context)
    case .fuzzy(let text, let edits):
      return .contains(try fuzzyWords(text, edits, context))
    case .near(let proximity): return try near(proximity, context)
    case .regex(let pattern): return try expression(pattern, context)
    case .field(let field, let operand, at: _):
      var context = context
      context.zone = ExactPhrase.Zone(field)
      return try requirement(of: operand, context)
    case .source(let name, at: _): return .source([name])
    case .tag(let name, at: _):
      let bytes = Array(name.utf8).prefix(SegmentFormat.tagLimit)
      return .anyTerm([terms.insert(.tag, bytes, field: .main)])
    case .id(let id, at: _): return .id(id)
    case .date(let range, at: _): return .published(range)
    case .and(let operands), .implicitAnd(let operands):
      let all = try requirements(of: operands, context)
      return all.isEmpty ? nil : .all(all)
    case .or(let operands):
      let any = try requirements(of: operands, context)
      return any.isEmpty ? nil : .any(any)
    case .least(let count, let operands):
      // What asks for nothing is in every document.
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

  /// A regular expression with what every match of it has, as far as the index knows it.
  private mutating func expression(
    _ pattern: QueryText, _ context: Context
  ) throws(QuerySyntaxError) -> Requirement {
    let needs = try needs(of: RegexLiterals.need(of: pattern.text), pattern, context)
    guard needs != nil || mayScan else {
      throw QuerySyntaxError(
        message: "nothing in this expression can be looked up; --scan looks into every article",
        range: pattern.range)
    }
    expressions.append(
      ExpressionPlan(
        expression: pattern.text, zone: context.zone, needs: needs,
        isExcluded: context.isExcluded))
    return .expression(expressions.count - 1)
  }

  private mutating func needs(
    of need: RegexLiterals.Need, _ pattern: QueryText, _ context: Context
  ) throws(QuerySyntaxError) -> Requirement? {
    var context = context
    // Only to find documents by.
    (context.isPiece, context.isExcluded) = (true, true)
    switch need {
    case .nothing: return nil
    case .han(let text):
      let analyzed = analyzer.analyze(text)
      guard !analyzed.units.isEmpty else { return nil }
      return .contains(exactText(analyzed.units.indices, of: analyzed, context))
    case .word(let text):
      let glob = [QueryPattern.GlobElement.any] + text.unicodeScalars.map { .scalar($0) } + [.any]
      // Of too many words it says too little.
      guard let words = try? words(matching: glob, at: pattern.range, context) else { return nil }
      return .contains(words)
    case .all(let needs):
      var all: [Requirement] = []
      for need in needs {
        if let requirement = try self.needs(of: need, pattern, context) { all.append(requirement) }
      }
      return all.isEmpty ? nil : .all(all)
    case .any(let needs):
      var any: [Requirement] = []
      for need in needs {
        guard let requirement = try self.needs(of: need, pattern, context) else { return nil }
        any.append(requirement)
      }
      return any.isEmpty ? nil : .any(any)
    }
  }
}

extension Query {
  /// The text of a clause that may be given up, and how much it counts.
  var bareText: (text: QueryText, boost: Double)? {
    switch self {
    case .text(let text): return (text, 1)
    case .boosted(.text(let text), let factor): return (text, factor)
    default: return nil
    }
  }
}
