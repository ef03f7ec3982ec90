// Names before a colon, and `in:`.

extension QueryLexer {
  /// A known name, lower case, and its length with the colon.
  ///
  /// An unknown name of ASCII letters before `:` is refused, since a mistyped field must not
  /// silently become text; before `：` it is prose (AI：改变世界), and so is an address (`http://…`).
  func fieldNameHere() throws(QuerySyntaxError) -> (field: QueryField, length: Int)? {
    var end = index
    while let next = scalar(at: end), QuerySyntax.letter(next) != nil { end += 1 }
    let isHan = end == index
    if isHan { end += 2 }
    // Most clauses have no colon here: no name is put together for them.
    guard let colon = scalar(at: end), QuerySyntax.isColon(colon) else { return nil }
    var name = ""
    if isHan {
      name.unicodeScalars.append(contentsOf: scalars[index..<end])
    } else {
      for place in index..<end {
        let letter = QuerySyntax.letter(scalars[place]) ?? scalars[place]
        name.unicodeScalars.append(
          letter.properties.lowercaseMapping.unicodeScalars.first ?? letter)
      }
    }
    if let field = QueryField(named: name) { return (field, end + 1 - index) }
    guard !isHan, colon == ":", let next = scalar(at: end + 1), !QuerySyntax.isWhiteSpace(next),
      !(next == "/" && scalar(at: end + 2) == "/")
    else { return nil }
    var written = ""
    written.unicodeScalars.append(contentsOf: scalars[index..<end])
    throw QuerySyntaxError(
      message: "unknown field '\(written)' (fields: \(QueryField.names)); "
        + "quote the text to search for it",
      range: index..<end, repair: end..<end + 1)
  }

  mutating func field(_ field: QueryField, length: Int) throws(QuerySyntaxError) {
    if field == .zone { return try scope(nameLength: length) }
    append(.field(field), length: length)
    if field == .date { try bracketsHere() }
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
    guard let scope = FieldScope(named: value.lowercased(), at: range) else {
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

  /// `[20230601 TO 20230731]`, white space and all.
  private mutating func bracketsHere() throws(QuerySyntaxError) {
    guard let opening = scalar(at: index), opening == "[" || opening == "［" else { return }
    guard let end = scalars[index...].firstIndex(where: { $0 == "]" || $0 == "］" }) else {
      throw error("this bracket is never closed", at: index)
    }
    let (start, first) = (index, characters.count)
    for scalar in scalars[start...end] { appendCharacter(scalar) }
    index = end + 1
    appendPiece(.text, from: start, charactersFrom: first)
  }
}
