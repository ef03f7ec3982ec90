// Recursive descent over the tokens of a query.
//
//   disjunction = conjunction ("OR" conjunction)*
//   conjunction = run+                           side by side: implied AND
//   run         = operand ("AND" operand)*
//   operand     = ("NOT" | "-") primary | primary
//   primary     = field? ("(" disjunction ")" | clause)
//
// A field or an `in:` before or in a group is handed down to the leaves, the innermost one wins.
// What is left is joined into flat lists. Exclusions need something to exclude from: they are moved
// up to the conjunction around them (`a (-b -c)` is `a -b -c`), and a query or branch of OR that is
// nothing but exclusions is an error.

/// The parser of the query language described in docs/QUERY.md.
public struct QueryParser {
  private let tokens: [QueryToken]
  private let scopes: [QueryScope?]
  private var index = 0

  /// Parses a query.
  ///
  /// - Returns: `nil` if there is nothing but white space.
  /// - Throws: `QuerySyntaxError` with the place of the mistake.
  /// - Complexity: O(*n*) in the length of the query for a bounded nesting of groups.
  public static func parse(_ text: String) throws(QuerySyntaxError) -> Query? {
    let lexer = try QueryLexer(text)
    var parser = QueryParser(tokens: lexer.tokens, scopes: lexer.scopes)
    guard let node = try parser.disjunction(lexer.scopes[0]) else {
      guard let scope = lexer.scopes[0] else { return nil }
      throw QuerySyntaxError(message: "nothing to search for besides in:", range: scope.range)
    }
    guard node.finds else { throw onlyExclusions(node) }
    return node.query
  }

  private init(tokens: [QueryToken], scopes: [QueryScope?]) {
    self.tokens = tokens
    self.scopes = scopes
  }

  private struct Node {
    let query: Query
    let range: Range<Int>
    /// Whether it finds articles by itself; exclusions do not.
    let finds: Bool
  }

  private var next: QueryToken? { index < tokens.count ? tokens[index] : nil }

  // MARK: Grammar

  /// `nil` if there is no operand before the end of the group.
  private mutating func disjunction(_ scope: QueryScope?) throws(QuerySyntaxError) -> Node? {
    guard let first = try conjunction(scope) else {
      if let token = next, token.kind == .or { throw dangling("nothing before OR", token) }
      return nil
    }
    var branches = [first]
    while let token = next, token.kind == .or {
      index += 1
      guard let branch = try conjunction(scope) else { throw dangling("nothing after OR", token) }
      branches.append(branch)
    }
    if branches.count == 1 { return first }
    for branch in branches where !branch.finds { throw Self.onlyExclusions(branch) }
    return Self.join(branches, by: .or)
  }

  private mutating func conjunction(_ scope: QueryScope?) throws(QuerySyntaxError) -> Node? {
    var runs: [Node] = []
    while let token = next, token.kind != .close, token.kind != .or {
      if token.kind == .and { throw dangling("nothing before AND", token) }
      runs.append(try run(scope))
    }
    return runs.isEmpty ? nil : Self.join(runs, by: .implicitAnd)
  }

  private mutating func run(_ scope: QueryScope?) throws(QuerySyntaxError) -> Node {
    var operands = [try operand(scope)]
    while let token = next, token.kind == .and {
      index += 1
      switch next?.kind {
      case nil, .close, .and, .or: throw dangling("nothing after AND", token)
      default: operands.append(try operand(scope))
      }
    }
    return Self.join(operands, by: .and)
  }

  /// - Precondition: the next token begins an operand.
  private mutating func operand(_ scope: QueryScope?) throws(QuerySyntaxError) -> Node {
    let token = tokens[index]
    guard token.kind == .not || token.kind == .exclude else { return try primary(scope) }
    index += 1
    switch next?.kind {
    case nil, .close, .and, .or:
      throw dangling("nothing after \(token.kind == .not ? "NOT" : "the dash") to exclude", token)
    case .not, .exclude:
      throw dangling("an exclusion cannot be excluded", token)
    default: break
    }
    let excluded = try primary(scope)
    guard excluded.finds else { throw Self.onlyExclusions(excluded) }
    let range = token.range.lowerBound..<excluded.range.upperBound
    return Node(query: .not(excluded.query), range: range, finds: false)
  }

  /// - Precondition: the next token is a field, a group or a clause.
  private mutating func primary(_ scope: QueryScope?) throws(QuerySyntaxError) -> Node {
    let token = tokens[index]
    switch token.kind {
    case .field(let name): return try field(name, token, in: scope)
    case .open(let group): return try self.group(group, token, in: scope)
    default: return try clause(scope)
    }
  }

  private mutating func field(
    _ name: QueryFieldName, _ token: QueryToken, in outer: QueryScope?
  ) throws(QuerySyntaxError) -> Node {
    try refuseScope(at: token.range, in: outer)
    index += 1
    switch next?.kind {
    case .text, .phrase, .open: break
    default:
      throw dangling("\(name.rawValue): needs a word, a quotation or a group after it", token)
    }
    switch name {
    case .title: return try primary(.field(.title, at: token.range))
    case .body: return try primary(.field(.body, at: token.range))
    case .source: return try primary(.source(at: token.range))
    case .date: return try primary(.date(at: token.range))
    }
  }

  private mutating func group(
    _ number: Int, _ opening: QueryToken, in outer: QueryScope?
  ) throws(QuerySyntaxError) -> Node {
    if let scope = scopes[number] { try refuseScope(at: scope.range, in: outer) }
    index += 1
    let node = try disjunction(scopes[number] ?? outer)
    // The lexer has seen to it that every group is closed.
    let end = next?.range.upperBound ?? opening.range.upperBound
    index += 1
    let range = opening.range.lowerBound..<end
    guard let node else {
      throw QuerySyntaxError(message: "nothing to search for in this group", range: range)
    }
    return Node(query: node.query, range: range, finds: node.finds)
  }

  /// Names and dates are not text, so no field applies to them.
  private func refuseScope(
    at range: Range<Int>, in outer: QueryScope?
  ) throws(QuerySyntaxError) {
    switch outer {
    case .source: throw QuerySyntaxError(message: "source: takes names only", range: range)
    case .date: throw QuerySyntaxError(message: "date: takes dates only", range: range)
    default: break
    }
  }

  // MARK: Clauses

  private mutating func clause(_ scope: QueryScope?) throws(QuerySyntaxError) -> Node {
    let start = index
    index += 1
    while let token = next, token.continuesClause { index += 1 }
    let pieces = tokens[start..<index]
    let range = tokens[start].range.lowerBound..<tokens[index - 1].range.upperBound
    switch scope {
    case .source:
      let name = Self.joinedText(pieces)
      guard !name.allSatisfy(\.isWhitespace) else {
        throw QuerySyntaxError(message: "source: needs a name", range: range)
      }
      return Node(query: .source(name, at: range), range: range, finds: true)
    case .date:
      let days = try Self.dateRange(Self.joinedText(pieces), at: range)
      return Node(query: .date(days, at: range), range: range, finds: true)
    default:
      let leaves = pieces.map { Self.leaf($0, in: scope) }
      return Self.join(leaves, by: .implicitAnd)
    }
  }

  private static func leaf(_ token: QueryToken, in scope: QueryScope?) -> Node {
    let leaf: Query
    switch token.kind {
    case .phrase(let text): leaf = .phrase(QueryText(text: text, range: token.range))
    case .text(let text): leaf = .text(QueryText(text: text, range: token.range))
    default: preconditionFailure("not a piece of a clause")
    }
    let query: Query
    switch scope {
    case .field(let field, let place): query = .field(field, leaf, at: place)
    case .all(let place): query = .or([leaf, .field(.tail, leaf, at: place)])
    default: query = leaf
    }
    return Node(query: query, range: token.range, finds: true)
  }

  private static func joinedText(_ pieces: ArraySlice<QueryToken>) -> String {
    var result = ""
    for piece in pieces {
      switch piece.kind {
      case .text(let text), .phrase(let text): result += text
      default: break
      }
    }
    return result
  }

  private static func dateRange(
    _ text: String, at range: Range<Int>
  ) throws(QuerySyntaxError) -> DateRange {
    do {
      return try DateRange(parsing: text)
    } catch {
      // With quotes or escapes the value's own offsets are not those of the query.
      guard text.unicodeScalars.count == range.count else {
        throw QuerySyntaxError(message: error.message, range: range)
      }
      let start = range.lowerBound
      throw QuerySyntaxError(
        message: error.message,
        range: start + error.range.lowerBound..<start + error.range.upperBound)
    }
  }

  // MARK: Joining

  private enum Junction {
    case and, implicitAnd, or
  }

  /// One flat list of the queries of at least one node.
  private static func join(_ nodes: [Node], by junction: Junction) -> Node {
    if nodes.count == 1 { return nodes[0] }
    var operands: [Query] = []
    for node in nodes {
      switch (node.query, junction) {
      case (.and(let inner), .and), (.implicitAnd(let inner), .implicitAnd), (.or(let inner), .or):
        operands += inner
      case (.and(let inner), _) where !node.finds, (.implicitAnd(let inner), _) where !node.finds:
        operands += inner
      default: operands.append(node.query)
      }
    }
    let range = nodes[0].range.lowerBound..<nodes[nodes.count - 1].range.upperBound
    let finds = nodes.contains(where: \.finds)
    switch junction {
    case .and: return Node(query: .and(operands), range: range, finds: finds)
    case .implicitAnd: return Node(query: .implicitAnd(operands), range: range, finds: finds)
    case .or: return Node(query: .or(operands), range: range, finds: finds)
    }
  }

  // MARK: Errors

  private static func onlyExclusions(_ node: Node) -> QuerySyntaxError {
    QuerySyntaxError(message: "nothing to search for besides exclusions", range: node.range)
  }

  private func dangling(_ message: String, _ token: QueryToken) -> QuerySyntaxError {
    QuerySyntaxError(message: message, range: token.range)
  }
}
