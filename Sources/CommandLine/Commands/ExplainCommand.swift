import ArgumentParser
import Wire
import Xunwen

struct ExplainCommand: QueryCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show how the score of an article is computed.",
    usage: "xunwen explain <id> <query> ... [<options>]",
    discussion: """
      Prints every ranking term of the query with its contribution and the factors of
      the contribution. The contributions add up to the score exactly.

      Example:
        xunwen explain health/2023/0619.txt 养老 服务

      Exit status: 0 when the article matches, also in part; 1 when it does not, or
      does not exist; 2 on error.
      """)

  @OptionGroup var article: ArticleID
  @OptionGroup var words: QueryWords
  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions

  @Option(
    help: """
      Requirement of an unquoted query: all words, with partial matches (best); any word; all \
      words; or its text as written (exact).
      """)
  var match: MatchMode = .best

  @OptionGroup var ranking: RankingOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    var scope = filter.scope
    scope.match = match
    let archive = try location.open()
    let id = try article.id(in: archive, location)
    let explanation = try words.answer(in: archive, scope) {
      try $0.explanation(ofArticle: id, ranking: ranking.parameters)
    }
    guard let explanation else { throw ExitCode(1) }
    let tree = ScoreTree(id: id, query: words.text, explanation: explanation)
    try tree.print(as: json.format)
    if explanation.match == .none { throw ExitCode(1) }
  }
}

/// The computation of a score as a tree of terms. Numbers have all digits of their double, so that
/// anybody can repeat the computation exactly.
private struct ScoreTree: Report {
  let id: String
  let query: String
  let explanation: ScoreExplanation

  /// The columns of a line without the branches of the tree; without a limit in a pipe or a file.
  private static let treeColumns = LineWidth.limit.map { $0 - 5 } ?? .max

  var rows: DataRows { DataRows(explanation, id: id, query: query) }

  func text(in style: TextStyle) -> String {
    let verb =
      switch explanation.match {
      case .full: "matches"
      case .partial: "matches in part:"
      case .none: "does not match"
      }
    let present = explanation.terms.filter { $0.occurrences > 0 }
    var text = "\(VisibleText.line(id)) \(verb) \(VisibleText.line(query))\n"
    text += "\(explanation.score)  the score"
    text += present.isEmpty ? ": the article has no term of the query\n" : ", the sum of\n"
    for (index, term) in present.enumerated() {
      let isLast = index == present.count - 1
      let lines = lines(of: term).flatMap { LineWrapper(columns: Self.treeColumns).lines(of: $0) }
      text += (isLast ? "└─ " : "├─ ") + lines[0] + "\n"
      for line in lines.dropFirst() { text += (isLast ? "     " : "│    ") + line + "\n" }
    }
    if !present.isEmpty { text += notes.map { $0 + "\n" }.joined() }
    let absent = explanation.terms.filter { $0.occurrences == 0 }
    if !absent.isEmpty {
      let names = absent.map {
        "\(VisibleText.line($0.text)) (\($0.title), "
          + "\(NumberText.count($0.documentFrequency, "article")))"
      }
      text += "not in the article: " + names.joined(separator: ", ") + "\n"
    }
    return text
  }

  private func lines(of term: TermScore) -> [String] {
    let (ranking, count) = (explanation.ranking, explanation.documentCount)
    var frequency = NumberText.count(term.occurrences, "occurrence")
    if term.titleOccurrences > 0 {
      frequency += ", \(NumberText.grouped(term.titleOccurrences)) in the headline for "
      frequency += "\(ranking.titleWeight)"
    }
    return [
      "\(term.contribution)  \(VisibleText.line(term.text))  \(term.title)",
      "= \(term.scale) · saturation \(term.saturation)",
      "\(term.scale) = weight \(term.weight) · idf \(term.idf) · (k1 + 1) \(ranking.k1 + 1)",
      "idf of \(NumberText.grouped(term.documentFrequency)) in "
        + "\(NumberText.count(count, "article")); "
        + "saturation by f \(term.frequency): \(frequency)",
    ]
  }

  private var notes: [String] {
    let ranking = explanation.ranking
    var notes = [
      "saturation = f / (f + k1 · (1 - b + b · length / average)); "
        + "k1 \(ranking.k1), b \(ranking.b)"
    ]
    for (isInTail, name) in [(false, "article"), (true, "tail")] {
      guard let term = explanation.terms.first(where: { $0.isInTail == isInTail }) else { continue }
      notes.append(
        "length of the \(name) \(NumberText.grouped(term.length)), "
          + "average \(term.averageLength) units")
    }
    return notes
  }
}

extension TermScore {
  fileprivate var title: String {
    let names = [
      (TermRoles.wordGram, "word"), (.innerGram, "gram inside a word"),
      (.straddlingGram, "straddling gram"), (.word, "word"), (.token, "token"), (.part, "part"),
    ].filter { roles.contains($0.0) }.map(\.1)
    return (isInTail ? "in:tail " : "") + names.joined(separator: " and ")
  }
}

struct WhyCommand: QueryCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Show why an article matches a query or does not.",
    usage: "xunwen why <id> <query> ... [<options>]",
    discussion: """
      Shows for each clause whether and where the article matches. For a clause that
      does not match, the near miss is shown: the longest part of it that occurs, an
      occurrence in a part of the article that is not searched, or the distance
      between words that should be near each other.

      Example:
        xunwen why health/2023/0619.txt '养老 "长期护理保险" date:2023'

      Exit status: 0 when the article matches, 1 when it does not or does not exist,
      2 on error.
      """)

  @OptionGroup var article: ArticleID
  @OptionGroup var words: QueryWords
  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions
  @OptionGroup var whole: WholeMatch
  @OptionGroup var json: JSONOption

  func run() throws {
    let archive = try location.open()
    let id = try article.id(in: archive, location)
    var scope = filter.scope
    scope.match = whole.match
    let report = try QueryFailure.locating(words.text) {
      try archive.why(id: id, query: words.text, scope: scope)
    }
    guard let report else { throw ExitCode(1) }
    try MatchTree(query: words.text, report: report).print(as: json.format)
    if !report.matches { throw ExitCode(1) }
  }
}

private struct MatchTree: Report {
  let query: String
  let report: MatchReport
  private let cutter = ExcerptCutter()

  init(query: String, report: MatchReport) { (self.query, self.report) = (query, report) }

  /// The least columns of the text around an occurrence.
  private static let leastColumns = 16

  var rows: DataRows { DataRows(report, query: query) }

  func text(in style: TextStyle) -> String {
    let verb = report.matches ? "matches" : "does not match"
    var text = "\(VisibleText.line(report.article.id)) \(verb)\n"
    if !report.passesFilters { text += "✗ the options for sources or dates exclude it\n" }
    guard let clause = report.query else { return text + "the query has no searchable text\n" }
    return text + lines(of: clause, depth: 0).map { $0 + "\n" }.joined()
  }

  private func lines(of clause: ClauseReport, depth: Int) -> [String] {
    let indent = String(repeating: "  ", count: depth)
    var lines = ["\(indent)\(clause.matches ? "✓" : "✗") \(VisibleText.line(clause.clause))"]
    for location in clause.locations {
      let start = "\(indent)    \(TextColumns.left(location.zone.label, 8))  "
      let room = max(Self.leastColumns, LineWidth.columns - start.count - 2)
      lines.append(start + excerpt(around: location.range, columns: room))
    }
    let more = clause.occurrenceCount - clause.locations.count
    if more > 0 { lines.append("\(indent)    and \(NumberText.grouped(more)) more") }
    if let nearMiss = clause.nearMiss { lines.append("\(indent)    \(nearMiss.statement)") }
    for part in clause.parts { lines += self.lines(of: part, depth: depth + 1) }
    return lines
  }

  private func excerpt(around range: Range<Int>, columns: Int) -> String {
    let (shown, zone) = cutter.excerpt(of: report.article, around: range, columns: columns)
    let text = VisibleText.line(String(decoding: report.article.text[shown], as: UTF8.self))
    return (shown.lowerBound > zone.lowerBound ? "…" : "") + text
      + (shown.upperBound < zone.upperBound ? "…" : "")
  }
}
