import Calendar
import InvertedIndex
import Search
import Storage
import TextAnalysis

/// An attribute by which articles are counted.
public enum Facet: Sendable, Hashable {
  /// The source of the article.
  case source
  /// The year of publication.
  case year
  /// The month of publication.
  case month
  /// Each of the article's tags.
  case tag
  /// The values of a field of policy documents or a declared field, in any form of its name. Dates
  /// are counted by year.
  case field(String)

  /// The facets that do not depend on the index.
  public static let builtIn: [Facet] = [.source, .year, .month, .tag]

  /// The facet with a name: one of `builtIn`, or the name of a field.
  public init(named name: String) {
    self = Self.builtIn.first { $0.name == name } ?? .field(name)
  }

  /// `source`, `year`, `month`, `tag`, or the name of a field.
  public var name: String {
    switch self {
    case .source: "source"
    case .year: "year"
    case .month: "month"
    case .tag: "tag"
    case .field(let name): name
    }
  }
}

extension Facet: Codable {
  public init(from decoder: any Decoder) throws { self.init(named: try String(from: decoder)) }
  public func encode(to encoder: any Encoder) throws { try name.encode(to: encoder) }
}

/// The number of articles by value of a facet.
public struct FacetCounts: Sendable, Equatable, Codable {
  /// A value of the facet, and its frequency.
  public struct Value: Sendable, Equatable, Codable {
    /// The name of a source, `2023`, `2023-06`, a tag, or the value of a field.
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
  /// - Throws: `XunwenError.unknownField` also.
  /// - Complexity: O(*n*) in the matching articles; for tags and fields, in the occurrences of all
  ///   their values.
  public func facets(_ facets: [Facet], limit: Int = 10) throws -> [FacetCounts] {
    var tallies = try facets.map { try FacetTally($0, among: searchers.fields) }
    try results().forEachSegment { documents, segment in
      for index in tallies.indices { tallies[index].add(documents, in: segment) }
    }
    return tallies.map { $0.counts(limit: limit) }
  }
}

/// The counts of one facet so far.
private struct FacetTally {
  private let facet: Facet
  /// The field of a facet by field.
  private let field: IndexField?
  /// The number of articles by value; nil is the key of articles without one.
  private var named: [String?: Int] = [:]
  private var values: FieldTally?

  init(_ facet: Facet, among fields: FieldCatalog) throws(XunwenError) {
    guard case .field(let name) = facet else {
      (self.facet, field) = (facet, nil)
      return
    }
    guard let field = fields.field(named: name) else {
      throw .unknownField(
        name, fields: Facet.builtIn.map(\.name) + fields.all.map(\.name))
    }
    self.facet = .field(field.name)
    self.field = field
    values = FieldTally(field)
  }

  /// True when the values are listed in the order of time instead of frequency.
  private var isTime: Bool { facet == .year || facet == .month || field?.type == .date }

  mutating func add(_ documents: [UInt32], in segment: SegmentReader) {
    let columns = segment.columns
    switch facet {
    case .source:
      add(documents, by: columns.sourceOrdinal) { columns.sources[$0].nonEmpty }
    case .year:
      add(
        documents, by: { Int(columns.date(of: $0)) / 10_000 },
        name: { CivilDate(year: $0)?.description })
    case .month:
      add(documents) {
        Int(columns.date(of: $0)) / 100
      } name: { month in
        month % 100 == 0 ? nil : CivilDate(year: month / 100, month: month % 100)?.description
      }
    case .tag: addTags(documents, in: segment)
    case .field: values?.add(documents, in: segment)
    }
  }

  /// Visits every tag of the segment.
  private mutating func addTags(_ documents: [UInt32], in segment: SegmentReader) {
    guard var counter = TermCounter(documents, in: segment) else { return }
    let prefix = Term(kind: .tag, field: .main, utf8: []).bytes
    segment.terms.forEach(prefix: prefix) { term, info in
      let count = counter.count(info)
      if count > 0 { named[String(decoding: term.dropFirst(), as: UTF8.self), default: 0] += count }
    }
    named[nil, default: 0] += counter.documentsWithoutTerm
  }

  private mutating func add(
    _ documents: [UInt32], by key: (UInt32) -> Int, name: (Int) -> String?
  ) {
    var counts: [Int: Int] = [:]
    for document in documents { counts[key(document), default: 0] += 1 }
    for (key, count) in counts { named[name(key), default: 0] += count }
  }

  func counts(limit: Int) -> FacetCounts {
    let named = values?.named ?? named
    let known = named.compactMap { name, articles in
      name.map { FacetCounts.Value(name: $0, articles: articles) }
    }.filter { $0.articles > 0 }
    let values = known.best(limit, by: \.articles, name: \.name)
    return FacetCounts(
      facet: facet, values: isTime ? values.sorted { $0.name < $1.name } : values,
      distinct: known.count, unknown: named[nil] ?? 0)
  }
}

extension String {
  var nonEmpty: String? { isEmpty ? nil : self }
}
