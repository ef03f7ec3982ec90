import ArgumentParser
import Wire
import Xunwen

struct TimelineCommand: QueryCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "Count the articles of a query by time.",
    usage: "xunwen timeline <query> ... [<options>]",
    discussion: """
      Counts the articles that match the whole query, by their date as printed.
      Unquoted text must occur as written, unless --match all is given. The buckets extend from the first to the last article, or from --from to --to, and
      include empty ones. Weeks follow ISO 8601 (2023-W31). Articles with an
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
  @OptionGroup var counted: CountedMatch

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

  @Flag(help: "Add all articles of each bucket, and the share of matching articles.")
  var ratio = false

  @Option(help: "A chart in the terminal, a table, JSON Lines, or a picture.")
  var format: Format = .text

  @OptionGroup var csv: CSVOptions
  @OptionGroup var color: ColorOption

  func validate() throws {
    try Limits.check(series, in: 1...100, "--series")
    try csv.check(isCSV: format == .csv)
  }

  func run() throws {
    var options = TimelineOptions()
    options.interval = by
    options.isPerSource = per != nil
    options.seriesLimit = series
    options.includesShare = ratio
    options.match = counted.match
    let timeline = try words.answer(in: location.open(), filter.scope) { query in
      let timeline = try query.timeline(options)
      try counted.explainNothing(found: timeline.total, query)
      return timeline
    }
    let report = TimelineReport(query: words.text, timeline: timeline)
    switch format {
    case .text: try report.print(as: .text(color.style))
    case .json: try report.print(as: .json)
    case .csv: try report.print(as: .csv(csv.style))
    case .svg:
      let chart = TimelineChart(timeline, query: words.text, filters: filter.descriptions)
      let output = StandardOutput()
      try output.write(chart.svg())
      try output.flush()
      report.writeNote()
    }
    if timeline.total == 0 { throw ExitCode(1) }
  }
}

/// A timeline as a chart: `2023-07  12  ███`. Several series follow each other, with bars of the
/// same scale. In a timeline with shares, bars show the shares.
private struct TimelineReport: Report {
  let query: String
  let timeline: Timeline

  var rows: DataRows { DataRows(timeline, query: query) }
  var table: DataTable? { DataTable(timeline) }

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
    let cells = timeline.buckets.indices.map { facts(of: series, bucket: $0) }
    let used = TextColumns.widths(of: cells).reduce(0) { $0 + $1 + 2 }
    let columns = max(8, LineWidth.columns - used)
    let maximum = timeline.maximum
    let rows = cells.enumerated().map { bucket, facts in
      let value = series.value(bucket) ?? 0
      return facts + [maximum > 0 ? TextColumns.bar(value / maximum, columns: columns) : ""]
    }
    return TextColumns.table(rows, right: { $0 > 0 && $0 < rows[0].count - 1 })
  }

  private func facts(of series: Timeline.Series, bucket: Int) -> [String] {
    let facts = [
      timeline.buckets[bucket].description, NumberText.grouped(series.articles[bucket]),
    ]
    guard let all = series.all else { return facts }
    let share = series.share(bucket).map { NumberText.fixed(100 * $0, digits: 2) + "%" } ?? "-"
    return facts + ["of " + NumberText.grouped(all[bucket]), share]
  }

  private var summary: String {
    if timeline.total == 0 { return "no article matches" }
    let text =
      NumberText.count(timeline.total - timeline.undated, "article") + " in "
      + NumberText.count(timeline.buckets.count, timeline.interval.rawValue)
    return [text, note].compactMap { $0 }.joined(separator: "; ")
  }

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
