// What a word of the dictionary does, for people:
//
//     新质生产力 is not in the dictionary; 120 articles contain it
//
//                   without         with
//     asks for      新质 · 生产力   新质生产力
//     articles          135             120
//
//     term    kind  without  with
//     新质    gram      2.0   1.0
//
//     best without
//      1. …
//     best with
//      1. …

import Xunwen

enum WordImpactText {
  static func text(of impact: WordImpact) -> String {
    let word = VisibleText.line(impact.word)
    var text = "\(word) is \(impact.isListed ? "" : "not ")in the dictionary; "
    text += Decimal.count(impact.exactArticles, "article")
    text += " \(impact.exactArticles == 1 ? "contains" : "contain") it\n\n"
    text += Columns.table([
      ["", "without", "with"],
      ["asks for", pieces(of: impact.without), pieces(of: impact.with)],
      ["articles", String(impact.without.articles), String(impact.with.articles)],
    ])
    let changes = impact.termChanges
    if !changes.isEmpty {
      let rows = changes.map { change in
        [
          VisibleText.line(change.text), change.kind, weight(change.weightWithout),
          weight(change.weightWith),
        ]
      }
      text += "\n" + Columns.table([["term", "kind", "without", "with"]] + rows)
    }
    return text + "\n" + best("best without", impact.without) + "\n"
      + best("best with", impact.with)
  }

  private static func pieces(of side: WordImpact.Side) -> String {
    side.pieces.map(VisibleText.line).joined(separator: " · ")
  }

  private static func weight(_ weight: Double) -> String {
    weight == 0 ? "" : Decimal.fixed(weight, digits: 1)
  }

  private static func best(_ heading: String, _ side: WordImpact.Side) -> String {
    if side.hits.isEmpty { return heading + ": none\n" }
    let rows = side.hits.map { hit in
      [
        Columns.right("\(hit.rank).", 4), Columns.right(Decimal.fixed(hit.score, digits: 2), 6),
        hit.isPartial ? "in part" : "",
        VisibleText.line(hit.title.isEmpty ? "(no headline)" : hit.title),
      ]
    }
    return heading + "\n" + Columns.table(rows)
  }
}

/// The same for programs.
struct WordImpactRow: Encodable {
  let word: String
  let listed: Bool
  let exactArticles: Int
  let without: Side
  let with: Side
  let terms: [Term]

  struct Side: Encodable {
    let pieces: [String]
    let articles: Int
    let hits: [HitRow]

    init(_ side: WordImpact.Side) {
      pieces = side.pieces
      articles = side.articles
      hits = side.hits.map { HitRow($0) }
    }
  }

  struct Term: Encodable {
    let term: String
    let kind: String
    let without: Double
    let with: Double
  }

  private enum CodingKeys: String, CodingKey {
    case word, listed, without, with, terms
    case exactArticles = "exact_articles"
  }

  init(_ impact: WordImpact) {
    word = impact.word
    listed = impact.isListed
    exactArticles = impact.exactArticles
    without = Side(impact.without)
    with = Side(impact.with)
    terms = impact.termChanges.map {
      Term(term: $0.text, kind: $0.kind, without: $0.weightWithout, with: $0.weightWith)
    }
  }
}

/// An entry of the dictionary for programs.
struct DictionaryRow: Encodable {
  /// One word, or more that stand for each other.
  let words: [String]
}
