import ArgumentParser
import Wire
import Xunwen

struct TimelineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "Count the articles of a query by time.",
    usage: "xunwen timeline <query> ... [<options>]",
    discussion: """
      Counts the articles that match the whole query, by their date as printed. The
      buckets extend from the first to the last article, or from --from to --to, and
      include empty ones. Weeks are those of ISO 8601 (2023-W31). Articles with an
      incomplete date are counted separately. --ratio compares each count with all
      articles of that time and of the same --source, and bars show the share. See
      docs/RESEARCH.md.

      Example:
        xunwen timeline '"长期护理保险"' --by year
        xunwen timeline 养老 --by month --ratio --from 2020 --format svg > figure.svg

      Exit status: 0 with articles, 1 without, 2 on error.
      """)

  enum SeriesKind: String, CaseIterable, ExpressibleByArgument {
    case source
  }

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, csv, json, svg
  }

  @OptionGroup var words: QueryWords
  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions

  @Option(help: "Length of a bucket.")
  var by: CalendarInterval = .month

  @Option(help: "Count each publisher in a series of its own.")
  var per: SeriesKind?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Largest number of publishers with their own series. All others share one series.",
      valueName: "count"))
  var series = 8

  @Flag(help: "Add all articles of each bucket, and the share of those that match.")
  var ratio = false

  @Option(help: "A chart in the terminal, a table, JSON Lines, or a picture.")
  var format: Format = .text

  @Flag(help: "Begin CSV with a byte order mark, for Excel.")
  var bom = false

  @Option(help: "Color. auto: on a terminal, unless NO_COLOR is set.")
  var color: ColorMode = .auto

  func validate() throws {
    try Limits.check(series, in: 1...100, "--series")
    guard !bom || format == .csv else { throw ValidationError("--bom requires --format csv") }
  }

  func run() throws {
    var options = TimelineOptions()
    options.interval = by
    options.isPerSource = per != nil
    options.seriesLimit = series
    options.includesShare = ratio
    let archive = try location.open()
    let timeline = try words.answer(in: archive, filter.scope) { try $0.timeline(options) }
    let report = TimelineReport(query: words.text, timeline: timeline)
    let output = StandardOutput()
    switch format {
    case .text: try output.write(report.text(in: TextStyle(color)))
    case .json: try report.rows.writeJSONLines { try output.write($0) }
    case .csv: try report.table.writeCSV(hasMark: bom) { try output.write($0) }
    case .svg:
      let chart = TimelineChart(timeline, query: words.text, filters: filter.descriptions)
      try output.write(chart.svg())
    }
    try output.flush()
    if let note = report.note, format == .csv || format == .svg {
      StandardError.write(note + "\n")
    }
    if timeline.total == 0 { throw ExitCode(1) }
  }
}

/// A timeline as a chart:
///
///     2023-05   3  █████████▎
///     2023-06   0
///     2023-07  12  █████████████████████████████████████
///
///     15 articles in 3 months; 2 articles without a known month left out
///
/// A timeline with shares has the count of all articles and the share before the bar, which shows
/// the share. Several series follow each other, with bars of the same scale.
private struct TimelineReport: TableReport {
  let query: String
  let timeline: Timeline

  var rows: DataRows { DataRows(timeline, query: query) }
  var table: DataTable { DataTable(timeline) }

  func text(in style: TextStyle) -> String {
    let isSingle = timeline.series.count == 1 && timeline.series[0].source == .all
    var text = ""
    for series in timeline.series where !timeline.buckets.isEmpty {
      if !isSingle {
        text += style.title("\(series.name)  \(NumberText.grouped(series.total))") + "\n"
      }
      text += rows(of: series) + "\n"
    }
    return text + style.faint(summary) + "\n"
  }

  private func rows(of series: Timeline.Series) -> String {
    let maximum = timeline.maximum
    let labels = timeline.buckets.map(\.description)
    let cells = timeline.buckets.indices.map { facts(of: series, bucket: $0) }
    let widths = TextColumns.widths(of: cells)
    let used = (labels.first?.count ?? 0) + widths.reduce(0) { $0 + $1 + 2 } + 2
    let columns = max(8, TextStyle.columns - used)
    return timeline.buckets.indices.map { bucket in
      let facts = zip(cells[bucket], widths).map { "  " + TextColumns.right($0, $1) }.joined()
      let value = series.value(bucket) ?? 0
      let bar = maximum > 0 ? TextColumns.bar(value / maximum, columns: columns) : ""
      return labels[bucket] + facts + (bar.isEmpty ? "" : "  " + bar) + "\n"
    }.joined()
  }

  /// The cells before a bar.
  private func facts(of series: Timeline.Series, bucket: Int) -> [String] {
    let articles = NumberText.grouped(series.articles[bucket])
    guard let all = series.all else { return [articles] }
    let share = series.share(bucket).map { NumberText.fixed(100 * $0, digits: 2) + "%" } ?? "-"
    return [articles, "of " + NumberText.grouped(all[bucket]), share]
  }

  private var summary: String {
    if timeline.total == 0 { return "no article matches" }
    let text =
      NumberText.count(timeline.total - timeline.undated, "article") + " in "
      + NumberText.count(timeline.buckets.count, timeline.interval.rawValue)
    return [text, note].compactMap { $0 }.joined(separator: "; ")
  }

  /// The number of articles in no bucket, with the reason; nil when there are none.
  var note: String? {
    guard timeline.undated > 0 else { return nil }
    let needed =
      switch timeline.interval {
      case .day, .week: "day"
      case .month: "month"
      case .year: "year"
      }
    return "\(NumberText.count(timeline.undated, "article")) without a known \(needed) left out"
  }
}
