import Calendar
import TextAnalysis

// From the pieces of a clause to leaves of the tree.

extension QueryParser {
  mutating func clause(_ scope: FieldScope?) throws(QuerySyntaxError) -> Node {
    let start = index
    index = clauseEnd(from: index)
    let pieces = lexer.tokens[start..<index]
    let range = pieces[start].range.lowerBound..<pieces[index - 1].range.upperBound
    if case .values(let name, at: let place)? = scope {
      do throws(QuerySyntaxError) {
        return Node(query: try value(name, pieces, range), range: range, finds: true)
      } catch {
        throw QuerySyntaxError(
          message: error.message, range: error.range,
          repair: place.lowerBound..<range.upperBound)
      }
    }
    var leaves: [Node] = []
    for piece in pieces {
      for leaf in try self.leaves(of: piece) { leaves.append(scoped(leaf, by: scope)) }
    }
    var operands = Operands(leaves[0], joinedBy: .implicitAnd)
    for leaf in leaves.dropFirst() { operands.append(leaf) }
    let node = operands.node
    return Node(
      query: Self.boosted(node.query, by: pieces[index - 1].boost), range: node.range, finds: true)
  }

  func clauseEnd(from start: Int) -> Int {
    var end = start + 1
    while end < lexer.tokens.count, lexer.tokens[end].continuesClause { end += 1 }
    return end
  }

  /// A leaf in the field of its group, or in headline and body or tail.
  func scoped(_ leaf: Node, by scope: FieldScope?) -> Node {
    switch scope {
    case .zone(let field, let place):
      Node(query: .field(field, leaf.query, at: place), range: leaf.range, finds: true)
    case .allZones(let place):
      Node(
        query: .or([leaf.query, .field(.tail, leaf.query, at: place)]), range: leaf.range,
        finds: true)
    default: leaf
    }
  }

  /// What a piece asks for: mostly one thing; a text with wildcards is parted by punctuation.
  private func leaves(of token: QueryToken) throws(QuerySyntaxError) -> [Node] {
    let text = QueryText(text: lexer.text(of: token), range: token.range)
    func node(_ query: Query) -> [Node] { [Node(query: query, range: token.range, finds: true)] }
    switch token.kind {
    case .regex:
      if let mistake = RegularExpression.mistake(in: text.text) {
        let start = token.range.lowerBound + 1
        let place = min(start + mistake.offset, token.range.upperBound - 1)
        throw QuerySyntaxError(message: mistake.message, range: place..<place + 1)
      }
      return node(.regex(text))
    case .phrase:
      return node(token.tilde.map { .sloppy(text, slop: $0) } ?? .phrase(text))
    default:
      if let edits = token.tilde { return node(.fuzzy(text, edits: edits)) }
      let scalars = Array(text.text.unicodeScalars)
      guard scalars.contains(where: QueryPattern.isWildcard) else { return node(.text(text)) }
      return Self.words(of: scalars).flatMap { word in
        if let pattern = QueryPattern(word, range: token.range) { return node(.pattern(pattern)) }
        var plain = ""
        plain.unicodeScalars.append(contentsOf: word.filter { !QueryPattern.isWildcard($0) })
        return node(.text(QueryText(text: plain, range: token.range)))
      }
    }
  }

  /// Stretches of letters, digits and wildcards.
  private static func words(of scalars: [Unicode.Scalar]) -> [ArraySlice<Unicode.Scalar>] {
    scalars.split { !QueryPattern.isWildcard($0) && !QuerySyntax.isOfWord($0) }
  }

  // MARK: Values

  private func value(
    _ name: QueryField, _ pieces: ArraySlice<QueryToken>, _ range: Range<Int>
  ) throws(QuerySyntaxError) -> Query {
    let text = joinedText(pieces)
    guard case .value(let syntax) = name.content else {
      return .date(try dateRange(text, at: range), at: range)
    }
    guard !text.allSatisfy(\.isWhitespace) else {
      throw QuerySyntaxError(message: "\(name.rawValue): needs \(syntax.singular)", range: range)
    }
    return syntax.leaf(text, range)
  }

  /// Values have no wildcards.
  private func joinedText(_ pieces: ArraySlice<QueryToken>) -> String {
    var text = ""
    for scalar in pieces.reduce(into: "", { $0 += lexer.text(of: $1) }).unicodeScalars {
      text.unicodeScalars.append(
        scalar == QueryPattern.any ? "*" : scalar == QueryPattern.one ? "?" : scalar)
    }
    return text
  }

  private func dateRange(
    _ text: String, at range: Range<Int>
  ) throws(QuerySyntaxError) -> DateRange {
    do {
      return try DateRange(parsing: text, today: today)
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
}
