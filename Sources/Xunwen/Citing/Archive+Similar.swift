import Articles
import InvertedIndex
public import Search
import Storage
import TextAnalysis

extension Archive {
  /// The articles most like one, by the terms most characteristic of it: of the first megabyte of each of its zones.
  ///
  /// - Returns: nil when no article has the id.
  /// - Throws: `StorageError` when the index is damaged where the answer is; that or `XunwenError.damagedArticle` when
  ///   an article cannot be read.
  public func similar(
    to id: String, options: SimilarityRequest = SimilarityRequest()
  ) throws -> SimilarArticles? {
    let clock = ContinuousClock()
    let start = clock.now
    return try withSearcher { searcher, reader, analyzer in
      guard let place = try reader.document(withID: id) else { return nil }
      let article = try reader.segments[place.segment].article(place.document)
      func zones(_ kind: ZoneKind) -> [AnalyzedText] {
        article.zones.filter { $0.kind == kind }.map { zone in
          let piece = HitPresenter.pieces(of: zone.range, in: article.text)[0]
          return analyzer.analyze(article.text.span.extracting(piece))
        }
      }
      let result = try searcher.similar(
        headline: zones(.title), body: zones(.body), excluding: place, options)
      var presented = SearchOptions()
      presented.includesSnippets = false
      let presenter = HitPresenter(Highlighter(), options: presented, analyzer: analyzer)
      let damage = reader.damageCount
      let hits = try result.hits.enumerated().map { index, hit in
        try presenter.present(hit, rank: index + 1, segment: reader.segments[hit.segment])
      }
      try reader.checkDamage(since: damage)
      return SimilarArticles(
        id: id, hits: hits, terms: result.terms, elapsed: clock.now - start)
    }
  }
}

/// The articles most like another.
public struct SimilarArticles: Sendable {
  /// Of the article that others were compared with.
  public let id: String
  /// Best first; scores can be compared with each other, not with those of queries.
  public let hits: [SearchHit]
  /// What they were compared by, the most characteristic first.
  public let terms: [CharacteristicTerm]
  /// Time taken.
  public let elapsed: Duration
}
