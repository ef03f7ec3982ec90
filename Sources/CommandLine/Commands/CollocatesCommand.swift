import ArgumentParser
import Wire
import Xunwen

struct CollocatesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collocates",
    abstract: "Find the words that occur near the matches of a query.",
    usage: "xunwen collocates <query> ... [<options>]",
    discussion: """
      Counts the words near each match (node) in all articles that match the whole
      query, and compares the counts with the rest of these articles. Near means
      within --window units on either side and in the same sentence. A unit is a
      Chinese character, or a word or number in another script. Words are those of
      ICU's dictionary. None is counted twice or as part of a node. docs/RESEARCH.md
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
    let archive = try location.open()
    let found = try await words.answer(in: archive, filter.scope) {
      try await $0.collocates(options)
    }
    try CollocateTable(query: words.text, found: found).print(table)
    if found.words.isEmpty { throw ExitCode(1) }
  }
}

private struct CollocateTable: TableReport {
  let query: String
  let found: Collocates

  var rows: DataRows { DataRows(found, query: query) }
  var table: DataTable { DataTable(found) }

  func text(in style: TextStyle) -> String {
    TextColumns.words(table, digits: [0, 0, 0, 1, 1, 2, 2], note: summary, style)
  }

  var note: String? { summary }

  private var summary: String {
    if found.articles == 0 { return "no article matches" }
    return NumberText.count(found.nodes, "occurrence") + " in "
      + "\(NumberText.count(found.articles, "article")); "
      + "\(NumberText.count(found.nearWords, "word")) near them, "
      + "\(NumberText.grouped(found.allWords)) in all; "
      + "\(NumberText.grouped(found.words.count)) of "
      + "\(NumberText.count(found.distinct, "frequent word")) shown"
  }
}
