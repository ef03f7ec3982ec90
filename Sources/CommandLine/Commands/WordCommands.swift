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
      query, and compares the counts with the rest of these articles. Unquoted
      text is a node as written, unless --match all is given. Near means within
      --window units on either side and in the same sentence. A unit is a Chinese
      character, or a word or number in another script. Words are those of ICU's
      dictionary and of xunwen dict. No word is counted twice or as part of a node.
      Stop words are listed unless --stop-words leaves them out. docs/RESEARCH.md has
      the formulas.

      Example:
        xunwen collocates '"养老服务"' --window 5 --stop-words
        xunwen collocates 改革 --sort mi --min-frequency 20 --format csv

      Orders: ll is Dunning's log-likelihood, mi is mutual information.
      Exit status: 0 with words, 1 without, 2 on error.
      """)

  @OptionGroup var words: QueryWords
  @OptionGroup var location: IndexLocation

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp("Units on each side of a node.", valueName: "units"))
  var window = CollocateOptions().window

  @Option(help: "Order of the words.")
  var sort: CollocateOptions.Order = .ll

  @OptionGroup var list: WordListOptions

  func validate() throws { try Limits.check(window, in: OptionLimits.window, "--window") }

  func run() async throws {
    var options = CollocateOptions()
    options.window = window
    options.order = sort
    try list.apply(to: &options)
    let found = try await words.answer(in: location.open(), list.scope) { query in
      let found = try await query.collocates(options)
      try list.counted.explainNothing(found: found.articles, query)
      return found
    }
    let report = WordTable(
      rows: DataRows(found, query: words.text), table: DataTable(found), columns: found.columns,
      summary: found.summary)
    try report.print(as: list.table.reportFormat)
    if found.words.isEmpty { throw ExitCode(1) }
  }
}

extension Collocates {
  fileprivate var columns: [WordTable.Column] {
    [
      .word(), WordTable.Column(name: "near", heading: "near"),
      WordTable.Column(name: "frequency", heading: "in all", rank: 3),
      WordTable.Column(name: "expected", heading: "expected", digits: 1, rank: 5),
      WordTable.Column(name: "log_likelihood", heading: "LL", digits: 1, rank: -2),
      WordTable.Column(name: "mutual_information", heading: "MI", digits: 2, rank: -1),
      WordTable.Column(name: "t_score", heading: "t", digits: 2, rank: 6),
    ] + WordTable.Column.dispersion(by: parts.interval)
  }

  fileprivate var summary: String {
    if articles == 0 { return "no article matches" }
    return NumberText.count(nodes, "occurrence") + " in "
      + "\(NumberText.count(articles, "article")); "
      + "\(NumberText.count(nearWords, "word")) near them, "
      + "\(NumberText.grouped(allWords)) in all; "
      + NumberText.shown(words.count, of: distinct, "frequent word", stopWords: stopWords)
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
      with all others. Unquoted text must occur as written, unless --match all is
      given. Articles that match both count for the first query only.
      --source, --from and --to apply to both. --min-frequency and the dispersion
      refer to the articles of the query. Words are those of ICU's dictionary and of
      xunwen dict. Stop words are listed unless --stop-words leaves them out.
      docs/RESEARCH.md has the formulas.

      Example:
        xunwen keywords 养老 --vs 托育 --stop-words
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

  @Option(help: "Order of the words. frequency: in the articles of the query.")
  var sort: KeywordOptions.Order = .ll

  @OptionGroup var list: WordListOptions

  func run() async throws {
    var options = KeywordOptions()
    options.order = sort
    try list.apply(to: &options)
    let archive = try location.open()
    let second = try other.map { text in
      try QueryFailure.locating(text) {
        let query = try archive.prepare(text, scope: list.scope)
        // Reports a query without searchable text, which would be an error of the first query.
        try list.counted.explainNothing(
          found: query.count(match: list.counted.match), query, of: " of --vs")
        return query
      }
    }
    let found = try await words.answer(in: archive, list.scope) { query in
      let found = try await query.keywords(versus: second, options)
      try list.counted.explainNothing(found: found.articles, query)
      return found
    }
    let report = WordTable(
      rows: DataRows(found, query: words.text, other: other), table: DataTable(found),
      columns: found.columns, summary: found.summary)
    try report.print(as: list.table.reportFormat)
    if found.words.isEmpty { throw ExitCode(1) }
  }
}

extension Keywords {
  fileprivate var columns: [WordTable.Column] {
    [
      .word(), WordTable.Column(name: "frequency", heading: "frequency"),
      WordTable.Column(name: "other_frequency", heading: "other", rank: 0),
      WordTable.Column(name: "other_articles", heading: "other articles", rank: 6),
      WordTable.Column(name: "log_likelihood", heading: "LL", digits: 1, rank: -2),
      WordTable.Column(name: "log_ratio", heading: "log ratio", digits: 2, rank: -1),
    ] + WordTable.Column.dispersion(by: parts.interval)
  }

  fileprivate var summary: String {
    if articles == 0 { return "no article matches" }
    if otherArticles == 0 { return "no article to compare with" }
    let both =
      shared > 0 ? "; \(NumberText.count(shared, "article")) of both in the first only" : ""
    return "\(NumberText.count(articles, "article")) of "
      + "\(NumberText.count(allWords, "word")), "
      + "compared with \(NumberText.grouped(otherArticles)) of "
      + "\(NumberText.grouped(otherWords))\(both); "
      + NumberText.shown(words.count, of: distinct, "frequent word", stopWords: stopWords)
  }
}

extension NumberText {
  /// The number of lines that are shown, of all lines, and the number of stop words left out.
  static func shown(_ count: Int, of all: Int, _ noun: String, stopWords: Int) -> String {
    let left = stopWords > 0 ? "; \(NumberText.grouped(stopWords)) left out by --stop-words" : ""
    if all == 0 { return "no \(noun)\(left)" }
    return "\(grouped(count)) of \(NumberText.count(all, noun)) shown\(left)"
  }
}
