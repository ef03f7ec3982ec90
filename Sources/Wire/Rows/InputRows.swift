public import Xunwen

extension DataRows {
  /// A report about the files of a folder.
  public init(_ report: InputReport) {
    self.init([
      "clean": .flag(report.isClean), "interrupted": .flag(report.isInterrupted),
      "files": .integer(report.files), "articles": .integer(report.articles),
      "bytes": .integer(report.bytes), "formats": .counts(report.formats),
      "encodings": .counts(report.encodings),
      "failures": .integer(report.failures.count), "failed": .failures(report.failures.first),
      "empty": .integer(report.empty.count), "empty_files": .texts(report.empty.first),
      "repaired": .integer(report.repaired.count),
      "repairs": .objects(report.repaired.first) { DataRow($0) },
      "doubtful": .integer(report.doubtful.count),
      "doubts": .objects(report.doubtful.first) { text in
        [
          "path": .text(text.path), "encoding": .text(text.doubt.encoding),
          "confidence": .rounded(text.doubt.confidence, digits: 2),
          "declared": .optional(text.doubt.declared), "other": .optional(text.doubt.other),
          "text": .text(text.doubt.text), "other_text": .optional(text.doubt.otherText),
        ]
      },
      "untitled": .integer(report.untitled.count), "untitled_ids": .ids(report.untitled.first),
      "undated": .integer(report.undated.count), "undated_ids": .ids(report.undated.first),
      "unsourced": .integer(report.unsourced.count), "unsourced_ids": .ids(report.unsourced.first),
      "rules": .object(DataRow(report.rules)), "skipped": .skipped(report.skipped),
      "elapsed_ms": .milliseconds(report.elapsed, digits: 1),
    ])
  }
}

extension FieldValue {
  fileprivate static func counts(_ counts: [NamedCount]) -> FieldValue {
    .objects(counts) { ["name": .text($0.name), "count": .integer($0.count)] }
  }

  fileprivate static func ids(_ places: [ArticlePlace]) -> FieldValue { .texts(places.map(\.id)) }
}
