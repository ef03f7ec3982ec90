import ArgumentParser
import Xunwen

struct KeywordsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keywords",
    abstract: "Find the words that tell the articles of two queries apart.",
    usage: "xunwen keywords <query> ... [--vs <query>] [<options>]",
    discussion: """
      Words that are unusually frequent in the headlines and bodies of the articles
      that match the query, compared with those that match --vs, or with all others.
      Articles that match both belong to the first only. --source, --from and --to
      hold for both sides. Words are those of ICU's dictionary; docs/RESEARCH.md has
      the formulas.

      Example:
        xunwen keywords 养老 --vs 托育
        xunwen keywords 'source:工人日报' --sort ratio --min-frequency 20

      Orders: ll is Dunning's log-likelihood, ratio Hardie's log ratio.
      Exit status: 0 with words, 1 without, 2 on error.
      """)

  @OptionGroup var words: QueryWords

  @Option(
    name: .customLong("vs"),
    help: ArgumentHelp("What to compare with. (default: all other articles)", valueName: "query"))
  var other: String?

  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Only words that are so frequent in the articles of the query.", valueName: "count"))
  var minFrequency = KeywordOptions().minimumFrequency

  @Option(help: "Order of the words; frequency is that in the articles of the query.")
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
    if let other {
      // Asked for by itself, so that its syntax error is shown with it and not with the first query.
      _ = try QueryFailure.locating(other) {
        try archive.facets([], of: other, options: filter.searchOptions)
      }
    }
    let found = try await words.answer { query in
      try await archive.keywords(
        query, versus: other, options: filter.searchOptions, keywords: options)
    }
    try KeywordTable(found, query: words.text, other: other).write(table)
    if found.words.isEmpty { throw ExitCode(1) }
  }
}
