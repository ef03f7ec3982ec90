public import Articles
import Search

extension Archive {
  /// Every match of a query in an article, ascending, without overlaps: of what the query asks for, or where nothing of
  /// that occurs, of the terms that rank.
  ///
  /// - Returns: ranges of `article.text`.
  /// - Throws: as `search(_:options:)`.
  /// - Complexity: O(*n*) in the article's text, for any number of texts that begin differently.
  public func matches(of query: String, in article: Article) throws -> [Range<Int>] {
    var options = SearchOptions()
    options.limit = 0
    let parsed = try ParsedQuery(query, options)
    let request = SearchRequest(parsed.tree, options)
    return try withSearcher { searcher, _, analyzer in
      guard let highlighter = try searcher.highlighter(of: request) else {
        throw QuerySyntaxError.nothingToLookUp(in: parsed.everything)
      }
      let presenter = HitPresenter(highlighter, options: options, analyzer: analyzer)
      var matches = presenter.matches(in: article, partial: false)
      if matches.isEmpty { matches = presenter.matches(in: article, partial: true) }
      return HitPresenter.merged(matches.map(\.range))
    }
  }
}

extension Article {
  /// Where stretches of the text stand in the article's originals.
  ///
  /// - Parameter ranges: UTF-8 offsets in `text`, each within an original.
  /// - Complexity: O(*n*) in the length of the text.
  public func spans(of ranges: [Range<Int>]) -> [TextSpan] {
    let places = ArticlePlaces(self)
    return ranges.compactMap { places.span($0) }
  }
}
