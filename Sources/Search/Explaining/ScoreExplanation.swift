/// The numbers that multiply and add up to the score of a document.
///
/// The contributions of `terms`, added in order, give `score`, which equals the score of a search
/// to the last bit. `BM25` documents the formula.
public struct ScoreExplanation: Sendable, Codable {
  /// The kind of match of the document.
  public enum Match: String, Sendable, CaseIterable, Codable {
    /// The document matches the whole query.
    case full
    /// The document matches some clauses and may fill the page.
    case partial
    /// The document does not match.
    case none
  }

  /// The kind of match of the document.
  public let match: Match
  /// The score of the document; the sum of the contributions.
  public let score: Double
  /// All ranking terms in the order of addition, the largest weight first.
  public let terms: [TermScore]
  /// The number of documents, including deleted documents that are not merged away.
  public let documentCount: Int
  /// The parameters of the ranking formula.
  public let ranking: BM25
}

/// The contribution of one query term to the score of a document.
public struct TermScore: Sendable, Codable {
  /// The normalized text of the term.
  public let text: String
  /// The roles of the term in the query.
  public let roles: TermRoles
  /// True for a term of the tail field; false for a term of title and body.
  public let isInTail: Bool
  /// The weight in the query: the sum of the weights of its roles over all occurrences.
  public let weight: Double
  /// The number of documents that contain the term, including deleted documents.
  public let documentFrequency: Int
  /// The inverse document frequency of the term.
  public let idf: Double
  /// weight · idf · (k1 + 1), the upper bound of the contribution.
  public let scale: Double
  /// The occurrences in the document, including the title.
  public let occurrences: Int
  /// The occurrences in the title.
  public let titleOccurrences: Int
  /// occurrences + (titleWeight − 1) · titleOccurrences.
  public let frequency: Double
  /// The length of the document's field, in units.
  public let length: Int
  /// The mean length of the field over all documents, in units.
  public let averageLength: Double
  /// frequency / (frequency + k1 · (1 − b + b · length / averageLength)); 0 without the term.
  public let saturation: Double
  /// scale · saturation.
  public let contribution: Double
}
