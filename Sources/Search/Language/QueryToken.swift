/// A token of a query: an operator, a mark, or characters to search for.
struct QueryToken {
  enum Kind: Equatable {
    /// A piece of a clause.
    case text, phrase, regex
    /// Groups are numbered from 1 in the order of their opening parentheses.
    case open(group: Int)
    case close
    case and, or, not
    /// `&&` and `|` without white space around them, which join only their neighbours.
    case tightAnd, tightOr
    case near(QueryProximity.Kind)
    case least(Int)
    /// A dash or exclamation mark before a clause.
    case exclude
    case field(QueryField)
  }

  let kind: Kind
  let range: Range<Int>
  /// The bytes in the lexer's `characters`, without escapes and quotation marks.
  var characters = 0..<0
  /// True when the token continues the clause of the token before, as in 被称为“法国女神”的.
  var continuesClause = false
  /// The number after a tilde: the slop of a phrase, or the edit distance of a text.
  var tilde: Int?
  /// The number after a caret, on the last token of a clause or group.
  var boost: Double?
}
