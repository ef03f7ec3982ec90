import ArgumentParser
import Wire
import Xunwen

struct DictCandidatesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "candidates",
    abstract: "Find words that no dictionary has.",
    usage: "xunwen dict candidates [<query> ...] [<options>]",
    discussion: """
      Finds strings of two or more dictionary words that behave like one word, in the
      headlines and bodies of the articles that match the query, or of all articles:
      their parts occur together far more often than by chance (cohesion), and many
      different words precede and follow them (entropy). Words are those of ICU's
      dictionary and of xunwen dict. A candidate does not begin or end with a
      function word; by default with one that is never a part of a word, such as 很.
      Nothing is changed: read the list, and add the words you want.
      docs/RESEARCH.md has the formulas.

      Example:
        xunwen dict candidates --from 2023
        xunwen dict candidates 数字经济 --min-frequency 10 --format csv
        xunwen dict candidates -n 50 --words >new.txt   # edit new.txt, and then
        xunwen dict add - <new.txt

      Exit status: 0 with candidates, 1 without, 2 on error.
      """)

  @OptionGroup var query: OptionalQueryWords
  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions
  @OptionGroup var counted: CountedMatch

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only strings that occur at least this often.", valueName: "count"))
  var minFrequency = WordCandidateOptions().minimumFrequency

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only strings in at least this many sources.", valueName: "count"))
  var minSources = WordCandidateOptions().minimumSources

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Minimum mutual information of the parts.", valueName: "bits"))
  var minCohesion = WordCandidateOptions().minimumCohesion

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Minimum entropy of the word before and after.", valueName: "bits"))
  var minEntropy = WordCandidateOptions().minimumEntropy

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Most characters of a candidate.", valueName: "count"))
  var maxLength = WordCandidateOptions().lengths.upperBound

  @Option(
    help: "Order of the candidates. score: cohesion × the smaller entropy × log2 of the articles.")
  var sort: WordCandidateOptions.Order = .score

  @Option(
    name: [.customShort("n"), .long], parsing: .unconditional,
    help: ArgumentHelp("Candidates to show, 0 for all.", valueName: "count"))
  var limit = WordCandidateOptions().limit

  @OptionGroup var stopWords: StopWordOption

  @Flag(help: "Ignore the words and synonyms of xunwen dict.")
  var noDictionary = false

  @Flag(help: "Print only the words, one on each line.")
  var words = false

  @OptionGroup var table: TableOptions
  @OptionGroup var threads: ThreadCount

  func validate() throws {
    try Limits.check(minFrequency, in: 2...1_000_000_000, "--min-frequency")
    try Limits.check(minSources, in: 0...1_000_000_000, "--min-sources")
    try Limits.check(minCohesion, in: 0...1000, "--min-cohesion")
    try Limits.check(minEntropy, in: 0...1000, "--min-entropy")
    try Limits.check(maxLength, in: 2...WordCandidateOptions.greatestLength, "--max-length")
    try Limits.check(limit, in: 0...1_000_000_000, "--limit")
    if words, table.format != .text { throw ValidationError("--words excludes --format") }
  }

  func run() async throws {
    var options = WordCandidateOptions()
    options.minimumFrequency = minFrequency
    options.minimumSources = minSources
    options.minimumCohesion = minCohesion
    options.minimumEntropy = minEntropy
    options.lengths = 2...maxLength
    options.order = sort
    options.limit = limit
    options.stopWords = try stopWords.list
    options.jobs = threads.count
    var scope = filter.scope
    scope.usesDictionary = !noDictionary
    options.match = counted.match
    let found = try await query.answer(
      in: location.open(), scope, counted, articles: \.articles
    ) {
      try await $0.wordCandidates(options)
    }
    let rows = DataRows(found, query: query.text)
    if words {
      let lines = found.candidates.map { VisibleText.line($0.word) + "\n" }
      try PlainReport(rows: rows, text: lines.joined()).print(as: table.reportFormat)
    } else {
      let report = WordTable(
        rows: rows, table: DataTable(found), columns: WordCandidates.columns,
        summary: found.summary)
      try report.print(as: table.reportFormat)
    }
    if found.candidates.isEmpty { throw ExitCode(1) }
  }
}

extension WordCandidates {
  fileprivate static var columns: [WordTable.Column] {
    [
      .word(), WordTable.Column(name: "frequency", heading: "frequency"),
      WordTable.Column(name: "articles", heading: "articles", rank: 1),
      WordTable.Column(name: "sources", heading: "sources", rank: 2),
      WordTable.Column(name: "cohesion", heading: "cohesion", digits: 1, rank: -2),
      WordTable.Column(name: "left_entropy", heading: "H left", digits: 1, rank: 0),
      WordTable.Column(name: "right_entropy", heading: "H right", digits: 1, rank: 0),
      WordTable.Column(name: "example", heading: "example", rank: -1, text: .excerpt),
    ]
  }

  fileprivate var summary: String {
    if articles == 0 { return "no article matches" }
    return "\(NumberText.count(allWords, "word")) in \(NumberText.count(articles, "article")); "
      + NumberText.shown(candidates.count, of: distinct, "candidate", stopWords: 0)
  }
}
