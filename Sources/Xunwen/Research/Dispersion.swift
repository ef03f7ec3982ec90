public import Calendar

/// The distribution of a word's occurrences over articles, sources and time.
public struct Dispersion: Sendable, Equatable, Codable {
  /// The number of articles with an occurrence.
  public let articles: Int
  /// The number of sources with an occurrence. Articles without a source are left out.
  public let sources: Int
  /// The number of periods with an occurrence. Articles whose date is unknown or too short are left
  /// out.
  public let periods: Int
  /// Gries's deviation of proportions over the sources: 0 when each source has its share of the
  /// occurrences, near 1 when a small source has all of them; nil with fewer than two sources, or
  /// without an occurrence in them.
  public let sourceDP: Double?
  /// Gries's deviation of proportions over the periods; nil as for sources.
  public let periodDP: Double?
}

/// The sources and periods of a text in which words are counted.
public struct TextParts: Sendable, Equatable, Codable {
  /// The length of a period.
  public let interval: CalendarInterval
  /// The number of sources.
  public let sources: Int
  /// The number of periods.
  public let periods: Int
  /// The number of articles without a source.
  public let articlesWithoutSource: Int
  /// The number of articles whose date is unknown or too short for the interval.
  public let articlesWithoutPeriod: Int
}

/// The deviation of proportions of an element over the parts of a text (S. Th. Gries, “Dispersions
/// and adjusted frequencies in corpora”, 2008):
///
///     DP = ½ Σ |cᵢ / C − sᵢ / N|
///
/// where part i has cᵢ of the element's C occurrences, and sᵢ of the text's N elements. A part
/// without an occurrence adds sᵢ / N. The sum is therefore computed from the parts with
/// occurrences, in integers, so that it does not depend on their order.
struct DeviationOfProportions: Sendable {
  /// C, in parts of the kind.
  let occurrences: Int
  /// N, of all parts of the kind.
  let total: Int
  /// Σ (|cᵢ N − sᵢ C| − sᵢ C), over the parts with occurrences.
  private var excess: Int128 = 0

  init(occurrences: Int, total: Int) {
    self.occurrences = occurrences
    self.total = total
  }

  mutating func add(occurrences count: Int, size: Int) {
    let expected = Int128(size) * Int128(occurrences)
    excess += abs(Int128(count) * Int128(total) - expected) - expected
  }

  /// nil without occurrences in parts of the kind.
  var value: Double? {
    let product = Int128(occurrences) * Int128(total)
    return product == 0 ? nil : Double(excess + product) / Double(2 * product)
  }
}
