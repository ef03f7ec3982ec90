import Search
import TextAnalysis

/// What an entry of the user's dictionary does to the unquoted query of its word.
public struct WordImpact: Sendable {
  /// With or without the entry.
  public struct Side: Sendable {
    /// What the query asks for, piece by piece.
    public let pieces: [String]
    /// Articles that match it, exactly.
    public let articles: Int
    /// The best of them, and of partial matches.
    public let hits: [SearchHit]
    let terms: [SearchTerm]
  }

  /// A term whose weight in the ranking is another.
  public struct TermChange: Sendable, Equatable {
    public let text: String
    /// `gram`, `token` or `word`.
    public let kind: String
    /// 0 where it has none.
    public let weightWithout: Double
    public let weightWith: Double
  }

  public let word: String
  /// It is in the dictionary.
  public let isListed: Bool
  /// Articles that contain it, as a quotation finds them.
  public let exactArticles: Int
  public let without: Side
  public let with: Side

  /// In the order of the two queries.
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
  /// Compares the unquoted query of a word with an entry of it in the dictionary and without.
  ///
  /// - Parameter hits: how many to show of each.
  /// - Throws: `XunwenError.badWord`; as `search` does.
  /// - Complexity: that of three searches.
  public func impact(of word: String, hits: Int = 5) throws -> WordImpact {
    let (reader, analyzer) = (self.reader, try Analyzer.opened())
    var list = try reader.directory.wordList(using: analyzer)
    let isListed = try !list.add([word])
    let with = Archive(reader, UserDictionary(list, using: analyzer))
    _ = list.remove(word)
    let without = Archive(reader, UserDictionary(list, using: analyzer))
    var quotation = SearchOptions()
    quotation.limit = 0
    let exact = try answer(
      word, ParsedQuery(phrase: word), quotation, since: ContinuousClock().now)
    return WordImpact(
      word: word, isListed: isListed, exactArticles: exact.total,
      without: try without.side(of: word, hits: hits), with: try with.side(of: word, hits: hits))
  }

  private func side(of word: String, hits: Int) throws -> WordImpact.Side {
    var options = SearchOptions()
    options.limit = hits
    let query = ParsedQuery(clause: word)
    let found = try answer(word, query, options, since: ContinuousClock().now)
    return try withSearcher { searcher, _, _ in
      WordImpact.Side(
        pieces: searcher.pieces(of: word), articles: found.total, hits: found.hits,
        terms: try searcher.terms(of: SearchRequest(query.tree, options)))
    }
  }
}
