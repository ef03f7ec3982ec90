import TextAnalysis

/// An unquoted text of a query as it is written, for hints.
struct WrittenText {
  /// The characters, with escapes.
  let scalars: [Unicode.Scalar]
  let range: Range<Int>

  init(_ lexer: QueryLexer, _ token: QueryToken) {
    range = token.range
    scalars = Array(lexer.text.scalars[token.range])
  }

  var written: String { written(0..<scalars.count) }

  func written(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(scalars[range]))
  }

  func written(from start: Int) -> String { written(start..<scalars.count) }

  /// The text in lower case and half width.
  var folded: String {
    let folded = scalars.map { scalar in
      QuerySyntax.letter(scalar) ?? QuerySyntax.digit(scalar).flatMap { Unicode.Scalar(0x30 + $0) }
        ?? (QuerySyntax.isSlash(scalar) ? "/" : QuerySyntax.isColon(scalar) ? ":" : scalar)
    }
    return String(String.UnicodeScalarView(folded)).lowercased()
  }

  var isDash: Bool { scalars.count == 1 && (QuerySyntax.isDash(scalars[0]) || scalars[0] == "—") }

  var isExclamationMark: Bool {
    scalars.count == 1 && QuerySyntax.isExclamationMark(scalars[0])
  }

  var isNumber: Bool { !scalars.isEmpty && scalars.allSatisfy { QuerySyntax.digit($0) != nil } }

  /// The number of dashes at the beginning, with em dashes.
  var dashesAtStart: Int {
    scalars.prefix { QuerySyntax.isDash($0) || "—―﹘".unicodeScalars.contains($0) }.count
  }

  /// True for a slash and a number: /5.
  var isSlashedNumber: Bool {
    scalars.count > 1 && QuerySyntax.isSlash(scalars[0])
      && scalars.dropFirst().allSatisfy { QuerySyntax.digit($0) != nil }
  }

  /// True for a number, also after signs and a decimal point: $5, .5.
  var beginsWithNumber: Bool {
    scalars.first { !Self.isSign($0) && !QuerySyntax.isDecimalPoint($0) }
      .flatMap(QuerySyntax.digit) != nil
  }

  /// True for a single quotation mark before a word, unless it encloses one character: 'n'.
  var beginsWithApostrophe: Bool {
    scalars.count > (endsWithApostrophe ? 3 : 1) && "'＇‘".unicodeScalars.contains(scalars[0])
      && QuerySyntax.isOfWord(scalars[1])
  }

  var endsWithApostrophe: Bool {
    scalars.count > 1 && "'＇’".unicodeScalars.contains(scalars[scalars.count - 1])
  }

  /// True for a sign that looks like the operator |.
  static func isLikeBar(_ scalar: Unicode.Scalar) -> Bool {
    "∣∥¦￤│︱ǀ".unicodeScalars.contains(scalar)
  }

  /// The range of a caret and a number that are no weight, to the end of the text.
  var weightInside: Range<Int>? {
    for index in scalars.indices.dropFirst().dropLast()
    where QuerySyntax.isCaret(scalars[index]) && QuerySyntax.digit(scalars[index + 1]) != nil
      && QuerySyntax.isOfWord(scalars[index - 1])
    {
      return index..<scalars.count
    }
    return nil
  }

  /// True for a caret or tilde with a number, apart from a clause: ^2, ~5.
  var isSuffix: Bool {
    guard scalars.count > 1, QuerySyntax.isCaret(scalars[0]) || QuerySyntax.isTilde(scalars[0])
    else { return false }
    return scalars.dropFirst().allSatisfy {
      QuerySyntax.digit($0) != nil || QuerySyntax.isDecimalPoint($0)
    }
  }

  /// True when a word in capitals begins the text, and a Chinese character follows.
  func begins(with word: String) -> Bool {
    let count = word.unicodeScalars.count
    return scalars.count > count && QuerySyntax.isUnit(scalars[count])
      && zip(scalars, word.unicodeScalars).allSatisfy { QuerySyntax.letter($0) == $1 }
  }

  /// The range of AND, OR or NOT after a Chinese character, before another or at the end.
  var operatorInside: Range<Int>? {
    for start in scalars.indices.dropFirst() where QuerySyntax.isUnit(scalars[start - 1]) {
      let letters = scalars[start...].prefix { QuerySyntax.letter($0) != nil }
      let word = String(String.UnicodeScalarView(letters.compactMap(QuerySyntax.letter)))
      guard ["AND", "OR", "NOT", "NEAR", "ADJ"].contains(word) else { continue }
      let end = letters.endIndex
      if end == scalars.count || QuerySyntax.isUnit(scalars[end]) { return start..<end }
    }
    return nil
  }

  /// The range of a tilde with a number at the end, after a word.
  var tildeAtEnd: Range<Int>? {
    let digits = scalars.reversed().prefix { QuerySyntax.digit($0) != nil }.count
    let tilde = scalars.count - digits - 1
    guard digits > 0, tilde > 0, QuerySyntax.isTilde(scalars[tilde]),
      QuerySyntax.isOfWord(scalars[tilde - 1]), QuerySyntax.digit(scalars[tilde - 1]) == nil
    else { return nil }
    return tilde..<scalars.count
  }

  /// The range of the first word that a sign touches, with its signs: C++, .NET, 3.5%.
  var signedWord: Range<Int>? {
    if scalars.contains("\\") || scalars.contains(where: QueryPattern.isWildcard) { return nil }
    for (index, scalar) in scalars.enumerated() where Self.isSign(scalar) || isLeadingStop(index) {
      var (start, end) = (index, index + 1)
      while start > 0, isOfSignedWord(start - 1) { start -= 1 }
      while end < scalars.count, isOfSignedWord(end) { end += 1 }
      if scalars[start..<end].contains(where: QuerySyntax.isOfWord) { return start..<end }
    }
    return nil
  }

  /// True for a full stop before the first letter of the text: .NET.
  private func isLeadingStop(_ index: Int) -> Bool {
    index == 0 && scalars[0] == "." && scalars.count > 1
      && QuerySyntax.letter(scalars[1]) != nil
  }

  private func isOfSignedWord(_ index: Int) -> Bool {
    let scalar = scalars[index]
    if QuerySyntax.isUnit(scalar) { return false }
    return Self.isSign(scalar) || QuerySyntax.isOfWord(scalar) || scalar == "."
      || QuerySyntax.isDash(scalar) || QuerySyntax.isTilde(scalar)
  }

  private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "℃", "℉": true
    case "\u{FF01}"..."\u{FF5E}": Unicode.Scalar(scalar.value - 0xFEE0).map(isSign) ?? false
    case "￥", "￡": true
    // Marks of the query language.
    case "*", "?", "&", "^", "~", "|": false
    default: scalar.isAttachedSign
    }
  }
}
