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
  private let lexer: QueryLexer
  private var index = 0

  /// Parses a query.
  ///
  /// - Returns: `nil` if there is nothing but white space.
  /// - Throws: `QuerySyntaxError` with the place of the mistake.
  /// - Complexity: O(*n*) in the length of the query for a bounded nesting of groups.
  public static func parse(_ text: String) throws(QuerySyntaxError) -> Query? {
    var parser = QueryParser(lexer: try QueryLexer(text))
    let scope = parser.lexer.scopes[0]
    guard let node = try parser.disjunction(scope) else {
      guard let scope else { return nil }
      throw QuerySyntaxError(message: "nothing to search for besides in:", range: scope.range)
    }
    guard node.finds else { throw onlyExclusions(node) }
    return node.query
  }

  private init(lexer: QueryLexer) { self.lexer = lexer }

  private struct Node {
    let query: Query
    let range: Range<Int>
    /// Whether it finds articles by itself; exclusions do not.
    let finds: Bool
  }

  private var next: QueryToken? { index < lexer.tokens.count ? lexer.tokens[index] : nil }

  // MARK: Grammar

  /// `nil` if there is no operand before the end of the group.
  private mutating func disjunction(_ scope: QueryScope?) throws(QuerySyntaxError) -> Node? {
    guard let first = try conjunction(scope) else {
      if let token = next, token.kind == .or { throw dangling("nothing before OR", token) }
      return nil
    }
    guard next?.kind == .or else { return first }
    var branches = Operands(first, joinedBy: .or)
    var empty = first.finds ? nil : first
    while let token = next, token.kind == .or {
      index += 1
      guard let branch = try conjunction(scope) else { throw dangling("nothing after OR", token) }
      if empty == nil, !branch.finds { empty = branch }
      branches.append(branch)
    }
    if let empty { throw Self.onlyExclusions(empty) }
    return branches.node
  }

  private mutating func conjunction(_ scope: QueryScope?) throws(QuerySyntaxError) -> Node? {
    var runs: Operands?
    while let token = next, token.kind != .close, token.kind != .or {
      if token.kind == .and { throw dangling("nothing before AND", token) }
      let run = try run(scope)
      if runs == nil { runs = Operands(run, joinedBy: .implicitAnd) } else { runs?.append(run) }
    }
    return runs?.node
  }

  private mutating func run(_ scope: QueryScope?) throws(QuerySyntaxError) -> Node {
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
  private mutating func operand(_ scope: QueryScope?) throws(QuerySyntaxError) -> Node {
    let token = lexer.tokens[index]
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
    let token = lexer.tokens[index]
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
    let inner = lexer.scopes[number]
    if let inner { try refuseScope(at: inner.range, in: outer) }
    index += 1
    let node = try disjunction(inner ?? outer)
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
    let pieces = lexer.tokens[start..<index]
    let range = pieces[start].range.lowerBound..<pieces[index - 1].range.upperBound
    switch scope {
    case .source:
      let name = joinedText(pieces)
      guard !name.allSatisfy(\.isWhitespace) else {
        throw QuerySyntaxError(message: "source: needs a name", range: range)
      }
      return Node(query: .source(name, at: range), range: range, finds: true)
    case .date:
      let days = try Self.dateRange(joinedText(pieces), at: range)
      return Node(query: .date(days, at: range), range: range, finds: true)
    default:
      let first = leaf(pieces[start], in: scope)
      guard pieces.count > 1 else { return first }
      var leaves = Operands(first, joinedBy: .implicitAnd)
      for piece in pieces.dropFirst() { leaves.append(leaf(piece, in: scope)) }
      return leaves.node
    }
  }

  private func leaf(_ token: QueryToken, in scope: QueryScope?) -> Node {
    let text = QueryText(text: lexer.text(of: token), range: token.range)
    let leaf: Query = token.kind == .phrase ? .phrase(text) : .text(text)
    let query: Query
    switch scope {
    case .field(let field, let place): query = .field(field, leaf, at: place)
    case .all(let place): query = .or([leaf, .field(.tail, leaf, at: place)])
    default: query = leaf
    }
    return Node(query: query, range: token.range, finds: true)
  }

  private func joinedText(_ pieces: ArraySlice<QueryToken>) -> String {
    pieces.reduce(into: "") { $0 += lexer.text(of: $1) }
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

  /// Nodes on their way into one flat list; one alone stays as it is.
  private struct Operands {
    private let junction: Junction
    private let first: Node
    private var queries: [Query] = []
    private var end: Int
    private var finds: Bool

    init(_ first: Node, joinedBy junction: Junction) {
      self.junction = junction
      self.first = first
      end = first.range.upperBound
      finds = first.finds
    }

    private static var few: Int { 8 }

    mutating func append(_ node: Node) {
      if queries.isEmpty {
        queries.reserveCapacity(Self.few)
        add(first)
      }
      add(node)
      end = node.range.upperBound
      finds = finds || node.finds
    }

    private mutating func add(_ node: Node) {
      switch (node.query, junction) {
      case (.and(let inner), .and), (.implicitAnd(let inner), .implicitAnd), (.or(let inner), .or):
        queries += inner
      case (.and(let inner), _) where !node.finds, (.implicitAnd(let inner), _) where !node.finds:
        queries += inner
      default: queries.append(node.query)
      }
    }

    var node: Node {
      guard !queries.isEmpty else { return first }
      let query: Query =
        switch junction {
        case .and: .and(queries)
        case .implicitAnd: .implicitAnd(queries)
        case .or: .or(queries)
        }
      return Node(query: query, range: first.range.lowerBound..<end, finds: finds)
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
