import Wire
import Xunwen

/// The reasons why no article matches, for standard error.
struct EmptyAnswerText {
  let answer: EmptyAnswer
  /// The columns of a line; nil for no limit.
  var limit = LineWidth.errorLimit

  var text: String {
    (clauses + sources + dates + scope + ignored).map { $0 + "\n" }.joined()
  }

  private var hasScope: Bool { answer.scopeArticles != nil }

  private var clauses: [String] {
    let clauses = answer.clauses
    guard let first = clauses.first else { return [] }
    if clauses.count == 1, first.parts.isEmpty {
      let query = VisibleText.line(first.query)
      if first.articles == 0 { return ["\(query) matches no article"] }
      let count = NumberText.count(first.articles, "article")
      return ["\(query) matches \(count)" + (hasScope ? " of other sources or dates" : "")]
    }
    return [table(of: clauses), advice].filter { !$0.isEmpty }
  }

  /// The counts of each clause, and of its parts below it.
  private func table(of clauses: [EmptyAnswer.Clause]) -> String {
    let hasOthers = clauses.count > 1
    func row(_ clause: EmptyAnswer.Clause, indent: String) -> [String] {
      [indent + VisibleText.line(clause.query), NumberText.grouped(clause.articles)]
        + (hasScope ? [NumberText.grouped(clause.articlesInScope)] : [])
        + (hasOthers ? [clause.articlesWithout.map(NumberText.grouped) ?? ""] : [])
    }
    let rows = clauses.flatMap { clause in
      [row(clause, indent: "")] + clause.parts.map { row($0, indent: "  ") }
    }
    let header =
      ["clause", "articles"] + (hasScope ? ["in these sources and dates"] : [])
      + (hasOthers ? ["articles without the clause"] : [])
    let table = TextColumns.table(rows, header: header, right: { $0 > 0 }, limit: limit ?? 80)
    return String(table.dropLast())
  }

  /// The clause without which most articles match.
  private var advice: String {
    let clauses = answer.clauses
    guard clauses.count > 1, clauses.allSatisfy({ $0.isExcluded || $0.articlesInScope > 0 }) else {
      return ""
    }
    let text = "each clause matches, but no article matches all of them"
    guard let best = clauses.max(by: { ($0.articlesWithout ?? 0) < ($1.articlesWithout ?? 0) }),
      let count = best.articlesWithout, count > 0
    else { return text }
    let verb = count == 1 ? "matches" : "match"
    let articles = NumberText.count(count, "article")
    return "\(text); without \(VisibleText.line(best.query)), \(articles) \(verb)"
  }

  private var sources: [String] { answer.unknownSources.map(\.message) }

  private var dates: [String] {
    answer.emptyDates.map { dates in
      let (from, to) = (dates.range.lower?.description, dates.range.upper?.description)
      let range =
        switch (from, to) {
        case (let from?, let to?): from == to ? from : "from \(from) to \(to)"
        case (let from?, nil): "\(from) or later"
        default: "\(to ?? "") or earlier"
        }
      guard let first = dates.first, let last = dates.last else {
        return "no article is dated \(range); the archive has no dates"
      }
      return "no article is dated \(range); the archive has dates from \(first) to \(last)"
    }
  }

  private var scope: [String] {
    guard answer.scopeArticles == 0, answer.unknownSources.isEmpty, answer.emptyDates.isEmpty
    else { return [] }
    return ["no article of these sources has these dates"]
  }

  private var ignored: [String] {
    answer.ignored.map { "ignored, because it has only punctuation: \(VisibleText.line($0))" }
  }
}

extension UnknownSource {
  /// The fact, and the sources with similar names.
  var message: String {
    let names = similar.map {
      "\(VisibleText.line($0.name)) (\(NumberText.count($0.count, "article")))"
    }
    return "no article has the source \(VisibleText.line(name))"
      + (names.isEmpty ? "; `xunwen stats` lists the sources" : "; similar sources: ")
      + names.joined(separator: ", ")
  }
}
