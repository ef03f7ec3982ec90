// What the lexer hands to the parser, and the names and marks of the language.

/// A piece of a query: a mark or operator, or characters to search for.
struct QueryToken {
  enum Kind: Equatable {
    case text, phrase
    /// The number of the group, counted from 1 in the order of opening; 0 is the whole query.
    case open(group: Int)
    case close
    case and, or, not
    /// A dash in front of a clause.
    case exclude
    case field(QueryFieldName)
  }

  let kind: Kind
  /// Scalar offsets in the query string.
  let range: Range<Int>
  /// Where the characters of a text or phrase lie in the lexer's; escapes are resolved, quotes removed.
  var characters = 0..<0
  /// Whether this text or phrase is glued to the one before it: one clause, as in 被称为“法国女神”的.
  var continuesClause = false
}

/// A name that may stand before a colon, except `in`, which is no field but sets the fields of its
/// group.
enum QueryFieldName: String {
  case title, body, source, date
}

/// How the text of a group is to be understood, with the place of the words that say so.
enum QueryScope: Equatable {
  case field(QueryField, at: Range<Int>)
  /// Headline and body, or tail.
  case all(at: Range<Int>)
  case source(at: Range<Int>)
  case date(at: Range<Int>)

  var range: Range<Int> {
    switch self {
    case .field(_, let range), .all(let range), .source(let range), .date(let range): range
    }
  }
}

/// The characters and names that mean something.
enum QuerySyntax {
  /// Longest query, in scalars.
  static let maxLength = 65_536
  /// Most groups inside one another; the parser recurses once for each.
  static let maxDepth = 100

  static func field(named name: String) -> QueryFieldName? {
    switch name {
    case "标题": .title
    case "正文": .body
    case "来源": .source
    case "日期": .date
    default: QueryFieldName(rawValue: name)
    }
  }

  static func isScopeName(_ name: String) -> Bool { name == "in" || name == "范围" }

  /// The Chinese names before a colon; all have two characters.
  static let hanNames: Set<String> = ["标题", "正文", "来源", "日期", "范围"]

  static func scope(named name: String, at range: Range<Int>) -> QueryScope? {
    switch name {
    case "tail", "尾部": .field(.tail, at: range)
    case "title", "标题": .field(.title, at: range)
    case "body", "正文": .field(.body, at: range)
    case "all", "全部": .all(at: range)
    default: nil
    }
  }

  static func isWhiteSpace(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 { return scalar == " " || ("\t"..."\r").contains(scalar) }
    return scalar.value < 0x3001 && scalar.properties.isWhitespace
  }

  static func isOpening(_ scalar: Unicode.Scalar) -> Bool { scalar == "(" || scalar == "（" }
  static func isClosing(_ scalar: Unicode.Scalar) -> Bool { scalar == ")" || scalar == "）" }
  static func isColon(_ scalar: Unicode.Scalar) -> Bool { scalar == ":" || scalar == "：" }

  static func isDash(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "-" || scalar == "－" || scalar == "\u{2212}"
  }

  static func isStraightQuote(_ scalar: Unicode.Scalar) -> Bool { scalar == "\"" || scalar == "＂" }

  static func isOpeningQuote(_ scalar: Unicode.Scalar) -> Bool {
    isStraightQuote(scalar) || scalar == "“" || scalar == "「" || scalar == "『"
  }

  /// Whether `closing` ends what `opening` began; each quotation mark has one partner.
  static func isQuote(_ closing: Unicode.Scalar, closing opening: Unicode.Scalar) -> Bool {
    switch opening {
    case "“": closing == "”"
    case "「": closing == "」"
    case "『": closing == "』"
    default: isStraightQuote(closing)
    }
  }

  /// The ASCII letter that a letter of either width stands for, or `nil`.
  static func letter(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "a"..."z", "A"..."Z": scalar
    case "ａ"..."ｚ", "Ａ"..."Ｚ": Unicode.Scalar(scalar.value - 0xFEE0)
    default: nil
    }
  }
}
