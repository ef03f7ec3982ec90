import Xunwen

/// The summary of an indexing run.
enum IndexingReport {
  static func text(of summary: IndexingSummary) -> String {
    let seconds = summary.elapsed.seconds
    let rate = Double(summary.bytes) / max(seconds, 0.001) / 1e6
    var rows = [
      ["articles", "\(Decimal.grouped(summary.articles)) in the index: \(changes(of: summary))"],
      ["files", files(of: summary)],
      ["failures", Decimal.grouped(summary.failures)],
      ["duplicates", Decimal.grouped(summary.duplicates)],
    ]
    if summary.added + summary.changed > 0 {
      rows.append(["undated", Decimal.grouped(summary.undated)])
      rows.append(["no source", Decimal.grouped(summary.unsourced)])
    }
    if summary.skipped > 0 {
      rows.append(["skipped", "\(Decimal.grouped(summary.skipped)) hidden or of other kinds"])
    }
    if !summary.encodings.isEmpty {
      let encodings = summary.encodings.map { "\($0.name) \(Decimal.grouped($0.count))" }
      rows.append(["encodings", encodings.joined(separator: ", ")])
    }
    let speed = summary.bytes > 0 ? ", \(Decimal.fixed(rate, digits: 1)) MB/s" : ""
    rows += [
      ["index", size(of: summary)], ["time", "\(Decimal.fixed(seconds, digits: 2)) s\(speed)"],
    ]
    return Columns.table(rows)
  }

  /// What an interrupted run left.
  static func interruption(of summary: IndexingSummary) -> String {
    summary.commits > 0
      ? "interrupted: what was complete is committed, run it again to go on\n"
      : "interrupted: nothing was complete, the index is as it was\n"
  }

  private static func changes(of summary: IndexingSummary) -> String {
    let counts = [
      (summary.added, "added"), (summary.changed, "changed"), (summary.unchanged, "unchanged"),
      (summary.removed, "removed"),
    ]
    return counts.map { "\(Decimal.grouped($0.0)) \($0.1)" }.joined(separator: ", ")
  }

  private static func files(of summary: IndexingSummary) -> String {
    "\(Decimal.grouped(summary.files)) read, \(Decimal.grouped(summary.unchangedFiles)) as before"
  }

  private static func size(of summary: IndexingSummary) -> String {
    let segments = Decimal.count(summary.segments, "segment")
    var text = "\(Decimal.bytes(summary.indexBytes)) in \(segments)"
    // Of a part of the index it would say nothing.
    if summary.bytes > 0, summary.added == summary.articles {
      let ratio = Double(summary.indexBytes) / Double(summary.bytes)
      text += ", \(Decimal.fixed(ratio, digits: 2)) × the text of \(Decimal.bytes(summary.bytes))"
    }
    return text + " (stored articles \(Decimal.bytes(summary.storedBytes)))"
  }
}
