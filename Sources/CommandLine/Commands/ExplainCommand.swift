import ArgumentParser
import Wire
import Xunwen

struct ExplainCommand: ParsableCommand {
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

  @Argument(help: ArgumentHelp("Id of the article from search results.", valueName: "id"))
  var id: String

  @OptionGroup var words: QueryWords
  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions

  @Option(
    help: """
      Requirement of an unquoted query: all words, with partial matches (best); any word; or all \
      words.
      """)
  var match: MatchMode = .best

  @OptionGroup var ranking: RankingOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    var scope = filter.scope
    scope.match = match
    let archive = try location.open()
    let explanation = try words.answer(in: archive, scope) {
      try $0.explanation(ofArticle: id, ranking: ranking.parameters)
    }
    guard let explanation else {
      MissingArticle.write(id)
      throw ExitCode(1)
    }
    let tree = ScoreTree(id: id, query: words.text, explanation: explanation)
    try tree.print(as: ReportFormat(json: json))
    if explanation.match == .none { throw ExitCode(1) }
  }
}

/// The computation of a score:
///
///     childcare.txt matches 养老
///     1.2837500186541055  the score, the sum of
///     └─ 1.2837500186541055  养老  word
///          = 1.5694142512451534 · saturation 0.8179803151260504
///          1.5694142512451534 = weight 2.0 · idf 0.35667494393873245 · (k1 + 1) 2.2
///          idf of 3 in 4 articles; saturation by f 6.0: 2 occurrences, 1 in the headline for 5.0
///     saturation = f / (f + k1 · (1 - b + b · length / average)); k1 1.2, b 0.75
///     length of the article 60, average 55.5 units
///
/// Numbers have all digits of their double, so that anybody can repeat the computation exactly.
private struct ScoreTree: Report {
  let id: String
  let query: String
  let explanation: ScoreExplanation

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
      let lines = lines(of: term)
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

  /// The facts that hold for all terms.
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
  /// The kind of the term in words.
  fileprivate var title: String {
    let names = [
      (TermRoles.wordGram, "word"), (.innerGram, "gram inside a word"),
      (.straddlingGram, "straddling gram"), (.word, "word"), (.token, "token"),
    ].filter { roles.contains($0.0) }.map(\.1)
    return (isInTail ? "in:tail " : "") + names.joined(separator: " and ")
  }
}
