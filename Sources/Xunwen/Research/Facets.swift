import Calendar
import InvertedIndex
import Storage
import TextAnalysis

/// An attribute by which articles are counted.
public enum Facet: String, Sendable, CaseIterable, Codable {
  /// The source of the article.
  case source
  /// The year of publication.
  case year
  /// The month of publication.
  case month
  /// Each of the article's tags.
  case tag

  /// True when the values are listed in the order of time instead of frequency.
  var isTime: Bool { self == .year || self == .month }

  /// Returns the number of documents by value; nil is the key of documents without a value.
  fileprivate func counts(of documents: [UInt32], in segment: SegmentReader) -> [String?: Int] {
    let columns = segment.columns
    switch self {
    case .source:
      return Self.tally(documents, by: columns.sourceOrdinal) { columns.sources[$0].nonEmpty }
    case .year:
      return Self.tally(
        documents, by: { Int(columns.date(of: $0)) / 10_000 },
        name: { CivilDate(year: $0)?.description })
    case .tag: return Self.tally(documents, byTagsIn: segment)
    case .month:
      return Self.tally(documents) {
        Int(columns.date(of: $0)) / 100
      } name: { month in
        month % 100 == 0 ? nil : CivilDate(year: month / 100, month: month % 100)?.description
      }
    }
  }

  /// Visits every tag of the segment.
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

/// The number of articles by value of a facet.
public struct FacetCounts: Sendable, Equatable, Codable {
  /// A value of the facet, and its frequency.
  public struct Value: Sendable, Equatable, Codable {
    /// The name of a source, `2023`, `2023-06`, or a tag.
    public let name: String
    /// The number of articles with the value.
    public let articles: Int
  }

  /// The attribute by which the articles were counted.
  public let facet: Facet
  /// The most frequent values. Years and months are in the order of time; other values are in
  /// descending order of frequency, and values of equal frequency are sorted by name.
  public let values: [Value]
  /// The number of different values, before the limit is applied.
  public let distinct: Int
  /// The number of articles without a value.
  public let unknown: Int
}

extension PreparedQuery {
  /// Counts the articles that match the query, as `count()` does, by facets. No article is read.
  ///
  /// - Parameter limit: the number of values of each facet; 0 for all.
  /// - Returns: the counts in the order of `facets`.
  /// - Complexity: O(*n*) in the matching articles; for tags, in the occurrences of all tags.
  public func facets(_ facets: [Facet], limit: Int = 10) throws -> [FacetCounts] {
    let results = try results()
    var counts = [[String?: Int]](repeating: [:], count: facets.count)
    try results.forEachSegment { documents, segment in
      for (index, facet) in facets.enumerated() {
        counts[index].merge(facet.counts(of: documents, in: segment), uniquingKeysWith: +)
      }
    }
    return zip(facets, counts).map { facet, counts in
      let known = counts.compactMap { name, articles in
        name.map { FacetCounts.Value(name: $0, articles: articles) }
      }
      let values = known.best(limit, by: \.articles, name: \.name)
      return FacetCounts(
        facet: facet, values: facet.isTime ? values.sorted { $0.name < $1.name } : values,
        distinct: known.count, unknown: counts[nil] ?? 0)
    }
  }
}

extension String {
  var nonEmpty: String? { isEmpty ? nil : self }
}
