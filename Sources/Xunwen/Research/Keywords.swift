import Articles
public import Search
import TextAnalysis

/// A word whose frequency distinguishes two sets of articles.
public struct Keyword: Sendable, Equatable, Codable {
  /// The normalized word: lower case, Simplified characters, half width.
  public let word: String
  /// The number of occurrences in the first set.
  public let frequency: Int
  /// The number of articles of the first set that contain the word.
  public let articles: Int
  /// The number of occurrences in the second set.
  public let otherFrequency: Int
  /// The number of articles of the second set that contain the word.
  public let otherArticles: Int
  /// Dunning's G²; negative when the word is rarer in the first set.
  public let logLikelihood: Double
  /// Hardie's log ratio: the binary logarithm of the ratio of the relative frequencies.
  public let logRatio: Double

  fileprivate static func all(
    in counts: WordCounts, versus others: WordCounts, _ minimumFrequency: Int
  ) -> [Keyword] {
    let words = (0..<counts.words.count).filter {
      counts.frequencies[$0] >= max(1, minimumFrequency)
    }
    return words.map { word in
      let other = others.words.number(of: counts.words.utf8(word))
      let otherFrequency = other.map { others.frequencies[$0] } ?? 0
      let frequency = counts.frequencies[word]
      let association = Association(
        observed: frequency, first: counts.total, marginal: frequency + otherFrequency,
        total: counts.total + others.total)
      return Keyword(
        word: counts.words.text(word), frequency: frequency, articles: counts.marked[word],
        otherFrequency: otherFrequency, otherArticles: other.map { others.marked[$0] } ?? 0,
        logLikelihood: association.logLikelihood, logRatio: association.logRatio)
    }
  }
}

/// The words that are unusually frequent in one set of articles, compared with a second set.
public struct Keywords: Sendable, Equatable, Codable {
  /// The first words in the requested order.
  public let words: [Keyword]
  /// The number of different words with the minimum frequency, before the limit is applied.
  public let distinct: Int
  /// The number of articles in the first set.
  public let articles: Int
  /// The number of words in the first set.
  public let allWords: Int
  /// The number of articles in the second set.
  public let otherArticles: Int
  /// The number of words in the second set.
  public let otherWords: Int
  /// The number of articles that both queries match. They are only in the first set.
  public let shared: Int
}

/// Options for keywords.
public struct KeywordOptions: Sendable, Codable {
  /// The order of the words, each with the greatest values first.
  public enum Order: String, Sendable, CaseIterable, Codable {
    /// Log-likelihood.
    case ll
    /// Log ratio.
    case ratio
    /// Occurrences in the first set.
    case frequency

    func value(of keyword: Keyword) -> Double {
      switch self {
      case .ll: keyword.logLikelihood
      case .ratio: keyword.logRatio
      case .frequency: Double(keyword.frequency)
      }
    }
  }

  /// The mode in which articles are read, whatever the mode of the query's scope.
  public var match = MatchMode.exact
  /// The minimum number of occurrences in the first set.
  public var minimumFrequency = 5
  /// The order of the words.
  public var order = Order.ll
  /// The number of words to return; 0 for all.
  public var limit = 30
  /// The number of threads.
  public var jobs = 1

  /// Creates the default options.
  public init() {}
}

extension PreparedQuery {
  /// Finds the words that are more frequent in the articles of this query than in other articles.
  ///
  /// The index's analyzer defines the words. Only titles and bodies count. An article that both
  /// queries match belongs only to the first set. Partial matches are not read.
  ///
  /// - Parameter other: the query of the second set; nil for all other articles of the scope.
  /// - Throws: `XunwenError.damagedArticle` also, when an article cannot be read.
  /// - Complexity: O(*n*) in the bytes of the articles of both sets.
  public func keywords(
    versus other: PreparedQuery? = nil, _ options: KeywordOptions = KeywordOptions()
  ) async throws -> Keywords {
    let first = try matching(options.match).results()
    let found = try other?.onCommit(of: self).matching(options.match).results()
    let second = try (found ?? resultsOfWholeScope()).subtracting(first)
    var (counts, others) = (WordCounts(), WordCounts())
    // Without articles to compare, no word is a keyword.
    if first.count > 0, second.count > 0 {
      counts = try await ArticleWords.counts(of: first, jobs: options.jobs)
      others = try await ArticleWords.counts(of: second, jobs: options.jobs)
    }
    let words = Keyword.all(in: counts, versus: others, options.minimumFrequency)
    return Keywords(
      words: words.best(options.limit, by: options.order.value(of:), name: \.word),
      distinct: words.count, articles: first.count, allWords: counts.total,
      otherArticles: second.count, otherWords: others.total,
      shared: found.map { $0.count - second.count } ?? 0)
  }

  private func onCommit(of query: PreparedQuery) throws -> PreparedQuery {
    searchers === query.searchers ? self : try PreparedQuery(text, scope, in: query.searchers)
  }
}

/// The words of a batch of articles. The first occurrence in each article is marked.
private struct ArticleWords: Sendable {
  private var counts = WordCounts()
  /// The number of the last article that contained a word, by word.
  private var last: [Int] = []
  private var article = 0

  static func counts(of results: ResultSet, jobs: Int) async throws -> WordCounts {
    var counts = WordCounts()
    try await results.fold(jobs: jobs, into: ArticleWords()) { batch, item in
      batch.add(item)
    } emit: {
      counts.merge($0.counts)
    }
    return counts
  }

  private mutating func add(_ item: ResultSet.Item) {
    article += 1
    for zone in item.article.zones where zone.kind == .title || zone.kind == .body {
      for piece in HitPresenter.pieces(of: zone.range, in: item.article.text) {
        let text = item.analyzer.analyze(item.article.text.span.extracting(piece))
        for units in text.words {
          let word = counts.add(text.utf8(ofUnits: units))
          if word == last.count { last.append(0) }
          if last[word] != article {
            last[word] = article
            counts.mark(word)
          }
        }
      }
    }
  }
}
