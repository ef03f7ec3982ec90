public import Xunwen

/// A property of a hit, with its name in JSON and tables.
public enum HitField: String, CaseIterable, Sendable {
  case rank, id, score, title, date
  /// The time of day, and the year and the month as numbers, which are known without a day, too.
  case time, year, month
  case source, tags, url
  /// The article's file, relative to the indexed folder.
  case path
  case contentHash = "content_hash"
  case partial, snippet
  /// The spans of all matches of the query.
  case matches

  /// The columns of a table, unless others are chosen: one value in each cell, and no texts.
  static let columns = allCases.filter { !$0.needsText && $0 != .tags }
  /// The fields of a hit in JSON, whose date contains the time.
  static let facts = allCases.filter {
    !$0.needsText && ![.time, .year, .month].contains($0)
  }

  var needsArticle: Bool { needsText || [.title, .tags, .url, .path].contains(self) }

  var needsText: Bool { self == .snippet || self == .matches }

  func value(of hit: SearchHit) -> FieldValue {
    switch self {
    case .rank: .integer(hit.rank)
    case .id: .text(hit.id)
    case .score: .rounded(hit.score)
    case .title: .text(hit.title)
    case .date: .date(hit.published)
    case .time: .time(hit.published)
    case .year: .optional(hit.published?.date.year)
    case .month: .optional(hit.published?.date.month)
    case .source: .nonEmpty(hit.source)
    case .tags: .texts(hit.tags)
    case .url: .nonEmpty(hit.url)
    case .path: .nonEmpty(hit.origin?.path)
    case .contentHash: .text(NumberText.hexadecimal(hit.contentHash))
    case .partial: .flag(hit.isPartial)
    case .snippet: .nonEmpty(hit.snippet?.text)
    case .matches: .spans(hit.matches)
    }
  }
}

extension DataRow {
  init(_ hit: SearchHit, _ fields: [HitField] = HitField.facts) {
    self.init(fields.map { ($0.rawValue, $0.value(of: hit)) })
  }

  /// The snippet with its span, and the matches as pairs of scalar offsets in the snippet.
  fileprivate init(_ snippet: Snippet) {
    self = DataRow(snippet.span).with([
      "text": .text(snippet.text), "highlights": .pairs(snippet.highlights),
    ])
  }

  fileprivate init(_ counts: FacetCounts) {
    self = [
      "type": "facet", "facet": .text(counts.facet.name),
      "values": .objects(counts.values) {
        ["value": .text($0.name), "articles": .integer($0.articles)]
      },
      "distinct": .integer(counts.distinct), "unknown": .integer(counts.unknown),
    ]
  }

  fileprivate init(_ suggestion: QuerySuggestion) {
    self = [
      "type": "suggestion", "query": .text(suggestion.query),
      "articles": .integer(suggestion.articles),
    ]
  }
}

extension DataRow {
  fileprivate init(_ answer: EmptyAnswer) {
    self = [
      "type": "no_hits", "clauses": .objects(answer.clauses) { DataRow($0) },
      "scope_articles": .optional(answer.scopeArticles),
      "unknown_sources": .objects(answer.unknownSources) {
        [
          "name": .text($0.name),
          "similar": .objects($0.similar) {
            ["name": .text($0.name), "articles": .integer($0.count)]
          },
        ]
      },
      "empty_dates": .objects(answer.emptyDates) {
        [
          "from": .optional($0.range.lower?.description),
          "to": .optional($0.range.upper?.description),
          "first": .optional($0.first?.description), "last": .optional($0.last?.description),
        ]
      },
      "ignored": .texts(answer.ignored),
      "mistakes": .objects(answer.mistakes) { DataRow($0) },
    ]
  }

  private init(_ clause: EmptyAnswer.Clause) {
    self = [
      "query": .text(clause.query), "excluded": .flag(clause.isExcluded),
      "articles": .integer(clause.articles),
      "articles_in_scope": .integer(clause.articlesInScope),
      "articles_without": .optional(clause.articlesWithout),
      "parts": .objects(clause.parts) { DataRow($0) },
    ]
  }
}

extension DataRows {
  /// The hits, facets and suggestions of a search, the reasons why there are no hits, then a
  /// summary, then the manifest if any.
  public init(_ report: SearchReport) {
    let response = report.response
    self.init { emit in
      for hit in response.hits {
        try emit(
          DataRow(hit).with([
            "type": "hit", "snippet": .optional(hit.snippet.map { DataRow($0) }),
            "matches": .spans(hit.matches),
          ]))
      }
      for facet in report.facets { try emit(DataRow(facet)) }
      for suggestion in report.suggestions { try emit(DataRow(suggestion)) }
      if let empty = report.emptyAnswer { try emit(DataRow(empty)) }
      let exact: DataRow = response.exact.map { ["exact_total": .integer($0.articles)] } ?? [:]
      let partial: DataRow =
        response.partialTotal > 0 ? ["partial_shown": .integer(response.partialShown)] : [:]
      let tails: DataRow =
        report.tailTotal.map { $0 > 0 ? ["tail_total": .integer($0)] : [:] } ?? [:]
      try emit(
        exact.with(partial).with(tails).with([
          "type": "summary", "query": .text(response.query), "total": .integer(response.total),
          "partial_total": .integer(response.partialTotal),
          "elapsed_ms": .milliseconds(response.elapsed, digits: 3),
        ]))
      if let manifest = response.manifest {
        try emit(["type": "manifest", "manifest": .encoded(manifest)])
      }
    }
  }

  /// The articles similar to one article, then a summary with the terms that found them.
  public init(_ similar: SimilarArticles) {
    self.init { emit in
      for hit in similar.hits { try emit(DataRow(hit).with(["type": "hit"])) }
      try emit([
        "type": "summary", "id": .text(similar.id), "hits": .integer(similar.hits.count),
        "terms": .objects(similar.terms) {
          [
            "text": .text($0.text), "roles": .texts($0.roles.names), "weight": .number($0.weight),
            "document_frequency": .integer($0.documentFrequency),
          ]
        }, "elapsed_ms": .milliseconds(similar.elapsed, digits: 3),
      ])
    }
  }

  public init(_ suggestions: [QuerySuggestion]) {
    self.init { emit in for suggestion in suggestions { try emit(DataRow(suggestion)) } }
  }
}
