public import Search

/// The ranking, paging and presentation of hits. `QueryScope` says which articles match.
public struct SearchOptions: Sendable, Equatable, Codable {
  public var sort: SortOrder = .score
  public var ranking = BM25()
  /// The number of hits of the page.
  public var limit = 10
  /// The number of hits before the page.
  public var offset = 0
  /// True when every hit's article is read, for its title and URL. When false, both are empty and
  /// the search is faster.
  public var includesArticles = true
  /// True when every hit has a snippet and the spans of its matches. Needs `includesArticles`.
  public var includesSnippets = true
  /// The approximate width of a snippet in terminal columns. A Chinese character has two columns.
  public var snippetColumns = 160
  /// True when the response has an `AnswerManifest`.
  public var includesManifest = false

  public init() {}
}

extension SearchOptions {
  /// The page of hits for a search.
  var page: PageRequest {
    var page = PageRequest()
    (page.sort, page.ranking) = (sort, ranking)
    (page.offset, page.limit) = (max(0, offset), max(0, limit))
    return page
  }
}
