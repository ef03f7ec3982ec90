public import Calendar
import InvertedIndex
import Storage

/// The articles without a date or without a source.
public struct IncompleteArticles: Sendable, Codable {
  /// An article that lacks a date, a source or both.
  public struct Entry: Sendable, Equatable, Codable {
    /// The article's id.
    public let id: String
    /// The title; empty when there is none.
    public let title: String
    /// The time of publication; nil when unknown.
    public let published: CivilDateTime?
    /// The source; empty when unknown.
    public let source: String
  }

  /// The listed articles, in ascending bytewise order of their ids.
  public let entries: [Entry]
  /// The number of articles without a date or without a source.
  public let count: Int
  /// The number of articles without a date.
  public let undated: Int
  /// The number of articles without a source.
  public let unsourced: Int
  /// The number of all articles.
  public let articles: Int
}

extension Archive {
  /// Returns the articles without a date or without a source.
  ///
  /// - Parameter limit: the largest number of articles to list.
  /// - Throws: `StorageError` when a column is damaged, `XunwenError.damagedArticle` when a listed
  ///   article cannot be read.
  /// - Complexity: O(*n*) in the number of articles, plus O(*m* log *m*) for *m* incomplete ones.
  public func incompleteArticles(limit: Int) throws -> IncompleteArticles {
    let reader = searchers.reader
    let damage = reader.damageCount
    var found: [(id: String, segment: Int, document: UInt32)] = []
    var (undated, unsourced) = (0, 0)
    for (number, segment) in reader.segments.enumerated() {
      let columns = segment.columns
      let withoutName = columns.sources.firstIndex(of: "")
      for document in 0..<UInt32(segment.documentCount) where segment.isLive(document) {
        let isUndated = columns.published(document) == nil
        let isUnsourced = columns.sourceOrdinal(of: document) == withoutName
        undated += isUndated ? 1 : 0
        unsourced += isUnsourced ? 1 : 0
        if isUndated || isUnsourced { found.append((columns.id(of: document), number, document)) }
      }
    }
    try reader.checkDamage(since: damage)
    found.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    let entries = try found.prefix(max(0, limit)).map { id, segment, document in
      let article = try reader.segments[segment].article(document)
      return IncompleteArticles.Entry(
        id: id, title: article.title, published: article.published, source: article.source)
    }
    return IncompleteArticles(
      entries: entries, count: found.count, undated: undated, unsourced: unsourced,
      articles: reader.liveCount)
  }
}
