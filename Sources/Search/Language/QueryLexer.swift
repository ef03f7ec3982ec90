// From the characters of a query to tokens.
//
//   clause   = piece+ without white space between   piece = phrase | text
//   phrase   = " … " | ＂ … ＂ | “ … ” | 「 … 」 | 『 … 』
//   text     = characters, some of which may be wildcards
//   suffix   = "~" n | "^" x     behind a clause; the second behind a group too
//   operator = AND | OR | NOT | NEAR/n | ADJ/n | /s | /p
//                                alone between white space, parentheses and quotes; either width
//   field    = name ":"          at the start of a clause
//   group    = n "of"? "(" … ")" "(" at the start of a clause
//   regex    = "/" … "/"         a clause of its own
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
  var tokens: [QueryToken] = []
  /// For every group, the `in:` written in it. Index 0 is the whole query.
  var scopes: [FieldScope?] = [nil]
  /// The UTF-8 of all texts and phrases, one after the other.
  var characters: [UInt8] = []

  let scalars: [Unicode.Scalar]
  var index = 0
  var parentheses: [Parenthesis] = []
  var groups = [0]
  /// A ” that closed nothing was read, and no “ since.
  var hasStrayCurlyQuote = false
  /// Behind the last ” that is not escaped, so that looking for a missing partner stays linear.
  let curlyQuotesEnd: Int

  struct Parenthesis {
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

  func scalar(at index: Int) -> Unicode.Scalar? {
    index < scalars.count ? scalars[index] : nil
  }

  mutating func append(_ kind: QueryToken.Kind, length: Int) {
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
        try boostHere()
      } else if let end = regexEnd() {
        try regex(endingAt: end)
      } else if let (count, length) = leastHere() {
        append(.least(count), length: length)
      } else if let (kind, length) = try operatorHere() {
        if let last = parentheses.indices.last { parentheses[last].hasOperator = true }
        append(kind, length: length)
      } else if excludes(at: index) {
        append(.exclude, length: 1)
      } else if let (name, length) = try fieldNameHere() {
        try field(name, length: length)
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

  func error(_ message: String, at index: Int) -> QuerySyntaxError {
    QuerySyntaxError(message: message, range: index..<index + 1)
  }

  /// Whether a clause or group can end before a place.
  func isClauseEnd(at index: Int) -> Bool {
    guard let next = scalar(at: index) else { return true }
    return QuerySyntax.isWhiteSpace(next)
      || QuerySyntax.isClosing(next) && parentheses.last?.isGroup == true
  }
}
