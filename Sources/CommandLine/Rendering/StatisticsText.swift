import Xunwen

/// What an index holds, for people.
enum StatisticsText {
  /// Publishers shown; JSON has them all.
  private static let sourceLimit = 20

  static func text(of statistics: ArchiveStatistics) -> String {
    let facts = Columns.table(facts(of: statistics))
    let sources = statistics.sources.prefix(sourceLimit).map { source in
      let name = source.name.isEmpty ? "(none)" : VisibleText.line(source.name)
      return (name, Decimal.grouped(source.count))
    }
    let width = sources.map(\.1.count).max() ?? 0
    var text = facts + "\nsources\n"
    for (name, count) in sources { text += "  \(Columns.right(count, width))  \(name)\n" }
    let rest = statistics.sources.count - sources.count
    if rest > 0 { text += "  and \(Decimal.grouped(rest)) more\n" }
    return text
  }

  private static func facts(of statistics: ArchiveStatistics) -> [[String]] {
    let first = statistics.firstDate?.description ?? "?"
    let last = statistics.lastDate?.description ?? "?"
    var rows = [
      ["articles", Decimal.grouped(statistics.articles)],
      ["deleted", Decimal.grouped(statistics.deleted)],
      ["dates", statistics.firstDate == nil ? "none" : "\(first) to \(last)"],
      ["undated", Decimal.grouped(statistics.undated)],
      ["units", Decimal.grouped(statistics.units)],
      ["units/article", Decimal.fixed(statistics.averageLength, digits: 1)],
      ["terms", Decimal.grouped(statistics.terms)],
      ["segments", Decimal.grouped(statistics.segments)],
      ["generation", String(statistics.generation)],
      ["ICU", statistics.icuVersion],
      ["normalizer", String(statistics.normalizerVersion)],
      ["size", Decimal.bytes(statistics.indexBytes)],
    ]
    rows += statistics.files.map { ["  .\($0.ending)", Decimal.bytes($0.bytes)] }
    return rows
  }
}

/// What an index holds, for programs.
struct StatisticsRow: Encodable {
  let articles: Int
  let deleted: Int
  let segments: Int
  let generation: Int
  let terms: Int
  let units: Int
  let averageLength: Double
  let firstDate: Nullable<String>
  let lastDate: Nullable<String>
  let undated: Int
  let sources: [SourceRow]
  let files: [FileRow]
  let indexBytes: Int
  let storedBytes: Int
  let icuVersion: String
  let normalizerVersion: Int

  struct SourceRow: Encodable {
    let name: String
    let count: Int
  }

  struct FileRow: Encodable {
    let ending: String
    let bytes: Int
  }

  private enum CodingKeys: String, CodingKey {
    case articles, deleted, segments, generation, terms, units, undated, sources, files
    case averageLength = "average_length"
    case firstDate = "first_date"
    case lastDate = "last_date"
    case indexBytes = "index_bytes"
    case storedBytes = "stored_bytes"
    case icuVersion = "icu_version"
    case normalizerVersion = "normalizer_version"
  }

  init(_ statistics: ArchiveStatistics) {
    articles = statistics.articles
    deleted = statistics.deleted
    segments = statistics.segments
    generation = statistics.generation
    terms = statistics.terms
    units = statistics.units
    averageLength = statistics.averageLength.rounded(digits: 6)
    firstDate = Nullable(statistics.firstDate.map(\.description))
    lastDate = Nullable(statistics.lastDate.map(\.description))
    undated = statistics.undated
    sources = statistics.sources.map { SourceRow(name: $0.name, count: $0.count) }
    files = statistics.files.map { FileRow(ending: $0.ending, bytes: $0.bytes) }
    indexBytes = statistics.indexBytes
    storedBytes = statistics.storedBytes
    icuVersion = statistics.icuVersion
    normalizerVersion = statistics.normalizerVersion
  }
}
