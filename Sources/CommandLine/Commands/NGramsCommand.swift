import ArgumentParser
import Wire
import Xunwen

struct NGramsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ngrams",
    abstract: "Count the sequences of words or characters in the articles of a query.",
    usage: "xunwen ngrams [<query> ...] [<options>]",
    discussion: """
      Counts sequences of --n words or characters in the headlines and bodies of the
      articles that match the whole query, or of all articles without a query. With
      --window, only sequences in a match or within that many units of it count.
      Unquoted text must occur as written, unless --match all is given. No
      punctuation or sentence end is inside a sequence. Words are those of ICU's
      dictionary and of xunwen dict. A word or number of a script other than Chinese,
      Japanese or Korean counts as one character. Stop words: a sequence of words is
      left out when it begins or ends with one, a sequence of characters when it is
      one. docs/RESEARCH.md has the formulas.

      Example:
        xunwen ngrams 养老 --n 2..4 --stop-words
        xunwen ngrams '"数字经济"' --window 5 --by characters --n 4 --format csv

      Exit status: 0 with sequences, 1 without, 2 on error.
      """)

  @OptionGroup var query: OptionalQueryWords
  @OptionGroup var location: IndexLocation

  @Option(help: "Elements of a sequence.")
  var by: NGramOptions.Element = .words

  @Option(
    name: .customLong("n"), parsing: .unconditional,
    help: ArgumentHelp(
      "Lengths, 1 to \(NGramOptions.greatestLength): a number, or a range such as 2..4. (default: 2..3)",
      valueName: "range"), transform: NGramsCommand.lengths)
  var lengths = NGramOptions().lengths

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp("Only within this many units of a match.", valueName: "units"))
  var window: Int?

  @Option(help: "Order of the sequences.")
  var sort: NGramOptions.Order = .frequency

  @OptionGroup var list: WordListOptions

  func validate() throws {
    guard let window else { return }
    try Limits.check(window, in: OptionLimits.window, "--window")
    if query.text == nil { throw ValidationError("--window requires a query") }
  }

  func run() async throws {
    var options = NGramOptions()
    options.element = by
    options.lengths = lengths
    options.window = window
    options.order = sort
    try list.apply(to: &options)
    let found = try await query.answer(
      in: location.open(), list.scope, list.counted, articles: \.articles
    ) {
      try await $0.ngrams(options)
    }
    let report = WordTable(
      rows: DataRows(found, query: query.text), table: DataTable(found), columns: found.columns,
      summary: found.summary(by))
    try report.print(as: list.table.reportFormat)
    if found.ngrams.isEmpty { throw ExitCode(1) }
  }

  /// Reads `3` or `2..4`.
  @Sendable private static func lengths(_ argument: String) throws -> ClosedRange<Int> {
    guard let lengths = NGramOptions.lengths(argument) else {
      throw ValidationError(
        "write a number from 1 to \(NGramOptions.greatestLength), or a range such as 2..4")
    }
    return lengths
  }
}

extension NGrams {
  fileprivate var columns: [WordTable.Column] {
    [.word("ngram"), WordTable.Column(name: "frequency", heading: "frequency")]
      + WordTable.Column.dispersion(by: parts.interval)
  }

  fileprivate func summary(_ element: NGramOptions.Element) -> String {
    if articles == 0 { return "no article matches" }
    let all = totals.reduce(0) { $0 + $1.ngrams }
    let place = nodes.map { " near \(NumberText.count($0, "occurrence"))" } ?? ""
    return "\(NumberText.count(all, "sequence")) of \(length(element))\(place) in "
      + "\(NumberText.count(articles, "article")); "
      + NumberText.shown(ngrams.count, of: distinct, "frequent sequence", stopWords: stopWords)
  }

  private func length(_ element: NGramOptions.Element) -> String {
    guard let first = totals.first?.length, let last = totals.last?.length else { return "" }
    let noun = String(element.rawValue.dropLast())
    return first == last ? NumberText.count(first, noun) : "\(first) to \(last) \(noun)s"
  }
}
