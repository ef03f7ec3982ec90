import Calendar
import InvertedIndex
import Search
import TestSupport
import TextAnalysis

/// A naive model of the query language that evaluates a query on each article's sequence of units.
struct QueryModel {
  let index: ModelIndex
  let dictionary: ModelDictionary
  let clauses: [Query]
  private let sources: [String]
  private let dates: DateRange?
  private let includesUncertainDates: Bool
  /// True when unquoted texts must occur as written.
  private let isExact: Bool

  init(
    _ request: SearchRequest, _ index: ModelIndex, _ dictionary: ModelDictionary = ModelDictionary()
  ) {
    self.index = index
    self.dictionary = dictionary
    if case .implicitAnd(let operands) = request.query {
      clauses = operands
    } else {
      clauses = [request.query]
    }
    sources = request.scope.sources
    dates = request.scope.dates
    includesUncertainDates = request.scope.uncertainDates == .include
    isExact = request.scope.match == .exact
  }

  /// The articles that match all clauses.
  func full() -> Set<Int> {
    filtered { article in clauses.allSatisfy { matches($0, article) ?? true } }
  }

  /// The articles that match at least one clause; an optional clause matches by any of its terms.
  func loose(_ ranking: RankingModel) -> Set<Int> {
    let finding = clauses.filter { !narrows($0) && matches($0, 0) != nil }
    return filtered { article in
      clauses.filter(narrows).allSatisfy { matches($0, article) ?? true }
        && (finding.isEmpty
          || finding.contains { clause in
            if let text = Self.bare(clause), ranking.hasTerm(of: text.text, article) {
              return true
            }
            return matches(clause, article) ?? false
          })
    }
  }

  /// The articles that may fill the page: all required clauses match, and an optional clause
  /// matches by any of its terms.
  func partial(_ ranking: RankingModel) -> Set<Int> {
    return filtered { article in
      clauses.allSatisfy { clause in
        if Self.bare(clause) != nil { return true }
        return matches(clause, article) ?? true
      }
        && clauses.contains { clause in
          guard let text = Self.bare(clause) else { return false }
          return ranking.hasTerm(of: text.text, article) || matches(clause, article) ?? false
        }
    }.subtracting(full())
  }

  private func filtered(_ isWanted: (Int) -> Bool) -> Set<Int> {
    Set(
      index.articles.indices.filter { number in
        let article = index.articles[number]
        return article.isLive && (sources.isEmpty || sources.contains(article.source))
          && (dates.map { contains($0, article.date) } ?? true) && isWanted(number)
      })
  }

  private func narrows(_ clause: Query) -> Bool {
    switch clause {
    case .source, .tag, .id, .value, .date, .not, .everything: true
    default: false
    }
  }

  /// The text of an optional clause.
  private static func bare(_ clause: Query) -> QueryText? {
    switch clause {
    case .text(let text), .boosted(.text(let text), by: _): text
    default: nil
    }
  }

  /// Compares the days of a date one by one.
  private func contains(_ range: DateRange, _ date: UInt32) -> Bool {
    if date == 0 { return false }
    let days = (UInt32(101)...1231).map { date / 10_000 * 10_000 + $0 }.filter { day in
      CivilDate(packed: day)?.day != nil
        && (date % 10_000 == 0 || day / 100 == date / 100 && (date % 100 == 0 || day == date))
    }
    func isInside(_ day: UInt32) -> Bool {
      (range.packedLower ?? 0) <= day && day <= (range.packedUpper ?? .max)
    }
    return includesUncertainDates ? days.contains(where: isInside) : days.allSatisfy(isInside)
  }

  /// Returns nil for a query without anything to look up.
  func matches(
    _ query: Query, _ article: Int, in parts: Set<RandomArticle.Part> = [.title, .body]
  ) -> Bool? {
    switch query {
    case .text(let text) where !isExact:
      let analyzed = index.analyzer.analyze(text.text)
      let groups = Self.groups(of: analyzed, words: dictionary.words(of: analyzed))
      return groups.isEmpty
        ? nil
        : groups.allSatisfy { group in
          ([group] + dictionary.synonyms(of: group).map { dictionary.symbols($0) }).contains {
            contains(article, $0, in: parts)
          } || hasPart(group, article, in: parts)
        }
    case .text(let text), .phrase(let text):
      return index.phrase(text.text).map { index.contains(article, $0, in: parts) }
    case .field(.title, let query, at: _): return matches(query, article, in: [.title])
    case .field(.body, let query, at: _): return matches(query, article, in: [.body])
    case .field(.tail, let query, at: _): return matches(query, article, in: [.tail])
    case .sloppy(let text, let slop):
      let operands = operands(of: text)
      return operands.isEmpty ? nil : isNear(operands, distance: slop, article, in: parts)
    case .pattern(let pattern): return hasPattern(pattern, article, in: parts)
    case .fuzzy: return isAnywhere(.leaf(query), article, in: parts)
    case .near(let proximity): return hasProximity(proximity, article, in: parts)
    case .regex(let pattern): return hasMatch(pattern.text, article, in: parts)
    case .least(let count, let operands):
      let results = operands.map { matches($0, article, in: parts) }
      if count <= results.count(where: { $0 == nil }) { return nil }
      return results.count { $0 ?? true } >= count
    case .boosted(let operand, by: _): return matches(operand, article, in: parts)
    case .everything: return true
    case .tag(let name, at: _): return index.articles[article].tags.contains(name)
    case .id(let id, at: _): return index.articles[article].id == id
    case .value: preconditionFailure("the articles of the model have no fields")
    case .source(let name, at: _): return index.articles[article].source == name
    case .date(let range, at: _): return contains(range, index.articles[article].date)
    case .and(let operands), .implicitAnd(let operands):
      let results = operands.compactMap { matches($0, article, in: parts) }
      return results.isEmpty ? nil : results.allSatisfy(\.self)
    case .or(let operands):
      let results = operands.compactMap { matches($0, article, in: parts) }
      return results.isEmpty ? nil : results.contains(true)
    case .not(let query): return matches(query, article, in: parts).map { !$0 }
    }
  }

  /// True when an article has a word of letters with digits after it.
  private func hasPart(
    _ group: [Symbol], _ article: Int, in parts: Set<RandomArticle.Part>
  ) -> Bool {
    guard group.count == 1, let word = group[0].token, WordPart.isWord(word) else { return false }
    return index.articles[article].zones.contains { zone in
      parts.contains(zone.part)
        && zone.analyzed.units.contains {
          $0.kind == .token && WordPart.letters(of: zone.analyzed.text(of: $0)) == word
        }
    }
  }

  private func contains(
    _ article: Int, _ symbols: [Symbol], in parts: Set<RandomArticle.Part>
  ) -> Bool {
    index.contains(article, index.number(symbols), in: parts)
  }

  /// The words of an unquoted clause, with adjacent one-character words joined.
  static func groups(of text: AnalyzedText, words: [Range<Int>]? = nil) -> [[Symbol]] {
    var groups: [[Symbol]] = []
    var lastCharacter: UInt32?
    for word in words ?? text.words {
      let units = text.units[word]
      guard let first = units.first else { continue }
      let symbols = units.map { Symbol($0, of: text) }
      let isCharacter = units.count == 1 && first.kind == .han
      if isCharacter, let lastCharacter, lastCharacter + 1 == first.position {
        groups[groups.count - 1] += symbols
      } else {
        groups.append(symbols)
      }
      lastCharacter = isCharacter ? first.position : nil
    }
    return groups
  }
}
