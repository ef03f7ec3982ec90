// Text and quotations.

extension QueryLexer {
  /// Reads text and phrases up to white space or the end of a group.
  mutating func clause() throws(QuerySyntaxError) {
    let start = index
    let firstToken = tokens.count
    var textStart = index
    var charactersStart = characters.count
    let hasWildcards = !isAddress(from: index)

    while let next = scalar(at: index), !QuerySyntax.isWhiteSpace(next) {
      if next == "\\", let escaped = scalar(at: index + 1) {
        appendCharacter(escaped)
        index += 2
        continue
      }
      if QuerySyntax.isOpeningQuote(next) {
        if let end = quoteEnd(from: index) {
          appendPiece(.text, from: textStart, charactersFrom: charactersStart)
          let phraseStart = (index, characters.count)
          appendUnescaped(index + 1..<end)
          index = end + 1
          appendPiece(.phrase, from: phraseStart.0, charactersFrom: phraseStart.1)
          try slopHere()
          try boostHere()
          (textStart, charactersStart) = (index, characters.count)
          continue
        }
        guard isInchMark(at: index, clauseStart: start) || endsReversedQuotes(at: index) else {
          throw error("this quotation mark is never closed", at: index)
        }
        hasStrayCurlyQuote = false
      } else if next == "”" {
        hasStrayCurlyQuote = true
      } else if QuerySyntax.isOpening(next) {
        parentheses.append(Parenthesis(place: index, isGroup: false))
      } else if QuerySyntax.isClosing(next) {
        if parentheses.last?.isGroup == true { break }
        try closeText(clauseStart: start)
      } else if next == "~", let (edits, length) = try editsHere(textStart) {
        appendPiece(.text, from: textStart, charactersFrom: charactersStart)
        tokens[tokens.count - 1].tilde = edits
        index += length
        try boostHere()
        (textStart, charactersStart) = (index, characters.count)
        continue
      } else if next == "^", index > start, tokens.count > firstToken || index > textStart {
        let end = index
        appendPiece(.text, from: textStart, charactersFrom: charactersStart)
        try boostHere()
        if index > end {
          (textStart, charactersStart) = (index, characters.count)
          continue
        }
        // It is text like any other.
        if textStart < end { tokens.removeLast() }
      } else if hasWildcards, Self.isMark(next) {
        wildcards(clauseStart: start)
        continue
      }
      appendCharacter(next)
      index += 1
    }
    appendPiece(.text, from: textStart, charactersFrom: charactersStart)
    for token in tokens.indices[firstToken...].dropFirst() { tokens[token].continuesClause = true }
  }

  /// Appends a text or phrase that ends here; a text without characters is none.
  mutating func appendPiece(
    _ kind: QueryToken.Kind, from start: Int, charactersFrom charactersStart: Int
  ) {
    if kind == .text, charactersStart == characters.count { return }
    tokens.append(
      QueryToken(
        kind: kind, range: start..<index, characters: charactersStart..<characters.count))
  }
}
