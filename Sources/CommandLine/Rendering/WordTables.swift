// The tables of the commands that count words.

import Xunwen

struct CollocateTable: WordTable {
  struct Row: Encodable {
    let type = "collocate"
    let word: String
    let near: Int
    let frequency: Int
    let expected: Double
    let logLikelihood: Double
    let mutualInformation: Double
    let tScore: Double

    fileprivate enum CodingKeys: String, CodingKey, CaseIterable {
      case type, word, near, frequency, expected
      case logLikelihood = "log_likelihood"
      case mutualInformation = "mutual_information"
      case tScore = "t_score"
    }
  }

  struct Summary: Encodable {
    let type = "summary"
    let query: String
    let articles: Int
    let nodes: Int
    let nearWords: Int
    let allWords: Int
    let distinct: Int

    private enum CodingKeys: String, CodingKey {
      case type, query, articles, nodes, distinct
      case nearWords = "near_words"
      case allWords = "all_words"
    }
  }

  let names = Row.CodingKeys.allCases.dropFirst().map(\.rawValue)
  let rows: [Row]
  let summary: Summary

  init(_ found: Collocates, query: String) {
    rows = found.words.map {
      Row(
        word: $0.word, near: $0.near, frequency: $0.frequency,
        expected: $0.expected.rounded(digits: 6),
        logLikelihood: $0.logLikelihood.rounded(digits: 6),
        mutualInformation: $0.mutualInformation.rounded(digits: 6),
        tScore: $0.tScore.rounded(digits: 6))
    }
    summary = Summary(
      query: query, articles: found.articles, nodes: found.nodes, nearWords: found.nearWords,
      allWords: found.allWords, distinct: found.distinct)
  }

  func word(of row: Row) -> String { row.word }

  func numbers(of row: Row) -> [TableNumber] {
    [
      .count(row.near), .count(row.frequency), .measure(row.expected, digits: 1),
      .measure(row.logLikelihood, digits: 1), .measure(row.mutualInformation, digits: 2),
      .measure(row.tScore, digits: 2),
    ]
  }

  var note: String {
    if summary.articles == 0 { return "no article matches" }
    return Decimal.count(summary.nodes, "occurrence") + " in "
      + "\(Decimal.count(summary.articles, "article")); "
      + "\(Decimal.count(summary.nearWords, "word")) near them, "
      + "\(Decimal.grouped(summary.allWords)) in all; "
      + "\(Decimal.grouped(rows.count)) of \(Decimal.count(summary.distinct, "frequent word")) shown"
  }
}

struct KeywordTable: WordTable {
  struct Row: Encodable {
    let type = "keyword"
    let word: String
    let frequency: Int
    let articles: Int
    let otherFrequency: Int
    let otherArticles: Int
    let logLikelihood: Double
    let logRatio: Double

    fileprivate enum CodingKeys: String, CodingKey, CaseIterable {
      case type, word, frequency, articles
      case otherFrequency = "other_frequency"
      case otherArticles = "other_articles"
      case logLikelihood = "log_likelihood"
      case logRatio = "log_ratio"
    }
  }

  struct Summary: Encodable {
    let type = "summary"
    let query: String
    let other: Nullable<String>
    let articles: Int
    let words: Int
    let otherArticles: Int
    let otherWords: Int
    let shared: Int
    let distinct: Int

    private enum CodingKeys: String, CodingKey {
      case type, query, articles, words, shared, distinct
      case other = "vs"
      case otherArticles = "other_articles"
      case otherWords = "other_words"
    }
  }

  let names = Row.CodingKeys.allCases.dropFirst().map(\.rawValue)
  let rows: [Row]
  let summary: Summary

  init(_ found: Keywords, query: String, other: String?) {
    rows = found.words.map {
      Row(
        word: $0.word, frequency: $0.frequency, articles: $0.articles,
        otherFrequency: $0.otherFrequency, otherArticles: $0.otherArticles,
        logLikelihood: $0.logLikelihood.rounded(digits: 6),
        logRatio: $0.logRatio.rounded(digits: 6))
    }
    summary = Summary(
      query: query, other: Nullable(other), articles: found.articles, words: found.allWords,
      otherArticles: found.otherArticles, otherWords: found.otherWords, shared: found.shared,
      distinct: found.distinct)
  }

  func word(of row: Row) -> String { row.word }

  func numbers(of row: Row) -> [TableNumber] {
    [
      .count(row.frequency), .count(row.articles), .count(row.otherFrequency),
      .count(row.otherArticles), .measure(row.logLikelihood, digits: 1),
      .measure(row.logRatio, digits: 2),
    ]
  }

  var note: String {
    if summary.articles == 0 { return "no article matches" }
    if summary.otherArticles == 0 { return "no article to compare with" }
    let shared =
      summary.shared > 0
      ? "; \(Decimal.count(summary.shared, "article")) of both in the first only" : ""
    return
      "\(Decimal.count(summary.articles, "article")) of \(Decimal.count(summary.words, "word")), "
      + "compared with \(Decimal.grouped(summary.otherArticles)) of "
      + "\(Decimal.grouped(summary.otherWords))\(shared); "
      + "\(Decimal.grouped(rows.count)) of \(Decimal.count(summary.distinct, "frequent word")) shown"
  }
}
