public import Calendar
import InvertedIndex

/// A parsed query, before text analysis.
///
/// `QueryParser` guarantees these shapes:
/// - `field` contains exactly one leaf, `text` to `near`. Fields and `in:` of a group are moved to
///   its leaves.
/// - Operands of `near` are texts, phrases, fuzzy words, patterns of one word, and `or` of these.
/// - `and`, `implicitAnd` and `or` have at least two children, and none of their own kind.
/// - Every conjunction has a child that finds articles by itself. Every child of `or` and `least`
///   is such a query, and so is the operand of every `not`. A `not` occurs only in a conjunction.
public enum Query: Sendable, Equatable {
  /// Unquoted characters between white space.
  case text(QueryText)
  /// Quoted characters, matched exactly as written.
  case phrase(QueryText)
  /// The words of a quotation in any order, with at most `slop` positions between them in all.
  case sloppy(QueryText, slop: Int)
  /// A word with wildcards.
  case pattern(QueryPattern)
  /// A word of Latin letters or digits, within an edit distance.
  case fuzzy(QueryText, edits: Int)
  /// A regular expression, matched against the original text.
  case regex(QueryText)
  /// Operands near each other.
  case near(QueryProximity)
  /// A leaf searched in one zone only. `at` is the range of the field name or of the `in:`.
  indirect case field(TextZone, Query, at: Range<Int>)
  /// The exact name of the source.
  case source(String, at: Range<Int>)
  /// A tag of the article, exactly.
  case tag(String, at: Range<Int>)
  /// The id of the article.
  case id(String, at: Range<Int>)
  /// A condition on the values of a field of policy documents or a declared field.
  indirect case value(FieldCondition, at: Range<Int>)
  /// Days of publication.
  case date(DateRange, at: Range<Int>)
  /// Operands joined by a written `AND`: all must match.
  case and([Query])
  /// Clauses side by side: all should match, and partial matches may follow.
  case implicitAnd([Query])
  /// At least one operand must match.
  case or([Query])
  /// At least `count` operands must match.
  case least(Int, [Query])
  /// A query whose terms count more or less in the ranking.
  indirect case boosted(Query, by: Double)
  /// All articles: a clause `*`, and the set that a repaired query excludes from.
  case everything
  /// Excludes the articles that the operand matches.
  indirect case not(Query)
}

/// Text of a query, and its position there.
public struct QueryText: Sendable, Equatable {
  /// The characters to search for, without escapes and quotation marks. The text may contain no
  /// unit at all (`？`).
  public let text: String
  /// The range in the query string, in Unicode scalars, with quotation marks.
  public let range: Range<Int>

  public init(text: String, range: Range<Int>) {
    self.text = text
    self.range = range
  }
}

/// Operands near each other: `养老 NEAR/5 服务`, `养老 /s 服务`.
///
/// A distance counts positions as the index does: one for a Chinese character, one for a word or
/// number of another script, and one for adjacent punctuation marks. White space counts nothing.
/// All operands must occur in one zone: the title, the body or the tail.
public struct QueryProximity: Sendable, Equatable {
  public enum Kind: Sendable, Equatable, CustomStringConvertible {
    /// In any order, without overlap, with at most this many positions between them in all.
    case near(Int)
    /// In the written order, without overlap, with at most this many positions between them in all.
    case ordered(Int)
    /// In one sentence; operands may overlap.
    case sentence
    /// In one paragraph; operands may overlap.
    case paragraph

    public var description: String {
      switch self {
      case .near(let distance): "near \(distance)"
      case .ordered(let distance): "adj \(distance)"
      case .sentence: "sentence"
      case .paragraph: "paragraph"
      }
    }
  }

  public let kind: Kind
  /// Two or more operands. Each is matched exactly; of a group of `OR`, one alternative must match.
  public let operands: [Query]
  /// The range in the query string, in Unicode scalars.
  public let range: Range<Int>

  static let defaultDistance = 10
  static let maxDistance = 10_000
  /// Unordered matching takes time exponential in the number of operands.
  static let maxOperands = 8
}

extension Query: CustomStringConvertible {
  /// The tree as an S-expression: `(and (text 养老) (phrase "医保") (not (text 广告)))`. A written
  /// conjunction is `(AND …)`, an implied one `(and …)`.
  public var description: String {
    switch self {
    case .text(let text): "(text \(text.text))"
    case .phrase(let text): "(phrase \(Self.quoted(text.text)))"
    case .sloppy(let text, let slop): "(slop \(slop) \(Self.quoted(text.text)))"
    case .pattern(let pattern): "(pattern \(pattern))"
    case .fuzzy(let text, let edits): "(fuzzy \(edits) \(text.text))"
    case .regex(let pattern): "(regex \(Self.quoted(pattern.text)))"
    case .near(let proximity): Self.list(proximity.kind.description, proximity.operands)
    case .field(let zone, let query, at: _): "(\(zone.rawValue) \(query))"
    case .source(let name, at: _): "(source \(Self.quoted(name)))"
    case .tag(let name, at: _): "(tag \(Self.quoted(name)))"
    case .id(let id, at: _): "(id \(Self.quoted(id)))"
    case .value(let condition, at: _): Self.written(condition)
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

  private static func written(_ condition: FieldCondition) -> String {
    let name = condition.field.name
    return switch condition.test {
    case .text(let text): "(\(name) \(quoted(text)))"
    case .numbers: "(\(name) \(condition.written))"
    case .dates(let range): "(\(name) \(range))"
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
