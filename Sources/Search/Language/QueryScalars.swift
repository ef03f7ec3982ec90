import InvertedIndex

/// The Unicode scalars of a query. Methods return the syntax at an offset and its length.
struct QueryScalars {
  let scalars: [Unicode.Scalar]
  /// The offset after the last ” that is not escaped. A “ at or after it has no partner, so the
  /// search for one stays linear.
  private let curlyQuotesEnd: Int
  /// The fields of the index.
  let fields: FieldCatalog

  /// Control characters and a leading byte order mark are read as white space.
  ///
  /// - Throws: `QuerySyntaxError` when the query is too long.
  init(_ text: String, _ fields: FieldCatalog) throws(QuerySyntaxError) {
    self.fields = fields
    var scalars: [Unicode.Scalar] = []
    scalars.reserveCapacity(min(text.utf8.count, QuerySyntax.maxLength))
    for scalar in text.unicodeScalars {
      guard scalars.count < QuerySyntax.maxLength else {
        throw QuerySyntax.tooLong(at: scalars.count..<scalars.count + 1)
      }
      let isByteOrderMark = scalar == "\u{FEFF}" && scalars.isEmpty
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      scalars.append(isByteOrderMark || isControl ? " " : scalar)
    }
    self.scalars = scalars
    var lastQuote = -1
    var index = 0
    while index < scalars.count {
      if scalars[index] == "”" { lastQuote = index }
      index += scalars[index] == "\\" ? 2 : 1
    }
    curlyQuotesEnd = lastQuote + 1
  }

  subscript(index: Int) -> Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  func letter(at index: Int) -> Unicode.Scalar? { self[index].flatMap(QuerySyntax.letter) }

  /// Reads a number with digits of either width, 999,999 at most.
  func number(at start: Int) -> (value: Int, length: Int) {
    var value = 0
    var end = start
    while let digit = self[end].flatMap(QuerySyntax.digit) {
      value = min(value * 10 + digit, 999_999)
      end += 1
    }
    return (value, end - start)
  }

  /// Returns the number, or throws when it is too large for the distance of a proximity.
  func distance(_ number: Int, at range: Range<Int>) throws(QuerySyntaxError) -> Int {
    guard number <= QueryProximity.maxDistance else {
      throw QuerySyntaxError(
        message: "a distance is \(QueryProximity.maxDistance) at most", range: range)
    }
    return number
  }

  /// Recognizes `2 of` before a group, with or without white space.
  func least(at index: Int) -> (count: Int, length: Int)? {
    let (count, digits) = number(at: index)
    guard digits > 0 else { return nil }
    let start = skippingSpace(from: index + digits)
    guard let o = letter(at: start), let f = letter(at: start + 1), o == "o" || o == "O",
      f == "f" || f == "F",
      self[skippingSpace(from: start + 2)].map(QuerySyntax.isOpening) == true
    else { return nil }
    return (count, start + 2 - index)
  }

  func skippingSpace(from start: Int) -> Int {
    var index = start
    while let next = self[index], QuerySyntax.isWhiteSpace(next) { index += 1 }
    return index
  }

  /// Recognizes a field name and its colon.
  ///
  /// An unknown name of ASCII letters before `:` is an error, because a mistyped field must not
  /// silently become text. Before `：` it is prose (AI：改变世界), and so is an address (`http://…`).
  func field(at index: Int) throws(QuerySyntaxError) -> (QueryField, length: Int)? {
    guard let end = fieldNameEnd(from: index) else { return nil }
    let written = String(String.UnicodeScalarView(scalars[index..<end]))
    let name = FieldCatalog.folded(written)
    let field =
      QueryField(named: name) ?? fields.field(named: name).map { QueryField.values($0) }
    if let field { return (field, end + 1 - index) }
    let isLatin = (index..<end).allSatisfy { letter(at: $0) != nil || scalars[$0] == "_" }
    guard isLatin, scalars[end] == ":", let next = self[end + 1], !QuerySyntax.isWhiteSpace(next),
      !(next == "/" && self[end + 2] == "/")
    else { return nil }
    throw QuerySyntaxError(
      message: "unknown field '\(written)' (fields: \(fields.names.joined(separator: ", "))); "
        + "quote the text to search for it",
      range: index..<end, repair: end..<end + 1)
  }

  /// The offset of the colon after the characters of a name; nil without a name or a colon.
  func fieldNameEnd(from index: Int) -> Int? {
    var end = index
    while let next = self[end], QuerySyntax.isOfFieldName(next) {
      end += 1
      if end - index > IndexField.nameLimit { return nil }
    }
    guard end > index, let colon = self[end], QuerySyntax.isColon(colon) else { return nil }
    return end
  }

  /// The offset of the mark that closes the quotation opened at `start`, or nil. A “ without a
  /// later ” may be closed by a straight mark, since some keyboards have both.
  func quoteEnd(from start: Int) -> Int? {
    let opening: Unicode.Scalar =
      scalars[start] == "“" && start >= curlyQuotesEnd ? "\"" : scalars[start]
    var index = start + 1
    while let next = self[index] {
      if QuerySyntax.isQuote(next, closing: opening) { return index }
      index += next == "\\" ? 2 : 1
    }
    return nil
  }

  /// True when a straight quotation mark follows a digit inside a clause, as in 55".
  func isInchMark(at index: Int, clauseStart: Int) -> Bool {
    QuerySyntax.isStraightQuote(scalars[index]) && index > clauseStart
      && ("0"..."9").contains(scalars[index - 1])
  }

  /// True when the clause that starts here is an address, in which `?` and `*` are text.
  func isAddress(at start: Int) -> Bool {
    var index = start
    while let next = self[index], !QuerySyntax.isWhiteSpace(next) {
      if next == ":", self[index + 1] == "/", self[index + 2] == "/" { return true }
      index += 1
    }
    return false
  }

  /// True at the end of the query, before white space, and before the end of the group.
  func isClauseEnd(at index: Int, isInGroup: Bool) -> Bool {
    guard let next = self[index] else { return true }
    return QuerySyntax.isWhiteSpace(next) || QuerySyntax.isClosing(next) && isInGroup
  }

  /// The offset of the slash that ends the regular expression starting here, or nil. The slash must
  /// end the clause, and have the width of the first. White space inside both slashes makes them
  /// text: 养老 / 医疗 / 护理.
  func regexEnd(from start: Int, isInGroup: Bool) -> Int? {
    guard let slash = self[start], QuerySyntax.isSlash(slash) else { return nil }
    var index = start + 1
    while let next = self[index] {
      if next == slash {
        let isEnd =
          isClauseEnd(at: index + 1, isInGroup: isInGroup)
          || self[index + 1].map(QuerySyntax.isCaret) == true || gluedJunction(at: index + 1) != nil
        let isSpaced =
          QuerySyntax.isWhiteSpace(scalars[start + 1])
          && QuerySyntax.isWhiteSpace(scalars[index - 1])
        return isEnd && index > start + 1 && !isSpaced ? index : nil
      }
      index += next == "\\" ? 2 : 1
    }
    return nil
  }
}
