public import Calendar

// Recursive descent over the tokens of a query.
//
//   disjunction = conjunction ("OR" conjunction)*
//   conjunction = run+                           side by side: implied AND
//   run         = operand ("AND" operand)*
//   operand     = ("NOT" | "-") together | together
//   together    = primary (near primary)*        near = NEAR/n | ADJ/n | /s | /p
//   primary     = field? (("n of")? "(" disjunction ")" | clause)
//
// A field or an `in:` before or in a group is handed down to the leaves, the innermost one wins.
// What is left is joined into flat lists. Exclusions need something to exclude from: they are moved
// up to the conjunction around them (`a (-b -c)` is `a -b -c`), and a query or branch of OR that is
// nothing but exclusions is an error.

/// The parser of the query language described in docs/QUERY.md.
public struct QueryParser {
  let lexer: QueryLexer
  var index = 0
  /// Exclusions alone exclude from all articles.
  private let isLenient: Bool
  let today: CivilDate?

  /// Parses a query.
  ///
  /// - Parameter today: the day that `7d` counts back from; nil for today in China.
  /// - Returns: `nil` if there is nothing but white space.
  /// - Throws: `QuerySyntaxError` with the place of the mistake.
  /// - Complexity: O(*n*) in the length of the query for a bounded nesting of groups.
  public static func parse(
    _ text: String, today: CivilDate? = nil
  ) throws(QuerySyntaxError) -> Query? {
    try parse(text, isLenient: false, today: today)
  }

  /// - Parameter isLenient: whether a query of exclusions alone is one, and a group or branch of these.
  static func parse(
    _ text: String, isLenient: Bool, today: CivilDate?
  ) throws(QuerySyntaxError) -> Query? {
    var parser = QueryParser(lexer: try QueryLexer(text), isLenient: isLenient, today: today)
    let scope = parser.lexer.scopes[0]
    guard let node = try parser.disjunction(scope) else {
      guard let scope else { return nil }
      throw QuerySyntaxError(message: "nothing to search for besides in:", range: scope.range)
    }
    return try parser.finding(node).query
  }

  private init(lexer: QueryLexer, isLenient: Bool, today: CivilDate?) {
    self.lexer = lexer
    self.isLenient = isLenient
    self.today = today
  }

  /// A node that finds articles by itself.
  private func finding(_ node: Node) throws(QuerySyntaxError) -> Node {
    if node.finds { return node }
    guard isLenient else {
      throw QuerySyntaxError(message: "nothing to search for besides exclusions", range: node.range)
    }
    var operands = Operands(
      Node(query: .everything, range: node.range, finds: true), joinedBy: .implicitAnd)
    operands.append(node)
    return operands.node
  }

  struct Node {
    let query: Query
    let range: Range<Int>
    /// Whether it finds articles by itself; exclusions do not.
    let finds: Bool
  }

  var next: QueryToken? { index < lexer.tokens.count ? lexer.tokens[index] : nil }

  // MARK: Grammar

  /// `nil` if there is no operand before the end of the group.
  private mutating func disjunction(_ scope: FieldScope?) throws(QuerySyntaxError) -> Node? {
    guard let first = try conjunction(scope) else {
      if let token = next, token.kind == .or { throw dangling("nothing before OR", token) }
      return nil
    }
    guard next?.kind == .or else { return first }
    var branches = [first]
    while let token = next, token.kind == .or {
      index += 1
      guard let branch = try conjunction(scope) else { throw dangling("nothing after OR", token) }
      branches.append(branch)
    }
    var operands = Operands(try finding(branches[0]), joinedBy: .or)
    for branch in branches.dropFirst() { operands.append(try finding(branch)) }
    return operands.node
  }

  private mutating func conjunction(_ scope: FieldScope?) throws(QuerySyntaxError) -> Node? {
    var runs: Operands?
    while let token = next, token.kind != .close, token.kind != .or {
      if token.kind == .and { throw dangling("nothing before AND", token) }
      let run = try run(scope)
      if runs == nil { runs = Operands(run, joinedBy: .implicitAnd) } else { runs?.append(run) }
    }
    return runs?.node
  }

  private mutating func run(_ scope: FieldScope?) throws(QuerySyntaxError) -> Node {
    let first = try operand(scope)
    guard next?.kind == .and else { return first }
    var operands = Operands(first, joinedBy: .and)
    while let token = next, token.kind == .and {
      index += 1
      switch next?.kind {
      case nil, .close, .and, .or: throw dangling("nothing after AND", token)
      default: operands.append(try operand(scope))
      }
    }
    return operands.node
  }

  /// - Precondition: the next token begins an operand.
  private mutating func operand(_ scope: FieldScope?) throws(QuerySyntaxError) -> Node {
    let token = lexer.tokens[index]
    if case .near = token.kind { throw dangling("nothing before \(Self.name(token))", token) }
    guard token.kind == .not || token.kind == .exclude else { return try together(scope) }
    index += 1
    switch next?.kind {
    case nil, .close, .and, .or:
      throw dangling("nothing after \(token.kind == .not ? "NOT" : "the dash") to exclude", token)
    case .not, .exclude:
      throw dangling("an exclusion cannot be excluded", token)
    case .near:
      throw dangling("nothing before \(Self.name(lexer.tokens[index]))", lexer.tokens[index])
    default: break
    }
    let excluded = try finding(try together(scope))
    let range = token.range.lowerBound..<excluded.range.upperBound
    return Node(query: .not(excluded.query), range: range, finds: false)
  }

  /// - Precondition: the next token is a field, a group or a clause.
  mutating func primary(_ scope: FieldScope?) throws(QuerySyntaxError) -> Node {
    let token = lexer.tokens[index]
    switch token.kind {
    case .field(let name): return try field(name, token, in: scope)
    case .open(let group): return try self.group(group, token, in: scope)
    case .least(let count): return try least(count, token, in: scope)
    default: return try clause(scope)
    }
  }

  private mutating func field(
    _ name: QueryField, _ token: QueryToken, in outer: FieldScope?
  ) throws(QuerySyntaxError) -> Node {
    try refuseScope(at: token.range, in: outer)
    index += 1
    switch next?.kind {
    case .text, .phrase, .regex, .open, .least: break
    default:
      throw dangling("\(name.rawValue): needs a word, a quotation or a group after it", token)
    }
    if case .text(let zone) = name.content { return try primary(.zone(zone, at: token.range)) }
    return try primary(.values(name, at: token.range))
  }

  private mutating func group(
    _ number: Int, _ opening: QueryToken, in outer: FieldScope?
  ) throws(QuerySyntaxError) -> Node {
    let inner = lexer.scopes[number]
    if let inner { try refuseScope(at: inner.range, in: outer) }
    index += 1
    let node = try disjunction(inner ?? outer)
    // The lexer has seen to it that every group is closed.
    let end = next?.range.upperBound ?? opening.range.upperBound
    let boost = next?.boost
    index += 1
    let range = opening.range.lowerBound..<end
    guard let node else {
      throw QuerySyntaxError(message: "nothing to search for in this group", range: range)
    }
    return Node(query: Self.boosted(node.query, by: boost), range: range, finds: node.finds)
  }

  /// `2 of (a b c)`: the operands of the group.
  private mutating func least(
    _ count: Int, _ token: QueryToken, in scope: FieldScope?
  ) throws(QuerySyntaxError) -> Node {
    index += 1
    guard case .open(let number)? = next?.kind, let opening = next else {
      throw dangling("needs a group after it", token)
    }
    let group = try self.group(number, opening, in: scope)
    let range = token.range.lowerBound..<group.range.upperBound
    var (query, boost): (Query, Double?) = (group.query, nil)
    if case .boosted(let inner, let factor) = query { (query, boost) = (inner, factor) }
    guard case .implicitAnd(let operands) = query, (1...operands.count).contains(count) else {
      throw QuerySyntaxError(
        message: "\(count) of needs a group of \(max(2, count)) clauses or more", range: range,
        repair: token.range)
    }
    if let exclusion = operands.first(where: { if case .not = $0 { true } else { false } }) {
      throw QuerySyntaxError(
        message: "\(count) of takes no exclusions, such as \(exclusion)", range: range,
        repair: token.range)
    }
    return Node(
      query: Self.boosted(.least(count, operands), by: boost), range: range, finds: true)
  }

  static func boosted(_ query: Query, by factor: Double?) -> Query {
    factor.map { .boosted(query, by: $0) } ?? query
  }

  /// Names and dates are not text, so no field applies to them.
  func refuseScope(
    at range: Range<Int>, in outer: FieldScope?
  ) throws(QuerySyntaxError) {
    guard case .values(let name, at: _)? = outer else { return }
    var values = "dates"
    if case .value(let syntax) = name.content { values = syntax.plural }
    throw QuerySyntaxError(message: "\(name.rawValue): takes \(values) only", range: range)
  }

  /// An operator of a proximity as it is to be called in messages.
  static func name(_ token: QueryToken) -> String {
    switch token.kind {
    case .near(.near): "NEAR"
    case .near(.ordered): "ADJ"
    case .near(.sentence): "/s"
    default: "/p"
    }
  }

  func dangling(_ message: String, _ token: QueryToken) -> QuerySyntaxError {
    QuerySyntaxError(message: message, range: token.range)
  }
}
