import ArgumentParser
import Wire
import Xunwen

struct ConcordanceCommand: AsyncParsableCommand, QueryCommand {
  static let configuration = CommandConfiguration(
    commandName: "kwic",
    abstract: "Show every occurrence of a query in its context.",
    usage: "xunwen kwic <query> ... [<options>]",
    discussion: """
      A concordance (keyword in context) of all matches in all articles that match
      the whole query. Unquoted text is a keyword as written; with --match all, each
      of its words is a keyword of its own. A match of NEAR, ADJ, "…"~n, /s or /p is
      one line, from its first word to its last. Context is counted in units: a
      Chinese character, or a word or number in another script, is a unit;
      punctuation is not. Context ends with the headline or the body.

      Example:
        xunwen kwic '"长期护理保险"' --sort right
        xunwen kwic 养老 --from 2023 --limit 0 --format csv --excel > kwic.csv

      left sorts by the text before the keyword, read backwards; right sorts by the
      text after it. Both compare units in the order of Unicode, not of pinyin.
      Exit status: 0 with occurrences, 1 without, 2 on error.
      """)

  @OptionGroup var words: QueryWords
  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions
  @OptionGroup var counted: CountedMatch

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp("Units of context on each side.", valueName: "units"))
  var window = ConcordanceOptions().window

  @Option(parsing: .unconditional, help: "Order of the lines. position: the order of the index.")
  var sort: ConcordanceOptions.Order = .position

  @Option(
    name: [.customShort("n"), .long], parsing: .unconditional,
    help: ArgumentHelp("Lines to show, 0 for all.", valueName: "count"))
  var limit = ConcordanceOptions().limit

  @OptionGroup var table: TableOptions
  @OptionGroup var threads: ThreadCount

  func validate() throws {
    try Limits.check(window, in: OptionLimits.window, "--window")
    try Limits.check(limit, in: OptionLimits.lines, "--limit")
  }

  func run() async throws {
    var options = ConcordanceOptions()
    options.match = counted.match
    options.window = window
    options.order = sort
    options.limit = limit
    options.jobs = threads.count
    let archive = try location.open()
    let monitor = ProgressMonitor()
    defer { monitor.finish() }
    var printer = ConcordancePrinter(table, window: window, monitor)
    try printer.begin()
    let totals = try await words.answer(in: archive, filter.scope) { query in
      let totals = try await query.concordance(options) {
        monitor.show(ProgressStep($0))
      } emit: {
        try printer.add($0)
      }
      try counted.explainNothing(found: totals.articles, query)
      return totals
    }
    monitor.finish()
    try printer.finish(totals, query: words.text)
    if totals.occurrences == 0 { throw ExitCode(1) }
  }
}

/// Writes a concordance while its lines are found, in blocks of a thousand lines. Text is aligned
/// within a block.
private struct ConcordancePrinter {
  private let options: TableOptions
  private let style: TextStyle
  private let layout: ConcordanceLayout
  private let output = StandardOutput()
  private let monitor: ProgressMonitor
  private var waiting: [ConcordanceLine] = []
  private var shown = 0

  private static let blockSize = 1000

  init(_ options: TableOptions, window: Int, _ monitor: ProgressMonitor) {
    self.monitor = monitor
    self.options = options
    style = options.color.style
    layout = ConcordanceLayout(style: options.color.style, window: window)
  }

  func begin() throws {
    guard options.format == .csv else { return }
    let empty: [ConcordanceLine] = []
    try DataTable(empty).writeCSV(options.csv.style) { try output.writeData($0) }
  }

  mutating func add(_ lines: [ConcordanceLine]) throws {
    shown += lines.count
    var rest = (waiting + lines)[...]
    while rest.count >= Self.blockSize {
      let block = Array(rest.prefix(Self.blockSize))
      try monitor.hidden {
        try write(block)
        if output.isTerminal { try output.flush() }
      }
      rest = rest.dropFirst(Self.blockSize)
    }
    waiting = Array(rest)
  }

  mutating func finish(_ totals: ConcordanceTotals, query: String) throws {
    try write(waiting)
    let summary = totals.summary(shown: shown)
    switch options.format {
    case .text:
      try output.write((shown > 0 ? "\n" : "") + LineWidth.fitted(style.faint(summary) + "\n"))
    case .jsonl: try DataRows(totals, query: query).writeJSONLines { try output.writeData($0) }
    case .csv: break
    }
    try output.flush()
    if options.format == .csv { StandardError.write(summary + "\n") }
  }

  private func write(_ lines: [ConcordanceLine]) throws {
    switch options.format {
    case .text: try output.write(layout.text(of: lines))
    case .csv:
      try DataTable(lines).writeCSV(options.csv.style, hasHeader: false) {
        try output.writeData($0)
      }
    case .jsonl: try DataRows(lines).writeJSONLines { try output.writeData($0) }
    }
  }
}

extension ConcordanceTotals {
  fileprivate func summary(shown: Int) -> String {
    if articles == 0 { return "no article matches" }
    if occurrences == 0 {
      return "\(NumberText.count(articles, "article")) without a word or quotation to show"
    }
    let text =
      "\(NumberText.count(occurrences, "occurrence")) in "
      + NumberText.count(articlesWithOccurrences, "article")
    return shown < occurrences ? text + "; \(NumberText.grouped(shown)) shown" : text
  }
}
