import Calendar
import TextAnalysis

/// Turns the tokens of one clause into leaves of the query tree.
struct QueryLeafReader {
  let lexer: QueryLexer
  let today: CivilDate?

  /// Returns the pieces of a clause side by side, or the value that they write inside a field such
  /// as `source:`.
  func node(
    of pieces: ArraySlice<QueryToken>, in scope: FieldScope?
  ) throws(QuerySyntaxError) -> QueryNode {
    let last = pieces[pieces.endIndex - 1]
    let range = pieces[pieces.startIndex].range.lowerBound..<last.range.upperBound
    if case .values(let field, at: let fieldRange)? = scope {
      do throws(QuerySyntaxError) {
        return QueryNode(query: try value(field, pieces, range), range: range)
      } catch {
        throw QuerySyntaxError(
          message: error.message, range: error.range,
          repair: fieldRange.lowerBound..<range.upperBound)
      }
    }
    if pieces.count == 1, last.kind == .text,
      QueryPattern.isEverything(lexer.text(of: last))
    {
      guard scope == nil || lexer.scopes.contains(scope) else {
        throw QuerySyntaxError(
          message: "* alone is all articles; write a word after the field", range: range)
      }
      return QueryNode(query: .everything.boosted(by: last.boost), range: range)
    }
    var operands: QueryOperands?
    for piece in pieces {
      for query in try leaves(of: piece) {
        let leaf = QueryNode(query: query, range: piece.range).scoped(by: scope)
        if operands == nil {
          operands = QueryOperands(leaf, joinedBy: .implicitAnd)
        } else {
          operands?.append(leaf)
        }
      }
    }
    guard let node = operands?.node else { preconditionFailure("a clause has a leaf") }
    return QueryNode(query: node.query.boosted(by: last.boost), range: node.range)
  }

  /// The leaves of one token. Only a text with wildcards can have several, because punctuation
  /// splits it into words.
  private func leaves(of token: QueryToken) throws(QuerySyntaxError) -> [Query] {
    let text = QueryText(text: lexer.text(of: token), range: token.range)
    switch token.kind {
    case .regex:
      if let mistake = RegularExpression.mistake(in: text.text) {
        let start = token.range.lowerBound + 1
        let offset = min(start + mistake.offset, token.range.upperBound - 1)
        throw QuerySyntaxError(message: mistake.message, range: offset..<offset + 1)
      }
      return [.regex(text)]
    case .phrase: return [token.tilde.map { .sloppy(text, slop: $0) } ?? .phrase(text)]
    default:
      if let edits = token.tilde { return [.fuzzy(text, edits: edits)] }
      let scalars = Array(text.text.unicodeScalars)
      guard scalars.contains(where: QueryPattern.isWildcard) else { return [.text(text)] }
      let words = scalars.split { !QueryPattern.isWildcard($0) && !QuerySyntax.isOfWord($0) }
      return words.map { word in
        if let pattern = QueryPattern(word, range: token.range) { return .pattern(pattern) }
        let plain = String(String.UnicodeScalarView(word.filter { !QueryPattern.isWildcard($0) }))
        return .text(QueryText(text: plain, range: token.range))
      }
    }
  }

  /// Returns the leaf of a field that compares values.
  private func value(
    _ field: QueryField, _ pieces: ArraySlice<QueryToken>, _ range: Range<Int>
  ) throws(QuerySyntaxError) -> Query {
    let text = QueryPattern.written(pieces.reduce(into: "") { $0 += lexer.text(of: $1) })
    var name = "a value"
    if case .value(let own, plural: _, leaf: _) = field.content { name = own }
    guard field.hasRanges || !text.allSatisfy(\.isWhitespace) else {
      throw QuerySyntaxError(message: "\(field.name): needs \(name)", range: range)
    }
    switch field.content {
    case .value(_, plural: _, let leaf): return leaf(text, range)
    case .condition(let field):
      return .value(
        try locating(text, range) { () throws(QuerySyntaxError) in
          try FieldCondition(field, parsing: text, today: today)
        }, at: range)
    default:
      return .date(
        try locating(text, range) { () throws(QuerySyntaxError) in
          try DateRange(parsing: text, today: today)
        }, at: range)
    }
  }

  /// Reads a value whose errors have ranges in the value.
  private func locating<Value>(
    _ text: String, _ range: Range<Int>, _ read: () throws(QuerySyntaxError) -> Value
  ) throws(QuerySyntaxError) -> Value {
    do throws(QuerySyntaxError) {
      return try read()
    } catch {
      // Quotation marks and escapes shift the offsets in the value; mark the whole value then.
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
