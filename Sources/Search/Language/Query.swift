// A query as it was written, before text analysis.
//
// The tree keeps what the planner and the error messages need and nothing else: the text of each
// leaf, the place of each leaf in the query string, and whether a conjunction was written (`AND`)
// or implied by white space, because only the implied one may be relaxed to partial matches.
//
// Shape guaranteed by `QueryParser`:
//   * `field` wraps exactly one `text` or `phrase`; fields and `in:` of a group have been
//     moved to its leaves.
//   * `and`, `implicitAnd` and `or` have two or more children and none of their own kind.
//   * Every conjunction has a child that finds articles by itself, every child of `or` is such a
//     query, and so is the operand of every `not`; a `not` stands only in a conjunction.

/// The parsed form of a query: what was asked, before analysis.
public enum Query: Sendable, Equatable {
  /// Unquoted characters between white space.
  case text(QueryText)
  /// Quoted characters, to be matched exactly as written.
  case phrase(QueryText)
  /// A text or phrase to be looked for in one field only; `at` is the place of the field's name,
  /// or of the `in:` that applies.
  indirect case field(QueryField, Query, at: Range<Int>)
  /// The publisher's exact name.
  case source(String, at: Range<Int>)
  /// Days of publication.
  case date(DateRange, at: Range<Int>)
  /// Operands joined by a written `AND`: all must match.
  case and([Query])
  /// Clauses side by side: all should match, and results that match only some may fill the page.
  case implicitAnd([Query])
  /// At least one must match.
  case or([Query])
  /// Excludes what the operand matches.
  indirect case not(Query)
}

/// A stretch of query text.
public struct QueryText: Sendable, Equatable {
  /// The characters to search for, escapes resolved and quotes removed. May hold no unit at all
  /// (`？`).
  public let text: String
  /// Where they stand in the query string, in Unicode scalars; quotes included.
  public let range: Range<Int>

  public init(text: String, range: Range<Int>) {
    self.text = text
    self.range = range
  }
}

/// A part of an article that a query can name. Without one, headline and body are searched.
public enum QueryField: String, Sendable, CaseIterable {
  case title
  case body
  case tail
}

extension Query: CustomStringConvertible {
  /// The tree as an S-expression, `(and (text 养老) (phrase "医保") (not (text 广告)))`.
  /// A written conjunction is `(AND …)`, an implied one `(and …)`.
  public var description: String {
    switch self {
    case .text(let text): "(text \(text.text))"
    case .phrase(let text): "(phrase \(Self.quoted(text.text)))"
    case .field(let field, let query, at: _): "(\(field.rawValue) \(query))"
    case .source(let name, at: _): "(source \(Self.quoted(name)))"
    case .date(let range, at: _): "(date \(range))"
    case .and(let operands): Self.list("AND", operands)
    case .implicitAnd(let operands): Self.list("and", operands)
    case .or(let operands): Self.list("or", operands)
    case .not(let operand): "(not \(operand))"
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
