public import Xunwen

extension DataRows {
  /// The result of an update.
  ///
  /// - Parameter failures: the failures to list; the field `failures` counts all of them.
  public init(_ summary: IndexingSummary, failures: [ArticleError]) {
    self.init([
      "added": .integer(summary.added), "changed": .integer(summary.changed),
      "unchanged": .integer(summary.unchanged), "removed": .integer(summary.removed),
      "kept": .integer(summary.kept),
      "superseded": .integer(summary.superseded), "articles": .integer(summary.articles),
      "generation": .integer(summary.generation), "commits": .integer(summary.commits),
      "interrupted": .flag(summary.isInterrupted), "files": .integer(summary.files),
      "unchanged_files": .integer(summary.unchangedFiles), "bytes": .integer(summary.bytes),
      "undated": .integer(summary.undated), "unsourced": .integer(summary.unsourced),
      "repaired": .integer(summary.repaired),
      "repairs": .objects(summary.repairs) { DataRow($0) },
      "encodings": .objects(summary.encodings) {
        ["name": .text($0.name), "count": .integer($0.count)]
      },
      "misfits": .objects(summary.misfits) {
        ["name": .text($0.name), "count": .integer($0.count)]
      },
      "reindexed": .integer(summary.reindexed), "rules": .object(DataRow(summary.rules)),
      "former_rules": summary.formerRules.map { .object(DataRow($0)) } ?? .null,
      "reread": .integer(summary.reread),
      "failures": .integer(summary.failures), "failed": .failures(failures),
      "error": .null, "skipped": .skipped(summary.skipped),
      "merges": .integer(summary.merges), "merge_failure": .optional(summary.mergeFailure),
      "segments": .integer(summary.segments), "index_bytes": .integer(summary.indexBytes),
      "stored_bytes": .integer(summary.storedBytes),
      "elapsed_ms": .milliseconds(summary.elapsed, digits: 1),
    ])
  }

  /// The error of an update that ended before its summary.
  ///
  /// - Parameters:
  ///   - count: the number of failures before the error.
  ///   - failures: the failures to list.
  public init(_ error: any Error, count: Int, failures: [ArticleError]) {
    var commits = 0
    var skipped = FieldValue.null
    switch error {
    case XunwenError.endedEarly(let count, _): commits = count
    case XunwenError.nothingToIndex(_, let files): skipped = .skipped(files)
    default: break
    }
    self.init([
      "error": .text("\(error)"), "commits": .integer(commits), "failures": .integer(count),
      "failed": .failures(failures), "skipped": skipped,
    ])
  }

  /// The articles without a date or without a source, then a summary.
  public init(_ found: IncompleteArticles) {
    self.init { emit in
      for entry in found.entries { try emit(DataRow(entry).with(["type": "article"])) }
      try emit([
        "type": "summary", "articles": .integer(found.articles),
        "incomplete": .integer(found.count), "undated": .integer(found.undated),
        "unsourced": .integer(found.unsourced),
      ])
    }
  }

  /// The contents and the size of an index.
  public init(_ statistics: ArchiveStatistics) {
    self.init([
      "articles": .integer(statistics.articles), "deleted": .integer(statistics.deleted),
      "segments": .integer(statistics.segments), "generation": .integer(statistics.generation),
      "terms": .integer(statistics.terms), "units": .integer(statistics.units),
      "average_length": .rounded(statistics.averageLength),
      "first_date": .optional(statistics.firstDate?.description),
      "last_date": .optional(statistics.lastDate?.description),
      "undated": .integer(statistics.undated), "unsourced": .integer(statistics.unsourced),
      "sources": .objects(statistics.sources) {
        ["name": .text($0.name), "count": .integer($0.count)]
      },
      "fields": .objects(statistics.fields) {
        [
          "name": .text($0.name), "type": .text($0.type.rawValue),
          "values": .integer($0.values), "articles": .integer($0.articles),
        ]
      },
      "rules": .objects(statistics.rules) {
        DataRow($0.rules).with(["path": .text($0.path)])
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
      "omitted": .integer(report.omitted), "unreadable": .files(report.unreadable),
      "unneeded": .texts(report.unneeded),
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
        }, "reason": .text(loss.reason.rawValue), "articles": .optional(loss.articles),
        "ids": .texts(loss.ids),
      ]
    }
    self.init([
      "complete": .flag(report.isComplete), "saved": .integer(report.saved),
      "lost": .integer(report.lost), "deleted": .integer(report.deleted),
      "replaced": .integer(report.replaced), "losses": .objects(losses),
      "foreign": .objects(report.foreign) {
        ["file": .text($0.file), "ids": .texts($0.ids)]
      }, "without_deletions": .texts(report.withoutDeletions),
      "fields_known": .flag(report.knowsFields),
      "unreadable": .files(report.unreadable),
      "dictionary_faults": .objects(report.dictionaryFaults) {
        ["line": .optional($0.line), "problem": .text($0.reason)]
      },
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

extension FieldValue {
  fileprivate static func files(_ files: [UnreadableFile]) -> FieldValue {
    .objects(files) { ["file": .text($0.file), "problem": .text($0.problem)] }
  }

  static func failures(_ failures: [ArticleError]) -> FieldValue {
    .objects(failures) {
      [
        "path": .text($0.path), "line": .optional($0.line),
        "problem": .text($0.reason.description),
      ]
    }
  }

  static func skipped(_ skipped: SkippedFiles) -> FieldValue {
    .object([
      "files": .integer(skipped.files),
      "extensions": .objects(skipped.kinds) {
        [
          "extension": .text($0.ending), "count": .integer($0.count),
          "examples": .texts($0.examples),
        ]
      },
      "hidden": .integer(skipped.hidden), "system": .integer(skipped.system),
      "indexes": .integer(skipped.indexes), "links": .integer(skipped.links),
      "link_examples": .texts(skipped.linkExamples), "excluded": .integer(skipped.excluded),
      "excluded_examples": .texts(skipped.excludedExamples), "records": .integer(skipped.records),
    ])
  }
}

extension DataTable {
  /// The articles without a date or without a source.
  public init(_ found: IncompleteArticles) {
    self.init(["id", "title", "date", "time", "year", "month", "source"]) { emit in
      for entry in found.entries {
        let date = entry.published?.date
        try emit([
          .text(entry.id), .text(entry.title), .date(entry.published), .time(entry.published),
          .optional(date?.year), .optional(date?.month), .nonEmpty(entry.source),
        ])
      }
    }
  }
}

extension DataRow {
  init(_ rules: ReadingRules) {
    self = [
      "encoding": .optional(rules.encoding), "map": .texts(rules.assignments),
      "exclude": .texts(rules.excluded), "include": .texts(rules.included),
    ]
  }

  init(_ repaired: RepairedArticle) {
    self = [
      "path": .text(repaired.path), "line": .optional(repaired.damage.line),
      "offset": .integer(repaired.damage.offset), "count": .integer(repaired.damage.count),
    ]
  }

  fileprivate init(_ entry: IncompleteArticles.Entry) {
    self = [
      "id": .text(entry.id), "title": .text(entry.title),
      "date": .date(entry.published), "source": .nonEmpty(entry.source),
    ]
  }
}
