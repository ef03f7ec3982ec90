import Calendar
import InvertedIndex
import Storage
import TextAnalysis

/// Something that articles can be counted by.
public enum Facet: String, Sendable, CaseIterable {
  /// The publisher.
  case source
  /// The year of publication.
  case year
  /// The month of publication.
  case month
  /// Each of the article's tags.
  case tag
}

/// How many articles have each value of a facet.
public struct FacetCounts: Sendable, Equatable {
  public struct Value: Sendable, Equatable {
    /// A publisher's name, `2023`, `2023-06`, or a tag.
    public let name: String
    public let articles: Int
  }

  public let facet: Facet
  /// The most frequent first, and of equally frequent ones in the order of their names; as many as were asked for.
  public let values: [Value]
  /// How many different values there are, shown or not.
  public let distinct: Int
  /// Articles without a value: of no known publisher, without a date, of an unknown month, or without tags.
  public let unknown: Int
}

extension Archive {
  /// Counts the articles that match a query by some facets, exactly; no article is read.
  ///
  /// - Parameters:
  ///   - query: as in `search`.
  ///   - options: publishers, dates and `match`: any clause with `MatchMode.any`, else all; articles that match in part
  ///     are not counted.
  ///   - limit: values of each facet, 0 for all.
  /// - Returns: the counts, in the order of `facets`.
  /// - Throws: `QuerySyntaxError`; `StorageError` when the index is damaged where the answer is.
  /// - Complexity: O(*n*) in the articles that match, a look at a column for each; for tags O(occurrences) of all.
  public func facets(
    _ facets: [Facet], of query: String, options: SearchOptions = SearchOptions(), limit: Int = 10
  ) throws -> [FacetCounts] {
    let results = try searchers.results(of: query, options)
    var counts = [[String?: Int]](repeating: [:], count: facets.count)
    try results.forEachSegment { documents, segment in
      for (index, facet) in facets.enumerated() {
        counts[index].merge(facet.counts(of: documents, in: segment), uniquingKeysWith: +)
      }
    }
    return zip(facets, counts).map { FacetCounts($0, $1, limit: limit) }
  }
}

extension FacetCounts {
  /// - Parameter counts: by value; under nil the articles without one.
  fileprivate init(_ facet: Facet, _ counts: [String?: Int], limit: Int) {
    var counts = counts
    unknown = counts.removeValue(forKey: nil) ?? 0
    self.facet = facet
    distinct = counts.count
    let sorted = counts.map { Value(name: $0.key ?? "", articles: $0.value) }
      .sorted { ($1.articles, $0.name) < ($0.articles, $1.name) }
    values = Array(sorted.prefix(limit > 0 ? limit : sorted.count))
  }
}

extension Facet {
  /// How many documents of a segment have each value; under nil those without one.
  fileprivate func counts(of documents: [UInt32], in segment: SegmentReader) -> [String?: Int] {
    let columns = segment.columns
    switch self {
    case .source:
      return Self.tally(documents, by: columns.sourceOrdinal) { columns.sources[$0].nonEmpty }
    case .year:
      return Self.tally(documents) {
        Int(columns.date(of: $0)) / 10_000
      } name: {
        CivilDate(year: $0)?.description
      }
    case .tag: return Self.tally(documents, byTagsIn: segment)
    case .month:
      return Self.tally(documents) {
        Int(columns.date(of: $0)) / 100
      } name: { month in
        month % 100 == 0
          ? nil : CivilDate(year: month / 100, month: month % 100)?.description
      }
    }
  }

  /// Tags are terms: each is looked at.
  private static func tally(
    _ documents: [UInt32], byTagsIn segment: SegmentReader
  ) -> [String?: Int] {
    var wanted = FixedBitSet(count: segment.documentCount)
    for document in documents { wanted.insert(Int(document)) }
    guard let first = documents.first, let last = documents.last else { return [:] }
    var tagged = DocumentUnion(in: segment)
    var named: [String?: Int] = [:]
    let prefix = Term(kind: .tag, field: .main, utf8: []).bytes
    segment.terms.forEach(prefix: prefix) { term, info in
      tagged.insert(info, around: first...last)
      let count = segment.cursor(for: info, in: .main).count(in: wanted, around: first...last)
      if count > 0 { named[String(decoding: term.dropFirst(), as: UTF8.self)] = count }
    }
    let untagged = documents.count - tagged.bits.intersectionCount(wanted)
    if untagged > 0 { named[nil] = untagged }
    return named
  }

  /// Counts documents by a number, then names the numbers: they are few.
  private static func tally(
    _ documents: [UInt32], by key: (UInt32) -> Int, name: (Int) -> String?
  ) -> [String?: Int] {
    var counts: [Int: Int] = [:]
    for document in documents { counts[key(document), default: 0] += 1 }
    var named: [String?: Int] = [:]
    for (key, count) in counts { named[name(key), default: 0] += count }
    return named
  }
}

extension String {
  /// Nil when empty.
  var nonEmpty: String? { isEmpty ? nil : self }
}
