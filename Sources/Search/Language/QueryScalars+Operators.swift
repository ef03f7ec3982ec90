// The operators of the query language, in every form in which people type them.

extension QueryScalars {
  private static let words: [([Unicode.Scalar], QueryToken.Kind)] = [
    (Array("AND".unicodeScalars), .and), (Array("OR".unicodeScalars), .or),
    (Array("NOT".unicodeScalars), .not),
    (Array("NEAR".unicodeScalars), .near(.near(QueryProximity.defaultDistance))),
    (Array("ADJ".unicodeScalars), .near(.ordered(QueryProximity.defaultDistance))),
    (Array("SENTENCE".unicodeScalars), .near(.sentence)),
    (Array("PARAGRAPH".unicodeScalars), .near(.paragraph)),
  ]

  /// Recognizes an operator that stands alone, as a word or as marks.
  func operatorToken(at index: Int) throws(QuerySyntaxError) -> (QueryToken.Kind, length: Int)? {
    guard let first = self[index] else { return nil }
    if QuerySyntax.letter(first) != nil { return try operatorWord(at: index) }
    if let (kind, length) = junction(at: index) {
      return endsOperator(at: index + length) ? (kind, length) : nil
    }
    guard QuerySyntax.isSlash(first), let letter = letter(at: index + 1),
      endsOperator(at: index + 2)
    else { return nil }
    switch letter {
    case "s", "S": return (.near(.sentence), 2)
    case "p", "P": return (.near(.paragraph), 2)
    default: return nil
    }
  }

  /// Recognizes `|`, `||` or `&&`, whatever surrounds it.
  private func junction(at index: Int) -> (QueryToken.Kind, length: Int)? {
    guard let first = self[index] else { return nil }
    let second = self[index + 1]
    if QuerySyntax.isBar(first) { return (.or, second.map(QuerySyntax.isBar) == true ? 2 : 1) }
    guard QuerySyntax.isAmpersand(first), second.map(QuerySyntax.isAmpersand) == true else {
      return nil
    }
    return (.and, 2)
  }

  /// Recognizes `|`, `||` or `&&` between two clauses, where white space lies on one side at most.
  /// Without white space, the operator is tight.
  func gluedJunction(at index: Int) -> (QueryToken.Kind, length: Int)? {
    guard index > 0, let (kind, length) = junction(at: index) else { return nil }
    let before = scalars[index - 1]
    guard let after = self[index + length], !QuerySyntax.isOpening(before),
      !QuerySyntax.isBar(after), !QuerySyntax.isAmpersand(after)
    else { return nil }
    if QuerySyntax.isWhiteSpace(after) || QuerySyntax.isWhiteSpace(before) {
      let next = self[skippingSpace(from: index + length)]
      return next.map { !QuerySyntax.isClosing($0) } == true ? (kind, length) : nil
    }
    if QuerySyntax.isClosing(after) { return nil }
    return (kind == .or ? .tightOr : .tightAnd, length)
  }

  /// True where `NEAR/5` or `ADJ/5` follows a Chinese character or a quotation without white space:
  /// 养老NEAR/5服务.
  func isGluedProximity(at index: Int) -> Bool {
    guard index > 0, scalars[index] == "N" || scalars[index] == "A" || scalars[index].value > 0x7F,
      QuerySyntax.isUnit(scalars[index - 1]) || QuerySyntax.isClosingQuote(scalars[index - 1])
    else { return false }
    return Self.words.contains { word, kind in
      guard case .near = kind, hasWord(word, at: index),
        let slash = self[index + word.count], QuerySyntax.isSlash(slash)
      else { return false }
      let digits = number(at: index + word.count + 1).length
      return digits > 0 && endsDistance(at: index + word.count + 1 + digits)
    }
  }

  private func operatorWord(
    at index: Int
  ) throws(QuerySyntaxError) -> (QueryToken.Kind, length: Int)? {
    for (word, kind) in Self.words where hasWord(word, at: index) {
      let end = index + word.count
      if case .near(let proximity) = kind, self[end].map(QuerySyntax.isSlash) == true {
        if proximity == .sentence || proximity == .paragraph { continue }
        let (distance, end) = try distance(afterSlash: end, ofOperatorAt: index)
        if case .near = proximity { return (.near(.near(distance)), end - index) }
        return (.near(.ordered(distance)), end - index)
      }
      if endsOperator(at: end) { return (kind, word.count) }
    }
    return nil
  }

  /// Reads the number after the slash of `NEAR/5`. A missing number is an error, because `NEAR/x`
  /// is hardly ever meant as text.
  private func distance(
    afterSlash slash: Int, ofOperatorAt start: Int
  ) throws(QuerySyntaxError) -> (distance: Int, end: Int) {
    let (number, length) = number(at: slash + 1)
    var end = slash + 1 + length
    if length > 0, endsDistance(at: end) { return (try distance(number, at: slash + 1..<end), end) }
    while !endsOperator(at: end) { end += 1 }
    throw QuerySyntaxError(
      message: "expected a distance after the slash, as in NEAR/5; quote the text to search for it",
      range: start..<end)
  }

  /// True after the distance of `NEAR/5`, which a Chinese character may follow.
  private func endsDistance(at end: Int) -> Bool {
    endsOperator(at: end) || self[end].map(QuerySyntax.isUnit) == true
  }

  private func hasWord(_ word: [Unicode.Scalar], at start: Int) -> Bool {
    for (offset, wanted) in word.enumerated() where letter(at: start + offset) != wanted {
      return false
    }
    return true
  }

  private func endsOperator(at end: Int) -> Bool {
    guard let next = self[end] else { return true }
    return QuerySyntax.isWhiteSpace(next) || QuerySyntax.isOpening(next)
      || QuerySyntax.isClosing(next) || QuerySyntax.isOpeningQuote(next)
  }

  /// True when a dash or exclamation mark excludes the clause after it. The dashes of ` - ` and
  /// `--` are text, and so is the minus of a measure such as -5℃.
  func isExclusion(at index: Int) -> Bool {
    guard let next = self[index + 1] else { return false }
    if QuerySyntax.isExclamationMark(scalars[index]) {
      // A full-width mark ends a sentence, unless white space precedes it.
      if scalars[index] == "！", index > 0, !QuerySyntax.isWhiteSpace(scalars[index - 1]),
        !QuerySyntax.isOpening(scalars[index - 1])
      {
        return false
      }
      return QuerySyntax.isOfWord(next) || QuerySyntax.isOpening(next)
        || QuerySyntax.isOpeningQuote(next)
    }
    return QuerySyntax.isDash(scalars[index]) && !QuerySyntax.isWhiteSpace(next)
      && !QuerySyntax.isDash(next) && !QuerySyntax.isClosing(next) && !isMeasure(at: index + 1)
  }

  /// True for a number with a unit sign, as in -5℃ and -3.5%, and for a range of numbers with one,
  /// as in -3~5℃.
  private func isMeasure(at start: Int) -> Bool {
    var end = numberEnd(from: start)
    guard end > start else { return false }
    if let mark = self[end],
      QuerySyntax.isTilde(mark) || QuerySyntax.isDash(mark) || mark == "至"
        || mark == "到" || mark == "—"
    {
      let isNegative = self[end + 1].map(QuerySyntax.isDash) == true
      let second = end + (isNegative ? 2 : 1)
      let secondEnd = numberEnd(from: second)
      if secondEnd > second { end = secondEnd }
    }
    return self[end].map(QuerySyntax.isUnitSign) == true
  }

  /// The end of a number with decimal points and commas, or `start` without a digit there.
  private func numberEnd(from start: Int) -> Int {
    var end = start
    while let next = self[end],
      QuerySyntax.digit(next) != nil
        || end > start && (QuerySyntax.isDecimalPoint(next) || next == "," || next == "，")
    {
      end += 1
    }
    return end
  }
}
