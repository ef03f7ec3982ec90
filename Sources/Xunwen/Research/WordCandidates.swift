import Articles
import InvertedIndex
public import Search
import TextAnalysis

/// A string that behaves like a word and is not in a dictionary.
public struct WordCandidate: Sendable, Equatable, Codable {
  /// The normalized string.
  public let word: String
  /// The dictionary words into which the string is cut, two or more.
  public let pieces: [String]
  /// The number of occurrences that begin and end with a dictionary word.
  public let frequency: Int
  /// The distribution of the occurrences. Proportions are relative to all sequences of the
  /// same number of dictionary words.
  public let dispersion: Dispersion
  /// The mutual information of the two halves of the weakest split, in bits.
  public let cohesion: Double
  /// The entropy of the word before the string, in bits.
  public let leftEntropy: Double
  /// The entropy of the word after the string, in bits.
  public let rightEntropy: Double
  /// The id of the first article with an occurrence.
  public internal(set) var exampleID: String
  /// The first occurrence with its neighborhood, verbatim.
  public internal(set) var example: String

  /// The smaller entropy.
  public var entropy: Double { min(leftEntropy, rightEntropy) }

  /// The product of cohesion, entropy and the binary logarithm of the number of articles.
  public var score: Double {
    cohesion * entropy * Mathematics.binaryLogarithm(Double(dispersion.articles))
  }
}

/// The strings of a text that behave like words and are not in a dictionary.
public struct WordCandidates: Sendable, Equatable, Codable {
  /// The first candidates in the requested order.
  public let candidates: [WordCandidate]
  /// The number of candidates, before the limit is applied.
  public let distinct: Int
  /// The number of articles.
  public let articles: Int
  /// The number of words in titles and bodies.
  public let allWords: Int
  /// The sources and periods of the text.
  public let parts: TextParts
}

/// Options for word candidates.
public struct WordCandidateOptions: Sendable, Codable {
  /// The order of the candidates, each with the greatest values first.
  public enum Order: String, Sendable, CaseIterable, Codable {
    /// The product of cohesion, entropy and the binary logarithm of the number of articles.
    case score
    case frequency
    case cohesion
    /// The smaller entropy.
    case entropy

    func value(of candidate: WordCandidate) -> Double {
      switch self {
      case .score: candidate.score
      case .frequency: Double(candidate.frequency)
      case .cohesion: candidate.cohesion
      case .entropy: candidate.entropy
      }
    }
  }

  /// The greatest number of characters of a candidate.
  public static let greatestLength = 8

  /// The mode in which articles are read, whatever the mode of the query's scope.
  public var match = MatchMode.exact
  /// The number of characters, in 2...`greatestLength`. A word or number of a script other than
  /// Chinese, Japanese and Korean counts as one character.
  public var lengths = 2...8
  /// The minimum number of occurrences.
  public var minimumFrequency = 20
  /// The minimum number of sources; 0 to accept candidates without a source.
  public var minimumSources = 0
  /// The minimum cohesion, in bits.
  public var minimumCohesion = 6.0
  /// The minimum of both entropies, in bits.
  public var minimumEntropy = 2.0
  /// Words that a candidate may not begin or end with; nil for function words that are never the
  /// first or last part of a word.
  public var stopWords: StopWords?
  /// The order of the candidates.
  public var order = Order.score
  /// The number of candidates to return; 0 for all.
  public var limit = 100
  /// The number of threads.
  public var jobs = 1
  /// The bytes of memory for sorting, shared by all threads. The result does not depend on it.
  public var memory = 128 << 20

  /// Creates the default options.
  public init() {}
}

extension Archive {
  /// Prepares a query that all articles of a scope match.
  ///
  /// - Throws: `StorageError`.
  public func prepareAll(scope: QueryScope = QueryScope()) throws -> PreparedQuery {
    try PreparedQuery(.everything, scope, in: searchers)
  }
}

extension PreparedQuery {
  /// Finds strings of two or more dictionary words that behave like one word: in the articles that
  /// match, they occur together far more often than by chance, and many different words precede and
  /// follow them.
  ///
  /// Only titles and bodies count. A string has no punctuation, sentence end or paragraph end
  /// inside it, and no number as a part. The user's dictionary counts as a dictionary, unless the
  /// scope excludes it. `docs/RESEARCH.md` defines the measures. The memory is bounded as for
  /// `ngrams(_:)`; it also holds the sequences of words with the minimum frequency.
  ///
  /// - Throws: as `ngrams(_:)`.
  /// - Complexity: O(*n* log *n*) in the length of the matching articles.
  public func wordCandidates(
    _ options: WordCandidateOptions = WordCandidateOptions()
  ) async throws -> WordCandidates {
    let results = try matching(options.match).results()
    let lengths = options.lengths.clamped(to: 2...WordCandidateOptions.greatestLength)
    var writer = try ElementTextWriter(lengths: 1...lengths.upperBound)
    try await results.fold(jobs: options.jobs, into: ElementRuns()) { batch, item in
      for piece in item.piecesOfTitleAndBody {
        let text = item.words(of: piece)
        batch.add(text.words, of: text, item.article.text.span.extracting(piece)) { _ in true }
      }
      batch.endArticle(in: PartTable.Key(item.article, by: .month))
    } emit: {
      try writer.append($0)
    }
    let text = try writer.finish()
    let scan = CandidateScan(
      text, lengths: lengths, options, edges: try CandidateEdges(options.stopWords, self))
    let found = try await scan.candidates()
    // A string may be one word by itself, although it is cut in all its contexts.
    let isWord = try searchers.withSearcher { _, analyzer in
      found.map { results.isWord($0.candidate.word, using: analyzer) }
    }
    let candidates = zip(found, isWord).filter { !$1 }.map(\.0)
    let best = candidates.best(
      options.limit, by: { options.order.value(of: $0.candidate) }, name: \.candidate.word)
    return WordCandidates(
      candidates: try searchers.withSearcher { _, analyzer in
        try best.map { try results.addingExample(to: $0, using: analyzer) }
      },
      distinct: candidates.count, articles: results.count, allWords: text.totals[0],
      parts: text.parts.summary(by: .month))
  }
}

extension ResultSet {
  fileprivate func isWord(_ string: String, using analyzer: Analyzer) -> Bool {
    var text = analyzer.analyze(string)
    dictionary?.mark(in: &text)
    return text.words.count == 1
  }

  /// Returns the candidate with its first occurrence, which is in the article of that number.
  fileprivate func addingExample(
    to found: FoundCandidate, using analyzer: Analyzer
  ) throws -> WordCandidate {
    var candidate = found.candidate
    guard let article = try article(number: found.article) else { return candidate }
    candidate.exampleID = article.id
    let pieces = candidate.pieces.map { Array($0.utf8)[...] }
    let item = Item(article: article, analyzer: analyzer, dictionary: dictionary)
    for range in item.piecesOfTitleAndBody {
      let text = item.words(of: range)
      let words = text.words
      let spellings = words.map { text.spelling(ofWord: $0) }
      for start in words.indices.dropLast(pieces.count - 1)
      where spellings[start..<start + pieces.count].elementsEqual(pieces) {
        let first = max(0, words[start].lowerBound - Self.exampleWindow.before)
        let last =
          min(
            text.units.count, words[start + pieces.count - 1].upperBound + Self.exampleWindow.after)
          - 1
        let slice = text.units[first].source.lowerBound..<text.units[last].source.upperBound
        candidate.example = String(
          decoding: article.text[range].dropFirst(slice.lowerBound).prefix(slice.count),
          as: UTF8.self)
        return candidate
      }
    }
    return candidate
  }

  /// The number of units before and after a candidate in an example.
  private static let exampleWindow = (before: 4, after: 10)

  /// Returns the article with a number in the order of the index.
  private func article(number: Int) throws -> Article? {
    var rest = number
    for (segment, documents) in zip(reader.segments, documents) {
      if rest < documents.count { return try segment.article(documents[rest]) }
      rest -= documents.count
    }
    return nil
  }
}
