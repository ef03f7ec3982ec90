import Xunwen

/// Naive counts of strings over articles, sources and months: every occurrence is kept in a list.
struct NaiveCounts {
  private struct Occurrence {
    let text: String
    let article: Int
    let source: String?
    let month: String?
  }

  private var occurrences: [String: [Occurrence]] = [:]
  private var article = 0
  private var sourceSizes: [String: Int] = [:]
  private var monthSizes: [String: Int] = [:]
  private(set) var total = 0

  /// Adds the strings of an article.
  mutating func add(_ strings: [String], of article: Article) {
    let source = article.source.isEmpty ? nil : article.source
    let date = article.published.map { String($0.description.prefix(7)) }
    let month = date?.count == 7 ? date : nil
    for string in strings {
      occurrences[string, default: []].append(
        Occurrence(text: string, article: self.article, source: source, month: month))
      if let source { sourceSizes[source, default: 0] += 1 }
      if let month { monthSizes[month, default: 0] += 1 }
    }
    self.article += 1
    total += strings.count
  }

  var strings: [String] { Array(occurrences.keys) }
  var sourceCount: Int { sourceSizes.count }
  var monthCount: Int { monthSizes.count }

  func frequency(_ string: String) -> Int { occurrences[string]?.count ?? 0 }

  /// The number of articles with a string.
  func articles(_ string: String) -> Int { Set((occurrences[string] ?? []).map(\.article)).count }

  /// True when a dispersion equals the counts of the string.
  func agrees(_ string: String, _ dispersion: Dispersion) -> Bool {
    let found = occurrences[string] ?? []
    let sources = found.compactMap(\.source)
    let months = found.compactMap(\.month)
    return dispersion.articles == articles(string)
      && dispersion.sources == Set(sources).count && dispersion.periods == Set(months).count
      && Self.isClose(dispersion.sourceDP, Self.deviation(sources, sourceSizes))
      && Self.isClose(dispersion.periodDP, Self.deviation(months, monthSizes))
  }

  private static func isClose(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) < 1e-9
  }

  /// Half of the sum of |c / C − s / N| over all parts.
  private static func deviation(_ names: [String], _ sizes: [String: Int]) -> Double? {
    guard sizes.count > 1, !names.isEmpty else { return nil }
    let total = Double(sizes.values.reduce(0, +))
    return sizes.map { name, size in
      abs(Double(names.count { $0 == name }) / Double(names.count) - Double(size) / total) / 2
    }.reduce(0, +)
  }
}

extension Article {
  /// The zones, analyzed naively.
  func naiveZones() throws -> [NaiveZone] {
    try zones.map { try NaiveZone.cached(String(decoding: text[$0.range], as: UTF8.self)) }
  }
}
