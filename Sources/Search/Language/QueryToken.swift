// What the lexer hands to the parser.

/// A piece of a query: a mark or operator, or characters to search for.
struct QueryToken {
  enum Kind: Equatable {
    case text, phrase, regex
    /// The number of the group, counted from 1 in the order of opening; 0 is the whole query.
    case open(group: Int)
    case close
    case and, or, not
    /// Stands between operands of a proximity.
    case near(QueryProximity.Kind)
    /// `2 of` in front of a group.
    case least(Int)
    /// A dash in front of a clause.
    case exclude
    case field(QueryField)
  }

  let kind: Kind
  /// Scalar offsets in the query string.
  let range: Range<Int>
  /// Where the characters of a text, phrase or expression lie in the lexer's; escapes are resolved, quotes removed.
  var characters = 0..<0
  /// Whether this text or phrase is glued to the one before it: one clause, as in 被称为“法国女神”的.
  var continuesClause = false
  /// Behind a phrase, how far apart its pieces may be; behind a text, how many mistakes it may have.
  var tilde: Int?
  /// Behind the last piece of a clause or the end of a group: how much it counts.
  var boost: Double?
}
