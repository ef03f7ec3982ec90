import Articles
import InvertedIndex
import Search

/// A source of a query or scope that no article has.
public struct UnknownSource: Sendable, Equatable, Codable {
  /// The name or pattern as written.
  public let name: String
  /// The names of sources that look similar, the most similar first; at most five.
  public let similar: [String]

  /// The largest number of similar names.
  public static let maxSimilar = 5
  private static let minimumSimilarity = 0.5

  /// The unknown sources among some names.
  ///
  /// - Complexity: O(*n*) in the different sources of all segments, for each name.
  static func all(among names: [String], in reader: IndexReader) throws -> [UnknownSource] {
    if names.isEmpty { return [] }
    let damage = reader.damageCount
    var known: Set<String> = []
    for segment in reader.segments {
      let sources = segment.columns.sources
      for ordinal in 0..<sources.count where !sources[ordinal].isEmpty {
        known.insert(sources[ordinal])
      }
    }
    try reader.checkDamage(since: damage)
    var unknown: [UnknownSource] = []
    for name in names where !unknown.contains(where: { $0.name == name }) {
      let source = SourceName(name.cleanedName())
      if known.contains(where: source.matches) { continue }
      let similar = known.map { (name: $0, similarity: source.similarity(to: $0)) }
        .filter { $0.similarity >= minimumSimilarity }
      unknown.append(
        UnknownSource(
          name: name,
          similar: similar.best(maxSimilar, by: \.similarity, name: \.name).map(\.name)))
    }
    return unknown
  }
}

extension PreparedQuery {
  /// The sources of the scope and the query that no article has, with similar names.
  ///
  /// - Complexity: O(*n*) in the different sources of all segments, for each name.
  public func unknownSources() throws -> [UnknownSource] {
    try UnknownSource.all(
      among: scope.sources + parsed.written.sourceNames, in: searchers.reader)
  }
}

extension QueryScope {
  /// The scope with the sources as articles have them.
  var cleaned: QueryScope {
    var scope = self
    scope.sources = sources.map { $0.cleanedName() }
    return scope
  }
}
