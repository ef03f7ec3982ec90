import Wire
import Xunwen

/// Routes about the hits of a query.
enum SearchRoutes {
  static let all = [search, facets, interpretation, suggest]

  private static let facet = Parameter<[String]>.texts(
    "facet",
    "Count all matching articles by source, year, month, tag, or a field of the index. "
      + "May be repeated.")
  private static let facetLimit = Parameter<Int>.integer(
    "facet-limit", in: OptionLimits.facetValues, default: 10,
    "Values of each facet, the most frequent ones; 0 for all.")
  private static let manifest = Parameter<Bool>.flag(
    "manifest", "Add a manifest, for xunwen rerun.")

  private static let scope: [any ParameterDescription] =
    [Common.query] + Common.filters
    + [Common.match, Common.scan, Common.noDictionary, Common.strict]

  static let search = Route(
    name: "search", summary: "The best articles for a query, with facets.",
    ownParameters: scope + [Common.sort, Common.limit, Common.offset, Common.cursor]
      + Common.ranking + [manifest, facet, facetLimit]
  ) { question, output in
    let arguments = question.arguments
    var options = try arguments.searchOptions()
    options.countsExact = true
    options.includesManifest = try arguments(manifest)
    let facets = try arguments(facet).map { Facet(named: $0) }
    let report = try question.prepare(arguments.scope()).report(
      options, facets: facets, facetLimit: arguments(facetLimit))
    if let link = question.nextPage(after: report.response, options) { output.add("Link", link) }
    try DataRows(report).writeJSONLines { try output.write($0) }
  }

  static let facets = Route(
    name: "facets",
    summary: "The counts of a query by facet: the rows of search with limit 0.",
    ownParameters: scope + [facet, facetLimit]
  ) { question, output in
    let arguments = question.arguments
    var options = SearchOptions()
    options.limit = 0
    options.countsExact = true
    let named = try arguments(facet).map { Facet(named: $0) }
    let report = try question.prepare(arguments.scope()).report(
      options, facets: named.isEmpty ? Facet.builtIn : named, facetLimit: arguments(facetLimit))
    try DataRows(report).writeJSONLines { try output.write($0) }
  }

  static let interpretation = Route(
    name: "interpretation",
    summary: "How a query is read, and how many articles match each clause.",
    ownParameters: scope
  ) { question, output in
    let query = try question.prepare(question.arguments.scope())
    try DataRows(query.interpretation(), query: query.text).writeJSONLines { try output.write($0) }
  }

  static let suggest = Route(
    name: "suggest", summary: "Corrections of a misspelled query.", ownParameters: [Common.query]
  ) { question, output in
    var scope = QueryScope()
    scope.isLenient = true
    try DataRows(question.prepare(scope).suggestions()).writeJSONLines { try output.write($0) }
  }
}

extension Question {
  /// The link to the page after a page of hits; nil after the last page.
  fileprivate func nextPage(after page: SearchResponse, _ options: SearchOptions) -> String? {
    let end = options.offset + page.hits.count
    guard !page.hits.isEmpty, page.hits.count == options.limit,
      end < page.total + page.partialTotal, SearchOptions.acceptedOffsets.contains(end)
    else { return nil }
    return pages?.next(commit, offset: end)
  }
}

extension Arguments {
  /// The scope of a search. Mistakes are repaired unless `strict` is given.
  func scope() throws(Problem) -> QueryScope {
    var scope = try filters()
    scope.match = try self(Common.match)
    scope.scans = try self(Common.scan)
    scope.usesDictionary = try !self(Common.noDictionary)
    scope.isLenient = try !self(Common.strict)
    return scope
  }

  /// The page of a search and its ranking.
  func searchOptions() throws(Problem) -> SearchOptions {
    var options = SearchOptions()
    options.sort = try self(Common.sort)
    options.limit = try self(Common.limit)
    options.offset = try self(Common.offset)
    options.ranking = try ranking()
    return options
  }
}
