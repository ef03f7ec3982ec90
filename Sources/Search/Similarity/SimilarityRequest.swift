public import Calendar

/// A request for similar documents.
public struct SimilarityRequest: Sendable {
  /// The sources to search; empty for all.
  public var sources: [String] = []
  /// The dates of publication to search; nil for all.
  public var dates: DateRange?
  public var limit = 10
  public var ranking = BM25()
  /// The largest number of terms to compare.
  public var termCount = SimilarityRequest.usualTermCount

  /// The best number of terms in the measurements of docs/CITING.md.
  public static let usualTermCount = 40

  public init() {}
}

/// A term that distinguishes a document from others.
public struct CharacteristicTerm: Sendable, Hashable, Codable {
  /// The normalized text of the term.
  public let text: String
  public let roles: TermRoles
  /// The weight in the ranking of similar documents.
  public let weight: Double
  /// The number of documents that contain the term, including deleted documents that are not merged
  /// away.
  public let documentFrequency: Int
}

/// The documents that are similar to a text.
public struct SimilarityResult: Sendable {
  /// The documents, the most similar first.
  public let hits: [SearchResult.Hit]
  /// The compared terms, the most characteristic first.
  public let terms: [CharacteristicTerm]
}
