import ArgumentParser
import Wire
import Xunwen

struct KeywordsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keywords",
    abstract: "Find the words that distinguish the articles of a query.",
    usage: "xunwen keywords <query> ... [--vs <query>] [<options>]",
    discussion: """
      Finds words that are unusually frequent in the headlines and bodies of the
      articles that match the query, compared with the articles that match --vs, or
      with all others. Articles that match both count for the first query only.
      --source, --from and --to apply to both. Words are those of ICU's dictionary.
      docs/RESEARCH.md has the formulas.

      Example:
        xunwen keywords 养老 --vs 托育
        xunwen keywords 'source:工人日报' --sort ratio --min-frequency 20

      Orders: ll is Dunning's log-likelihood, ratio is Hardie's log ratio.
      Exit status: 0 with words, 1 without, 2 on error.
      """)

  @OptionGroup var words: QueryWords

  @Option(
    name: .customLong("vs"),
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
    try KeywordTable(query: words.text, other: other, found: found).print(table)
    if found.words.isEmpty { throw ExitCode(1) }
  }
}

private struct KeywordTable: TableReport {
  let query: String
  let other: String?
  let found: Keywords

  var rows: DataRows { DataRows(found, query: query, other: other) }
  var table: DataTable { DataTable(found) }

  func text(in style: TextStyle) -> String {
    TextColumns.words(table, digits: [0, 0, 0, 0, 0, 1, 2], note: summary, style)
  }

  var note: String? { summary }

  private var summary: String {
    if found.articles == 0 { return "no article matches" }
    if found.otherArticles == 0 { return "no article to compare with" }
    let shared =
      found.shared > 0
      ? "; \(NumberText.count(found.shared, "article")) of both in the first only" : ""
    return "\(NumberText.count(found.articles, "article")) of "
      + "\(NumberText.count(found.allWords, "word")), "
      + "compared with \(NumberText.grouped(found.otherArticles)) of "
      + "\(NumberText.grouped(found.otherWords))\(shared); "
      + "\(NumberText.grouped(found.words.count)) of "
      + "\(NumberText.count(found.distinct, "frequent word")) shown"
  }
}
