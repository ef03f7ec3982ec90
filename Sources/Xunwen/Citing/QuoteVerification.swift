/// The articles that contain a quotation, or its longest parts.
public struct QuoteVerification: Sendable, Codable {
  /// The quotation without white space at its ends.
  public let quote: String
  /// The exact number of articles that contain the quotation.
  public let total: Int
  /// The earliest articles that contain it. Undated articles are last.
  public let articles: [QuotedArticle]
  /// The longest prefix of the quotation that an article contains. nil when an article contains the
  /// whole quotation, or none contains its first unit.
  public let prefix: QuoteFragment?
  /// The longest suffix of the quotation that an article contains, as for `prefix`.
  public let suffix: QuoteFragment?
  public let elapsed: Duration
}

/// An article that contains a quotation.
public struct QuotedArticle: Sendable, Codable {
  /// The article without a snippet. Its rank is its position in the order of dates.
  public let hit: SearchHit
  /// The occurrences in ascending order; at least one.
  public let occurrences: [QuoteOccurrence]

  /// True when an occurrence equals the quotation in every character, with punctuation and white
  /// space.
  public var isVerbatim: Bool { occurrences.contains { $0.isVerbatim } }
}

/// An occurrence of a quotation in an article.
public struct QuoteOccurrence: Sendable, Codable {
  /// The range from the first unit through the last; for a verbatim occurrence, with the
  /// punctuation at the ends of the quotation.
  public let span: TextSpan
  /// True when the text equals the quotation scalar by scalar. Otherwise width, case, script
  /// (Traditional or Simplified), white space or punctuation differ.
  public let isVerbatim: Bool
  /// The text of the span.
  public let text: String
  /// The sentence or sentences around the span, with at most 400 scalars on each side.
  public let sentence: String
  /// The range of `sentence`.
  public let sentenceSpan: TextSpan
}

/// A part of a quotation that an article contains.
public struct QuoteFragment: Sendable, Codable {
  public let text: String
  /// The range of the part in the quotation, in Unicode scalars.
  public let range: Range<Int>
  /// The earliest article that contains the part.
  public let article: QuotedArticle
}
