public import Calendar
public import InvertedIndex
import Storage
import TextAnalysis

/// A number of articles with one value, such as a source.
public struct NamedCount: Sendable, Equatable, Codable {
  /// The value, such as the name of a source; empty when unknown.
  public let name: String
  /// The number of articles with the value.
  public let count: Int
}

/// The contents of an archive in numbers.
public struct ArchiveStatistics: Sendable, Codable {
  /// The files of one component of the index.
  public struct Component: Sendable, Equatable, Codable {
    /// The extension of the component's files.
    public let ending: String
    /// The bytes of all files with the extension.
    public let bytes: Int
  }

  /// A field with values.
  public struct Field: Sendable, Equatable, Codable {
    /// The name of the field.
    public let name: String
    /// The type of the values.
    public let type: FieldType
    /// The number of different values; of dates, the number of different years.
    public let values: Int
    /// The number of articles with a value.
    public let articles: Int
  }

  /// The number of live articles. All numbers but `deleted`, `terms` and bytes concern only these.
  public let articles: Int
  /// The number of superseded, replaced and deleted articles that are still in their segments.
  public let deleted: Int
  /// The number of segments.
  public let segments: Int
  /// The number of the commit.
  public let generation: Int
  /// The number of terms, summed over the dictionaries of all segments.
  public let terms: Int
  /// The number of units in titles and bodies.
  public let units: Int
  /// The mean length of an article, in units.
  public let averageLength: Double
  /// The earliest publication; nil when no article has a date.
  public let firstDate: CivilDateTime?
  /// The latest publication; nil when no article has a date.
  public let lastDate: CivilDateTime?
  /// The number of articles without a date.
  public let undated: Int
  /// The number of articles without a source.
  public let unsourced: Int
  /// The number of articles by source, in descending order.
  public let sources: [NamedCount]
  /// The fields of policy documents that have a value, and the declared fields.
  public let fields: [Field]
  /// The options by which files are read, by folder. Folders without options are left out.
  public let rules: [FolderRules]
  /// The sizes of the components, in the order of their extensions.
  public let files: [Component]
  /// The sum of the sizes in `files`.
  public let indexBytes: Int
  /// The bytes of the stored articles; part of `indexBytes`.
  public let storedBytes: Int
  /// The version of ICU that segmented the words of the index.
  public let icuVersion: String
  /// The version of the normalization rules.
  public let normalizerVersion: Int
}

extension Archive {
  /// The statistics of the open commit.
  ///
  /// - Throws: `StorageError` when a column is damaged.
  /// - Complexity: O(*n*) in the number of articles, and in the values of fields. Three columns are
  ///   read.
  public var statistics: ArchiveStatistics {
    get throws {
      let reader = searchers.reader
      let damage = reader.damageCount
      var sources: [String: Int] = [:]
      var undated = 0
      var units = 0
      var dates: (first: CivilDateTime?, last: CivilDateTime?)
      for segment in reader.segments {
        var counts = [Int](repeating: 0, count: segment.columns.sources.count)
        for document in 0..<UInt32(segment.documentCount) where segment.isLive(document) {
          counts[segment.columns.sourceOrdinal(of: document)] += 1
          units += Int(segment.length(of: document, in: .main))
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
      let fields = fieldStatistics(reader)
      try reader.checkDamage(since: damage)
      var files: [String: Int] = [:]
      for file in reader.segments.flatMap(\.info.files) {
        let ending = file.name.split(separator: ".").last.map(String.init) ?? ""
        files[ending, default: 0] += file.byteCount
      }
      let info = reader.segments.first?.info
      return ArchiveStatistics(
        articles: reader.liveCount, deleted: reader.statistics.documentCount - reader.liveCount,
        segments: reader.segments.count, generation: Int(reader.commit.generation),
        terms: reader.segments.reduce(0) { $0 + $1.terms.termCount },
        units: units, averageLength: Double(units) / Double(max(reader.liveCount, 1)),
        firstDate: dates.first, lastDate: dates.last, undated: undated,
        unsourced: sources[""] ?? 0,
        sources: sources.map { NamedCount(name: $0.key, count: $0.value) }
          .best(by: \.count, name: \.name),
        fields: fields, rules: try ledger.rules.folders,
        files: files.sorted { $0.key < $1.key }.map {
          ArchiveStatistics.Component(ending: $0.key, bytes: $0.value)
        },
        indexBytes: files.values.reduce(0, +),
        storedBytes: files[SegmentFormat.endings.stored] ?? 0,
        icuVersion: info?.icuVersion ?? AnalysisVersion.icuVersion,
        normalizerVersion: Int(info?.normalizerVersion ?? AnalysisVersion.normalizer))
    }
  }

  /// The files of the index, and the rules by which they are read.
  ///
  /// - Throws: `StorageError` when the ledger is damaged.
  var ledger: FileLedger {
    get throws { try searchers.reader.ledger().map { try FileLedger($0) } ?? FileLedger() }
  }

  private func fieldStatistics(_ reader: IndexReader) -> [ArchiveStatistics.Field] {
    var tallies = fields.all.map { FieldTally($0) }
    for segment in reader.segments {
      let live = (0..<UInt32(segment.documentCount)).filter { segment.isLive($0) }
      for index in tallies.indices { tallies[index].add(live, in: segment) }
    }
    return zip(fields.all, tallies).compactMap { field, tally in
      let articles = reader.liveCount - tally.unknown
      guard articles > 0 || fields.declared.contains(field) else { return nil }
      return ArchiveStatistics.Field(
        name: field.name, type: field.type, values: tally.distinct, articles: articles)
    }
  }
}
