public import InvertedIndex

/// The collection and term statistics from which scores are computed.
///
/// By default, a search uses the statistics of its own commit. When several indexes are searched
/// with the sum of their statistics, each document gets the score that it would get in one index of
/// all documents.
public struct ScoringStatistics: Sendable, Equatable {
  /// The number of documents and the total lengths, including deleted documents.
  public let collection: CollectionStatistics
  /// The number of documents that contain each term, by the bytes of the term.
  private let documentFrequencies: [[UInt8]: Int]

  init(collection: CollectionStatistics, documentFrequencies: [[UInt8]: Int]) {
    self.collection = collection
    self.documentFrequencies = documentFrequencies
  }

  /// Returns the number of documents that contain a term; 0 for an unknown term.
  func documentFrequency(of term: [UInt8]) -> Int { documentFrequencies[term] ?? 0 }

  /// Adds the statistics of disjoint sets of documents.
  public static func + (a: Self, b: Self) -> Self {
    Self(
      collection: a.collection + b.collection,
      documentFrequencies: a.documentFrequencies.merging(b.documentFrequencies, uniquingKeysWith: +)
    )
  }
}
