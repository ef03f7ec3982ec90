// Which marks and parentheses of a clause have partners, and which are text.

extension QueryLexer {
  /// The closing parenthesis of one that is text, or one without any partner: text when glued on
  /// both sides (1）标题), a mistake otherwise.
  mutating func closeText(clauseStart: Int) throws(QuerySyntaxError) {
    if let opening = parentheses.popLast() {
      if opening.hasOperator {
        throw error("put a space before this parenthesis to make it a group", at: opening.place)
      }
      return
    }
    guard index > clauseStart, let next = scalar(at: index + 1),
      !QuerySyntax.isWhiteSpace(next), !QuerySyntax.isClosing(next)
    else {
      throw error("no parenthesis is open here; write \\) to search for it", at: index)
    }
  }

  /// Where the quotation that opens at `start` closes. A “ without any ” behind it may be closed by
  /// a straight mark, as typed by those whose keyboard has both.
  func quoteEnd(from start: Int) -> Int? {
    let opening: Unicode.Scalar =
      scalars[start] == "“" && start >= curlyQuotesEnd ? "\"" : scalars[start]
    var index = start + 1
    while let next = scalar(at: index) {
      if QuerySyntax.isQuote(next, closing: opening) { return index }
      index += next == "\\" ? 2 : 1
    }
    return nil
  }

  /// The lone straight mark of 5"屏幕.
  func isInchMark(at index: Int, clauseStart: Int) -> Bool {
    QuerySyntax.isStraightQuote(scalars[index]) && index > clauseStart
      && ("0"..."9").contains(scalars[index - 1])
  }

  /// The second mark of ”角瓜“, typed the wrong way round: punctuation like the first.
  func endsReversedQuotes(at index: Int) -> Bool {
    scalars[index] == "“" && hasStrayCurlyQuote
  }

  mutating func appendCharacter(_ scalar: Unicode.Scalar) {
    // Every scalar has an encoding.
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { characters.append(byte) }
  }

  mutating func appendUnescaped(_ range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      if scalars[index] == "\\" && index + 1 < range.upperBound { index += 1 }
      appendCharacter(scalars[index])
      index += 1
    }
  }
}
