// `养老 NEAR/5 (服务 OR 保障)`.
//
// Operands of a proximity are clauses and groups of OR. A field before it, or an `in:`, holds for all of it.

extension QueryParser {
  /// A primary, or several that stand together.
  ///
  /// - Precondition: the next token begins an operand.
  mutating func together(_ scope: FieldScope?) throws(QuerySyntaxError) -> Node {
    guard let kind = proximity(at: primaryEnd(from: index)) else { return try primary(scope) }
    if let scope { try refuseValues(scope) }
    var scope = scope
    var start: Int?
    if let token = next, case .field(let name) = token.kind, case .text(let zone) = name.content {
      // It holds for all of them, as if they stood in parentheses.
      scope = .zone(zone, at: token.range)
      start = token.range.lowerBound
      index += 1
    }
    let first = try operandOfProximity(of: lexer.tokens[primaryEnd(from: index)])
    var operands = [first.query]
    var end = first.range.upperBound
    while let token = next, case .near(let other) = token.kind {
      guard other == kind else {
        throw dangling("one kind of nearness at a time; \(Self.name(token)) is another", token)
      }
      index += 1
      guard operands.count < QueryProximity.maxOperands else {
        throw dangling("more than \(QueryProximity.maxOperands) operands", token)
      }
      let operand = try operandOfProximity(of: token, isFirst: false)
      operands.append(operand.query)
      end = operand.range.upperBound
    }
    let range = (start ?? first.range.lowerBound)..<end
    let proximity = QueryProximity(kind: kind, operands: operands, range: range)
    return scoped(Node(query: .near(proximity), range: range, finds: true), by: scope)
  }

  private func proximity(at place: Int) -> QueryProximity.Kind? {
    guard place < lexer.tokens.count, case .near(let kind) = lexer.tokens[place].kind else {
      return nil
    }
    return kind
  }

  private func refuseValues(_ scope: FieldScope) throws(QuerySyntaxError) {
    if let next { try refuseScope(at: next.range, in: scope) }
  }

  /// Behind the primary that begins at a token, without a look at what it says.
  private func primaryEnd(from start: Int) -> Int {
    var place = start
    while place < lexer.tokens.count {
      switch lexer.tokens[place].kind {
      case .field, .least: place += 1
      case .open:
        var depth = 0
        repeat {
          if case .open = lexer.tokens[place].kind { depth += 1 }
          if lexer.tokens[place].kind == .close { depth -= 1 }
          place += 1
        } while depth > 0 && place < lexer.tokens.count
        return place
      default: return clauseEnd(from: place)
      }
    }
    return place
  }

  /// - Parameter token: the operator that it belongs to.
  private mutating func operandOfProximity(
    of token: QueryToken, isFirst: Bool = true
  ) throws(QuerySyntaxError) -> Node {
    switch next?.kind {
    case .text, .phrase, .open: break
    case .field(let name):
      throw QuerySyntaxError(
        message: "\(name.rawValue): holds for all that stands together; write it before the first, "
          + "or before a group", range: next?.range ?? token.range, repair: token.range)
    default:
      guard isFirst, let next else {
        throw dangling("nothing after \(Self.name(token))", token)
      }
      throw QuerySyntaxError(message: Self.operands, range: next.range, repair: token.range)
    }
    let node = try primary(nil)
    guard Self.canStandTogether(node.query) else {
      throw QuerySyntaxError(message: Self.operands, range: node.range, repair: token.range)
    }
    return node
  }

  private static let operands =
    "words, quotations and groups of OR can stand together, and words with wildcards that are not Chinese"

  private static func canStandTogether(_ query: Query) -> Bool {
    switch query {
    case .text, .phrase, .fuzzy: true
    case .pattern(let pattern): pattern.glob != nil
    case .or(let operands): operands.allSatisfy(canStandTogether)
    default: false
    }
  }
}
