import ArgumentParser
import Xunwen

struct ConcordanceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kwic",
    abstract: "Show every occurrence of a query in its context.",
    usage: "xunwen kwic <query> ... [<options>]",
    discussion: """
      A concordance (keyword in context): every place that the query asks for, in
      every article that matches the whole query. Of an unquoted query each word is a
      keyword of its own; quote what belongs together. Context is counted in units: a
      Chinese character, or a word or number of another script, is one; punctuation
      is none. It ends with the headline or the body.

      Example:
        xunwen kwic '"长期护理保险"' --sort right
        xunwen kwic 养老 --from 2023 --limit 0 --format csv --bom > kwic.csv

      left orders by what stands before the keyword, read away from it, right by what
      stands behind it, unit by unit in the order of Unicode (not of pinyin).
      Exit status: 0 with occurrences, 1 without, 2 on error.
      """)

  @OptionGroup var words: QueryWords
  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp("Units of context on each side.", valueName: "units"))
  var window = ConcordanceOptions().window

  @Option(parsing: .unconditional, help: "Order of the lines; position is that of the index.")
  var sort: ConcordanceOptions.Order = .position

  @Option(
    name: [.customShort("n"), .long], parsing: .unconditional,
    help: ArgumentHelp("Lines to show, 0 for all.", valueName: "count"))
  var limit = ConcordanceOptions().limit

  @OptionGroup var table: TableOptions
  @OptionGroup var threads: ThreadCount

  func validate() throws {
    try Limits.check(window, in: 1...1000, "--window")
    try Limits.check(limit, in: 0...1_000_000_000, "--limit")
  }

  func run() async throws {
    var options = ConcordanceOptions()
    options.window = window
    options.order = sort
    options.limit = limit
    options.jobs = threads.count
    let archive = try location.open()
    let output = StandardOutput()
    let format: any ConcordanceFormat =
      switch table.format {
      case .text: ConcordanceText(style: TextStyle(table.color), window: window)
      case .csv: ConcordanceTable(header: table.header(ConcordanceTable.names))
      case .jsonl: ConcordanceLines(query: words.text)
      }
    var printer = ConcordancePrinter(format, output)
    try printer.begin()
    let totals = try await words.answer { query in
      try await archive.concordance(
        query, options: filter.searchOptions, concordance: options, emit: { try printer.add($0) })
    }
    try printer.finish(totals)
    if totals.occurrences == 0 { throw ExitCode(1) }
  }
}
