public import Calendar

/// What to compare documents by, and how much of the answer is wanted.
public struct SimilarityRequest: Sendable {
  /// Publishers to search, all when empty.
  public var sources: [String] = []
  /// Days of publication to search.
  public var dates: DateRange?
  public var limit = 10
  public var ranking = BM25()
  /// Terms to compare by, at most.
  public var termCount = SimilarityRequest.usualTermCount

  /// More find nothing better, and fewer less: docs/CITING.md has the numbers.
  public static let usualTermCount = 40

  public init() {}
}

/// A term that says much of a document.
public struct CharacteristicTerm: Sendable, Hashable, Codable {
  /// Normalized.
  public let text: String
  public let roles: TermRoles
  /// In the ranking of similar documents.
  public let weight: Double
  /// Documents that have it, deleted ones that were not merged away included.
  public let documentFrequency: Int
}

/// The documents most like another, best first.
public struct SimilarityResult: Sendable {
  public let hits: [SearchResult.Hit]
  /// What they were compared by, the most characteristic first.
  public let terms: [CharacteristicTerm]
}
