public import Calendar
public import Search
import TextAnalysis

/// A sequence of words or characters that occurs in a text.
public struct NGram: Sendable, Equatable, Codable {
  /// The normalized words, with a space between them; or the normalized characters.
  public let text: String
  /// The number of words or characters.
  public let length: Int
  /// The number of occurrences. Occurrences may overlap.
  public let frequency: Int
  /// The distribution of the occurrences. Proportions are relative to all n-grams of this length.
  public let dispersion: Dispersion
}

/// The frequent n-grams of a text.
public struct NGrams: Sendable, Equatable, Codable {
  /// The counts of n-grams of one length.
  public struct Total: Sendable, Equatable, Codable {
    /// The number of words or characters.
    public let length: Int
    /// The number of n-grams in the text.
    public let ngrams: Int
    /// The number of different n-grams with the minimum frequency, without stop words.
    public let distinct: Int
  }

  /// The first n-grams in the requested order.
  public let ngrams: [NGram]
  /// The counts of each length, shortest first.
  public let totals: [Total]
  /// The number of different n-grams with the minimum frequency that were left out because of stop
  /// words.
  public let stopWords: Int
  /// The number of matching articles.
  public let articles: Int
  /// The number of matches of the query, if only their neighborhoods count; else nil.
  public let nodes: Int?
  /// The sources and periods of the text.
  public let parts: TextParts

  /// The number of different n-grams with the minimum frequency, before the limit is applied and
  /// without stop words.
  public var distinct: Int { totals.reduce(0) { $0 + $1.distinct } }
}

/// Options for n-grams.
public struct NGramOptions: Sendable, Codable {
  /// The elements of an n-gram.
  public enum Element: String, Sendable, CaseIterable, Codable {
    /// Words of the index's analyzer and of the user's dictionary.
    case words
    /// Units: Han, kana and hangul characters, and whole words or numbers of other scripts.
    case characters
  }

  /// The order of the n-grams, each with the greatest values first.
  public enum Order: String, Sendable, CaseIterable, Codable {
    case frequency
    /// The number of articles.
    case articles
  }

  /// The greatest length of an n-gram.
  public static let greatestLength = 8

  /// The mode in which articles are read, whatever the mode of the query's scope.
  public var match = MatchMode.exact
  /// The elements of an n-gram.
  public var element = Element.words
  /// The lengths of the n-grams, in 1...`greatestLength`.
  public var lengths = 2...3
  /// The number of units on each side of a match within which n-grams count; nil for all n-grams of
  /// titles and bodies.
  public var window: Int?
  /// The minimum number of occurrences.
  public var minimumFrequency = 5
  /// Words that an n-gram of words may not begin or end with. An n-gram of characters may not be
  /// one of them.
  public var stopWords = StopWords.empty
  /// The length of a period, for the dispersion over time.
  public var interval = CalendarInterval.month
  /// The order of the n-grams.
  public var order = Order.frequency
  /// The number of n-grams to return; 0 for all.
  public var limit = 30
  /// The number of threads.
  public var jobs = 1
  /// The bytes of memory for sorting, shared by all threads. The result does not depend on it.
  public var memory = 128 << 20

  /// Creates the default options.
  public init() {}

  /// Reads a length or a range of lengths: `3` or `2..4`. Returns nil for any other text, and for
  /// lengths that are not possible.
  public static func lengths(_ text: String) -> ClosedRange<Int>? {
    let bounds = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = bounds.compactMap { Int($0) }
    let allowed = 1...greatestLength
    guard let first = numbers.first, let last = numbers.last, first <= last,
      allowed.contains(first), allowed.contains(last),
      bounds.count == 1 || bounds.count == 3 && numbers.count == 2 && bounds[1].isEmpty
    else { return nil }
    return first...last
  }
}

extension PreparedQuery {
  /// Counts the n-grams of words or characters in the articles that match the query.
  ///
  /// The elements of an n-gram follow each other without punctuation, sentence end, paragraph end
  /// or border of a zone between them. With a window, all elements are in a match or near one, as
  /// collocates are, in the zones that the query searches. Partial matches are not read.
  ///
  /// The elements are written to a temporary file, four bytes each, and sorted in parts. The memory
  /// does not depend on the length of the text, but on the number of different elements, on
  /// `memory`, and on the number of returned n-grams.
  ///
  /// - Throws: `XunwenError.damagedArticle` also, when an article cannot be read; `StorageError`
  ///   also, when the temporary file cannot be written.
  /// - Complexity: O(*n* log *n*) in the length of the matching articles.
  public func ngrams(_ options: NGramOptions = NGramOptions()) async throws -> NGrams {
    let lengths = options.lengths.clamped(to: 1...NGramOptions.greatestLength)
    let results = try matching(options.match).results()
    var nodes = 0
    var writer = try ElementTextWriter(lengths: lengths)
    try await results.fold(jobs: options.jobs, into: NodeRuns()) { batch, item in
      try batch.add(item, results.highlighter, options)
    } emit: {
      nodes += $0.nodes
      try writer.append($0.runs)
    }
    let text = try writer.finish()
    let counter = NGramCounter(
      text, lengths, options, stopWords: try stopWordSet(options.stopWords))
    let found = try await counter.count(jobs: options.jobs, memory: options.memory)
    return NGrams(
      ngrams: found.best,
      totals: lengths.enumerated().map { index, length in
        NGrams.Total(
          length: length, ngrams: text.totals[index], distinct: found.distinct[index])
      },
      stopWords: found.stopped, articles: results.count,
      nodes: options.window == nil ? nil : nodes,
      parts: text.parts.summary(by: options.interval))
  }
}

/// The runs of a batch of articles, and the number of nodes.
private struct NodeRuns: Sendable {
  var runs = ElementRuns()
  var nodes = 0

  mutating func add(
    _ item: ResultSet.Item, _ highlighter: Highlighter, _ options: NGramOptions
  ) throws {
    let isByWords = options.element == .words
    func elements(_ text: AnalyzedText) -> [Range<Int>] {
      isByWords ? text.words : text.units.indices.map { $0..<$0 + 1 }
    }
    if let window = options.window {
      for node in try NodeText.texts(of: item, highlighter, words: isByWords) {
        nodes += node.nodes.count
        if node.nodes.isEmpty { continue }
        let flags = UnitFlags(node, window: window)
        let bytes = item.article.text.span.extracting(node.range)
        runs.add(elements(node.text), of: node.text, bytes) { element in
          element.contains { flags.isInNode[$0] || flags.isNear[$0] }
        }
      }
    } else {
      for piece in item.piecesOfTitleAndBody {
        let text = isByWords ? item.words(of: piece) : item.units(of: piece)
        runs.add(elements(text), of: text, item.article.text.span.extracting(piece)) { _ in true }
      }
    }
    runs.endArticle(in: PartTable.Key(item.article, by: options.interval))
  }
}
