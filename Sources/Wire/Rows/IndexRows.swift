public import Xunwen

extension DataRows {
  /// The contents and the size of an index.
  public init(_ statistics: ArchiveStatistics) {
    let sources = statistics.sources.map { source -> DataRow in
      ["name": .text(source.name), "count": .integer(source.count)]
    }
    let files = statistics.files.map { file -> DataRow in
      ["ending": .text(file.ending), "bytes": .integer(file.bytes)]
    }
    self.init([
      "articles": .integer(statistics.articles), "deleted": .integer(statistics.deleted),
      "segments": .integer(statistics.segments), "generation": .integer(statistics.generation),
      "terms": .integer(statistics.terms), "units": .integer(statistics.units),
      "average_length": .rounded(statistics.averageLength),
      "first_date": .optional(statistics.firstDate?.description),
      "last_date": .optional(statistics.lastDate?.description),
      "undated": .integer(statistics.undated), "sources": .objects(sources),
      "files": .objects(files), "index_bytes": .integer(statistics.indexBytes),
      "stored_bytes": .integer(statistics.storedBytes),
      "icu_version": .text(statistics.icuVersion),
      "normalizer_version": .integer(statistics.normalizerVersion),
    ])
  }

  /// The findings of a check. Ranges of bytes exclude their end.
  public init(_ report: CheckReport) {
    let findings = report.findings.map { finding -> DataRow in
      [
        "file": .nonEmpty(finding.file), "start": .optional(finding.bytes?.lowerBound),
        "end": .optional(finding.bytes?.upperBound), "problem": .text(finding.problem),
        "articles": .optional(finding.articles),
      ]
    }
    let foreign = report.foreignWords.map { words -> DataRow in
      ["segment": .text(words.segment), "icu_version": .text(words.icuVersion)]
    }
    self.init([
      "level": .text(report.level.rawValue), "clean": .flag(report.isClean),
      "generation": .optional(report.generation), "segments": .integer(report.segments),
      "articles": .integer(report.articles), "files": .integer(report.files),
      "bytes": .integer(report.bytes), "findings": .objects(findings),
      "omitted": .integer(report.omitted), "unneeded": .texts(report.unneeded),
      "foreign_words": .objects(foreign), "elapsed_ms": .milliseconds(report.elapsed, digits: 1),
    ])
  }

  /// The articles saved and lost by a repair. Ranges of bytes exclude their end.
  public init(_ report: RepairReport) {
    let losses = report.losses.map { loss -> DataRow in
      let bytes = loss.bytes.map { bytes -> DataRow in
        ["start": .integer(bytes.lowerBound), "end": .integer(bytes.upperBound)]
      }
      return [
        "file": .text(loss.file), "missing": .flag(loss.isFileMissing), "bytes": .objects(bytes),
        "articles": .optional(loss.articles), "ids": .texts(loss.ids),
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
