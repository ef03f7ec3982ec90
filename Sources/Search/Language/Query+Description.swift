extension Query: CustomStringConvertible {
  /// The tree as an S-expression, `(and (text 养老) (phrase "医保") (not (text 广告)))`.
  /// A written conjunction is `(AND …)`, an implied one `(and …)`.
  public var description: String {
    switch self {
    case .text(let text): "(text \(text.text))"
    case .phrase(let text): "(phrase \(Self.quoted(text.text)))"
    case .sloppy(let text, let slop): "(slop \(slop) \(Self.quoted(text.text)))"
    case .pattern(let pattern): "(pattern \(pattern))"
    case .fuzzy(let text, let edits): "(fuzzy \(edits) \(text.text))"
    case .regex(let pattern): "(regex \(Self.quoted(pattern.text)))"
    case .near(let proximity): Self.list(proximity.kind.description, proximity.operands)
    case .field(let field, let query, at: _): "(\(field.rawValue) \(query))"
    case .source(let name, at: _): "(source \(Self.quoted(name)))"
    case .tag(let name, at: _): "(tag \(Self.quoted(name)))"
    case .id(let id, at: _): "(id \(Self.quoted(id)))"
    case .date(let range, at: _): "(date \(range))"
    case .and(let operands): Self.list("AND", operands)
    case .implicitAnd(let operands): Self.list("and", operands)
    case .or(let operands): Self.list("or", operands)
    case .least(let count, let operands): Self.list("least \(count)", operands)
    case .boosted(let operand, let factor): "(boost \(factor) \(operand))"
    case .not(let operand): "(not \(operand))"
    case .everything: "(everything)"
    }
  }

  private static func list(_ name: String, _ operands: [Query]) -> String {
    "(" + ([name] + operands.map(\.description)).joined(separator: " ") + ")"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for character in text.unicodeScalars {
      if character == "\"" || character == "\\" { result.unicodeScalars.append("\\") }
      result.unicodeScalars.append(character)
    }
    return result + "\""
  }
}
