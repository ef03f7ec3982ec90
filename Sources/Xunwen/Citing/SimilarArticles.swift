import Articles
import InvertedIndex
public import Search
import Storage
import TextAnalysis

/// The articles most similar to one article.
public struct SimilarArticles: Sendable, Codable {
  /// The id of the article to which the others are similar.
  public let id: String
  /// The similar articles, best first. Their scores are not comparable with scores of queries.
  public let hits: [SearchHit]
  /// The terms by which the articles were compared, the most characteristic first.
  public let terms: [CharacteristicTerm]
  /// The time taken.
  public let elapsed: Duration
}

extension Archive {
  /// Returns the articles that share most with one article, by the most characteristic terms of the
  /// first MiB of each zone.
  ///
  /// - Returns: nil when no article has the id.
  /// - Throws: `StorageError`; `XunwenError.damagedArticle` when an article cannot be read.
  public func similar(
    to id: String, options: SimilarityRequest = SimilarityRequest()
  ) throws -> SimilarArticles? {
    let start = ContinuousClock.now
    var request = options
    request.sources = options.sources.map { $0.cleanedName() }
    let searchers = self.searchers
    let reader = searchers.reader
    return try searchers.withSearcher { searcher, analyzer in
      guard let location = try reader.document(withID: id) else { return nil }
      let article = try reader.segments[location.segment].article(location.document)
      func zones(_ kind: ZoneKind) -> [AnalyzedText] {
        article.zones.filter { $0.kind == kind }.map { zone in
          let piece = HitPresenter.pieces(of: zone.range, in: article.text)[0]
          return analyzer.analyze(article.text.span.extracting(piece))
        }
      }
      let result = try searcher.similar(
        title: zones(.title), body: zones(.body), excluding: location, request)
      var presented = SearchOptions()
      presented.includesSnippets = false
      let presenter = HitPresenter(
        highlighter: Highlighter(), options: presented, analyzer: analyzer)
      return SimilarArticles(
        id: id, hits: try presenter.present(result.hits, in: reader), terms: result.terms,
        elapsed: ContinuousClock.now - start)
    }
  }
}
