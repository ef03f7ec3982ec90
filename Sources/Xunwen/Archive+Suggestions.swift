import InvertedIndex
import Search
import TextAnalysis

/// Another spelling of a query.
public struct QuerySuggestion: Sendable, Equatable {
  /// The whole of it.
  public let query: String
  /// Articles that match it, exactly.
  public let articles: Int
}

extension Archive {
  /// Where fewer articles match, it is worth asking for suggestions.
  public static let fewArticles = 3
  /// Most suggestions.
  public static let maxSuggestions = 5

  /// Other spellings of a query that has misspelled words: Chinese characters that sound or look like those that were
  /// written, and words of other scripts with a mistake or two less. Never more than a guess, and nothing is applied.
  ///
  /// A suggestion is in the index: its text occurs as written, in ten times as many articles as the text of the query, and
  /// more articles match the suggestion than the query.
  ///
  /// - Returns: those that the most articles match, of which only a hundredth counts for each change beyond the first;
  ///   five at most.
  /// - Throws: as `search` does.
  /// - Complexity: the first call looks at all grams of the index; each, at some dozen searches.
  public func suggestions(
    for query: String, options: SearchOptions = SearchOptions()
  ) throws -> [QuerySuggestion] {
    let parsed = try ParsedQuery(query, options)
    let searchers = self.searchers
    let sounds = try searchers.characterSounds()
    return try searchers.withSearcher { searcher, analyzer in
      let damage = searchers.reader.damageCount
      var run = SuggestionRun(
        query: Array(query.unicodeScalars), options: options, searcher: searcher,
        finder: CorrectionFinder(searchers.reader, analyzer: analyzer, sounds: sounds))
      let found = try run.suggestions(of: parsed.tree)
      try searchers.reader.checkDamage(since: damage)
      return found
    }
  }
}

/// The work on one query.
private struct SuggestionRun {
  let query: [Unicode.Scalar]
  let options: SearchOptions
  let searcher: Searcher
  let finder: CorrectionFinder

  /// More texts of a query are not looked into.
  private static let maxTexts = 8
  /// How many times as often another spelling has to occur.
  private static let advantage = 10

  /// A text of the query.
  private struct Place {
    /// In scalars of the query, without quotes.
    let range: Range<Int>
    /// Articles that have it as written.
    let articles: Int
    /// The likeliest first.
    let corrections: [Correction]
  }

  mutating func suggestions(of tree: Query) throws -> [QuerySuggestion] {
    var places: [Place] = []
    for (text, range) in texts(of: tree).prefix(Self.maxTexts) {
      let place = try place(text, range)
      if !place.corrections.isEmpty { places.append(place) }
    }
    let own = try searcher.count(tree, options)
    var found: [String: (articles: Int, mistakes: Int)] = [:]
    for (number, place) in places.enumerated() {
      for correction in place.corrections {
        // Other texts that do not occur at all need their own.
        let changes = places.enumerated().compactMap { other, place in
          other == number
            ? (place.range, correction)
            : place.articles == 0 ? (place.range, place.corrections[0]) : nil
        }
        let corrected = replacing(changes)
        guard found[corrected] == nil, let tree = try? ParsedQuery(corrected, options).tree else {
          continue
        }
        let articles = try searcher.count(tree, options)
        if articles > own {
          found[corrected] = (articles, changes.reduce(0) { $0 + $1.1.mistakes })
        }
      }
    }
    func likelihood(_ suggestion: (articles: Int, mistakes: Int)) -> Double {
      Correction.likelihood(articles: suggestion.articles, mistakes: suggestion.mistakes)
    }
    return found.sorted {
      (likelihood($1.value), $0.key) < (likelihood($0.value), $1.key)
    }
    .prefix(Archive.maxSuggestions).map {
      QuerySuggestion(query: $0.key, articles: $0.value.articles)
    }
  }

  private func place(_ text: String, _ range: Range<Int>) throws -> Place {
    let articles = try searcher.count(ParsedQuery(phrase: text).tree, options)
    var candidates: [(correction: Correction, likelihood: Double)] = []
    for correction in try finder.corrections(of: text) {
      let found = try searcher.count(ParsedQuery(phrase: correction.text).tree, options)
      guard found > 0, found >= Self.advantage * articles else { continue }
      candidates.append(
        (correction, Correction.likelihood(articles: found, mistakes: correction.mistakes)))
    }
    candidates.sort {
      ($1.likelihood, $0.correction.text) < ($0.likelihood, $1.correction.text)
    }
    return Place(range: range, articles: articles, corrections: candidates.map(\.correction))
  }

  /// The unquoted texts and quotations that have to be there in headline or body, with their places; what was
  /// written with escapes is left as it is.
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
    case .sloppy, .pattern, .fuzzy, .regex, .source, .tag, .id, .date, .everything, .not: return []
    }
  }

  /// The query with other texts in some places.
  ///
  /// - Parameter changes: in the order of the query.
  private func replacing(_ changes: [(range: Range<Int>, correction: Correction)]) -> String {
    var scalars = query
    for (range, correction) in changes.reversed() {
      scalars.replaceSubrange(range, with: Array(correction.text.unicodeScalars))
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
