// Operators, the numbers behind them and behind clauses.

extension QueryLexer {
  /// The operator that stands alone here, if any.
  ///
  /// - Throws: for a distance that is too large or no number.
  func operatorHere() throws(QuerySyntaxError) -> (QueryToken.Kind, length: Int)? {
    guard let first = scalar(at: index) else { return nil }
    if QuerySyntax.letter(first) != nil { return try wordHere() }
    let second = scalar(at: index + 1)
    switch first {
    case "|", "｜":
      return alone(.or, length: second == first ? 2 : 1)
    case "&", "＆":
      return second == first ? alone(.and, length: 2) : nil
    case "/", "／":
      switch letter(at: index + 1) {
      case "s", "S": return alone(.near(.sentence), length: 2)
      case "p", "P": return alone(.near(.paragraph), length: 2)
      default: return nil
      }
    default: return nil
    }
  }

  private func wordHere() throws(QuerySyntaxError) -> (QueryToken.Kind, length: Int)? {
    for (word, kind) in Self.words where hasWord(word, at: index) {
      let end = index + word.count
      switch kind {
      case .near(let proximity):
        guard let slash = scalar(at: end), slash == "/" || slash == "／" else {
          return alone(kind, length: word.count)
        }
        switch proximity {
        case .near:
          let (distance, end) = try distance(behind: end)
          return (.near(.near(distance)), length: end - index)
        case .ordered:
          let (distance, end) = try distance(behind: end)
          return (.near(.ordered(distance)), length: end - index)
        case .sentence, .paragraph: continue
        }
      default:
        if let found = alone(kind, length: word.count) { return found }
      }
    }
    return nil
  }

  /// The number behind the slash of `NEAR/5`, and where it ends.
  ///
  /// - Throws: where there is none: `NEAR/x` is hardly ever meant as text.
  private func distance(
    behind slash: Int
  ) throws(QuerySyntaxError) -> (distance: Int, end: Int) {
    let (number, length) = number(at: slash + 1)
    var end = slash + 1 + length
    if length > 0, isAlone(at: end) { return (try distance(number, slash + 1..<end), end) }
    while !isAlone(at: end) { end += 1 }
    throw QuerySyntaxError(
      message: "a number of positions belongs behind the slash, as in NEAR/5; quote what is text",
      range: index..<end)
  }

  /// In capitals of either width.
  private static let words: [([Unicode.Scalar], QueryToken.Kind)] = [
    (Array("AND".unicodeScalars), .and), (Array("OR".unicodeScalars), .or),
    (Array("NOT".unicodeScalars), .not),
    (Array("NEAR".unicodeScalars), .near(.near(QueryProximity.usualDistance))),
    (Array("ADJ".unicodeScalars), .near(.ordered(QueryProximity.usualDistance))),
    (Array("SENTENCE".unicodeScalars), .near(.sentence)),
    (Array("PARAGRAPH".unicodeScalars), .near(.paragraph)),
  ]

  private func hasWord(_ word: [Unicode.Scalar], at start: Int) -> Bool {
    for (offset, wanted) in word.enumerated() where letter(at: start + offset) != wanted {
      return false
    }
    return true
  }

  private func letter(at index: Int) -> Unicode.Scalar? {
    scalar(at: index).flatMap(QuerySyntax.letter)
  }

  private func alone(
    _ kind: QueryToken.Kind, length: Int
  ) -> (QueryToken.Kind, length: Int)? {
    isAlone(at: index + length) ? (kind, length) : nil
  }

  private func isAlone(at end: Int) -> Bool {
    guard let next = scalar(at: end) else { return true }
    return QuerySyntax.isWhiteSpace(next) || QuerySyntax.isOpening(next)
      || QuerySyntax.isClosing(next) || QuerySyntax.isOpeningQuote(next)
  }

  /// A dash excludes when something other than a dash follows; ` - ` and `--` are text. So does an exclamation mark.
  func excludes(at index: Int) -> Bool {
    guard let next = scalar(at: index + 1) else { return false }
    if scalars[index] == "!" { return QuerySyntax.isOfWord(next) || QuerySyntax.isOpening(next) }
    return QuerySyntax.isDash(scalars[index]) && !QuerySyntax.isWhiteSpace(next)
      && !QuerySyntax.isDash(next) && !QuerySyntax.isClosing(next)
  }

  /// `2 of` before a group.
  func leastHere() -> (count: Int, length: Int)? {
    let (count, digits) = number(at: index)
    guard digits > 0 else { return nil }
    var end = index + digits
    guard let space = scalar(at: end), QuerySyntax.isWhiteSpace(space) else { return nil }
    while let next = scalar(at: end), QuerySyntax.isWhiteSpace(next) { end += 1 }
    guard let o = letter(at: end), let f = letter(at: end + 1), o == "o" || o == "O",
      f == "f" || f == "F"
    else { return nil }
    let length = end + 2 - index
    end += 2
    while let next = scalar(at: end), QuerySyntax.isWhiteSpace(next) { end += 1 }
    return scalar(at: end).map(QuerySyntax.isOpening) == true ? (count, length) : nil
  }

  // MARK: Numbers

  /// A number of digits of either width; of more than six, the largest of six.
  func number(at start: Int) -> (value: Int, length: Int) {
    var value = 0
    var end = start
    while let digit = scalar(at: end).flatMap(QuerySyntax.digit) {
      value = min(value * 10 + digit, 999_999)
      end += 1
    }
    return (value, end - start)
  }

  func distance(_ number: Int, _ range: Range<Int>) throws(QuerySyntaxError) -> Int {
    guard number <= QueryProximity.maxDistance else {
      throw QuerySyntaxError(
        message: "a distance is \(QueryProximity.maxDistance) at most", range: range)
    }
    return number
  }

  /// Takes `^2` behind a clause or group, for the last token.
  mutating func boostHere() throws(QuerySyntaxError) {
    guard scalar(at: index) == "^" else { return }
    var end = index + 1
    while let next = scalar(at: end), ("0"..."9").contains(next) || next == "." { end += 1 }
    guard end > index + 1, isClauseEnd(at: end) else { return }
    var written = ""
    written.unicodeScalars.append(contentsOf: scalars[index + 1..<end])
    guard let factor = Double(written), factor > 0, factor <= QuerySyntax.maxBoost else {
      throw QuerySyntaxError(
        message: "a boost is a number above 0 and at most \(Int(QuerySyntax.maxBoost))",
        range: index..<end)
    }
    tokens[tokens.count - 1].boost = factor
    index = end
  }
}
