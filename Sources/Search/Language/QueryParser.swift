// The parser of the query language: recursive descent over tokens.
//
//   disjunction = conjunction ("OR" conjunction)*
//   conjunction = series+                        side by side: implied AND
//   series      = operand ("AND" operand)*
//   operand     = ("NOT" | "-") proximity | proximity
//   proximity   = chain (near chain)*            near = NEAR/n | ADJ/n | /s | /p
//   chain       = link ("|" link)*               without white space
//   link        = primary ("&&" primary)*        without white space
//   primary     = field? ("(" disjunction ")" | "n of" "(" series+ ")" | clause)
//
// A field or an `in:` applies to all leaves of its group; the innermost one wins. Nested lists of
// one kind are flattened, but a group in `n of (…)` is one clause. Exclusions need something to
// exclude from, so they move up to the conjunction around them: `a (-b -c)` is `a -b -c`. A query
// or branch of OR that only excludes is an error.

public import Calendar
import InvertedIndex

/// The parser of the query language that docs/QUERY.md describes.
///
/// ```swift
/// let query = try QueryParser.parse("养老 \"医保\" -广告")
/// // (and (text 养老) (phrase "医保") (not (text 广告)))
/// ```
/// Each rule of the grammar above is a method, which reads from the token at `index`. Its `scope`
/// is the field or `in:` that applies there.
public struct QueryParser {
  let lexer: QueryLexer
  private let leaves: QueryLeafReader
  var index = 0
  private let isLenient: Bool

  /// Parses a query.
  ///
  /// - Parameters:
  ///   - fields: the fields of the index.
  ///   - today: the day that dates such as `7d` count back from; nil for today in China.
  /// - Returns: nil when the query is empty or white space.
  /// - Throws: `QuerySyntaxError` with the range of the mistake.
  /// - Complexity: O(*n*) in the length of the query for a bounded nesting of groups.
  public static func parse(
    _ text: String, fields: FieldCatalog = FieldCatalog(), today: CivilDate? = nil
  ) throws(QuerySyntaxError) -> Query? {
    try parse(text, fields, isLenient: false, today: today)
  }

  /// - Parameter isLenient: true to accept queries, groups and branches of OR that only exclude.
  static func parse(
    _ text: String, _ fields: FieldCatalog, isLenient: Bool, today: CivilDate?
  ) throws(QuerySyntaxError) -> Query? {
    var parser = QueryParser(try QueryLexer(text, fields), isLenient: isLenient, today: today)
    let scope = parser.lexer.scopes[0]
    guard let node = try parser.disjunction(scope) else {
      guard let scope else { return nil }
      throw QuerySyntaxError(
        message: "the query only has in:; add a term to search for", range: scope.range)
    }
    return try parser.finding(node).query
  }

  private init(_ lexer: QueryLexer, isLenient: Bool, today: CivilDate?) {
    self.lexer = lexer
    self.isLenient = isLenient
    leaves = QueryLeafReader(lexer: lexer, today: today)
  }

  var next: QueryToken? { index < lexer.tokens.count ? lexer.tokens[index] : nil }

  func error(_ message: String, at token: QueryToken) -> QuerySyntaxError {
    QuerySyntaxError(message: message, range: token.range)
  }

  /// Refuses a part that only excludes. In a lenient query the part excludes from all articles.
  private func finding(_ node: QueryNode) throws(QuerySyntaxError) -> QueryNode {
    if node.finds { return node }
    guard isLenient else {
      throw QuerySyntaxError(
        message: "the query only excludes; add a term to search for, or * for all articles",
        range: node.range)
    }
    var operands = QueryOperands(
      QueryNode(query: .everything, range: node.range), joinedBy: .implicitAnd)
    operands.append(node)
    return operands.node
  }

  private mutating func disjunction(_ scope: FieldScope?) throws(QuerySyntaxError) -> QueryNode? {
    guard let first = try conjunction(scope) else {
      if let token = next, token.kind == .or { throw error("nothing before OR", at: token) }
      return nil
    }
    guard next?.kind == .or else { return first }
    var branches = [first]
    while let token = next, token.kind == .or {
      index += 1
      guard let branch = try conjunction(scope) else { throw error("nothing after OR", at: token) }
      branches.append(branch)
    }
    var operands = QueryOperands(try finding(branches[0]), joinedBy: .or)
    for branch in branches.dropFirst() { operands.append(try finding(branch)) }
    return operands.node
  }

  private mutating func conjunction(_ scope: FieldScope?) throws(QuerySyntaxError) -> QueryNode? {
    var clauses: QueryOperands?
    while let token = next, token.kind != .close, token.kind != .or {
      if token.kind == .and { throw error("nothing before AND", at: token) }
      let node = try series(scope)
      if clauses == nil {
        clauses = QueryOperands(node, joinedBy: .implicitAnd)
      } else {
        clauses?.append(node)
      }
    }
    return clauses?.node
  }

  private mutating func series(_ scope: FieldScope?) throws(QuerySyntaxError) -> QueryNode {
    let first = try operand(scope)
    guard next?.kind == .and else { return first }
    var operands = QueryOperands(first, joinedBy: .and)
    while let token = next, token.kind == .and {
      index += 1
      switch next?.kind {
      case nil, .close, .and, .or: throw error("nothing after AND", at: token)
      default: operands.append(try operand(scope))
      }
    }
    return operands.node
  }

  private mutating func operand(_ scope: FieldScope?) throws(QuerySyntaxError) -> QueryNode {
    let token = lexer.tokens[index]
    if case .near = token.kind {
      throw error("nothing before \(Self.operatorName(token))", at: token)
    }
    guard token.kind == .not || token.kind == .exclude else { return try proximity(scope) }
    index += 1
    switch next?.kind {
    case nil, .close, .and, .or:
      let name = token.kind == .not ? "NOT" : "the dash"
      throw error("nothing after \(name) to exclude", at: token)
    case .not, .exclude:
      throw error("an exclusion cannot be excluded", at: token)
    case .near:
      let near = lexer.tokens[index]
      throw error("nothing before \(Self.operatorName(near))", at: near)
    default: break
    }
    let excluded = try finding(try proximity(scope))
    let range = token.range.lowerBound..<excluded.range.upperBound
    return QueryNode(query: .not(excluded.query), range: range, finds: false)
  }

  /// Parses primaries that `|` joins without white space, as one operand.
  mutating func chain(_ scope: FieldScope?) throws(QuerySyntaxError) -> QueryNode {
    let first = try link(scope)
    guard continues(by: .tightOr, in: scope) else { return first }
    var operands = QueryOperands(try finding(first), joinedBy: .or)
    while continues(by: .tightOr, in: scope) {
      index += 1
      operands.append(try finding(try link(scope)))
    }
    return operands.node.asGroup
  }

  /// Parses primaries that `&&` joins without white space.
  private mutating func link(_ scope: FieldScope?) throws(QuerySyntaxError) -> QueryNode {
    let first = try primary(scope)
    guard continues(by: .tightAnd, in: scope) else { return first }
    var operands = QueryOperands(first, joinedBy: .and)
    while continues(by: .tightAnd, in: scope) {
      index += 1
      operands.append(try primary(scope))
    }
    return operands.node.asGroup
  }

  /// True when an operator without white space continues a chain. A field that compares values does
  /// not contain another field.
  private func continues(by kind: QueryToken.Kind, in scope: FieldScope?) -> Bool {
    guard next?.kind == kind else { return false }
    if case .values? = scope, case .field? = lexer.tokens.dropFirst(index + 1).first?.kind {
      return false
    }
    return true
  }

  private mutating func primary(_ scope: FieldScope?) throws(QuerySyntaxError) -> QueryNode {
    guard index < lexer.tokens.count else {
      throw error("nothing after this operator", at: lexer.tokens[index - 1])
    }
    let token = lexer.tokens[index]
    switch token.kind {
    case .field(let field): return try primary(of: field, token, in: scope)
    case .open(let group): return try self.group(group, token, in: scope)
    case .least(let count): return try least(count, token, in: scope)
    case .exclude, .not:
      throw error("put white space before an exclusion", at: token)
    case .close, .and, .or, .tightAnd, .tightOr, .near:
      throw error("nothing before this operator", at: token)
    case .text, .phrase, .regex:
      let start = index
      index = clauseEnd(from: index)
      return try leaves.node(of: lexer.tokens[start..<index], in: scope)
    }
  }

  /// The index after the clause that begins at a token.
  func clauseEnd(from start: Int) -> Int {
    var end = start + 1
    while end < lexer.tokens.count, lexer.tokens[end].continuesClause { end += 1 }
    return end
  }

  private mutating func primary(
    of field: QueryField, _ token: QueryToken, in outer: FieldScope?
  ) throws(QuerySyntaxError) -> QueryNode {
    try refuse(token.range, inside: outer)
    index += 1
    switch next?.kind {
    case .text, .phrase, .regex, .open, .least: break
    default:
      throw error("\(field.name): needs a word, a quotation or a group after it", at: token)
    }
    if case .text(let zone) = field.content { return try chain(.zone(zone, at: token.range)) }
    return try chain(.values(field, at: token.range))
  }

  private mutating func group(
    _ number: Int, _ opening: QueryToken, in outer: FieldScope?
  ) throws(QuerySyntaxError) -> QueryNode {
    let inner = lexer.scopes[number]
    if let inner { try refuse(inner.range, inside: outer) }
    index += 1
    let node = try disjunction(inner ?? outer)
    // The lexer checked that every group is closed.
    let end = next?.range.upperBound ?? opening.range.upperBound
    let boost = next?.boost
    index += 1
    let range = opening.range.lowerBound..<end
    guard let node else {
      throw QuerySyntaxError(message: "nothing to search for in this group", range: range)
    }
    return QueryNode(
      query: node.query.boosted(by: boost), range: range, finds: node.finds, isGroup: true)
  }

  /// Parses the group after `2 of`, whose clauses are not flattened.
  private mutating func least(
    _ count: Int, _ token: QueryToken, in outer: FieldScope?
  ) throws(QuerySyntaxError) -> QueryNode {
    index += 1
    guard case .open(let number)? = next?.kind else {
      throw error("needs a group after it", at: token)
    }
    let inner = lexer.scopes[number]
    if let inner { try refuse(inner.range, inside: outer) }
    index += 1
    func refusal(_ message: String, at range: Range<Int>) -> QuerySyntaxError {
      QuerySyntaxError(message: "\(count) of \(message)", range: range, repair: token.range)
    }
    var operands: [Query] = []
    while let next, next.kind != .close {
      if next.kind == .and { throw error("nothing before AND", at: next) }
      if next.kind == .or {
        throw refusal("takes clauses side by side; put an OR in parentheses", at: next.range)
      }
      let node = try series(inner ?? outer)
      guard node.finds else { throw refusal("takes no clause that only excludes", at: node.range) }
      // The pieces of a clause such as 被称为“法国女神”的 are clauses.
      if case .implicitAnd(let pieces) = node.query, !node.isGroup {
        operands += pieces
      } else {
        operands.append(node.query)
      }
    }
    // The lexer checked that every group is closed.
    let end = next?.range.upperBound ?? token.range.upperBound
    let boost = next?.boost
    index += 1
    let range = token.range.lowerBound..<end
    guard operands.count > 1, (1...operands.count).contains(count) else {
      throw refusal("needs a group of \(max(2, count)) clauses or more", at: range)
    }
    return QueryNode(query: Query.least(count, operands).boosted(by: boost), range: range)
  }

  /// Throws inside a field that compares values, such as `source:(…)`.
  func refuse(_ range: Range<Int>, inside outer: FieldScope?) throws(QuerySyntaxError) {
    guard case .values(let field, at: _)? = outer else { return }
    let values =
      switch field.content {
      case .value(_, let plural, leaf: _): plural
      case .condition(let field) where field.type != .date:
        field.type == .number ? "numbers" : "values"
      default: "dates"
      }
    throw QuerySyntaxError(message: "\(field.name): takes \(values) only", range: range)
  }
}
