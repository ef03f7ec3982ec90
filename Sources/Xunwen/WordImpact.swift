import Search
import TextAnalysis

/// The effect of a dictionary entry on the unquoted query of its word.
public struct WordImpact: Sendable, Codable {
  /// The query with or without the entry.
  public struct Side: Sendable, Codable {
    /// The texts that the query looks up.
    public let pieces: [String]
    /// The exact number of articles that match.
    public let articles: Int
    /// The best matches, followed by the best partial matches.
    public let hits: [SearchHit]
    let terms: [SearchTerm]
  }

  /// A term whose ranking weight differs between the sides.
  public struct TermChange: Sendable, Equatable, Codable {
    /// The normalized text of the term.
    public let text: String
    /// `gram`, `token` or `word`.
    public let kind: String
    /// 0 when the query without the entry does not rank by the term.
    public let weightWithout: Double
    /// 0 when the query with the entry does not rank by the term.
    public let weightWith: Double
  }

  /// The word, as given.
  public let word: String
  /// True when the dictionary contains the word.
  public let isListed: Bool
  /// The number of articles that contain the word, as a quoted query finds them.
  public let exactArticles: Int
  /// The query without the entry.
  public let without: Side
  /// The query with the entry.
  public let with: Side

  /// The terms whose weight differs.
  public var termChanges: [TermChange] {
    var changes: [TermChange] = []
    for term in without.terms + with.terms {
      func weight(_ side: Side) -> Double {
        side.terms.first { $0.text == term.text && $0.kind == term.kind }?.weight ?? 0
      }
      let change = TermChange(
        text: term.text, kind: term.kind, weightWithout: weight(without), weightWith: weight(with))
      if change.weightWithout != change.weightWith, !changes.contains(change) {
        changes.append(change)
      }
    }
    return changes
  }
}

extension Archive {
  /// Compares the unquoted query of a word with and without the word in the user's dictionary.
  ///
  /// - Parameter hits: the number of hits of each side.
  /// - Throws: `XunwenError.badWord`, and as `search(_:scope:options:)`.
  /// - Complexity: three searches.
  public func impact(of word: String, hits: Int = 5) throws -> WordImpact {
    let reader = searchers.reader
    var list = try WordList(of: reader.directory)
    let isListed = try !list.add([word])
    let with = SearcherPool(reader, UserDictionary(list))
    _ = list.remove(word)
    let without = SearcherPool(reader, UserDictionary(list))
    return WordImpact(
      word: word, isListed: isListed,
      exactArticles: try PreparedQuery(ParsedQuery(phrase: word), in: searchers).count(),
      without: try WordImpact.Side(of: word, hits: hits, in: without),
      with: try WordImpact.Side(of: word, hits: hits, in: with))
  }
}

extension WordImpact.Side {
  fileprivate init(of word: String, hits limit: Int, in searchers: SearcherPool) throws {
    let query = try PreparedQuery(ParsedQuery(clause: word), text: word, in: searchers)
    var options = SearchOptions()
    options.limit = limit
    let found = try query.search(options)
    let plan = try query.plan
    let (pieces, terms) = try searchers.withSearcher { searcher, _ in
      (searcher.pieces(of: word), try searcher.terms(of: plan))
    }
    self.init(pieces: pieces, articles: found.total, hits: found.hits, terms: terms)
  }
}
