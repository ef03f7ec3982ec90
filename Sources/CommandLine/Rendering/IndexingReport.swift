import Xunwen

/// The summary of an indexing run.
enum IndexingReport {
  static func text(of summary: IndexingSummary) -> String {
    let seconds = summary.elapsed.seconds
    let rate = Double(summary.bytes) / max(seconds, 0.001) / 1e6
    var rows = [
      [
        "articles",
        "\(Decimal.grouped(summary.articles)) from \(Decimal.count(summary.files, "file"))",
      ],
      ["failures", Decimal.grouped(summary.failures)],
      ["duplicates", Decimal.grouped(summary.duplicates)],
      ["undated", Decimal.grouped(summary.undated)],
      ["no source", Decimal.grouped(summary.unsourced)],
    ]
    if summary.skipped > 0 {
      rows.append(["skipped", "\(Decimal.grouped(summary.skipped)) hidden or of other kinds"])
    }
    if !summary.encodings.isEmpty {
      let encodings = summary.encodings.map { "\($0.name) \(Decimal.grouped($0.count))" }
      rows.append(["encodings", encodings.joined(separator: ", ")])
    }
    rows += [
      ["index", size(of: summary)],
      [
        "time",
        "\(Decimal.fixed(seconds, digits: 2)) s, \(Decimal.fixed(rate, digits: 1)) MB/s",
      ],
    ]
    return Columns.table(rows)
  }

  private static func size(of summary: IndexingSummary) -> String {
    let segments = Decimal.count(summary.segments, "segment")
    var text = "\(Decimal.bytes(summary.indexBytes)) in \(segments)"
    if summary.bytes > 0 {
      let ratio = Double(summary.indexBytes) / Double(summary.bytes)
      text += ", \(Decimal.fixed(ratio, digits: 2)) × the text of \(Decimal.bytes(summary.bytes))"
    }
    return text + " (stored articles \(Decimal.bytes(summary.storedBytes)))"
  }
}
