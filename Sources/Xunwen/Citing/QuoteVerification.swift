/// Where a quotation stands in the articles of an archive.
public struct QuoteVerification: Sendable {
  /// The quotation, without white space at its ends.
  public let quote: String
  /// Articles that contain it, exactly.
  public let total: Int
  /// The earliest of them; those without a date are last.
  public let articles: [QuotedArticle]
  /// The longest beginning of the quotation that an article contains, and the longest ending: where no article contains
  /// it as a whole, and any contains as much as a unit of it.
  public let prefix: QuoteFragment?
  public let suffix: QuoteFragment?
  /// Time taken.
  public let elapsed: Duration
}

/// An article that contains a quotation.
public struct QuotedArticle: Sendable {
  /// The article, without a snippet; its rank is its place by date.
  public let hit: SearchHit
  /// Ascending; one at least.
  public let occurrences: [QuoteOccurrence]

  /// An occurrence is the same character by character, punctuation and white space included.
  public var isVerbatim: Bool { occurrences.contains { $0.isVerbatim } }
}

/// A place where a quotation stands.
public struct QuoteOccurrence: Sendable {
  /// From its first unit to its last; of what stands there verbatim, with the punctuation around them that the
  /// quotation has.
  public let span: TextSpan
  /// The same as the quotation, scalar by scalar. Otherwise width, case, script (Traditional or Simplified), white space
  /// or the kind of punctuation are another.
  public let isVerbatim: Bool
  /// What stands there.
  public let text: String
  /// The sentence or sentences around it, at most 400 scalars on either side.
  public let sentence: String
  /// Where `sentence` stands.
  public let sentenceSpan: TextSpan
}

/// A part of a quotation that an article contains.
public struct QuoteFragment: Sendable {
  public let text: String
  /// Where it stands in the quotation, in Unicode scalars.
  public let range: Range<Int>
  /// The earliest article that contains it.
  public let article: QuotedArticle
}
