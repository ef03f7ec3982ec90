// The rule of the grammar for proximity: `养老 NEAR/5 服务`.

extension QueryParser {
  /// Parses primaries joined by proximity operators. A field before the first operand applies to
  /// all operands.
  mutating func proximity(_ scope: FieldScope?) throws(QuerySyntaxError) -> QueryNode {
    let firstEnd = chainEnd(from: index)
    guard firstEnd < lexer.tokens.count, case .near(let kind) = lexer.tokens[firstEnd].kind else {
      return try chain(scope)
    }
    if let next { try refuse(next.range, inside: scope) }
    var scope = scope
    var start: Int?
    if let token = next, case .field(let field) = token.kind, case .text(let zone) = field.content {
      scope = .zone(zone, at: token.range)
      start = token.range.lowerBound
      index += 1
    }
    let first = try proximityOperand(of: lexer.tokens[chainEnd(from: index)], isFirst: true)
    var operands = [first.query]
    var end = first.range.upperBound
    while let token = next, case .near(let other) = token.kind {
      guard other == kind else {
        throw error(
          "one proximity has one kind of operator; \(Self.operatorName(token)) is another",
          at: token)
      }
      index += 1
      guard operands.count < QueryProximity.maxOperands else {
        throw error("a proximity has \(QueryProximity.maxOperands) operands at most", at: token)
      }
      let operand = try proximityOperand(of: token, isFirst: false)
      operands.append(operand.query)
      end = operand.range.upperBound
    }
    let range = (start ?? first.range.lowerBound)..<end
    let query = Query.near(QueryProximity(kind: kind, operands: operands, range: range))
    return QueryNode(query: query, range: range).scoped(by: scope)
  }

  /// The index after the chain that begins at a token. The content is not examined.
  private func chainEnd(from start: Int) -> Int {
    var end = primaryEnd(from: start)
    while end < lexer.tokens.count,
      lexer.tokens[end].kind == .tightOr || lexer.tokens[end].kind == .tightAnd
    {
      end = primaryEnd(from: end + 1)
    }
    return end
  }

  private func primaryEnd(from start: Int) -> Int {
    var end = start
    while end < lexer.tokens.count {
      switch lexer.tokens[end].kind {
      case .field, .least: end += 1
      case .open:
        var depth = 0
        repeat {
          if case .open = lexer.tokens[end].kind { depth += 1 }
          if lexer.tokens[end].kind == .close { depth -= 1 }
          end += 1
        } while depth > 0 && end < lexer.tokens.count
        return end
      default: return clauseEnd(from: end)
      }
    }
    return end
  }

  private mutating func proximityOperand(
    of token: QueryToken, isFirst: Bool
  ) throws(QuerySyntaxError) -> QueryNode {
    switch next?.kind {
    case .text, .phrase, .open: break
    case .field(let field):
      throw QuerySyntaxError(
        message: "\(field.name): applies to the whole proximity; "
          + "write it before the first operand, or before a group",
        range: next?.range ?? token.range, repair: token.range)
    default:
      guard isFirst, let next else {
        throw error("nothing after \(Self.operatorName(token))", at: token)
      }
      throw QuerySyntaxError(message: Self.allowedOperands, range: next.range, repair: token.range)
    }
    let node = try chain(nil)
    guard Self.canBeProximityOperand(node.query) else {
      throw QuerySyntaxError(message: Self.allowedOperands, range: node.range, repair: token.range)
    }
    return node
  }

  private static let allowedOperands =
    "an operand of a proximity is a word, a quotation, a group of OR, "
    + "or a word of another script than Chinese with wildcards"

  private static func canBeProximityOperand(_ query: Query) -> Bool {
    switch query {
    case .text, .phrase, .fuzzy: true
    case .pattern(let pattern): pattern.glob != nil
    case .or(let operands): operands.allSatisfy(canBeProximityOperand)
    default: false
    }
  }

  static func operatorName(_ token: QueryToken) -> String {
    switch token.kind {
    case .near(.near): "NEAR"
    case .near(.ordered): "ADJ"
    case .near(.sentence): "/s"
    default: "/p"
    }
  }
}
