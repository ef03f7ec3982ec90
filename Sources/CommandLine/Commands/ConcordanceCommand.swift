import ArgumentParser
import Wire
import Xunwen

struct ConcordanceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kwic",
    abstract: "Show every occurrence of a query in its context.",
    usage: "xunwen kwic <query> ... [<options>]",
    discussion: """
      A concordance (keyword in context) of all matches in all articles that match
      the whole query. Each word of an unquoted query is a keyword of its own; quote
      phrases. A match of NEAR, ADJ, "…"~n, /s or /p is one line, from its first
      word to its last. Context is counted in units: a Chinese character, or a word
      or number in another script, is a unit; punctuation is not. Context ends with
      the headline or the body.

      Example:
        xunwen kwic '"长期护理保险"' --sort right
        xunwen kwic 养老 --from 2023 --limit 0 --format csv --bom > kwic.csv

      left sorts by the text before the keyword, read backwards; right sorts by the
      text after it. Both compare units in the order of Unicode, not of pinyin.
      Exit status: 0 with occurrences, 1 without, 2 on error.
      """)

  @OptionGroup var words: QueryWords
  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions

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
    var printer = ConcordancePrinter(table, window: window)
    try printer.begin()
    let totals = try await words.answer(in: archive, filter.scope) {
      try await $0.concordance(options) { try printer.add($0) }
    }
    try printer.finish(totals, query: words.text)
    if totals.occurrences == 0 { throw ExitCode(1) }
  }
}

/// Writes a concordance while its lines are found, in blocks of a thousand lines. Text is aligned
/// within a block.
private struct ConcordancePrinter {
  private let options: TableOptions
  private let style: TextStyle
  /// Half more than Chinese characters need, for punctuation. Other words may be cut.
  private let contextColumns: Int
  /// A longer match of a proximity clause is shortened between its operands.
  private var matchColumns: Int { 2 * contextColumns }
  private let output = StandardOutput()
  private var waiting: [ConcordanceLine] = []
  private var shown = 0

  private static let blockSize = 1000

  init(_ options: TableOptions, window: Int) {
    self.options = options
    style = options.color.style
    contextColumns = max(20, 3 * window)
  }

  func begin() throws {
    guard options.format == .csv else { return }
    let empty: [ConcordanceLine] = []
    try DataTable(empty).writeCSV(hasMark: options.bom) { try output.write($0) }
  }

  mutating func add(_ lines: [ConcordanceLine]) throws {
    shown += lines.count
    var rest = (waiting + lines)[...]
    while rest.count >= Self.blockSize {
      try write(Array(rest.prefix(Self.blockSize)))
      rest = rest.dropFirst(Self.blockSize)
    }
    waiting = Array(rest)
  }

  mutating func finish(_ totals: ConcordanceTotals, query: String) throws {
    try write(waiting)
    let summary = totals.summary(shown: shown)
    switch options.format {
    case .text: try output.write((shown > 0 ? "\n" : "") + style.faint(summary) + "\n")
    case .jsonl: try DataRows(totals, query: query).writeJSONLines { try output.write($0) }
    case .csv: break
    }
    try output.flush()
    if options.format == .csv { StandardError.write(summary + "\n") }
  }

  private func write(_ lines: [ConcordanceLine]) throws {
    switch options.format {
    case .text: try output.write(text(of: lines))
    case .csv: try DataTable(lines).writeCSV(hasHeader: false) { try output.write($0) }
    case .jsonl: try DataRows(lines).writeJSONLines { try output.write($0) }
    }
  }

  private func text(of lines: [ConcordanceLine]) -> String {
    let rows = lines.map { line in
      (
        left: VisibleText.suffix(of: VisibleText.line(line.left), columns: contextColumns),
        match: MatchText(line).fitted(to: matchColumns),
        right: VisibleText.prefix(of: VisibleText.line(line.right), columns: contextColumns)
      )
    }
    let leftWidth = rows.map { DisplayWidth.columns(of: $0.left) }.max() ?? 0
    let rightWidths = rows.map {
      $0.match.columns + 1 + DisplayWidth.columns(of: $0.right)
    }
    let rightWidth = rightWidths.max() ?? 0
    return zip(lines, zip(rows, rightWidths)).map { line, cells in
      let (row, width) = cells
      let padding = String(repeating: " ", count: rightWidth - width)
      return "\(TextColumns.right(row.left, leftWidth)) \(row.match.text(in: style)) "
        + "\(row.right)\(padding)  \(style.faint(facts(of: line)))\n"
    }.joined()
  }

  private func facts(of line: ConcordanceLine) -> String {
    let date = line.published.map { String($0.description.prefix(10)) } ?? "undated"
    let source = line.source.isEmpty ? [] : [VisibleText.line(line.source)]
    return ([TextColumns.left(date, 10)] + source + [VisibleText.line(line.id)])
      .joined(separator: "  ")
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
