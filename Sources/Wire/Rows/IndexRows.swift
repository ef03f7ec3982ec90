public import Xunwen

extension DataRows {
  /// The contents and the size of an index.
  public init(_ statistics: ArchiveStatistics) {
    self.init([
      "articles": .integer(statistics.articles), "deleted": .integer(statistics.deleted),
      "segments": .integer(statistics.segments), "generation": .integer(statistics.generation),
      "terms": .integer(statistics.terms), "units": .integer(statistics.units),
      "average_length": .rounded(statistics.averageLength),
      "first_date": .optional(statistics.firstDate?.description),
      "last_date": .optional(statistics.lastDate?.description),
      "undated": .integer(statistics.undated),
      "sources": .objects(statistics.sources) {
        ["name": .text($0.name), "count": .integer($0.count)]
      },
      "files": .objects(statistics.files) {
        ["ending": .text($0.ending), "bytes": .integer($0.bytes)]
      },
      "index_bytes": .integer(statistics.indexBytes),
      "stored_bytes": .integer(statistics.storedBytes),
      "icu_version": .text(statistics.icuVersion),
      "normalizer_version": .integer(statistics.normalizerVersion),
    ])
  }

  /// The findings of a check. Ranges of bytes exclude their end.
  public init(_ report: CheckReport) {
    self.init([
      "level": .text(report.level.rawValue), "clean": .flag(report.isClean),
      "generation": .optional(report.generation), "segments": .integer(report.segments),
      "articles": .integer(report.articles), "files": .integer(report.files),
      "bytes": .integer(report.bytes),
      "findings": .objects(report.findings) {
        [
          "file": .nonEmpty($0.file), "start": .optional($0.bytes?.lowerBound),
          "end": .optional($0.bytes?.upperBound), "problem": .text($0.problem),
          "articles": .optional($0.articles),
        ]
      },
      "omitted": .integer(report.omitted), "unneeded": .texts(report.unneeded),
      "foreign_words": .objects(report.foreignWords) {
        ["segment": .text($0.segment), "icu_version": .text($0.icuVersion)]
      }, "elapsed_ms": .milliseconds(report.elapsed, digits: 1),
    ])
  }

  /// The articles saved and lost by a repair. Ranges of bytes exclude their end.
  public init(_ report: RepairReport) {
    let losses = report.losses.map { loss -> DataRow in
      [
        "file": .text(loss.file), "missing": .flag(loss.isFileMissing),
        "bytes": .objects(loss.bytes) {
          ["start": .integer($0.lowerBound), "end": .integer($0.upperBound)]
        }, "articles": .optional(loss.articles), "ids": .texts(loss.ids),
      ]
    }
    self.init([
      "complete": .flag(report.isComplete), "saved": .integer(report.saved),
      "lost": .integer(report.lost), "deleted": .integer(report.deleted),
      "replaced": .integer(report.replaced), "losses": .objects(losses),
      "without_deletions": .texts(report.withoutDeletions),
      "elapsed_ms": .milliseconds(report.elapsed, digits: 1),
    ])
  }

  /// A copy of an index.
  public init(_ summary: SnapshotSummary) {
    self.init([
      "generation": .integer(summary.generation), "articles": .integer(summary.articles),
      "segments": .integer(summary.segments), "files": .integer(summary.files),
      "linked_files": .integer(summary.linkedFiles), "bytes": .integer(summary.bytes),
    ])
  }

  /// Entries of the dictionary: a word, or words that are synonyms.
  public init(dictionary entries: [[String]]) {
    self.init { emit in for words in entries { try emit(["words": .texts(words)]) } }
  }
}
