import Articles
import InvertedIndex
import Search

/// A source of a query or scope that no article has.
public struct UnknownSource: Sendable, Equatable, Codable {
  /// The name or pattern as written.
  public let name: String
  /// The sources with the most similar names, with their articles; at most five.
  public let similar: [NamedCount]
}

extension PreparedQuery {
  /// The sources of the scope and of the query that no article has, with similar names.
  ///
  /// - Complexity: O(*n*) in the different sources of all segments, for each name; with an unknown
  ///   source, also O(*n*) in the number of articles.
  public func unknownSources() throws -> [UnknownSource] {
    let reader = searchers.reader
    let damage = reader.damageCount
    let names = sourceNames.filter { name in
      let source = SourceName(name.cleanedName())
      return !reader.segments.contains { segment in
        let sources = segment.columns.sources
        return (0..<sources.count).contains { source.matches(sources[$0]) }
      }
    }
    let unknown = names.isEmpty ? [] : ColumnSummary(reader).unknownSources(among: names)
    try reader.checkDamage(since: damage)
    return unknown
  }

  /// The names of sources in the scope and in the query, as written.
  var sourceNames: [String] { scope.sources + parsed.written.sourceNames }
}
