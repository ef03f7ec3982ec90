public import Calendar
import InvertedIndex
import Storage
import TextAnalysis

/// What an archive holds.
public struct ArchiveStatistics: Sendable {
  public let articles: Int
  /// Articles that were replaced or deleted, still in their segments.
  public let deleted: Int
  public let segments: Int
  /// Counts the commits of the index.
  public let generation: Int
  /// Terms in the dictionaries of all segments, counted in each.
  public let terms: Int
  /// Units in headlines and bodies.
  public let units: Int
  /// Mean length of an article, in units.
  public let averageLength: Double
  public let firstDate: CivilDateTime?
  public let lastDate: CivilDateTime?
  /// Articles without a date.
  public let undated: Int
  /// Articles by publisher, the most productive first.
  public let sources: [(name: String, count: Int)]
  /// Bytes by component, named by the ending of its files.
  public let files: [(ending: String, bytes: Int)]
  public let indexBytes: Int
  public let storedBytes: Int
  /// ICU that cut the words of the index.
  public let icuVersion: String
  /// Version of the normalization rules.
  public let normalizerVersion: Int
}

extension Archive {
  /// Counts what the archive holds.
  ///
  /// - Throws: `StorageError` when one of the columns is damaged.
  /// - Complexity: O(*n*) in the number of articles: two columns are read.
  public var statistics: ArchiveStatistics {
    get throws {
      let reader = self.reader
      let damage = reader.damageCount
      var sources: [String: Int] = [:]
      var undated = 0
      var dates: (first: CivilDateTime?, last: CivilDateTime?)
      for segment in reader.segments {
        var counts = [Int](repeating: 0, count: segment.columns.sources.count)
        for document in 0..<UInt32(segment.documentCount) where segment.isLive(document) {
          counts[segment.columns.sourceOrdinal(of: document)] += 1
          guard let date = segment.columns.published(document) else {
            undated += 1
            continue
          }
          if dates.first.map({ date < $0 }) ?? true { dates.first = date }
          if dates.last.map({ $0 < date }) ?? true { dates.last = date }
        }
        for (ordinal, count) in counts.enumerated() where count > 0 {
          sources[segment.columns.sources[ordinal], default: 0] += count
        }
      }
      try reader.checkDamage(since: damage)
      var files: [String: Int] = [:]
      for file in reader.segments.flatMap(\.info.files) {
        files[file.name.split(separator: ".").last.map(String.init) ?? "", default: 0] +=
          file.byteCount
      }
      let statistics = reader.statistics
      return ArchiveStatistics(
        articles: reader.liveCount, deleted: statistics.documentCount - reader.liveCount,
        segments: reader.segments.count, generation: Int(reader.commit.generation),
        terms: reader.segments.reduce(0) { $0 + $1.terms.termCount },
        units: Int(statistics.totalLength), averageLength: statistics.averageLength(of: .main),
        firstDate: dates.first, lastDate: dates.last, undated: undated,
        sources: sources.map { ($0.key, $0.value) }.sorted {
          ($1.1, $0.0) < ($0.1, $1.0)
        },
        files: files.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
        indexBytes: files.values.reduce(0, +),
        storedBytes: files[SegmentFormat.endings.stored] ?? 0,
        icuVersion: reader.segments.first?.info.icuVersion ?? AnalysisVersion.icuVersion,
        normalizerVersion: Int(
          reader.segments.first?.info.normalizerVersion ?? AnalysisVersion.normalizer))
    }
  }
}
