import InvertedIndex
import Search
import TextAnalysis

/// An alternative spelling of a query.
public struct QuerySuggestion: Sendable, Equatable, Codable {
  /// The whole corrected query.
  public let query: String
  /// The exact number of articles that match it.
  public let articles: Int
}

extension PreparedQuery {
  /// The number of matching articles below which suggestions are worth showing.
  public static let fewArticles = 3
  /// The largest number of suggestions.
  public static let maxSuggestions = 5

  /// Returns alternative spellings of the query, with Chinese characters of similar sound or shape,
  /// and words of other scripts with one or two edits. No suggestion is applied.
  ///
  /// A corrected text occurs verbatim, in at least ten times the number of articles of the original
  /// text, and more articles match the suggestion than the query.
  ///
  /// - Returns: at most five suggestions, sorted by the number of matching articles, which is
  ///   divided by 100 for each edit after the first.
  /// - Complexity: some dozen searches. The first call on a commit visits all grams of the index.
  public func suggestions() throws -> [QuerySuggestion] {
    try QueryStop.check()
    let sounds = try searchers.characterSounds()
    let reader = searchers.reader
    return try searchers.withSearcher { searcher, analyzer in
      let damage = reader.damageCount
      let finder = SuggestionFinder(
        query: Array(text.unicodeScalars), scope: scope.cleaned, fields: searchers.fields,
        searcher: searcher,
        corrections: CorrectionFinder(reader, analyzer: analyzer, sounds: sounds))
      let found = try finder.suggestions(for: parsed.tree)
      try reader.checkDamage(since: damage)
      return found
    }
  }
}

private struct SuggestionFinder {
  let query: [Unicode.Scalar]
  let scope: QueryScope
  let fields: FieldCatalog
  let searcher: Searcher
  let corrections: CorrectionFinder

  private static let maxTexts = 8
  /// The smallest ratio of the articles with the corrected text to articles with the original.
  private static let minimumRatio = 10

  private struct Misspelling {
    /// The range of the text in the query, in scalars, without quotes.
    let range: Range<Int>
    let articles: Int
    /// The corrections in order of decreasing likelihood; at least one.
    let corrections: [Correction]
  }

  func suggestions(for tree: Query) throws -> [QuerySuggestion] {
    let misspellings = try texts(of: tree).prefix(Self.maxTexts).compactMap {
      try misspelling($0, $1)
    }
    let own = try searcher.articleCount(of: tree, scope)
    var found: [String: (articles: Int, likelihood: Double)] = [:]
    for (index, misspelling) in misspellings.enumerated() {
      for correction in misspelling.corrections {
        // Other texts that occur nowhere are corrected as well.
        let changes = misspellings.enumerated().compactMap { other, misspelling in
          other == index
            ? (misspelling.range, correction)
            : misspelling.articles == 0 ? (misspelling.range, misspelling.corrections[0]) : nil
        }
        let corrected = applying(changes)
        guard found[corrected] == nil, let tree = try? ParsedQuery(corrected, scope, fields).tree
        else { continue }
        let articles = try searcher.articleCount(of: tree, scope)
        if articles > own {
          let likelihood = Correction.likelihood(
            articles: articles, mistakes: changes.reduce(0) { $0 + $1.1.mistakes })
          found[corrected] = (articles, likelihood)
        }
      }
    }
    return Array(found).best(
      PreparedQuery.maxSuggestions, by: \.value.likelihood, name: \.key
    ).map { QuerySuggestion(query: $0.key, articles: $0.value.articles) }
  }

  private func misspelling(_ text: String, _ range: Range<Int>) throws -> Misspelling? {
    let articles = try searcher.articleCount(of: ParsedQuery(phrase: text).tree, scope)
    var candidates: [(correction: Correction, likelihood: Double)] = []
    for correction in try corrections.corrections(of: text) {
      let found = try searcher.articleCount(of: ParsedQuery(phrase: correction.text).tree, scope)
      guard found > 0, found >= Self.minimumRatio * articles else { continue }
      candidates.append(
        (correction, Correction.likelihood(articles: found, mistakes: correction.mistakes)))
    }
    if candidates.isEmpty { return nil }
    let best = candidates.best(by: \.likelihood, name: \.correction.text)
    return Misspelling(range: range, articles: articles, corrections: best.map(\.correction))
  }

  /// Returns the unquoted texts and phrases that a match requires in title or body, with their
  /// ranges. Texts with escaped characters are left out.
  private func texts(of tree: Query) -> [(String, Range<Int>)] {
    switch tree {
    case .text(let text), .phrase(let text):
      for quotes in [0, 1] where text.range.count > 2 * quotes {
        let range = (text.range.lowerBound + quotes)..<(text.range.upperBound - quotes)
        if query[range].elementsEqual(text.text.unicodeScalars) { return [(text.text, range)] }
      }
      return []
    case .field(.tail, _, at: _): return []
    case .field(_, let operand, at: _), .boosted(let operand, by: _): return texts(of: operand)
    case .and(let operands), .implicitAnd(let operands), .or(let operands),
      .least(_, let operands):
      return operands.flatMap(texts)
    case .near(let proximity): return proximity.operands.flatMap(texts)
    case .sloppy, .pattern, .fuzzy, .regex, .source, .tag, .id, .value, .date, .everything, .not:
      return []
    }
  }

  /// - Parameter changes: replacements in ascending order of their ranges.
  private func applying(_ changes: [(range: Range<Int>, correction: Correction)]) -> String {
    var scalars = query
    for (range, correction) in changes.reversed() {
      scalars.replaceSubrange(range, with: Array(correction.text.unicodeScalars))
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
