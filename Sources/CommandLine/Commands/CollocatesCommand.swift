import ArgumentParser
import Xunwen

struct CollocatesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collocates",
    abstract: "Find the words that stand near those of a query.",
    usage: "xunwen collocates <query> ... [<options>]",
    discussion: """
      Words near what the query asks for (the node), in all articles that match the
      whole query, and how much more often they are there than elsewhere in these
      articles. Near is within --window units on either side and in the same
      sentence: a Chinese character, or a word or number of another script, is a
      unit. Words are those of ICU's dictionary; none is counted twice, and none that
      is part of a node. docs/RESEARCH.md has the formulas.

      Example:
        xunwen collocates '"养老服务"' --window 5
        xunwen collocates 改革 --sort mi --min-frequency 20 --format csv

      Orders: ll is Dunning's log-likelihood, mi mutual information.
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
    help: ArgumentHelp("Only words that are near a node so often.", valueName: "count"))
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
    let found = try await words.answer { query in
      try await archive.collocates(query, options: filter.searchOptions, collocates: options)
    }
    try CollocateTable(found, query: words.text).write(table)
    if found.words.isEmpty { throw ExitCode(1) }
  }
}
