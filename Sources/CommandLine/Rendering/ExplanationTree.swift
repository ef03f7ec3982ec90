// How a score comes about, for people:
//
//     childcare.txt matches 养老
//     1.2837500186541055  the score, the sum of
//     └─ 1.2837500186541055  养老  word
//          = 1.5694142512451534 · saturation 0.8179803151260504
//          1.5694142512451534 = weight 2.0 · idf 0.35667494393873245 · (k1 + 1) 2.2
//          idf of 3 in 4 articles; saturation by f 6.0: 2 occurrences, 1 in the headline for 5.0
//     saturation = f / (f + k1 · (1 - b + b · length / average)); k1 1.2, b 0.75
//     length of the article 60, average 55.5 units
//
// Numbers have as many digits as it takes to tell them from every other: whoever multiplies them and adds them up
// gets the same.

import Xunwen

struct ExplanationTree {
  let id: String
  let query: String

  func text(of explanation: ScoreExplanation) -> String {
    let verb =
      switch explanation.match {
      case .full: "matches"
      case .partial: "matches in part:"
      case .none: "does not match"
      }
    let has = explanation.terms.filter { $0.occurrences > 0 }
    var text = "\(VisibleText.line(id)) \(verb) \(VisibleText.line(query))\n"
    text += "\(explanation.score)  the score"
    text += has.isEmpty ? ": the article has no term of the query\n" : ", the sum of\n"
    for (index, term) in has.enumerated() {
      let isLast = index == has.count - 1
      let lines = lines(of: term, explanation)
      text += (isLast ? "└─ " : "├─ ") + lines[0] + "\n"
      for line in lines.dropFirst() { text += (isLast ? "     " : "│    ") + line + "\n" }
    }
    if !has.isEmpty { text += notes(explanation).map { $0 + "\n" }.joined() }
    let absent = explanation.terms.filter { $0.occurrences == 0 }
    if !absent.isEmpty {
      let names = absent.map {
        "\(VisibleText.line($0.text)) (\($0.title), "
          + "\(Decimal.count($0.documentFrequency, "article")))"
      }
      text += "not in the article: " + names.joined(separator: ", ") + "\n"
    }
    return text
  }

  private func lines(of term: TermScore, _ explanation: ScoreExplanation) -> [String] {
    let (ranking, count) = (explanation.ranking, explanation.documentCount)
    var frequency = Decimal.count(term.occurrences, "occurrence")
    if term.titleOccurrences > 0 {
      frequency += ", \(Decimal.grouped(term.titleOccurrences)) in the headline for "
      frequency += "\(ranking.titleWeight)"
    }
    return [
      "\(term.contribution)  \(VisibleText.line(term.text))  \(term.title)",
      "= \(term.scale) · saturation \(term.saturation)",
      "\(term.scale) = weight \(term.weight) · idf \(term.idf) · (k1 + 1) \(ranking.k1 + 1)",
      "idf of \(Decimal.grouped(term.documentFrequency)) in \(Decimal.count(count, "article")); "
        + "saturation by f \(term.frequency): \(frequency)",
    ]
  }

  /// What holds for all terms.
  private func notes(_ explanation: ScoreExplanation) -> [String] {
    let ranking = explanation.ranking
    var notes = [
      "saturation = f / (f + k1 · (1 - b + b · length / average)); "
        + "k1 \(ranking.k1), b \(ranking.b)"
    ]
    for (isInTail, name) in [(false, "article"), (true, "tail")] {
      guard let term = explanation.terms.first(where: { $0.isInTail == isInTail }) else { continue }
      notes.append(
        "length of the \(name) \(Decimal.grouped(term.length)), average \(term.averageLength) units"
      )
    }
    return notes
  }
}

extension TermScore {
  /// What the term is, for people.
  fileprivate var title: String {
    let names = [
      (TermRoles.wordGram, "word"), (.innerGram, "gram inside a word"),
      (.straddlingGram, "straddling gram"), (.word, "word"), (.token, "token"),
    ].filter { roles.contains($0.0) }.map(\.1)
    return (isInTail ? "in:tail " : "") + names.joined(separator: " and ")
  }
}

/// The same for programs.
struct ExplanationRow: Encodable {
  let id: String
  let query: String
  let match: String
  let score: Double
  let documentCount: Int
  let k1: Double
  let b: Double
  let titleWeight: Double
  let terms: [TermRow]

  private enum CodingKeys: String, CodingKey {
    case id, query, match, score, k1, b, terms
    case documentCount = "document_count"
    case titleWeight = "title_weight"
  }

  struct TermRow: Encodable {
    let text: String
    let roles: [String]
    let field: String
    let weight: Double
    let documentFrequency: Int
    let idf: Double
    let scale: Double
    let occurrences: Int
    let titleOccurrences: Int
    let frequency: Double
    let length: Int
    let averageLength: Double
    let saturation: Double
    let contribution: Double

    private enum CodingKeys: String, CodingKey {
      case text, roles, field, weight, idf, scale, occurrences, frequency, length, saturation
      case contribution
      case documentFrequency = "document_frequency"
      case titleOccurrences = "title_occurrences"
      case averageLength = "average_length"
    }

    init(_ term: TermScore) {
      text = term.text
      roles = term.roles.names
      field = term.isInTail ? "tail" : "main"
      weight = term.weight
      documentFrequency = term.documentFrequency
      idf = term.idf
      scale = term.scale
      occurrences = term.occurrences
      titleOccurrences = term.titleOccurrences
      frequency = term.frequency
      length = term.length
      averageLength = term.averageLength
      saturation = term.saturation
      contribution = term.contribution
    }
  }

  init(_ explanation: ScoreExplanation, id: String, query: String) {
    self.id = id
    self.query = query
    match = explanation.match.rawValue
    score = explanation.score
    documentCount = explanation.documentCount
    k1 = explanation.ranking.k1
    b = explanation.ranking.b
    titleWeight = explanation.ranking.titleWeight
    terms = explanation.terms.map(TermRow.init)
  }
}
