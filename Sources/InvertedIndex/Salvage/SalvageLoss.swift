/// Articles of a segment that could not be read.
public struct SalvageLoss: Sendable, Equatable, Codable {
  /// The state of the file with the articles.
  public enum Reason: String, Sendable, Codable {
    /// The file does not exist.
    case missing
    /// The file exists and cannot be read.
    case unreadable
    /// The file belongs to another segment.
    case foreign
    /// The file has damaged or foreign blocks.
    case damaged
  }

  /// The name of the file with the articles.
  public let file: String
  /// The state of the file.
  public let reason: Reason
  /// The byte ranges of the file without a readable article.
  public let bytes: [Range<Int>]
  /// The number of lost articles; nil when unknown.
  public let articles: Int?
  /// The ids of the lost articles that are known.
  public let ids: [String]

  /// True when the file does not exist.
  public var isFileMissing: Bool { reason == .missing }
}

/// Articles in a file of the index that belong to no segment of it.
public struct ForeignArticles: Sendable, Equatable, Codable {
  /// The name of the file with the articles.
  public let file: String
  /// The ids of the articles.
  public internal(set) var ids: [String]
}
