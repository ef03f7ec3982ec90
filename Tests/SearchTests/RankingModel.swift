import TestSupport
import TextAnalysis

@testable import Search

/// A naive BM25 over the units of the articles, without index, pruning or blocks.
final class RankingModel {
  private struct Posting {
    let article: Int
    var count = 0
    var titleCount = 0
  }

  private let index: ModelIndex
  private let dictionary: ModelDictionary
  private var postings: [String: [Posting]] = [:]
  private var lengths: [(main: Int, tail: Int)] = []

  init(_ index: ModelIndex, _ dictionary: ModelDictionary = ModelDictionary()) {
    self.index = index
    self.dictionary = dictionary
    for (number, article) in index.articles.enumerated() {
      var length = (main: 0, tail: 0)
      for zone in article.zones {
        let units = zone.analyzed.units.count
        if zone.part == .tail { length.tail += units } else { length.main += units }
        let parts = zone.analyzed.units.compactMap { unit in
          unit.kind == .token ? WordPart.letters(of: zone.analyzed.text(of: unit)) : nil
        }
        for term in Self.terms(of: zone.analyzed).map(\.term) + parts.map({ "part " + $0 }) {
          let key = (zone.part == .tail ? "tail:" : "main:") + term
          var list = postings.removeValue(forKey: key) ?? []
          if list.last?.article != number { list.append(Posting(article: number)) }
          list[list.count - 1].count += 1
          if zone.part == .title { list[list.count - 1].titleCount += 1 }
          postings[key] = list
        }
      }
      lengths.append(length)
    }
  }

  /// The grams, words and tokens of a text with their weights in a query.
  private static func terms(
    of text: AnalyzedText, words: [Range<Int>]? = nil
  ) -> [(term: String, weight: Double)] {
    let words = words ?? text.words
    var terms: [(term: String, weight: Double)] = []
    var wordOfUnit: [Int: Range<Int>] = [:]
    for word in words { for unit in word { wordOfUnit[unit] = word } }
    for index in text.units.indices.dropLast() {
      let pair = (text.units[index], text.units[index + 1])
      guard pair.0.kind == .han, pair.1.kind == .han, pair.0.position + 1 == pair.1.position
      else { continue }
      let weight =
        wordOfUnit[index] != wordOfUnit[index + 1] ? 0.5 : wordOfUnit[index]?.count == 2 ? 2 : 1
      terms.append(("gram " + text.text(of: pair.0) + text.text(of: pair.1), weight))
    }
    // A user's word may mix scripts; a word of the index does not.
    let pieces = words.flatMap { word in
      let tokens = word.filter { text.units[$0].kind == .token }
      let cuts = Set(tokens + tokens.map { $0 + 1 } + [word.lowerBound, word.upperBound]).sorted()
      return zip(cuts, cuts.dropFirst()).map { $0..<$1 }
    }
    for word in pieces {
      if text.units[word.lowerBound].kind == .token {
        terms.append(("token " + text.text(ofUnits: word), 2))
      } else if word.count != 2 {
        terms.append(("word " + text.text(ofUnits: word), 1))
      }
    }
    return terms
  }

  /// The terms of an unquoted clause, including the terms of synonyms.
  private func clauseTerms(of text: String) -> [(term: String, weight: Double)] {
    let analyzed = index.analyzer.analyze(text)
    let words = dictionary.words(of: analyzed)
    var terms = Self.terms(of: analyzed, words: words)
    for group in QueryModel.groups(of: analyzed, words: words) where group.count == 1 {
      if let word = group[0].token, WordPart.isWord(word) { terms.append(("part " + word, 1)) }
    }
    for group in Set(QueryModel.groups(of: analyzed, words: words)) {
      for synonym in dictionary.synonyms(of: group) {
        let analyzed = index.analyzer.analyze(synonym)
        terms += Self.terms(of: analyzed, words: [analyzed.units.indices])
      }
    }
    return terms
  }

  /// The weighted terms of a query without excluded clauses.
  ///
  /// - Parameter isOperand: True when a text must occur as written, without the dictionary.
  private func terms(
    of query: Query, field: String = "main:", boost: Double = 1, isOperand: Bool,
    into terms: inout [(key: String, weight: Double)]
  ) {
    func add(_ key: String, _ weight: Double) {
      if let place = terms.firstIndex(where: { $0.key == key }) {
        terms[place].weight += boost * weight
      } else {
        terms.append((key, boost * weight))
      }
    }
    func add(text: String) {
      for (term, weight) in Self.terms(of: index.analyzer.analyze(text)) {
        add(field + term, weight)
      }
    }
    func addWords(where isWanted: (String) -> Bool) {
      let prefix = field + "token "
      let words = postings.keys.filter {
        $0.hasPrefix(prefix) && isWanted(String($0.dropFirst(prefix.count)))
      }
      if words.count <= 64 { for word in words { add(word, 2) } }
    }
    let model = QueryModel(SearchRequest(query), index)
    switch query {
    case .text(let text) where !isOperand:
      for (term, weight) in clauseTerms(of: text.text) { add(field + term, weight) }
    case .text(let text), .phrase(let text): add(text: text.text)
    case .sloppy(let text, _):
      for piece in text.text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace) {
        add(text: String(piece))
      }
    case .fuzzy(let text, let edits):
      let wanted = Array(model.folded(text.text).unicodeScalars)
      addWords { QueryModel.distance(wanted[...], Array($0.unicodeScalars)[...]) <= edits }
    case .pattern(let pattern):
      for element in pattern.elements {
        switch element {
        case .literal(let text): add(text: text)
        case .glob(let glob):
          let wanted = model.folded(glob)
          addWords { QueryModel.isMatch(wanted[...], Array($0.unicodeScalars)[...]) }
        case .units: break
        }
      }
    case .near(let proximity):
      for operand in proximity.operands {
        self.terms(of: operand, field: field, boost: boost, isOperand: true, into: &terms)
      }
    case .field(let name, let operand, at: _):
      self.terms(
        of: operand, field: name == .tail ? "tail:" : "main:", boost: boost, isOperand: isOperand,
        into: &terms)
    case .and(let operands), .implicitAnd(let operands), .or(let operands),
      .least(_, let operands):
      for operand in operands {
        self.terms(of: operand, field: field, boost: boost, isOperand: isOperand, into: &terms)
      }
    case .boosted(let operand, let factor):
      self.terms(
        of: operand, field: field, boost: boost * factor, isOperand: isOperand, into: &terms)
    case .source, .date, .tag, .id, .value, .regex, .everything, .not: break
    }
  }

  /// The scores of all articles; 0 for an article without any term.
  func scores(_ query: Query, _ parameters: BM25, _ mode: MatchMode = .best) -> [Double] {
    var scores = [Double](repeating: 0, count: lengths.count)
    var terms: [(key: String, weight: Double)] = []
    self.terms(of: query, isOperand: mode == .exact, into: &terms)
    for (key, weight) in terms { add(key, weight, to: &scores, parameters) }
    return scores
  }

  /// Adds the contribution of a term to the scores of all articles.
  private func add(
    _ key: String, _ weight: Double, to scores: inout [Double], _ parameters: BM25
  ) {
    let count = Double(lengths.count)
    let isTail = key.hasPrefix("tail:")
    let total = lengths.reduce(0) { $0 + (isTail ? $1.tail : $1.main) }
    let average = Double(total) / count
    let list = postings[key] ?? []
    let n = Double(list.count)
    // Equal to the last bit, so that equal scores are equal. `NaturalLogarithmTests` checks it.
    let idf = NaturalLogarithm.of(1 + (count - n + 0.5) / (n + 0.5))
    for posting in list {
      let length = Double(isTail ? lengths[posting.article].tail : lengths[posting.article].main)
      let f = Double(posting.count) + (parameters.titleWeight - 1) * Double(posting.titleCount)
      guard f > 0 else { continue }
      let norm = parameters.k1 * (1 - parameters.b + parameters.b * length / average)
      scores[posting.article] += weight * idf * (parameters.k1 + 1) * (f / (f + norm))
    }
  }

  /// The most characteristic terms of an article with their weights, best first, and the scores of
  /// all articles for these terms.
  func similar(
    to article: Int, termCount: Int, _ parameters: BM25
  ) -> (terms: [(key: String, weight: Double)], scores: [Double]) {
    var weights: [String: Double] = [:]
    for zone in index.articles[article].zones where zone.part != .tail {
      for (term, weight) in Self.terms(of: zone.analyzed) {
        weights["main:" + term, default: 0] +=
          weight * (zone.part == .title ? parameters.titleWeight : 1)
      }
    }
    let count = Double(lengths.count)
    func idf(_ key: String) -> Double {
      let n = Double(postings[key]?.count ?? 0)
      return NaturalLogarithm.of(1 + (count - n + 0.5) / (n + 0.5))
    }
    let terms = weights.filter { $0.value > 0 && (postings[$0.key]?.count ?? 0) > 1 }
      .map { (key: $0.key, weight: $0.value.squareRoot()) }
      .sorted { a, b in
        let values = (a.weight * idf(a.key), b.weight * idf(b.key))
        return values.0 == values.1
          ? a.key.utf8.lexicographicallyPrecedes(b.key.utf8) : values.0 > values.1
      }
      .prefix(termCount)
    var scores = [Double](repeating: 0, count: lengths.count)
    for (key, weight) in terms { add(key, weight, to: &scores, parameters) }
    return (Array(terms), scores)
  }

  /// Returns true if an article contains any ranking term of an optional clause.
  func hasTerm(of text: String, _ article: Int) -> Bool {
    clauseTerms(of: text).contains { term, _ in
      postings["main:" + term]?.contains { $0.article == article } ?? false
    }
  }

  /// The articles in the requested order.
  func sorted(_ articles: Set<Int>, by order: SortOrder, scores: [Double]) -> [Int] {
    articles.sorted { a, b in
      let (x, y) = (index.articles[a], index.articles[b])
      if order == .score, scores[a] != scores[b] { return scores[a] > scores[b] }
      if x.date != y.date {
        if x.date == 0 || y.date == 0 { return y.date == 0 }
        return order == .date ? x.date < y.date : x.date > y.date
      }
      if x.time != y.time { return order == .date ? x.time < y.time : x.time > y.time }
      if scores[a] != scores[b] { return scores[a] > scores[b] }
      return x.id.utf8.lexicographicallyPrecedes(y.id.utf8)
    }
  }
}
