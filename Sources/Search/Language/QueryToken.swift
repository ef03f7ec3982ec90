/// A token of a query: an operator, a mark, or characters to search for.
struct QueryToken {
  enum Kind: Equatable {
    case text, phrase, regex
    /// The start of a group. Groups are numbered from 1 in the order of their opening parentheses;
    /// 0 is the whole query.
    case open(group: Int)
    case close
    case and, or, not
    /// An operator between operands of a proximity.
    case near(QueryProximity.Kind)
    /// `2 of` before a group.
    case least(Int)
    /// A dash or exclamation mark before a clause.
    case exclude
    case field(QueryField)
  }

  let kind: Kind
  /// The offsets of the token in the query string, in Unicode scalars.
  let range: Range<Int>
  /// The bytes of a text, phrase or regular expression in the lexer's `characters`. Escapes are
  /// resolved and quotation marks removed.
  var characters = 0..<0
  /// True when the token directly follows the previous text or phrase, as in 被称为“法国女神”的.
  /// Such tokens form one clause.
  var continuesClause = false
  /// The number after a tilde: the slop of a phrase, or the edit distance of a text.
  var tilde: Int?
  /// The number after a caret, on the last token of a clause or group.
  var boost: Double?
}
