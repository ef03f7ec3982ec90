import ArgumentParser
import Xunwen

struct TimelineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "Count the articles of a query by time.",
    usage: "xunwen timeline <query> ... [<options>]",
    discussion: """
      Counts every article that matches the whole query, by its date as printed.
      Buckets without an article are kept, from the first that has one to the last,
      or from --from to --to. Weeks are those of ISO 8601 (2023-W31). Articles whose
      date lacks what a bucket needs are counted apart. --ratio sets each count
      beside all articles of that time and of the same --source; bars show the
      share then. docs/RESEARCH.md has more.

      Example:
        xunwen timeline '"长期护理保险"' --by year
        xunwen timeline 养老 --by month --ratio --from 2020 --format svg > figure.svg

      Exit status: 0 with articles, 1 without, 2 on error.
      """)

  @OptionGroup var words: QueryWords
  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions

  @Option(help: "How long a bucket is.")
  var by: CalendarInterval = .month

  @Option(help: "A series for each publisher.")
  var per: SeriesKind?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Publishers with a series of their own, those with the most articles; the others share one.",
      valueName: "count"))
  var series = 8

  @Flag(help: "Add all articles of each bucket, and the share of those that match.")
  var ratio = false

  @Option(help: "A chart in the terminal, a table, JSON lines, or a picture.")
  var format: TimelineFormat = .text

  @Flag(help: "Begin CSV with a byte order mark, for Excel.")
  var bom = false

  @Option(help: "Color: auto is on a terminal, unless NO_COLOR is set.")
  var color: ColorMode = .auto

  func validate() throws {
    try Limits.check(series, in: 1...100, "--series")
    guard !bom || format == .csv else { throw ValidationError("--bom goes with --format csv") }
  }

  func run() throws {
    var options = TimelineOptions()
    options.unit = by
    options.isPerSource = per != nil
    options.seriesLimit = series
    options.includesShare = ratio
    let archive = try location.open()
    let timeline = try words.answer {
      try archive.timeline($0, options: filter.searchOptions, timeline: options)
    }
    let output = StandardOutput()
    switch format {
    case .text: try output.write(TimelineText(style: TextStyle(color)).text(of: timeline))
    case .csv:
      try output.write((bom ? CSVRow.byteOrderMark : "") + TimelineTable.text(of: timeline))
    case .json: try TimelineLines(query: words.text).write(timeline, to: output)
    case .svg:
      let heading = ChartHeading(query: words.text, filters: filter.descriptions)
      try output.write(TimelineChart(timeline, heading).svg())
    }
    try output.flush()
    if timeline.undated > 0, format == .csv || format == .svg {
      StandardError.write(TimelineText.undated(timeline) + "\n")
    }
    if timeline.total == 0 { throw ExitCode(1) }
  }
}

/// What a timeline is divided by.
enum SeriesKind: String, CaseIterable, ExpressibleByArgument {
  case source
}

enum TimelineFormat: String, CaseIterable, ExpressibleByArgument {
  case text, csv, json, svg
}
