import Search
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
  public let tScore: Double
}

/// The words near matches of a query. The matches are called nodes.
public struct Collocates: Sendable, Equatable, Codable {
  /// The first words in the requested order.
  public let words: [Collocate]
  /// The number of different words with the minimum frequency, before the limit is applied.
  public let distinct: Int
  /// The number of matching articles.
  public let articles: Int
  /// The number of nodes.
  public let nodes: Int
  /// The number of words near the nodes.
  public let nearWords: Int
  /// The number of words outside the nodes, in all matching articles.
  public let allWords: Int
}

public struct CollocateOptions: Sendable, Codable {
  public enum Order: String, Sendable, CaseIterable, Codable {
    /// Log-likelihood.
    case ll
    /// Mutual information.
    case mi
    /// Occurrences near the nodes.
    case frequency
  }

  /// The number of units on each side of a node: Han, kana or hangul characters, or words or
  /// numbers of another script.
  public var window = 5
  /// The minimum number of occurrences near the nodes.
  public var minimumFrequency = 5
  public var order = Order.ll
  /// The number of words to return; 0 for all.
  public var limit = 30
  /// The number of threads.
  public var jobs = 1

  public init() {}
}

extension PreparedQuery {
  /// Finds the words that occur near matches of the query more often than elsewhere in the matching
  /// articles.
  ///
  /// The index's analyzer defines the words; punctuation is not a word. A word is near a node when
  /// its nearest unit is at most `window` units away, without a sentence end between them. The ends
  /// of zones (title, body, tail) are sentence ends. A word that shares a unit with a node belongs
  /// to the node and is not counted. The words elsewhere come from the zones that the query
  /// searches, in all matching articles. Partial matches are not read.
  ///
  /// - Returns: words of equal value are sorted by their Unicode scalars.
  /// - Throws: `XunwenError.damagedArticle` also, when an article cannot be read.
  /// - Complexity: O(*n*) in the bytes of the matching articles. Memory grows with the number of
  ///   different words.
  public func collocates(
    _ options: CollocateOptions = CollocateOptions()
  ) async throws -> Collocates {
    let results = try results()
    let highlighter = results.highlighter
    var counts = NearCounts()
    try await results.fold(jobs: options.jobs, into: NearCounts()) { batch, item in
      for text in NodeText.texts(of: item, highlighter, words: true) {
        batch.add(text, window: options.window)
      }
    } emit: {
      counts.merge($0)
    }
    return Collocates(counts, articles: results.count, options)
  }
}

/// Word counts near the nodes and outside the nodes.
private struct NearCounts: Sendable {
  var words = WordInterner()
  /// The occurrences near a node, by word.
  var near: [Int] = []
  /// The occurrences outside the nodes, by word.
  var all: [Int] = []
  var nodes = 0
  var nearWords = 0
  var allWords = 0

  mutating func add(_ text: NodeText, window: Int) {
    nodes += text.nodes.count
    let flags = UnitFlags(text, window: window)
    for word in text.text.words where !word.contains(where: { flags.isInNode[$0] }) {
      count(
        text.text.utf8(ofUnits: word), all: 1, near: word.contains { flags.isNear[$0] } ? 1 : 0)
    }
  }

  mutating func merge(_ other: NearCounts) {
    nodes += other.nodes
    for word in 0..<other.words.count {
      count(other.words.utf8(word), all: other.all[word], near: other.near[word])
    }
  }

  private mutating func count(_ word: ArraySlice<UInt8>, all allCount: Int, near nearCount: Int) {
    let number = words.intern(word)
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

/// The units of a text that belong to a node, and those near a node.
private struct UnitFlags {
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
      // The sentences of the node's first and last units.
      let next = ends.partitioningIndex { $0 >= first }
      let start = next > 0 ? ends[next - 1] + 1 : 0
      let following = ends.partitioningIndex { $0 >= last }
      let end = following < ends.count ? ends[following] : isNear.count - 1
      for unit in max(start, first - window)..<first { isNear[unit] = true }
      for unit in last + 1..<max(last, min(end, last + window)) + 1 { isNear[unit] = true }
    }
  }

  /// Returns the last units of sentences and paragraphs, ascending.
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
  /// Returns the elements with the greatest values. Elements of equal value are sorted by name.
  ///
  /// - Parameter limit: the number of elements; 0 for all.
  func best(
    _ limit: Int, by value: (Element) -> Double, name: (Element) -> String
  ) -> [Element] {
    let sorted = sorted { (value($1), name($0)) < (value($0), name($1)) }
    return Array(sorted.prefix(limit > 0 ? limit : sorted.count))
  }
}
