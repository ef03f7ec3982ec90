// The lexer of the query language: from characters to tokens.
//
//   clause   = piece+ without white space between   piece = phrase | text
//   phrase   = " … " | ＂ … ＂ | “ … ” | 「 … 」 | 『 … 』
//   text     = characters, some of which may be wildcards
//   suffix   = "~" n | "^" x     after a clause; "^" also after a group
//   operator = AND | OR | NOT | NEAR/n | ADJ/n | /s | /p | "|" | "||" | "&&"
//                                alone between white space, parentheses and quotes; either width
//   tight    = "|" | "||" | "&&" between two clauses without white space
//   field    = name ":"          at the start of a clause
//   group    = n "of"? "(" … ")" "(" at the start of a clause; commas separate clauses after "of"
//   regex    = "/" … "/"         a clause of its own
//
// A clause starts at the beginning of the query, and after white space, a parenthesis of a group,
// an operator, an excluding dash and the colon of a field. Syntax that also occurs in prose counts
// only there: the parentheses of 2019（试点）, the dash of 5-3 and the colon of 3:2 are text. Each
// closing parenthesis matches its partner of a group or a text, across white space too.

/// Splits a query into tokens, in time linear in its length.
///
/// For example, `标题:(养老 OR "医保"^2)` has the tokens field, open, text, or, phrase with a boost,
/// close.
struct QueryLexer {
  var tokens: [QueryToken] = []
  /// The `in:` of every group, by group number. Group 0 is the whole query.
  private(set) var scopes: [FieldScope?] = [nil]
  /// The UTF-8 of all texts and phrases, concatenated.
  private var characters: [UInt8] = []

  let text: QueryScalars
  var index = 0
  private var parentheses: [Parenthesis] = []
  private var groups = [0]
  /// True after a ” that closed nothing, until the next “.
  private var hasStrayCurlyQuote = false

  /// An open parenthesis of a group or of a text.
  private struct Parenthesis {
    let offset: Int
    let isGroup: Bool
    /// True for the group of `n of (…)`, whose clauses commas may separate.
    var isList = false
    /// True when an operator occurs inside: the user meant a group.
    var hasOperator = false
  }

  /// The start of a piece in the query and in `characters`.
  private struct PieceStart {
    let offset: Int
    let character: Int
  }

  /// The start of a piece that begins at the current offset.
  private var pieceStart: PieceStart {
    PieceStart(offset: index, character: characters.count)
  }

  private static let typicalTokenCount = 8

  /// - Parameter fields: the fields of the index.
  init(_ text: String, _ fields: FieldCatalog) throws(QuerySyntaxError) {
    self.text = try QueryScalars(text, fields)
    characters.reserveCapacity(text.utf8.count)
    tokens.reserveCapacity(Self.typicalTokenCount)
    try scan()
  }

  /// The characters of a text or phrase to search for.
  func text(of token: QueryToken) -> String {
    String(decoding: characters[token.characters], as: UTF8.self)
  }

  private mutating func scan() throws(QuerySyntaxError) {
    while let next = text[index] {
      if QuerySyntax.isWhiteSpace(next) || isListMark(at: index) {
        index += 1
      } else if QuerySyntax.isOpening(next) {
        try openGroup()
      } else if QuerySyntax.isClosing(next), isInGroup {
        parentheses.removeLast()
        groups.removeLast()
        append(.close, length: 1)
        try readBoost()
      } else if let end = text.regexEnd(from: index, isInGroup: isInGroup) {
        try readRegex(endingAt: end)
      } else if let (count, length) = text.least(at: index) {
        append(.least(count), length: length)
      } else if endsOperand, let (kind, length) = text.gluedJunction(at: index) {
        appendOperator(kind, length: length)
      } else if let (kind, length) = try text.operatorToken(at: index) {
        appendOperator(kind, length: length)
      } else if text.isExclusion(at: index) {
        append(.exclude, length: 1)
      } else if let (field, length) = try text.field(at: index) {
        try readField(field, length: length)
      } else {
        try readClause()
      }
    }
    if let group = parentheses.last(where: \.isGroup) {
      throw error("this parenthesis is never closed", at: group.offset)
    }
  }

  private mutating func openGroup() throws(QuerySyntaxError) {
    guard groups.count <= QuerySyntax.maxDepth else {
      throw error("groups are nested more than \(QuerySyntax.maxDepth) deep", at: index)
    }
    let isList = if case .least? = tokens.last?.kind { true } else { false }
    parentheses.append(Parenthesis(offset: index, isGroup: true, isList: isList))
    groups.append(scopes.count)
    append(.open(group: scopes.count), length: 1)
    scopes.append(nil)
  }

  var isInGroup: Bool { parentheses.last?.isGroup == true }

  /// True for a comma directly inside the group of `n of (…)`, but not inside a number.
  private func isListMark(at index: Int) -> Bool {
    guard parentheses.last?.isList == true, QuerySyntax.isListMark(text.scalars[index]) else {
      return false
    }
    return QuerySyntax.digit(text.scalars[index - 1]) == nil
      || text[index + 1].flatMap(QuerySyntax.digit) == nil
  }

  /// True at the end of a clause.
  func endsClause(at index: Int) -> Bool {
    text.isClauseEnd(at: index, isInGroup: isInGroup) || isListMark(at: index)
  }

  /// True when the last token ends an operand.
  private var endsOperand: Bool {
    switch tokens.last?.kind {
    case .text, .phrase, .regex, .close: true
    default: false
    }
  }

  private mutating func appendOperator(_ kind: QueryToken.Kind, length: Int) {
    if let last = parentheses.indices.last { parentheses[last].hasOperator = true }
    append(kind, length: length)
  }

  /// True where a clause ends before an operator without white space. Inside a parenthesis of a
  /// text, such operators are text.
  func isGluedOperator(at index: Int) -> Bool {
    parentheses.last?.isGroup != false
      && (text.gluedJunction(at: index) != nil || text.isGluedProximity(at: index))
  }

  private func error(_ message: String, at index: Int) -> QuerySyntaxError {
    QuerySyntaxError(message: message, range: index..<index + 1)
  }

  private mutating func append(_ kind: QueryToken.Kind, length: Int) {
    tokens.append(QueryToken(kind: kind, range: index..<index + length))
    index += length
  }

  /// Appends a piece that ends at the current offset, unless it is a text without characters.
  private mutating func appendPiece(_ kind: QueryToken.Kind, from start: PieceStart) {
    if kind == .text, start.character == characters.count { return }
    tokens.append(
      QueryToken(
        kind: kind, range: start.offset..<index, characters: start.character..<characters.count))
  }

  private mutating func appendCharacter(_ scalar: Unicode.Scalar) {
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { characters.append(byte) }
  }

  private mutating func readField(_ field: QueryField, length: Int) throws(QuerySyntaxError) {
    if field == .zone { return try readZone(nameLength: length) }
    append(.field(field), length: length)
    if field.hasRanges { try readBrackets() }
    if field.hasNumbers, text[index].map(QuerySyntax.isDash) == true,
      text[index + 1].flatMap(QuerySyntax.digit) != nil
    {
      try readClause()
    }
  }

  /// Reads `in:tail` as the scope of the current group. It produces no token.
  private mutating func readZone(nameLength: Int) throws(QuerySyntaxError) {
    let start = index
    index = text.skippingSpace(from: index + nameLength)
    var value = ""
    while let next = text[index], !QuerySyntax.isWhiteSpace(next), !QuerySyntax.isOpening(next),
      !QuerySyntax.isClosing(next)
    {
      value.unicodeScalars.append(QuerySyntax.letter(next) ?? next)
      index += 1
    }
    guard !value.isEmpty else {
      throw QuerySyntaxError(
        message: "in: needs one of tail, title, body, all", range: start..<start + nameLength)
    }
    let range = start..<index
    guard let scope = FieldScope(named: value.lowercased(), at: range) else {
      throw QuerySyntaxError(message: "in: takes tail, title, body or all", range: range)
    }
    switch tokens.last?.kind {
    case .not, .exclude, .field:
      throw QuerySyntaxError(
        message: "in: applies to its whole group; it cannot be excluded or follow a field",
        range: range)
    default: break
    }
    let group = groups[groups.count - 1]
    guard scopes[group] == nil else {
      throw QuerySyntaxError(message: "in: is given twice in one group", range: range)
    }
    scopes[group] = scope
  }

  /// Reads `[20230601 TO 20230731]` as one text, with its white space.
  private mutating func readBrackets() throws(QuerySyntaxError) {
    guard let opening = text[index], opening == "[" || opening == "［" else { return }
    guard let end = text.scalars[index...].firstIndex(where: { $0 == "]" || $0 == "］" }) else {
      throw error("this bracket is never closed", at: index)
    }
    let start = pieceStart
    for scalar in text.scalars[index...end] { appendCharacter(scalar) }
    index = end + 1
    appendPiece(.text, from: start)
  }

  /// Reads texts and phrases up to the end of the clause.
  private mutating func readClause() throws(QuerySyntaxError) {
    let clauseStart = index
    let firstToken = tokens.count
    let hasWildcards = !text.isAddress(at: index)
    var start = pieceStart
    while let next = text[index], !endsClause(at: index) {
      if index > clauseStart, isGluedOperator(at: index) {
        break
      } else if next == "\\", let escaped = text[index + 1] {
        appendCharacter(escaped)
        index += 2
      } else if QuerySyntax.isOpeningQuote(next), let end = text.quoteEnd(from: index) {
        appendPiece(.text, from: start)
        try readPhrase(endingAt: end)
        start = pieceStart
      } else if QuerySyntax.isTilde(next), let (edits, length) = try edits(textStart: start.offset)
      {
        appendPiece(.text, from: start)
        tokens[tokens.count - 1].tilde = edits
        index += length
        try readBoost()
        start = pieceStart
      } else if QuerySyntax.isCaret(next), index > clauseStart, try boost() != nil {
        appendPiece(.text, from: start)
        try readBoost()
        start = pieceStart
      } else if hasWildcards, isWildcardMark(at: index) {
        readWildcards(clauseStart: clauseStart)
      } else {
        try checkPair(of: next, clauseStart: clauseStart)
        appendCharacter(next)
        index += 1
      }
    }
    appendPiece(.text, from: start)
    for token in tokens.indices[firstToken...].dropFirst() { tokens[token].continuesClause = true }
  }

  /// Notes or checks the partner of a quotation mark or parenthesis in a text.
  private mutating func checkPair(
    of mark: Unicode.Scalar, clauseStart: Int
  ) throws(QuerySyntaxError) {
    if QuerySyntax.isOpeningQuote(mark) {
      // The second mark of ”角瓜“, typed the wrong way round, is punctuation like the first.
      let endsReversedQuotes = mark == "“" && hasStrayCurlyQuote
      guard text.isInchMark(at: index, clauseStart: clauseStart) || endsReversedQuotes else {
        throw error("this quotation mark is never closed", at: index)
      }
      hasStrayCurlyQuote = false
    } else if mark == "”" {
      hasStrayCurlyQuote = true
    } else if QuerySyntax.isOpening(mark) {
      parentheses.append(Parenthesis(offset: index, isGroup: false))
    } else if QuerySyntax.isClosing(mark) {
      try closeTextParenthesis(clauseStart: clauseStart)
    }
  }

  private mutating func readPhrase(endingAt end: Int) throws(QuerySyntaxError) {
    let start = pieceStart
    index += 1
    while index < end {
      if text.scalars[index] == "\\", index + 1 < end { index += 1 }
      appendCharacter(text.scalars[index])
      index += 1
    }
    index = end + 1
    appendPiece(.phrase, from: start)
    try readSlop()
    try readBoost()
  }

  /// Reads a regular expression. Only the escape of the slash is resolved.
  private mutating func readRegex(endingAt end: Int) throws(QuerySyntaxError) {
    let start = pieceStart
    index += 1
    while index < end {
      if text.scalars[index] == "\\", QuerySyntax.isSlash(text.scalars[index + 1]) { index += 1 }
      appendCharacter(text.scalars[index])
      index += 1
    }
    index = end + 1
    appendPiece(.regex, from: start)
    try readBoost()
  }

  /// Handles a closing parenthesis inside a clause. One without a partner is text when characters
  /// surround it (1）标题), and an error otherwise.
  private mutating func closeTextParenthesis(clauseStart: Int) throws(QuerySyntaxError) {
    if let opening = parentheses.popLast() {
      if opening.hasOperator {
        throw error("put a space before this parenthesis to make it a group", at: opening.offset)
      }
      return
    }
    guard index > clauseStart, let next = text[index + 1], !QuerySyntax.isWhiteSpace(next),
      !QuerySyntax.isClosing(next)
    else { throw error("no parenthesis is open here; write \\) to search for it", at: index) }
  }

  /// Reads a sequence of asterisks and question marks. They are wildcards when an asterisk is among
  /// them and a word touches them, when they are inside a word, and when an asterisk is the whole
  /// clause; otherwise they are text.
  private mutating func readWildcards(clauseStart: Int) {
    let start = index
    while text[index] != nil, isWildcardMark(at: index) { index += 1 }
    let marks = text.scalars[start..<index]
    let followsWord = start > clauseStart && QuerySyntax.isOfWord(text.scalars[start - 1])
    let precedesWord = text[index].map(QuerySyntax.isOfWord) == true
    let hasStar = marks.contains(where: QuerySyntax.isAsterisk)
    let isClause =
      hasStar && marks.count == 1 && start == clauseStart
      && (text[index] == nil || endsClause(at: index))
    let areWildcards =
      isClause || (hasStar ? followsWord || precedesWord : followsWord && precedesWord)
    for mark in marks {
      let wildcard = QuerySyntax.isAsterisk(mark) ? QueryPattern.any : QueryPattern.one
      appendCharacter(areWildcards ? wildcard : mark)
    }
  }

  /// True for an asterisk or question mark. A full-width question mark is punctuation, except
  /// inside a word of another script than Chinese.
  private func isWildcardMark(at index: Int) -> Bool {
    switch text.scalars[index] {
    case "*", "＊", "?": true
    case "？":
      index > 0 && QuerySyntax.isLetterOrDigit(text.scalars[index - 1])
        && text[index + 1].map(QuerySyntax.isSmallLetterOrDigit) == true
    default: false
    }
  }
}
