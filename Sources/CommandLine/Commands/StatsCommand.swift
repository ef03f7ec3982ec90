import ArgumentParser
import Wire
import Xunwen

struct StatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Show the contents and size of an index.",
    usage: "xunwen stats [<options>]",
    discussion: """
      Superseded, replaced and deleted articles that are still in the files of the
      index are counted as deleted, and in no other number. --undated lists the
      articles without a date or without a source instead, in the order of their ids.

      Example:
        xunwen stats --index index
        xunwen stats --json
        xunwen stats --undated --limit 1000 --format csv > undated.csv

      Exit status: 0; with --undated 0 with articles, 1 without; 2 on error.
      """)

  @OptionGroup var location: IndexLocation

  @Flag(help: "List the articles without a date or without a source.")
  var undated = false

  @Option(
    name: [.customShort("n"), .long], parsing: .unconditional,
    help: ArgumentHelp("With --undated: articles to list. (default: 20)", valueName: "count"))
  var limit: Int?

  @Flag(help: "Print one JSON object; with --undated, JSON Lines.")
  var json = false

  @OptionGroup var table: TableOptions

  private static let defaultLimit = 20

  func validate() throws {
    try Limits.check(limit ?? 0, in: OptionLimits.hits, "--limit")
    guard undated || limit == nil && table.format != .csv else {
      throw ValidationError("--limit and --format csv require --undated")
    }
    guard !json || table.format != .csv else {
      throw ValidationError("--json and --format csv exclude each other")
    }
  }

  func run() throws {
    let format = json ? ReportFormat.json : table.reportFormat
    guard undated else { return try location.open().statistics.print(as: format) }
    let found = try location.open().incompleteArticles(limit: limit ?? Self.defaultLimit)
    try found.print(as: format)
    if found.count == 0 { throw ExitCode(1) }
  }
}

extension ArchiveStatistics: Report {
  private static let sourceLimit = 20

  var rows: DataRows { DataRows(self) }

  func text(in style: TextStyle) -> String {
    var facts = [
      ["articles", NumberText.grouped(articles)], ["deleted", NumberText.grouped(deleted)],
      ["dates", dates], ["undated", NumberText.grouped(undated)],
      ["no source", NumberText.grouped(unsourced)],
      ["units", NumberText.grouped(units)],
      ["units/article", NumberText.fixed(averageLength, digits: 1)],
      ["terms", NumberText.grouped(terms)], ["segments", NumberText.grouped(segments)],
      ["generation", String(generation)], ["ICU", icuVersion],
      ["normalizer", String(normalizerVersion)], ["size", NumberText.bytes(indexBytes)],
    ]
    facts += files.map { ["  .\($0.ending)", NumberText.bytes($0.bytes)] }
    let declared = fields.map { field in
      [
        VisibleText.line(field.name), field.type.rawValue, NumberText.grouped(field.values),
        NumberText.grouped(field.articles),
      ]
    }
    let shown = sources.prefix(Self.sourceLimit)
    let counts = shown.map { NumberText.grouped($0.count) }
    let width = counts.map(\.count).max() ?? 0
    var text = TextColumns.table(facts)
    if !declared.isEmpty {
      let names = ["field", "type", "values", "articles"]
      text += "\n" + TextColumns.table(declared, header: names, right: { $0 >= 2 })
    }
    for folder in rules {
      text += "\nfiles below \(VisibleText.line(folder.path))\n"
      text += RulesText.facts(folder.rules).map { "  \($0)\n" }.joined()
    }
    text += "\nsources\n"
    for (source, count) in zip(shown, counts) {
      let start = "  \(TextColumns.right(count, width))  "
      let name = NameShortener.sources.shortened(
        source.name.isEmpty ? "(none)" : source.name,
        columns: LineWidth.limit.map { $0 - start.count })
      text += start + name + "\n"
    }
    let more = sources.count - shown.count
    return more > 0 ? text + "  and \(NumberText.grouped(more)) more\n" : text
  }

  private var dates: String {
    guard let firstDate else { return "none" }
    return "\(firstDate.date) to \((lastDate ?? firstDate).date)"
  }
}

extension IncompleteArticles: Report {
  var rows: DataRows { DataRows(self) }
  var table: DataTable? { DataTable(self) }
  var note: String? { summary }

  private var summary: String {
    let total = NumberText.count(articles, "article")
    guard count > 0 else { return "none of \(total) lacks a date or a source" }
    let shown = entries.count < count ? "; \(NumberText.grouped(entries.count)) are listed" : ""
    return "of \(total), \(NumberText.grouped(undated)) have no date, "
      + "\(NumberText.grouped(unsourced)) no source\(shown)"
  }

  private static let leastSource = 11

  /// A line for each article with its date, source and id.
  func text(in style: TextStyle) -> String {
    let dates = entries.map { $0.published?.date.description ?? "(no date)" }
    let sources = entries.map { $0.source.isEmpty ? "(no source)" : $0.source }
    let dateWidth = dates.map(\.count).max() ?? 0
    var sourceWidth = sources.map { DisplayWidth.columns(of: VisibleText.line($0)) }.max() ?? 0
    var idWidth: Int?
    if let limit = LineWidth.limit {
      let room = limit - dateWidth - 4
      let ids = entries.map { DisplayWidth.columns(of: VisibleText.line($0.id)) }.max() ?? 0
      sourceWidth = min(sourceWidth, max(room - ids, room / 3, Self.leastSource))
      idWidth = room - sourceWidth
    }
    NameShortener.ids.expect(entries.map(\.id), columns: idWidth)
    var text = ""
    for (entry, (date, source)) in zip(entries, zip(dates, sources)) {
      let source = NameShortener.sources.shortened(source, columns: sourceWidth)
      let id = NameShortener.ids.shortened(entry.id, columns: idWidth)
      let start = TextColumns.left(date, dateWidth) + "  " + TextColumns.left(source, sourceWidth)
      text += start + "  " + style.faint(id) + "\n"
    }
    return text + (text.isEmpty ? "" : "\n") + summary + "\n"
  }
}
