import Articles
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

public struct KeywordOptions: Sendable, Codable {
  public enum Order: String, Sendable, CaseIterable, Codable {
    /// Log-likelihood.
    case ll
    /// Log ratio.
    case ratio
    /// Occurrences in the first set.
    case frequency
  }

  /// The minimum number of occurrences in the first set.
  public var minimumFrequency = 5
  public var order = Order.ll
  /// The number of words to return; 0 for all.
  public var limit = 30
  /// The number of threads.
  public var jobs = 1

  public init() {}
}

extension PreparedQuery {
  /// Finds the words that are more frequent in the articles of this query than in other articles.
  ///
  /// The index's analyzer defines the words; punctuation is not a word. Only titles and bodies
  /// count. An article that both queries match belongs only to the first set. Partial matches are
  /// not read.
  ///
  /// - Parameter other: the query of the second set, evaluated on the commit of this query; nil for
  ///   all other articles with the sources and dates of this query's scope.
  /// - Returns: words of equal value are sorted by their Unicode scalars.
  /// - Throws: `QuerySyntaxError` for either query; `XunwenError.damagedArticle` also, when an
  ///   article cannot be read.
  /// - Complexity: O(*n*) in the bytes of the articles of both sets. Memory grows with the number
  ///   of different words.
  public func keywords(
    versus other: PreparedQuery? = nil, _ options: KeywordOptions = KeywordOptions()
  ) async throws -> Keywords {
    let first = try results()
    let found = try other?.onCommit(of: self).results()
    let second = try (found ?? resultsOfWholeScope()).subtracting(first)
    var (counts, others) = (WordCounts(), WordCounts())
    // Without articles to compare, no word is a keyword.
    if first.count > 0, second.count > 0 {
      counts = try await WordCounts(of: first, jobs: options.jobs)
      others = try await WordCounts(of: second, jobs: options.jobs)
    }
    return Keywords(
      counts, others, articles: first.count, otherArticles: second.count,
      shared: found.map { $0.count - second.count } ?? 0, options)
  }

  private func onCommit(of query: PreparedQuery) throws -> PreparedQuery {
    searchers === query.searchers ? self : try PreparedQuery(text, scope, in: query.searchers)
  }
}

/// The word frequencies and article frequencies of a set of articles.
private struct WordCounts: Sendable {
  var words = WordInterner()
  /// The number of occurrences, by word.
  var frequencies: [Int] = []
  /// The number of articles, by word.
  var articles: [Int] = []
  /// The number of the last article that contained a word, by word.
  private var last: [Int] = []
  private var article = 0
  var total = 0

  init() {}

  init(of results: ResultSet, jobs: Int) async throws {
    var counts = WordCounts()
    try await results.fold(jobs: jobs, into: WordCounts()) { batch, item in
      batch.add(item)
    } emit: {
      counts.merge($0)
    }
    self = counts
  }

  private mutating func add(_ item: ResultSet.Item) {
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
    let number = words.intern(word)
    if number == frequencies.count {
      frequencies.append(0)
      articles.append(0)
      last.append(0)
    }
    return number
  }

  private mutating func merge(_ other: WordCounts) {
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
      let other = others.words.number(of: counts.words.utf8(word))
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
