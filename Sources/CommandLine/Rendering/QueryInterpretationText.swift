// How a query is understood, for people:
//
//     (and (text 养老) (phrase "医保"))
//
//     clause         articles
//     (text 养老)         812
//     (phrase "医保")      97
//     all                  31
//
//     dictionary  also
//     职教        职业教育
//
//     term  kind  field  weight  articles
//     养老  gram  main      2.0       812

import Xunwen

enum QueryInterpretationText {
  static func text(of reading: QueryInterpretation) -> String {
    var text = VisibleText.line(reading.tree) + "\n"
    let clauses = reading.clauses.map { [VisibleText.line($0.query), String($0.articles)] }
    let all = reading.clauses.count > 1 ? [["all", String(reading.articles)]] : []
    text += "\n" + aligned([["clause", "articles"]] + clauses + all, right: [1])
    if !reading.dictionaryUses.isEmpty {
      let uses = reading.dictionaryUses.map { use in
        [
          (use.isExcluded ? "not " : "") + VisibleText.line(use.word),
          use.synonyms.map(VisibleText.line).joined(separator: ", "),
        ]
      }
      text += "\n" + Columns.table([["dictionary", "also"]] + uses)
    }
    if reading.terms.isEmpty { return text }
    let rows = reading.terms.map { term in
      [
        VisibleText.line(term.text), term.kind, term.field,
        term.weight == 0 ? "" : Decimal.fixed(term.weight, digits: 1),
        String(term.documentFrequency),
      ]
    }
    return text + "\n"
      + aligned([["term", "kind", "field", "weight", "articles"]] + rows, right: [3, 4])
  }

  /// A table of which some columns are of numbers.
  private static func aligned(_ rows: [[String]], right: Set<Int>) -> String {
    var rows = rows
    for column in right {
      let width = rows.map { DisplayWidth.columns(of: $0[column]) }.max() ?? 0
      for row in rows.indices { rows[row][column] = Columns.right(rows[row][column], width) }
    }
    return Columns.table(rows)
  }
}

/// The same for programs.
struct QueryInterpretationRow: Encodable {
  let type = "query"
  let query: String
  let tree: String
  let articles: Int
  let clauses: [Clause]
  let terms: [Term]
  let dictionary: [Entry]
  let mistakes: [Mistake]

  struct Clause: Encodable {
    let query: String
    let articles: Int
  }

  struct Term: Encodable {
    let term: String
    let kind: String
    let field: String
    let weight: Double
    let articles: Int
  }

  /// An entry of the user's dictionary that the query has.
  struct Entry: Encodable {
    let word: String
    let synonyms: [String]
    let excluded: Bool
  }

  struct Mistake: Encodable {
    let message: String
    /// In Unicode scalars of the query.
    let start: Int
    let end: Int
  }

  init(_ query: String, _ reading: QueryInterpretation) {
    self.query = query
    tree = reading.tree
    articles = reading.articles
    clauses = reading.clauses.map { Clause(query: $0.query, articles: $0.articles) }
    terms = reading.terms.map {
      Term(
        term: $0.text, kind: $0.kind, field: $0.field, weight: $0.weight,
        articles: $0.documentFrequency)
    }
    dictionary = reading.dictionaryUses.map {
      Entry(word: $0.word, synonyms: $0.synonyms, excluded: $0.isExcluded)
    }
    mistakes = reading.mistakes.map {
      Mistake(message: $0.message, start: $0.range.lowerBound, end: $0.range.upperBound)
    }
  }
}
