import Articles
public import Calendar
public import Search
import TextAnalysis

/// A word whose frequency distinguishes two sets of articles.
public struct Keyword: Sendable, Equatable, Codable {
  /// The normalized word: lower case, Simplified characters, half width.
  public let word: String
  /// The number of occurrences in the first set.
  public let frequency: Int
  /// The number of occurrences in the second set.
  public let otherFrequency: Int
  /// The number of articles of the second set that contain the word.
  public let otherArticles: Int
  /// Dunning's G²; negative when the word is rarer in the first set.
  public let logLikelihood: Double
  /// Hardie's log ratio: the binary logarithm of the ratio of the relative frequencies.
  public let logRatio: Double
  /// The distribution of the occurrences in the first set. Proportions are relative to all words of
  /// the first set.
  public let dispersion: Dispersion

  /// The number of articles of the first set that contain the word.
  public var articles: Int { dispersion.articles }

  fileprivate static func all(
    in counts: WordCounts, versus others: WordCounts, _ minimumFrequency: Int,
    except stopWords: StopWordSet
  ) -> (keywords: [Keyword], stopped: Int) {
    let (words, stopped) = counts.listed(stopWords) {
      counts.frequencies[$0] >= max(1, minimumFrequency)
    }
    let dispersions = counts.dispersions()
    let keywords = words.map { word in
      let other = others.words.number(of: counts.words.utf8(word))
      let otherFrequency = other.map { others.frequencies[$0] } ?? 0
      let frequency = counts.frequencies[word]
      let association = Association(
        observed: frequency, first: counts.total, marginal: frequency + otherFrequency,
        total: counts.total + others.total)
      return Keyword(
        word: counts.words.text(word), frequency: frequency, otherFrequency: otherFrequency,
        otherArticles: other.map { others.articles[$0] } ?? 0,
        logLikelihood: association.logLikelihood, logRatio: association.logRatio,
        dispersion: dispersions[word])
    }
    return (keywords, stopped)
  }
}

/// The words that are unusually frequent in one set of articles, compared with a second set.
public struct Keywords: Sendable, Equatable, Codable {
  /// The first words in the requested order.
  public let words: [Keyword]
  /// The number of different words with the minimum frequency, before the limit is applied and
  /// without stop words.
  public let distinct: Int
  /// The number of different stop words with the minimum frequency, which were left out.
  public let stopWords: Int
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
  /// The sources and periods of the first set.
  public let parts: TextParts
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
  /// The words that are counted but not returned.
  public var stopWords = StopWords.empty
  /// The length of a period, for the dispersion over time.
  public var interval = CalendarInterval.month
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
  /// The index's analyzer defines the words, and the user's dictionary unless the scope of this
  /// query excludes it. Only titles and bodies count. An article that both
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
    var second = try (found ?? resultsOfWholeScope()).subtracting(first)
    // Both sets are counted in the same words.
    second.dictionary = first.dictionary
    let stopWords = try stopWordSet(options.stopWords)
    var (counts, others) = (WordCounts(), WordCounts())
    // Without articles to compare, no word is a keyword.
    if first.count > 0, second.count > 0 {
      counts = try await first.wordCounts(jobs: options.jobs, partsBy: options.interval)
      others = try await second.wordCounts(jobs: options.jobs, partsBy: nil)
    }
    let (words, stopped) = Keyword.all(
      in: counts, versus: others, options.minimumFrequency, except: stopWords)
    return Keywords(
      words: words.best(options.limit, by: options.order.value(of:), name: \.word),
      distinct: words.count, stopWords: stopped, articles: first.count, allWords: counts.total,
      otherArticles: second.count, otherWords: others.total,
      shared: found.map { $0.count - second.count } ?? 0,
      parts: counts.parts.summary(by: options.interval))
  }

  private func onCommit(of query: PreparedQuery) throws -> PreparedQuery {
    searchers === query.searchers
      ? self : try PreparedQuery(parsed, text: text, scope, in: query.searchers)
  }
}

extension ResultSet {
  /// Counts the words of titles and bodies.
  ///
  /// - Parameter interval: the length of a period; nil to count no sources and periods.
  fileprivate func wordCounts(
    jobs: Int, partsBy interval: CalendarInterval?
  ) async throws -> WordCounts {
    var counts = WordCounts()
    try await fold(jobs: jobs, into: WordCounts()) { batch, item in
      for piece in item.piecesOfTitleAndBody {
        let text = item.words(of: piece)
        for word in text.words { batch.add(text.spelling(ofWord: word), isMarked: true) }
      }
      batch.endArticle(in: interval.map { PartTable.Key(item.article, by: $0) })
    } emit: {
      counts.merge($0)
    }
    return counts
  }
}
