import ArgumentParser
import Wire
import Xunwen

struct TimelineCommand: QueryCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "Count the articles of a query by time.",
    usage: "xunwen timeline <query> ... [--vs <query>] ... [<options>]",
    discussion: """
      Counts the articles that match the whole query, by their date as printed.
      Unquoted text must occur as written, unless --match all is given. The buckets
      extend from the first to the last article, or from --from to --to, and include
      empty ones. Weeks follow ISO 8601 (2023-W31). Articles with an
      incomplete date are counted separately. --ratio compares each count with all
      articles of that time and of the same --source, and bars show the share. --vs
      compares the counts with those of another query, and may be repeated. See
      docs/RESEARCH.md.

      Example:
        xunwen timeline '"长期护理保险"' --by year
        xunwen timeline 养老 --by month --ratio --min 50 --from 2020
        xunwen timeline 养老 --vs 托育 --vs 医保 --by year --format svg > figure.svg

      Exit status: 0 with articles, 1 without, 2 on error.
      """)

  enum SeriesKind: String, NamedArgument {
    case source
  }

  enum Format: String, NamedArgument {
    case text, csv, json, svg
  }

  @OptionGroup var words: QueryWords

  @Option(
    name: .customLong("vs"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Query to compare with. May be repeated.", valueName: "query"))
  var others: [String] = []

  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions
  @OptionGroup var counted: CountedMatch

  @Option(help: "Length of a bucket.")
  var by: CalendarInterval = .month

  @Option(help: "Count each source in a series of its own.")
  var per: SeriesKind?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Largest number of sources with their own series. All others share one series.",
      valueName: "count"))
  var series = 8

  @Flag(help: "Add all articles of each bucket, and the share of matching articles.")
  var ratio = false

  @Option(
    name: .customLong("min"), parsing: .unconditional,
    help: ArgumentHelp(
      "Ratios only for buckets with at least this many articles in all.", valueName: "count"))
  var minimum: Int?

  @Option(help: "A chart in the terminal, a table, JSON Lines, or a picture.")
  var format: Format = .text

  @OptionGroup var csv: CSVOptions
  @OptionGroup var color: ColorOption

  func validate() throws {
    try Limits.check(series, in: OptionLimits.series, "--series")
    try Limits.check(minimum ?? 1, in: OptionLimits.minimum, "--min")
    guard minimum == nil || ratio else { throw ValidationError("--min requires --ratio") }
    guard others.isEmpty || per == nil else {
      throw ValidationError("--vs and --per exclude each other")
    }
    guard others.count < OptionLimits.comparedQueries else {
      throw ValidationError("at most \(OptionLimits.comparedQueries) queries can be compared")
    }
    try csv.check(isCSV: format == .csv)
  }

  func run() throws {
    var options = TimelineOptions()
    options.interval = by
    options.isPerSource = per != nil
    options.seriesLimit = series
    options.includesShare = ratio
    options.match = counted.match
    options.minimumForShare = minimum ?? 1
    let archive = try location.open()
    let compared = try others.map { try Self.prepared($0, in: archive, filter.scope) }
    let timeline = try words.answer(in: archive, filter.scope) { query in
      let timeline = try query.timeline(options, comparedWith: compared)
      try counted.explainNothing(found: timeline.total, query)
      return timeline
    }
    let report = TimelineReport(query: words.text, timeline: timeline)
    switch format {
    case .text: try report.print(as: .text(color.style))
    case .json: try report.print(as: .json)
    case .csv: try report.print(as: .csv(csv.style))
    case .svg:
      let heading = ([words.text] + others).joined(separator: " / ")
      let chart = TimelineChart(timeline, query: heading, filters: filter.descriptions)
      let output = StandardOutput()
      try output.write(chart.svg())
      try output.flush()
      report.writeNote()
    }
    if timeline.total == 0 { throw ExitCode(1) }
  }

  /// A query to compare with. Its mistakes are reported here, not with the first query.
  private static func prepared(
    _ text: String, in archive: Archive, _ scope: QueryScope
  ) throws -> PreparedQuery {
    try QueryFailure.locating(text) {
      let query = try archive.prepare(text, scope: scope)
      _ = try query.count()
      return query
    }
  }
}
