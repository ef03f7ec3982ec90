// What makes more of a clause than its characters: wildcards, `~2`, regular expressions.

extension QueryLexer {
  // MARK: Wildcards

  /// Whether the clause that begins here is an address, in which `?` and `*` are text.
  func isAddress(from start: Int) -> Bool {
    var place = start
    while let next = scalar(at: place), !QuerySyntax.isWhiteSpace(next) {
      if next == ":", scalar(at: place + 1) == "/", scalar(at: place + 2) == "/" { return true }
      place += 1
    }
    return false
  }

  /// Takes a run of asterisks and question marks: wildcards if it has an asterisk and is beside a word, or is
  /// inside one; else text.
  mutating func wildcards(clauseStart: Int) {
    let start = index
    while let next = scalar(at: index), Self.isMark(next) { index += 1 }
    let run = scalars[start..<index]
    let isBehindWord = start > clauseStart && QuerySyntax.isOfWord(scalars[start - 1])
    let isBeforeWord = scalar(at: index).map(QuerySyntax.isOfWord) == true
    let hasStar = run.contains { $0 != "?" }
    let areWildcards = hasStar ? isBehindWord || isBeforeWord : isBehindWord && isBeforeWord
    for mark in run {
      appendCharacter(
        !areWildcards ? mark : mark == "?" ? QueryPattern.one : QueryPattern.any)
    }
  }

  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "*" || scalar == "＊" || scalar == "?"
  }

  // MARK: Tildes

  /// Takes `~5` behind a quotation.
  mutating func slopHere() throws(QuerySyntaxError) {
    guard scalar(at: index) == "~" else { return }
    let (number, length) = number(at: index + 1)
    let end = index + 1 + length
    guard length > 0, isClauseEnd(at: end) || scalar(at: end) == "^" else { return }
    tokens[tokens.count - 1].tilde = try distance(number, index + 1..<end)
    index = end
  }

  /// The mistakes that a word may have, `~` or `~1` or `~2` at its end; nil where the tilde is text.
  ///
  /// - Throws: behind a Chinese word.
  func editsHere(_ textStart: Int) throws(QuerySyntaxError) -> (edits: Int, length: Int)? {
    let (number, length) = number(at: index + 1)
    let end = index + 1 + length
    guard length == 0 || (1...Self.maxEdits).contains(number),
      isClauseEnd(at: end) || scalar(at: end) == "^"
    else { return nil }
    let word = scalars[textStart..<index]
    if length > 0, !word.isEmpty, word.allSatisfy(QuerySyntax.isUnit) {
      throw QuerySyntaxError(
        message: "~ takes a quotation or a word of Latin letters; write \\~ to search for it",
        range: index..<end)
    }
    let isWord =
      word.count >= 3 && word.contains { $0.properties.isAlphabetic }
      && word.allSatisfy { QuerySyntax.isOfWord($0) && !QuerySyntax.isUnit($0) }
    return isWord ? (length == 0 ? 1 : number, length + 1) : nil
  }

  private static var maxEdits: Int { 2 }

  // MARK: Regular expressions

  /// Where the regular expression ends that begins here: at a slash that ends the clause.
  func regexEnd() -> Int? {
    guard scalar(at: index) == "/" else { return nil }
    var place = index + 1
    while let next = scalar(at: place) {
      if next == "/" {
        let isEnd = isClauseEnd(at: place + 1) || scalar(at: place + 1) == "^"
        return isEnd && place > index + 1 ? place : nil
      }
      place += next == "\\" ? 2 : 1
    }
    return nil
  }

  /// Takes a regular expression; of its escapes only that of the slash is resolved.
  mutating func regex(endingAt end: Int) throws(QuerySyntaxError) {
    let (start, first) = (index, characters.count)
    var place = index + 1
    while place < end {
      if scalars[place] == "\\", scalars[place + 1] == "/" { place += 1 }
      appendCharacter(scalars[place])
      place += 1
    }
    index = end + 1
    appendPiece(.regex, from: start, charactersFrom: first)
    try boostHere()
  }
}
