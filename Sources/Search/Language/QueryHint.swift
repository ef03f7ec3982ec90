/// A remark on a valid part of a query that the writer may have meant differently.
public struct QueryHint: Sendable, Equatable, Codable {
  /// The hint in lower case, without a full stop: how the part is read, and the advice.
  public let message: String
  /// The range in the query string, in Unicode scalars.
  public let range: Range<Int>

  init(_ message: String, at range: Range<Int>) {
    self.message = message
    self.range = range
  }

  /// Renders the query and a mark under the part, as `QuerySyntaxError.rendered(query:)`.
  public func rendered(query: String) -> String {
    QuerySyntaxError(message: message, range: range).rendered(query: query)
  }

  /// Returns the hints for a query, in its order; empty for a query with a mistake.
  ///
  /// - Parameter fields: the fields of the index.
  /// - Complexity: O(*n*) in the length of the query.
  public static func all(
    for query: String, fields: FieldCatalog = FieldCatalog()
  ) -> [QueryHint] {
    guard let lexer = try? QueryLexer(query, fields) else { return [] }
    return HintFinder(lexer).hints
  }
}

/// Finds words, dashes and signs that look like operators but are read as text.
struct HintFinder {
  private(set) var hints: [QueryHint] = []
  private let lexer: QueryLexer
  /// The number of the text that a hint about the exclusion before it covers.
  private var covered: Int?
  /// The number of the last text that ends with an apostrophe.
  private let lastApostrophe: Int?

  init(_ lexer: QueryLexer) {
    self.lexer = lexer
    lastApostrophe = lexer.tokens.lastIndex {
      $0.kind == .text && WrittenText(lexer, $0).endsWithApostrophe
    }
    var values = 0
    for (index, token) in lexer.tokens.enumerated() {
      switch token.kind {
      case .open where values > 0: values += 1
      case .close where values > 0: values -= 1
      default: break
      }
      let field = index > 0 ? lexer.tokens[index - 1].kind : .and
      if case .field(let field) = field, case .text = field.content {
      } else if case .field = field {
        // The values of a field such as source: contain no operators.
        if case .open = token.kind { values = 1 }
        continue
      }
      if values == 0 { examine(token, index) }
    }
  }

  private mutating func add(_ message: String, _ range: Range<Int>) {
    hints.append(QueryHint(message, at: range))
  }

  private mutating func examine(_ token: QueryToken, _ index: Int) {
    if token.kind == .exclude {
      examineExclusion(token, index)
    } else if token.kind == .text, covered != index {
      let text = WrittenText(lexer, token)
      if isAlone(index), examineWord(text, index) { return }
      if !token.continuesClause, examineStart(text, index) { return }
      examineInside(text)
    }
  }

  /// True when the token is a whole clause.
  private func isAlone(_ index: Int) -> Bool {
    let tokens = lexer.tokens
    return !tokens[index].continuesClause
      && (index + 1 == tokens.count || !tokens[index + 1].continuesClause)
  }

  private func hasOperand(before index: Int) -> Bool {
    guard index > 0 else { return false }
    switch lexer.tokens[index - 1].kind {
    case .text, .phrase, .regex, .close: return true
    default: return false
    }
  }

  private func hasOperand(after index: Int) -> Bool {
    guard index + 1 < lexer.tokens.count else { return false }
    switch lexer.tokens[index + 1].kind {
    case .text, .phrase, .regex, .open, .field, .least: return true
    default: return false
    }
  }

  /// Examines a clause that is one word. Returns true with a hint.
  private mutating func examineWord(_ text: WrittenText, _ index: Int) -> Bool {
    let count = hints.count
    let word = text.folded
    if let advice = OperatorWords.advice[word], hasOperand(after: index),
      hasOperand(before: index) || OperatorWords.exclusions.contains(word)
    {
      add("\(text.written) is read as a word; \(advice)", text.range)
    } else if OperatorWords.isProximity(word), hasOperand(before: index), hasOperand(after: index) {
      add("\(text.written) is read as text; write NEAR/5 in capitals", text.range)
    } else if text.isDash || text.isExclamationMark, hasOperand(after: index) {
      add(
        "\(text.written) before white space is read as text; write it directly before a word to "
          + "exclude the word", text.range)
    } else if word == "of", index > 0, hasOperand(after: index),
      WrittenText(lexer, lexer.tokens[index - 1]).isNumber
    {
      add("a minimum number of clauses needs a group, as in 2 of (a b c)", text.range)
    } else if index > 0, case .near = lexer.tokens[index - 1].kind,
      text.isSlashedNumber || text.isNumber && text.scalars.count < 3 && hasOperand(after: index)
    {
      add("\(text.written) is read as text; write NEAR/5 without white space", text.range)
    } else if text.isSuffix {
      add("\(text.written) is read as text; write it directly after a clause", text.range)
    }
    return hints.count > count
  }

  /// Examines the first character of a clause. Returns true with a hint.
  private mutating func examineStart(_ text: WrittenText, _ index: Int) -> Bool {
    let scalars = text.scalars
    guard scalars.count > 1 else { return false }
    let (first, second) = (scalars[0], scalars[1])
    if examineName(text) { return true }
    if text.beginsWithApostrophe, let lastApostrophe, lastApostrophe >= index {
      add(
        "\(first) is read as punctuation; write \"…\" for a quotation",
        text.range.lowerBound..<text.range.lowerBound + 1)
      return true
    }
    if lexer.tokens.count == 1 { return false }
    let dashes = text.dashesAtStart
    if dashes > 1 || "—―﹘".unicodeScalars.contains(first), scalars.count > dashes,
      QuerySyntax.isOfWord(scalars[dashes])
    {
      add(
        "\(text.written(0..<dashes)) is read as punctuation; write - to exclude "
          + text.written(from: dashes),
        text.range.lowerBound..<text.range.lowerBound + dashes)
      return true
    }
    if QuerySyntax.isSlash(first), let letter = QuerySyntax.letter(second),
      "sSpP".unicodeScalars.contains(letter), scalars.count > 2, QuerySyntax.isUnit(scalars[2])
    {
      add(
        "\(text.written(0..<2)) is read as text; put white space around it",
        text.range.lowerBound..<text.range.lowerBound + 2)
      return true
    }
    for word in ["AND", "OR", "NOT"] where text.begins(with: word) {
      let range = text.range.lowerBound..<text.range.lowerBound + word.count
      add("\(word) is read as text; put white space after it", range)
      return true
    }
    return false
  }

  /// Examines a Chinese name before a colon, in an index with declared fields. Returns true with a
  /// hint.
  private mutating func examineName(_ text: WrittenText) -> Bool {
    let (start, query) = (text.range.lowerBound, lexer.text)
    guard !query.fields.declared.isEmpty, let end = query.fieldNameEnd(from: start),
      query[end] == ":", end - start <= Self.longestName, end + 1 < text.range.upperBound,
      query.scalars[start..<end].allSatisfy(QuerySyntax.isUnit),
      QuerySyntax.digit(query.scalars[end + 1]) == nil
    else { return false }
    let name = text.written(0..<end - start)
    add(
      "\(name): is read as text; the fields are " + query.fields.names.joined(separator: ", "),
      start..<end + 1)
    return true
  }

  private static let longestName = 8

  private mutating func examineExclusion(_ token: QueryToken, _ index: Int) {
    guard index + 1 < lexer.tokens.count, lexer.tokens[index + 1].kind == .text else { return }
    let text = WrittenText(lexer, lexer.tokens[index + 1])
    guard text.beginsWithNumber else { return }
    covered = index + 1
    let sign = String(lexer.text.scalars[token.range.lowerBound])
    add(
      "\(sign)\(text.written) excludes \(text.written); quote it to search for it",
      token.range.lowerBound..<text.range.upperBound)
  }

  /// Examines the characters inside a text.
  private mutating func examineInside(_ text: WrittenText) {
    let scalars = text.scalars
    for (index, scalar) in scalars.enumerated() where index > 0 && index + 1 < scalars.count {
      let (before, after) = (scalars[index - 1], scalars[index + 1])
      let place = text.range.lowerBound + index
      if scalar == "？", QuerySyntax.isOfWord(before), QuerySyntax.isOfWord(after),
        !QuerySyntax.isLetterOrDigit(before) || !QuerySyntax.isSmallLetterOrDigit(after)
      {
        add("？ is read as punctuation; write ? for one character", place..<place + 1)
      } else if QuerySyntax.isDash(scalar), QuerySyntax.isUnit(before), QuerySyntax.isUnit(after) {
        add(
          "\(scalar) inside a text is punctuation; put white space before it to exclude the word "
            + "after it", place..<place + 1)
      } else if QuerySyntax.isSlash(scalar), QuerySyntax.isUnit(before),
        let letter = QuerySyntax.letter(after), "sSpP".unicodeScalars.contains(letter),
        index + 2 == scalars.count || QuerySyntax.isUnit(scalars[index + 2])
      {
        add("\(scalar)\(after) is read as text; put white space around it", place..<place + 2)
      } else {
        continue
      }
      return
    }
    if let place = text.scalars.firstIndex(where: WrittenText.isLikeBar) {
      let offset = text.range.lowerBound + place
      add("\(scalars[place]) is read as punctuation; write | or OR", offset..<offset + 1)
    } else if let range = text.weightInside {
      add(
        "\(text.written(range)) is read as text; a weight is one number after a clause, as in ^2",
        text.range.lowerBound + range.lowerBound..<text.range.lowerBound + range.upperBound)
    } else if let range = text.operatorInside {
      add(
        "\(text.written(range)) is read as text; put white space around it",
        text.range.lowerBound + range.lowerBound..<text.range.lowerBound + range.upperBound)
    } else if let range = text.tildeAtEnd {
      add(
        "\(text.written(range)) is read as text; ~ takes a quotation or a word of Latin letters",
        text.range.lowerBound + range.lowerBound..<text.range.upperBound)
    } else if let range = text.signedWord {
      add(
        "unquoted text is compared without signs; quote \(text.written(range)) to compare them",
        text.range.lowerBound + range.lowerBound..<text.range.lowerBound + range.upperBound)
    }
  }
}
