import Articles
import Calendar
import InvertedIndex
import Search

/// The sources and the range of dates of an archive.
struct ColumnSummary {
  private let sources: [String: Int]
  /// The earliest and the latest date; nil when no article has a date.
  let first: CivilDate?
  let last: CivilDate?

  private static let maxSimilar = 5

  /// - Complexity: O(*n*) in the number of articles.
  init(_ reader: IndexReader) {
    var sources: [String: Int] = [:]
    var (first, last): (UInt32?, UInt32?)
    for segment in reader.segments {
      let columns = segment.columns
      var counts = [Int](repeating: 0, count: columns.sources.count)
      for document in 0..<UInt32(segment.documentCount) where segment.isLive(document) {
        counts[columns.sourceOrdinal(of: document)] += 1
        let date = columns.date(of: document)
        guard date > 0 else { continue }
        first = min(first ?? date, date)
        last = max(last ?? date, date)
      }
      for (ordinal, count) in counts.enumerated() where count > 0 {
        sources[columns.sources[ordinal], default: 0] += count
      }
    }
    self.sources = sources
    self.first = first.flatMap { CivilDate(packed: $0) }
    self.last = last.flatMap { CivilDate(packed: $0) }
  }

  /// Returns the names and patterns that no source has, without duplicates, with similar sources.
  func unknownSources(among names: [String]) -> [UnknownSource] {
    var unknown: [UnknownSource] = []
    for name in names where !unknown.contains(where: { $0.name == name }) {
      let source = SourceName(name.cleanedName())
      if sources.keys.contains(where: source.matches) { continue }
      unknown.append(UnknownSource(name: name, similar: sources(like: name)))
    }
    return unknown
  }

  /// Returns the sources whose names contain a name or are contained in it, then those that differ
  /// in few characters; of equally similar sources, those with the most articles first.
  private func sources(like name: String) -> [NamedCount] {
    let wanted = Self.key(name)
    let length = wanted.unicodeScalars.count
    guard length > 0 else { return [] }
    let edits = EditDistance(to: wanted, atMost: length < 5 ? 1 : 2)
    let similar = sources.compactMap { source, count -> (distance: Int, count: NamedCount)? in
      let key = Self.key(source)
      guard !key.isEmpty else { return nil }
      let contains = key.contains(wanted) || wanted.contains(key)
      guard let distance = contains ? 0 : edits.distance(to: key), distance < length else {
        return nil
      }
      return (distance, NamedCount(name: source, count: count))
    }
    return similar.sorted {
      ($0.distance, $1.count.count, $0.count.name) < ($1.distance, $0.count.count, $1.count.name)
    }.prefix(Self.maxSimilar).map(\.count)
  }

  /// The name in lower case without white space, invisible characters and placeholders.
  private static func key(_ name: String) -> String {
    name.cleanedName().lowercased().filter { !" *＊".contains($0) }
  }
}
