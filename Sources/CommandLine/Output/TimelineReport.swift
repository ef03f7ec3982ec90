import Wire
import Xunwen

/// A timeline as a chart: `2023-07  12  ███`. Several sources follow each other, and the queries of
/// a comparison share each bucket. All bars have the same scale. In a timeline with shares, bars
/// show the shares.
struct TimelineReport: Report {
  let query: String
  let timeline: Timeline

  private static let leastBarColumns = 8

  var rows: DataRows { DataRows(timeline, query: query) }
  var table: DataTable? { DataTable(timeline) }

  func text(in style: TextStyle) -> String {
    var text = ""
    if timeline.isComparison {
      let rows = timeline.buckets.indices.flatMap { bucket in
        timeline.series.enumerated().map { number, series in
          (series, bucket, [number == 0 ? bucketName(bucket) : "", name(of: series)])
        }
      }
      text = rows.isEmpty ? "" : table(of: rows) + "\n"
    } else {
      for series in timeline.series where !timeline.buckets.isEmpty {
        if series.source != .all {
          text += style.title("\(series.name)  \(NumberText.grouped(series.total))") + "\n"
        }
        text += table(of: timeline.buckets.indices.map { (series, $0, [bucketName($0)]) }) + "\n"
      }
    }
    return text + style.faint(summary) + "\n"
  }

  private func bucketName(_ bucket: Int) -> String { timeline.buckets[bucket].description }

  private func name(of series: Timeline.Series) -> String {
    NameShortener.queries.shortened(series.name, columns: LineWidth.limit.map { $0 / 4 })
  }

  private func table(of rows: [(series: Timeline.Series, bucket: Int, names: [String])]) -> String {
    let cells = rows.map { $0.names + numbers(of: $0.series, bucket: $0.bucket) }
    let used = TextColumns.widths(of: cells).reduce(0) { $0 + $1 + 2 }
    let columns = max(Self.leastBarColumns, LineWidth.columns - used)
    let maximum = timeline.maximum
    let lines = zip(rows, cells).map { row, cells in
      let value = row.series.value(row.bucket) ?? 0
      return cells + [maximum > 0 ? TextColumns.bar(value / maximum, columns: columns) : ""]
    }
    let names = rows.first?.names.count ?? 0
    return TextColumns.table(lines, right: { $0 >= names && $0 < lines[0].count - 1 })
  }

  private func numbers(of series: Timeline.Series, bucket: Int) -> [String] {
    let count = NumberText.grouped(series.articles[bucket])
    guard let all = series.all else { return [count] }
    let share = series.share(bucket).map { NumberText.fixed(100 * $0, digits: 2) + "%" } ?? "-"
    return [count, "of " + NumberText.grouped(all[bucket]), share]
  }

  private var summary: String {
    if timeline.total == 0 { return "no article matches" }
    let buckets = NumberText.count(timeline.buckets.count, timeline.interval.rawValue)
    func text(_ total: Int, _ dates: Timeline.DatePrecision) -> String {
      let counted = NumberText.count(total - dates.undated, "article") + " in " + buckets
      return [counted, note(on: dates)].compactMap { $0 }.joined(separator: "; ")
    }
    guard timeline.isComparison else { return text(timeline.total, timeline.dates) }
    return timeline.series.map { "\($0.name): \(text($0.total, $0.dates))" }
      .joined(separator: "\n")
  }

  var note: String? {
    guard timeline.isComparison else { return note(on: timeline.dates) }
    let notes = timeline.series.compactMap { series in
      note(on: series.dates).map { "\(series.name): \($0)" }
    }
    return notes.isEmpty ? nil : notes.joined(separator: "\n")
  }

  /// The articles without a bucket, and those with a short date.
  private func note(on dates: Timeline.DatePrecision) -> String? {
    let needed =
      switch timeline.interval {
      case .day, .week: "day"
      case .month: "month"
      case .year: "year"
      }
    var notes: [String] = []
    if dates.undated > 0 {
      let count = NumberText.count(dates.undated, "article")
      notes.append("\(count) without a known \(needed) left out")
    }
    for (count, known) in [(dates.yearOnly, "year"), (dates.monthOnly, "month")] where count > 0 {
      notes.append("\(NumberText.count(count, "article")) dated to the \(known) only")
    }
    return notes.isEmpty ? nil : notes.joined(separator: "; ")
  }
}
