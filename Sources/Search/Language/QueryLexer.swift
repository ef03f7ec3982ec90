// From the characters of a query to tokens.
//
//   clause   = piece+ without white space between   piece = phrase | text
//   phrase   = " … " | ＂ … ＂ | “ … ” | 「 … 」 | 『 … 』
//   operator = AND | OR | NOT    alone between white space, parentheses and quotes; either width
//   field    = name ":"          at the start of a clause
//   group    = "(" … ")"         "(" at the start of a clause
//
// Clauses start at the beginning, after white space, after the parentheses of a group, after an
// operator, a dash that excludes, and a field's colon. Syntax that prose uses too counts only
// there: the parentheses of 2019（试点）, the dash of 5-3 and the colon of 3:2 are text. Which
// parentheses are text is kept on the same stack as the groups, so that each closes what its
// partner opened, across white space too.
//
// Linear in the length of the query.

/// Splits a query into tokens.
struct QueryLexer {
  private(set) var tokens: [QueryToken] = []
  /// For every group, the `in:` written in it. Index 0 is the whole query.
  private(set) var scopes: [QueryScope?] = [nil]
  /// The UTF-8 of all texts and phrases, one after the other.
  private var characters: [UInt8] = []

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var parentheses: [Parenthesis] = []
  private var groups = [0]
  /// A ” that closed nothing was read, and no “ since.
  private var hasStrayCurlyQuote = false
  /// Behind the last ” that is not escaped, so that looking for a missing partner stays linear.
  private let curlyQuotesEnd: Int

  private struct Parenthesis {
    let place: Int
    let isGroup: Bool
    /// AND, OR or NOT stands inside: a group was meant.
    var hasOperator = false
  }

  /// - Throws: `QuerySyntaxError` for marks, names and `in:` that cannot be understood.
  init(_ text: String) throws(QuerySyntaxError) {
    var scalars: [Unicode.Scalar] = []
    let length = text.utf8.count
    scalars.reserveCapacity(min(length, QuerySyntax.maxLength))
    for scalar in text.unicodeScalars {
      guard scalars.count < QuerySyntax.maxLength else {
        throw QuerySyntaxError(
          message: "the query is longer than \(QuerySyntax.maxLength) characters",
          range: scalars.count..<scalars.count + 1)
      }
      let isByteOrderMark = scalar == "\u{FEFF}" && scalars.isEmpty
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      scalars.append(isByteOrderMark || isControl ? " " : scalar)
    }
    self.scalars = scalars
    curlyQuotesEnd = Self.lastIndex(of: "”", in: scalars) + 1
    characters.reserveCapacity(length)
    tokens.reserveCapacity(Self.fewTokens)
    try scan()
  }

  /// Most queries have no more.
  private static var fewTokens: Int { 8 }

  /// The characters of a text or phrase.
  func text(of token: QueryToken) -> String {
    String(decoding: characters[token.characters], as: UTF8.self)
  }

  private static func lastIndex(of quote: Unicode.Scalar, in scalars: [Unicode.Scalar]) -> Int {
    var result = -1
    var index = 0
    while index < scalars.count {
      if scalars[index] == quote { result = index }
      index += scalars[index] == "\\" ? 2 : 1
    }
    return result
  }

  private func scalar(at index: Int) -> Unicode.Scalar? {
    index < scalars.count ? scalars[index] : nil
  }

  private mutating func append(_ kind: QueryToken.Kind, length: Int) {
    tokens.append(QueryToken(kind: kind, range: index..<index + length))
    index += length
  }

  /// Every turn stands at the start of a clause.
  private mutating func scan() throws(QuerySyntaxError) {
    while let next = scalar(at: index) {
      if QuerySyntax.isWhiteSpace(next) {
        index += 1
      } else if QuerySyntax.isOpening(next) {
        try openGroup()
      } else if QuerySyntax.isClosing(next), parentheses.last?.isGroup == true {
        parentheses.removeLast()
        groups.removeLast()
        append(.close, length: 1)
      } else if let (kind, length) = operatorHere() {
        if let last = parentheses.indices.last { parentheses[last].hasOperator = true }
        append(kind, length: length)
      } else if excludes(at: index) {
        append(.exclude, length: 1)
      } else if let name = try fieldNameHere() {
        try field(name)
      } else {
        try clause()
      }
    }
    if let group = parentheses.last(where: \.isGroup) {
      throw error("this parenthesis is never closed", at: group.place)
    }
  }

  private mutating func openGroup() throws(QuerySyntaxError) {
    guard groups.count <= QuerySyntax.maxDepth else {
      throw error("groups are nested more than \(QuerySyntax.maxDepth) deep", at: index)
    }
    parentheses.append(Parenthesis(place: index, isGroup: true))
    groups.append(scopes.count)
    append(.open(group: scopes.count), length: 1)
    scopes.append(nil)
  }

  // MARK: Operators

  private func operatorHere() -> (QueryToken.Kind, length: Int)? {
    guard letter(at: index) != nil else { return nil }
    let (kind, length): (QueryToken.Kind, Int)
    switch (letter(at: index), letter(at: index + 1), letter(at: index + 2)) {
    case ("A", "N", "D"): (kind, length) = (.and, 3)
    case ("O", "R", _): (kind, length) = (.or, 2)
    case ("N", "O", "T"): (kind, length) = (.not, 3)
    default: return nil
    }
    guard let next = scalar(at: index + length) else { return (kind, length) }
    let isAlone =
      QuerySyntax.isWhiteSpace(next) || QuerySyntax.isOpening(next)
      || QuerySyntax.isClosing(next) || QuerySyntax.isOpeningQuote(next)
    return isAlone ? (kind, length) : nil
  }

  private func letter(at index: Int) -> Unicode.Scalar? {
    scalar(at: index).flatMap(QuerySyntax.letter)
  }

  /// A dash excludes when something other than a dash follows; ` - ` and `--` are text.
  private func excludes(at index: Int) -> Bool {
    guard QuerySyntax.isDash(scalars[index]), let next = scalar(at: index + 1) else { return false }
    return !QuerySyntax.isWhiteSpace(next) && !QuerySyntax.isDash(next)
      && !QuerySyntax.isClosing(next)
  }

  // MARK: Fields

  /// A known name, lower case, and its length with the colon.
  ///
  /// An unknown name of ASCII letters before `:` is refused, since a mistyped field must not
  /// silently become text; before `：` it is prose (AI：改变世界), and so is an address (`http://…`).
  private func fieldNameHere() throws(QuerySyntaxError) -> (name: String, length: Int)? {
    var end = index
    while let next = scalar(at: end), QuerySyntax.letter(next) != nil { end += 1 }
    let isHan = end == index
    if isHan { end += 2 }
    // Most clauses have no colon here: no name is put together for them.
    guard let colon = scalar(at: end), QuerySyntax.isColon(colon) else { return nil }
    var name = ""
    if isHan {
      name.unicodeScalars.append(contentsOf: scalars[index..<end])
      guard QuerySyntax.hanNames.contains(name) else { return nil }
    } else {
      for place in index..<end {
        let letter = QuerySyntax.letter(scalars[place]) ?? scalars[place]
        name.unicodeScalars.append(
          letter.properties.lowercaseMapping.unicodeScalars.first ?? letter)
      }
    }
    if QuerySyntax.field(named: name) != nil || QuerySyntax.isScopeName(name) {
      return (name, end + 1 - index)
    }
    guard colon == ":", let next = scalar(at: end + 1), !QuerySyntax.isWhiteSpace(next),
      !(next == "/" && scalar(at: end + 2) == "/")
    else { return nil }
    var written = ""
    written.unicodeScalars.append(contentsOf: scalars[index..<end])
    throw QuerySyntaxError(
      message: "unknown field '\(written)' (fields: title, body, source, date, in); "
        + "quote the text to search for it",
      range: index..<end)
  }

  private mutating func field(_ name: (name: String, length: Int)) throws(QuerySyntaxError) {
    if let field = QuerySyntax.field(named: name.name) {
      append(.field(field), length: name.length)
    } else {
      try scope(nameLength: name.length)
    }
  }

  /// `in:value`, noted for its group; no token.
  private mutating func scope(nameLength: Int) throws(QuerySyntaxError) {
    let start = index
    index += nameLength
    while let next = scalar(at: index), QuerySyntax.isWhiteSpace(next) { index += 1 }
    var value = ""
    while let next = scalar(at: index), !QuerySyntax.isWhiteSpace(next),
      !QuerySyntax.isOpening(next), !QuerySyntax.isClosing(next)
    {
      value.unicodeScalars.append(QuerySyntax.letter(next) ?? next)
      index += 1
    }
    guard !value.isEmpty else {
      throw QuerySyntaxError(
        message: "in: needs one of tail, title, body, all", range: start..<start + nameLength)
    }
    let range = start..<index
    guard let scope = QuerySyntax.scope(named: value.lowercased(), at: range) else {
      throw QuerySyntaxError(message: "in: takes tail, title, body or all", range: range)
    }
    switch tokens.last?.kind {
    case .not, .exclude, .field:
      throw QuerySyntaxError(
        message: "in: holds for its whole group and cannot be excluded or follow a field",
        range: range)
    default: break
    }
    let group = groups[groups.count - 1]
    guard scopes[group] == nil else {
      throw QuerySyntaxError(message: "in: is given twice in one group", range: range)
    }
    scopes[group] = scope
  }

  // MARK: Clauses

  /// Reads text and phrases up to white space or the end of a group.
  private mutating func clause() throws(QuerySyntaxError) {
    let start = index
    let firstToken = tokens.count
    var textStart = index
    var charactersStart = characters.count

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
      }
      appendCharacter(next)
      index += 1
    }
    appendPiece(.text, from: textStart, charactersFrom: charactersStart)
    for token in tokens.indices[firstToken...].dropFirst() { tokens[token].continuesClause = true }
  }

  /// Appends a text or phrase that ends here; a text without characters is none.
  private mutating func appendPiece(
    _ kind: QueryToken.Kind, from start: Int, charactersFrom charactersStart: Int
  ) {
    if kind == .text, charactersStart == characters.count { return }
    tokens.append(
      QueryToken(
        kind: kind, range: start..<index, characters: charactersStart..<characters.count))
  }

  /// The closing parenthesis of one that is text, or one without any partner: text when glued on
  /// both sides (1）标题), a mistake otherwise.
  private mutating func closeText(clauseStart: Int) throws(QuerySyntaxError) {
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
  private func quoteEnd(from start: Int) -> Int? {
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
  private func isInchMark(at index: Int, clauseStart: Int) -> Bool {
    QuerySyntax.isStraightQuote(scalars[index]) && index > clauseStart
      && ("0"..."9").contains(scalars[index - 1])
  }

  /// The second mark of ”角瓜“, typed the wrong way round: punctuation like the first.
  private func endsReversedQuotes(at index: Int) -> Bool {
    scalars[index] == "“" && hasStrayCurlyQuote
  }

  private mutating func appendCharacter(_ scalar: Unicode.Scalar) {
    // Every scalar has an encoding.
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { characters.append(byte) }
  }

  private mutating func appendUnescaped(_ range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      if scalars[index] == "\\" && index + 1 < range.upperBound { index += 1 }
      appendCharacter(scalars[index])
      index += 1
    }
  }

  private func error(_ message: String, at index: Int) -> QuerySyntaxError {
    QuerySyntaxError(message: message, range: index..<index + 1)
  }
}
