import Search
import TextAnalysis

/// A word that stands near what a query asks for.
public struct Collocate: Sendable, Equatable {
  /// Normalized: small letters, Simplified characters, half width.
  public let word: String
  /// Occurrences near a node, each counted once however many nodes it is near to.
  public let near: Int
  /// Occurrences outside the nodes in all articles that match.
  public let frequency: Int
  /// Occurrences near a node that chance would give.
  public let expected: Double
  /// Dunning's G², below zero where the word is rarer than expected.
  public let logLikelihood: Double
  /// Church and Hanks, to base 2.
  public let mutualInformation: Double
  public let tScore: Double
}

/// The words around what a query asks for.
public struct Collocates: Sendable, Equatable {
  /// The best ones by the order asked for.
  public let words: [Collocate]
  /// Different words that are frequent enough, shown or not.
  public let distinct: Int
  /// Articles that match.
  public let articles: Int
  /// Occurrences of what the query asks for: the nodes.
  public let nodes: Int
  /// Words near the nodes.
  public let nearWords: Int
  /// Words outside the nodes in all articles that match.
  public let allWords: Int
}

/// How collocates are found.
public struct CollocateOptions: Sendable {
  public enum Order: String, Sendable, CaseIterable {
    /// Log-likelihood.
    case ll
    /// Mutual information.
    case mi
    /// Occurrences near the nodes.
    case frequency
  }

  /// Units on each side of a node: a unit is one Han, kana or hangul character, or one word or number of another script.
  public var window = 5
  /// Least number of occurrences near the nodes.
  public var minimumFrequency = 5
  public var order = Order.ll
  /// Words wanted; 0 for all.
  public var limit = 30
  /// Threads.
  public var jobs = 1

  public init() {}
}

extension Archive {
  /// Finds the words that stand near what a query asks for more often than elsewhere in the articles that match.
  ///
  /// Words are those that the index's analyzer cuts. A word is near a node when at most `window` units lead from the node to
  /// the word's nearest one, the latter included, with no sentence end in between; zones (headline, body, tail) end
  /// sentences. A word that shares a unit with a node is part of it: it counts nowhere. What is not near is the rest of
  /// the zones that the query looks in, in all articles that match. Punctuation is no word.
  ///
  /// - Parameter options: publishers, dates and `match`; articles that match in part are not read.
  /// - Returns: equally good words in the order of their Unicode scalars.
  /// - Throws: `QuerySyntaxError`; `StorageError` or `XunwenError.damagedArticle` where the index is damaged.
  /// - Complexity: O(*n*) in the bytes of the articles that match; memory for the different words.
  public func collocates(
    _ query: String, options: SearchOptions = SearchOptions(),
    collocates: CollocateOptions = CollocateOptions()
  ) async throws -> Collocates {
    let results = try searchers.results(of: query, options)
    let highlighter = results.highlighter
    var counts = NearCounts()
    try await results.fold(jobs: collocates.jobs, into: NearCounts()) { batch, item in
      for text in NodeText.texts(of: item, highlighter, words: true) {
        batch.add(text, window: collocates.window)
      }
    } emit: {
      counts.merge($0)
    }
    return Collocates(counts, articles: results.count, collocates)
  }
}

/// How often words stand near the nodes and elsewhere.
private struct NearCounts: Sendable {
  var words = WordTable()
  /// By word.
  var near: [Int] = []
  var all: [Int] = []
  var nodes = 0
  var nearWords = 0
  var allWords = 0

  mutating func add(_ text: NodeText, window: Int) {
    nodes += text.nodes.count
    let places = UnitPlaces(text, window: window)
    for word in text.text.words where !word.contains(where: { places.isInNode[$0] }) {
      count(
        text.text.utf8(ofUnits: word), all: 1, near: word.contains { places.isNear[$0] } ? 1 : 0)
    }
  }

  mutating func merge(_ other: NearCounts) {
    nodes += other.nodes
    for word in 0..<other.words.count {
      count(other.words.utf8(word), all: other.all[word], near: other.near[word])
    }
  }

  private mutating func count(_ word: ArraySlice<UInt8>, all allCount: Int, near nearCount: Int) {
    let number = words.number(of: word)
    if number == all.count {
      all.append(0)
      near.append(0)
    }
    all[number] += allCount
    near[number] += nearCount
    allWords += allCount
    nearWords += nearCount
  }
}

/// Which units of a text are part of a node, and which are near one.
private struct UnitPlaces {
  private(set) var isInNode: [Bool]
  private(set) var isNear: [Bool]

  init(_ text: NodeText, window: Int) {
    isInNode = Array(repeating: false, count: text.text.units.count)
    isNear = isInNode
    if text.nodes.isEmpty { return }
    let ends = Self.sentenceEnds(of: text.text)
    for node in text.nodes {
      let inside = text.units(of: node).inside
      guard let first = inside.first, let last = inside.last else { continue }
      for unit in inside { isInNode[unit] = true }
      // The sentences that the node's first and last units are in.
      let next = ends.partitioningIndex { $0 >= first }
      let start = next > 0 ? ends[next - 1] + 1 : 0
      let following = ends.partitioningIndex { $0 >= last }
      let end = following < ends.count ? ends[following] : isNear.count - 1
      for unit in max(start, first - window)..<first { isNear[unit] = true }
      for unit in last + 1..<max(last, min(end, last + window)) + 1 { isNear[unit] = true }
    }
  }

  /// The last units of sentences and paragraphs, ascending.
  private static func sentenceEnds(of text: AnalyzedText) -> [Int] {
    Set(text.sentenceEnds + text.paragraphEnds).sorted().map { position in
      text.units.partitioningIndex { $0.position >= position }
    }
  }
}

extension Collocates {
  fileprivate init(_ counts: NearCounts, articles: Int, _ options: CollocateOptions) {
    var found: [Collocate] = []
    for word in 0..<counts.words.count where counts.near[word] >= max(1, options.minimumFrequency) {
      let association = Association(
        observed: counts.near[word], first: counts.nearWords, marginal: counts.all[word],
        total: counts.allWords)
      found.append(
        Collocate(
          word: counts.words.text(word), near: counts.near[word], frequency: counts.all[word],
          expected: association.expected, logLikelihood: association.logLikelihood,
          mutualInformation: association.mutualInformation, tScore: association.tScore))
    }
    words = found.best(options.limit) {
      options.order.value(of: $0)
    } name: {
      $0.word
    }
    distinct = found.count
    self.articles = articles
    nodes = counts.nodes
    nearWords = counts.nearWords
    allWords = counts.allWords
  }
}

extension CollocateOptions.Order {
  fileprivate func value(of collocate: Collocate) -> Double {
    switch self {
    case .ll: collocate.logLikelihood
    case .mi: collocate.mutualInformation
    case .frequency: Double(collocate.near)
    }
  }
}

extension Array {
  /// The elements with the greatest values, equal ones by name.
  ///
  /// - Parameter limit: 0 for all.
  func best(
    _ limit: Int, by value: (Element) -> Double, name: (Element) -> String
  ) -> [Element] {
    let sorted = sorted { (value($1), name($0)) < (value($0), name($1)) }
    return Array(sorted.prefix(limit > 0 ? limit : sorted.count))
  }
}
