import ArgumentParser
import Wire
import Xunwen

struct CollocatesCommand: AsyncParsableCommand, QueryCommand {
  static let configuration = CommandConfiguration(
    commandName: "collocates",
    abstract: "Find the words that occur near the matches of a query.",
    usage: "xunwen collocates <query> ... [<options>]",
    discussion: """
      Counts the words near each match (node) in all articles that match the whole
      query, and compares the counts with the rest of these articles. Near means
      within --window units on either side and in the same sentence. A unit is a
      Chinese character, or a word or number in another script. ICU's dictionary
      defines the words. No word is counted twice or as part of a node. docs/RESEARCH.md
      has the formulas.

      Example:
        xunwen collocates '"养老服务"' --window 5
        xunwen collocates 改革 --sort mi --min-frequency 20 --format csv

      Orders: ll is Dunning's log-likelihood, mi is mutual information.
      Exit status: 0 with words, 1 without, 2 on error.
      """)

  @OptionGroup var words: QueryWords
  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp("Units on each side of a node.", valueName: "units"))
  var window = CollocateOptions().window

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Only words that occur near a node at least this often.", valueName: "count"))
  var minFrequency = CollocateOptions().minimumFrequency

  @Option(help: "Order of the words.")
  var sort: CollocateOptions.Order = .ll

  @Option(
    name: [.customShort("n"), .long], parsing: .unconditional,
    help: ArgumentHelp("Words to show, 0 for all.", valueName: "count"))
  var limit = CollocateOptions().limit

  @OptionGroup var table: TableOptions
  @OptionGroup var threads: ThreadCount

  func validate() throws {
    try Limits.check(window, in: 1...1000, "--window")
    try Limits.check(minFrequency, in: 1...1_000_000_000, "--min-frequency")
    try Limits.check(limit, in: 0...1_000_000_000, "--limit")
  }

  func run() async throws {
    var options = CollocateOptions()
    options.window = window
    options.minimumFrequency = minFrequency
    options.order = sort
    options.limit = limit
    options.jobs = threads.count
    let found = try await words.answer(in: location.open(), filter.scope) {
      try await $0.collocates(options)
    }
    let report = WordTable(
      rows: DataRows(found, query: words.text), words: DataTable(found),
      digits: [0, 0, 0, 1, 1, 2, 2], summary: found.summary)
    try report.print(as: table.reportFormat)
    if found.words.isEmpty { throw ExitCode(1) }
  }
}

extension Collocates {
  fileprivate var summary: String {
    if articles == 0 { return "no article matches" }
    return NumberText.count(nodes, "occurrence") + " in "
      + "\(NumberText.count(articles, "article")); "
      + "\(NumberText.count(nearWords, "word")) near them, "
      + "\(NumberText.grouped(allWords)) in all; "
      + "\(NumberText.grouped(words.count)) of "
      + "\(NumberText.count(distinct, "frequent word")) shown"
  }
}

struct KeywordsCommand: AsyncParsableCommand, QueryCommand {
  static let configuration = CommandConfiguration(
    commandName: "keywords",
    abstract: "Find the words that distinguish the articles of a query.",
    usage: "xunwen keywords <query> ... [--vs <query>] [<options>]",
    discussion: """
      Finds words that are unusually frequent in the headlines and bodies of the
      articles that match the query, compared with the articles that match --vs, or
      with all others. Articles that match both count for the first query only.
      --source, --from and --to apply to both. ICU's dictionary defines the words.
      docs/RESEARCH.md has the formulas.

      Example:
        xunwen keywords 养老 --vs 托育
        xunwen keywords 'source:工人日报' --sort ratio --min-frequency 20

      Orders: ll is Dunning's log-likelihood, ratio is Hardie's log ratio.
      Exit status: 0 with words, 1 without, 2 on error.
      """)

  @OptionGroup var words: QueryWords

  @Option(
    name: .customLong("vs"), parsing: .unconditional,
    help: ArgumentHelp(
      "Query of the articles to compare with. (default: all other articles)",
      valueName: "query"))
  var other: String?

  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Only words that occur at least this often in the articles of the query.",
      valueName: "count"))
  var minFrequency = KeywordOptions().minimumFrequency

  @Option(help: "Order of the words. frequency: in the articles of the query.")
  var sort: KeywordOptions.Order = .ll

  @Option(
    name: [.customShort("n"), .long], parsing: .unconditional,
    help: ArgumentHelp("Words to show, 0 for all.", valueName: "count"))
  var limit = KeywordOptions().limit

  @OptionGroup var table: TableOptions
  @OptionGroup var threads: ThreadCount

  func validate() throws {
    try Limits.check(minFrequency, in: 1...1_000_000_000, "--min-frequency")
    try Limits.check(limit, in: 0...1_000_000_000, "--limit")
  }

  func run() async throws {
    var options = KeywordOptions()
    options.minimumFrequency = minFrequency
    options.order = sort
    options.limit = limit
    options.jobs = threads.count
    let archive = try location.open()
    let second = try other.map { text in
      try QueryFailure.locating(text) {
        let query = try archive.prepare(text, scope: filter.scope)
        // Reports a query without searchable text, which would be an error of the first query.
        _ = try query.count()
        return query
      }
    }
    let found = try await words.answer(in: archive, filter.scope) {
      try await $0.keywords(versus: second, options)
    }
    let report = WordTable(
      rows: DataRows(found, query: words.text, other: other), words: DataTable(found),
      digits: [0, 0, 0, 0, 0, 1, 2], summary: found.summary)
    try report.print(as: table.reportFormat)
    if found.words.isEmpty { throw ExitCode(1) }
  }
}

extension Keywords {
  fileprivate var summary: String {
    if articles == 0 { return "no article matches" }
    if otherArticles == 0 { return "no article to compare with" }
    let both =
      shared > 0 ? "; \(NumberText.count(shared, "article")) of both in the first only" : ""
    return "\(NumberText.count(articles, "article")) of "
      + "\(NumberText.count(allWords, "word")), "
      + "compared with \(NumberText.grouped(otherArticles)) of "
      + "\(NumberText.grouped(otherWords))\(both); "
      + "\(NumberText.grouped(words.count)) of "
      + "\(NumberText.count(distinct, "frequent word")) shown"
  }
}

/// A table of words with their numbers, and a summary below.
struct WordTable: Report {
  let rows: DataRows
  let words: DataTable
  /// The digits after the point, by column, for columns of measures.
  let digits: [Int]
  let summary: String

  var table: DataTable? { words }
  var note: String? { summary }

  func text(in style: TextStyle) -> String {
    var cells: [[String]] = []
    try? words.forEachRow { values in
      cells.append(zip(values, digits).map { text(of: $0, digits: $1) })
    }
    if cells.isEmpty { return style.faint(summary) + "\n" }
    let names = words.names.map { $0.replacing("_", with: " ") }
    return
      TextColumns.table(cells, header: names, emphasis: style.faint, right: { $0 > 0 })
      + "\n" + style.faint(summary) + "\n"
  }

  private func text(of value: FieldValue, digits: Int) -> String {
    switch value {
    case .integer(let count): NumberText.grouped(count)
    case .number(let measure): NumberText.fixed(measure, digits: digits)
    default: VisibleText.line(value.cell)
    }
  }
}
