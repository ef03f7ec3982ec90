import Articles
import TextAnalysis

/// A word that tells two sets of articles apart.
public struct Keyword: Sendable, Equatable {
  /// Normalized: small letters, Simplified characters, half width.
  public let word: String
  /// Occurrences in the articles of the first set, and how many of them have it.
  public let frequency: Int
  public let articles: Int
  /// The same of the second.
  public let otherFrequency: Int
  public let otherArticles: Int
  /// Dunning's G², below zero where the word is rarer in the first set.
  public let logLikelihood: Double
  /// Hardie's binary logarithm of the ratio of the relative frequencies.
  public let logRatio: Double
}

/// The words that are unusually frequent in some articles.
public struct Keywords: Sendable, Equatable {
  /// The best ones by the order asked for.
  public let words: [Keyword]
  /// Different words that are frequent enough, shown or not.
  public let distinct: Int
  /// Articles of the first set, and their words.
  public let articles: Int
  public let allWords: Int
  /// The same of the second.
  public let otherArticles: Int
  public let otherWords: Int
  /// Articles that both queries find; they are in the first set only.
  public let shared: Int
}

/// How keywords are found.
public struct KeywordOptions: Sendable {
  public enum Order: String, Sendable, CaseIterable {
    /// Log-likelihood.
    case ll
    /// Log ratio.
    case ratio
    /// Occurrences in the first set.
    case frequency
  }

  /// Least number of occurrences in the first set.
  public var minimumFrequency = 5
  public var order = Order.ll
  /// Words wanted; 0 for all.
  public var limit = 30
  /// Threads.
  public var jobs = 1

  public init() {}
}

extension Archive {
  /// Finds the words that the articles of one query have more often than those of another.
  ///
  /// Words are those that the index's analyzer cuts in headlines and bodies; punctuation is none. An article that both
  /// queries find belongs to the first set and not to the second.
  ///
  /// - Parameters:
  ///   - other: nil for all other articles with the publishers and dates of `options`.
  ///   - options: publishers, dates and `match`, for both queries; articles that match in part are not read.
  /// - Returns: equally good words in the order of their Unicode scalars.
  /// - Throws: `QuerySyntaxError` of either query; `StorageError` or `XunwenError.damagedArticle` where the index is
  ///   damaged.
  /// - Complexity: O(*n*) in the bytes of the articles of both sets; memory for the different words.
  public func keywords(
    _ query: String, versus other: String? = nil, options: SearchOptions = SearchOptions(),
    keywords: KeywordOptions = KeywordOptions()
  ) async throws -> Keywords {
    let searchers = self.searchers
    let first = try searchers.results(of: query, options)
    let found = try other.map { try searchers.results(of: $0, options) }
    let second = try (found ?? searchers.everything(options)).subtracting(first)
    var (counts, others) = (WordCounts(), WordCounts())
    // With nothing to compare, no word says anything.
    if first.count > 0, second.count > 0 {
      counts = try await Self.wordCounts(of: first, jobs: keywords.jobs)
      others = try await Self.wordCounts(of: second, jobs: keywords.jobs)
    }
    return Keywords(
      counts, others, articles: first.count, otherArticles: second.count,
      shared: found.map { $0.count - second.count } ?? 0, keywords)
  }

  private static func wordCounts(of results: ResultSet, jobs: Int) async throws -> WordCounts {
    var counts = WordCounts()
    try await results.fold(jobs: jobs, into: WordCounts()) { batch, item in
      batch.add(item)
    } emit: {
      counts.merge($0)
    }
    return counts
  }
}

/// How often words occur in some articles, and in how many of them.
private struct WordCounts: Sendable {
  var words = WordTable()
  /// By word.
  var frequencies: [Int] = []
  var articles: [Int] = []
  /// By word, the number of the last article that had it.
  private var last: [Int] = []
  private var article = 0
  var total = 0

  mutating func add(_ item: ResultSet.Item) {
    article += 1
    for zone in item.article.zones where zone.kind == .title || zone.kind == .body {
      for piece in HitPresenter.pieces(of: zone.range, in: item.article.text) {
        let text = item.analyzer.analyze(item.article.text.span.extracting(piece))
        for word in text.words { count(text.utf8(ofUnits: word)) }
      }
    }
  }

  private mutating func count(_ word: ArraySlice<UInt8>) {
    let number = self.number(of: word)
    frequencies[number] += 1
    total += 1
    if last[number] != article {
      last[number] = article
      articles[number] += 1
    }
  }

  private mutating func number(of word: ArraySlice<UInt8>) -> Int {
    let number = words.number(of: word)
    if number == frequencies.count {
      frequencies.append(0)
      articles.append(0)
      last.append(0)
    }
    return number
  }

  mutating func merge(_ other: WordCounts) {
    for word in 0..<other.words.count {
      let number = self.number(of: other.words.utf8(word))
      frequencies[number] += other.frequencies[word]
      articles[number] += other.articles[word]
    }
    total += other.total
  }
}

extension Keywords {
  fileprivate init(
    _ counts: WordCounts, _ others: WordCounts, articles: Int, otherArticles: Int, shared: Int,
    _ options: KeywordOptions
  ) {
    var found: [Keyword] = []
    for word in 0..<counts.words.count
    where counts.frequencies[word] >= max(1, options.minimumFrequency) {
      let other = others.words.known(counts.words.utf8(word))
      let frequency = other.map { others.frequencies[$0] } ?? 0
      let association = Association(
        observed: counts.frequencies[word], first: counts.total,
        marginal: counts.frequencies[word] + frequency, total: counts.total + others.total)
      found.append(
        Keyword(
          word: counts.words.text(word), frequency: counts.frequencies[word],
          articles: counts.articles[word], otherFrequency: frequency,
          otherArticles: other.map { others.articles[$0] } ?? 0,
          logLikelihood: association.logLikelihood, logRatio: association.logRatio))
    }
    words = found.best(options.limit) {
      options.order.value(of: $0)
    } name: {
      $0.word
    }
    distinct = found.count
    self.articles = articles
    allWords = counts.total
    self.otherArticles = otherArticles
    otherWords = others.total
    self.shared = shared
  }
}

extension KeywordOptions.Order {
  fileprivate func value(of keyword: Keyword) -> Double {
    switch self {
    case .ll: keyword.logLikelihood
    case .ratio: keyword.logRatio
    case .frequency: Double(keyword.frequency)
    }
  }
}
