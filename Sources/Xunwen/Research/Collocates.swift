public import Calendar
public import Search
import Storage
import TextAnalysis

/// A word that occurs near matches of a query.
public struct Collocate: Sendable, Equatable, Codable {
  /// The normalized word: lower case, Simplified characters, half width.
  public let word: String
  /// The number of occurrences near a node. An occurrence near several nodes counts once.
  public let near: Int
  /// The number of occurrences outside the nodes, in all matching articles.
  public let frequency: Int
  /// The number of occurrences near a node expected by chance.
  public let expected: Double
  /// Dunning's G²; negative when the word is rarer than expected.
  public let logLikelihood: Double
  /// Church and Hanks's mutual information, to base 2.
  public let mutualInformation: Double
  /// The difference between `near` and `expected`, divided by the square root of `near`.
  public let tScore: Double
  /// The distribution of the occurrences near a node. Proportions are relative to all words near
  /// the nodes.
  public let dispersion: Dispersion

  fileprivate static func all(
    in counts: WordCounts, minimumFrequency: Int, except stopWords: StopWordSet
  ) -> (collocates: [Collocate], stopped: Int) {
    let (words, stopped) = counts.listed(stopWords) {
      counts.marked[$0] >= max(1, minimumFrequency)
    }
    let dispersions = counts.dispersions()
    let collocates = words.map { word in
      let association = Association(
        observed: counts.marked[word], first: counts.totalMarked,
        marginal: counts.frequencies[word], total: counts.total)
      return Collocate(
        word: counts.words.text(word), near: counts.marked[word],
        frequency: counts.frequencies[word], expected: association.expected,
        logLikelihood: association.logLikelihood,
        mutualInformation: association.mutualInformation, tScore: association.tScore,
        dispersion: dispersions[word])
    }
    return (collocates, stopped)
  }
}

/// The words near matches of a query. The matches are called nodes.
public struct Collocates: Sendable, Equatable, Codable {
  /// The first words in the requested order.
  public let words: [Collocate]
  /// The number of different words with the minimum frequency, before the limit is applied and
  /// without stop words.
  public let distinct: Int
  /// The number of different stop words with the minimum frequency, which were left out.
  public let stopWords: Int
  /// The number of matching articles.
  public let articles: Int
  /// The number of nodes.
  public let nodes: Int
  /// The number of words near the nodes.
  public let nearWords: Int
  /// The number of words outside the nodes, in all matching articles.
  public let allWords: Int
  /// The sources and periods of the words near the nodes.
  public let parts: TextParts
}

/// Options for collocates.
public struct CollocateOptions: Sendable, Codable {
  /// The order of the words, each with the greatest values first.
  public enum Order: String, Sendable, CaseIterable, Codable {
    /// Log-likelihood.
    case ll
    /// Mutual information.
    case mi
    /// Occurrences near the nodes.
    case frequency

    func value(of collocate: Collocate) -> Double {
      switch self {
      case .ll: collocate.logLikelihood
      case .mi: collocate.mutualInformation
      case .frequency: Double(collocate.near)
      }
    }
  }

  /// The mode in which articles are read, whatever the mode of the query's scope.
  public var match = MatchMode.exact
  /// The number of units on each side: Han, kana or hangul characters, or other words.
  public var window = 5
  /// The minimum number of occurrences near the nodes.
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
  /// Finds the words that occur near matches of the query more often than elsewhere.
  ///
  /// The index's analyzer defines the words, and the user's dictionary unless the scope excludes
  /// it. A word is near a node when its nearest unit is at most `window` units away in the same
  /// zone and sentence. A word that shares a unit with a node does not count. A match of a
  /// proximity clause is one node, which consists of its operands; words between the operands
  /// count. Only the zones that the query searches count. Partial matches are not read.
  ///
  /// - Throws: `XunwenError.damagedArticle` also, when an article cannot be read;
  ///   `ExpressionError` when a regular expression takes too long.
  /// - Complexity: O(*n*) in the bytes of the matching articles.
  public func collocates(_ options: CollocateOptions = CollocateOptions()) async throws
    -> Collocates
  {
    let results = try matching(options.match).results()
    let stopWords = try stopWordSet(options.stopWords)
    let highlighter = results.highlighter
    var counts = NearCounts()
    try await results.fold(jobs: options.jobs, into: NearCounts()) { batch, item in
      for text in try NodeText.texts(of: item, highlighter, words: true) {
        batch.add(text, window: options.window)
      }
      batch.words.endArticle(in: PartTable.Key(item.article, by: options.interval))
    } emit: {
      counts.nodes += $0.nodes
      counts.words.merge($0.words)
    }
    let (found, stopped) = Collocate.all(
      in: counts.words, minimumFrequency: options.minimumFrequency, except: stopWords)
    return Collocates(
      words: found.best(options.limit, by: options.order.value(of:), name: \.word),
      distinct: found.count, stopWords: stopped, articles: results.count, nodes: counts.nodes,
      nearWords: counts.words.totalMarked, allWords: counts.words.total,
      parts: counts.words.parts.summary(by: options.interval))
  }
}

/// The words outside the nodes. The occurrences near a node are marked.
private struct NearCounts: Sendable {
  var words = WordCounts()
  var nodes = 0

  mutating func add(_ text: NodeText, window: Int) {
    nodes += text.nodes.count
    let flags = UnitFlags(text, window: window)
    for word in text.text.words where !word.contains(where: { flags.isInNode[$0] }) {
      words.add(
        text.text.spelling(ofWord: word), isMarked: word.contains { flags.isNear[$0] })
    }
  }
}

/// The units of a text that are in a node or near one.
struct UnitFlags {
  private(set) var isInNode: [Bool]
  private(set) var isNear: [Bool]

  init(_ text: NodeText, window: Int) {
    isInNode = Array(repeating: false, count: text.text.units.count)
    isNear = isInNode
    if text.marks.isEmpty { return }
    let ends = text.sentenceEnds
    for mark in text.marks {
      let (before, inside, after) = text.units(of: mark)
      for unit in inside { isInNode[unit] = true }
      // The sentences of the first and last units. A match of an expression may have no unit.
      if let first = inside.first ?? before.last {
        let next = ends.partitioningIndex { $0 >= first }
        let start = next > 0 ? ends[next - 1] + 1 : 0
        for unit in max(start, before.upperBound - window)..<before.upperBound {
          isNear[unit] = true
        }
      }
      if let last = inside.last ?? after.first {
        let next = ends.partitioningIndex { $0 >= last }
        let end = next < ends.count ? ends[next] + 1 : isNear.count
        for unit in after.prefix(window) where unit < end { isNear[unit] = true }
      }
    }
  }
}
