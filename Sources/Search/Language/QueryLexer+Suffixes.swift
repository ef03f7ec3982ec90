// The suffixes of clauses: `"养老 服务"~5`, `colour~1`, `养老^2`.

extension QueryLexer {
  private static var maxEdits: Int { 2 }

  private func endsSuffix(at index: Int) -> Bool {
    endsPiece(at: index) || text[index].map(QuerySyntax.isCaret) == true
  }

  /// True at the end of a clause, and before an operator without white space.
  private func endsPiece(at index: Int) -> Bool {
    endsClause(at: index) || isGluedOperator(at: index)
  }

  mutating func readSlop() throws(QuerySyntaxError) {
    guard text[index].map(QuerySyntax.isTilde) == true else { return }
    let (number, length) = text.number(at: index + 1)
    let end = index + 1 + length
    guard length > 0, endsSuffix(at: end) else { return }
    tokens[tokens.count - 1].tilde = try text.distance(number, at: index + 1..<end)
    index = end
  }

  /// Recognizes `~`, `~1` or `~2` after a word.
  ///
  /// - Returns: nil when the tilde is text.
  /// - Throws: after a Chinese word.
  func edits(textStart: Int) throws(QuerySyntaxError) -> (edits: Int, length: Int)? {
    let (number, length) = text.number(at: index + 1)
    let end = index + 1 + length
    guard length == 0 || (1...Self.maxEdits).contains(number), endsSuffix(at: end) else {
      return nil
    }
    let word = text.scalars[textStart..<index]
    if text[index] == "~", length > 0, !word.isEmpty, word.allSatisfy(QuerySyntax.isUnit) {
      throw QuerySyntaxError(
        message: "~ takes a quotation or a word of Latin letters; write \\~ to search for it",
        range: index..<end)
    }
    let isWord =
      word.count >= 3 && word.contains { $0.properties.isAlphabetic }
      && word.allSatisfy { QuerySyntax.isOfWord($0) && !QuerySyntax.isUnit($0) }
    return isWord ? (length == 0 ? 1 : number, length + 1) : nil
  }

  /// Reads `^2` after a clause or group as the boost of the last token.
  mutating func readBoost() throws(QuerySyntaxError) {
    guard let (factor, length) = try boost() else { return }
    tokens[tokens.count - 1].boost = factor
    index += length
  }

  /// Recognizes `^2` at the end of a clause or group. Returns nil when the caret is text.
  func boost() throws(QuerySyntaxError) -> (factor: Double, length: Int)? {
    guard text[index].map(QuerySyntax.isCaret) == true else { return nil }
    var end = index + 1
    var written = ""
    while let next = text[end] {
      if let digit = QuerySyntax.digit(next) {
        written += String(digit)
      } else if QuerySyntax.isDecimalPoint(next) {
        written += "."
      } else {
        break
      }
      end += 1
    }
    guard end > index + 1, endsPiece(at: end) else { return nil }
    guard let factor = Double(written), factor > 0, factor <= QuerySyntax.maxBoost else {
      throw QuerySyntaxError(
        message: "a boost is a number above 0 and at most \(Int(QuerySyntax.maxBoost))",
        range: index..<end)
    }
    return (factor, end - index)
  }
}
