/// How a document comes to its score for a query: numbers that multiply and add up to it.
///
/// `score` is the sum of the contributions in the order of `terms`, from 0, to the last bit what a search gives the
/// document. The formula stands at `BM25`.
public struct ScoreExplanation: Sendable, Codable {
  /// Whether a search finds the document.
  public enum Match: String, Sendable, CaseIterable, Codable {
    /// It has what the query asks for.
    case full
    /// Some clauses match: the document may fill the page.
    case partial
    case none
  }

  public let match: Match
  public let score: Double
  /// In the order in which they are added up, the weightiest first; also those that the document does not have.
  public let terms: [TermScore]
  /// Documents in the index, deleted ones that were not merged away included.
  public let documentCount: Int
  public let ranking: BM25
}

/// What one term of a query contributes to the score of a document.
public struct TermScore: Sendable, Codable {
  /// Normalized.
  public let text: String
  public let roles: TermRoles
  /// Whether it is looked for in tails; otherwise in headlines and bodies.
  public let isInTail: Bool
  /// In the query: the weights of its roles, for every occurrence there.
  public let weight: Double
  /// Documents that have the term, deleted ones that were not merged away included.
  public let documentFrequency: Int
  public let idf: Double
  /// weight · idf · (k1 + 1): what the term contributes at most.
  public let scale: Double
  /// Occurrences in the document, those in the headline included.
  public let occurrences: Int
  /// Occurrences in the headline.
  public let titleOccurrences: Int
  /// occurrences + (titleWeight − 1) · occurrences in the headline.
  public let frequency: Double
  /// Of the document's field, in units.
  public let length: Int
  /// Mean of all documents, in units.
  public let averageLength: Double
  /// frequency / (frequency + k1 · (1 − b + b · length / average length)); 0 without the term.
  public let saturation: Double
  /// scale · saturation.
  public let contribution: Double
}
