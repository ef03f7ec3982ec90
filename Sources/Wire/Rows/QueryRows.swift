public import Xunwen

extension DataRows {
  /// The interpretation of a query. Offsets of mistakes are Unicode scalars of the query.
  public init(_ reading: QueryInterpretation, query: String) {
    self.init([
      "type": "query", "query": .text(query), "tree": .text(reading.tree),
      "articles": .integer(reading.articles),
      "terms": .objects(reading.terms) {
        [
          "term": .text($0.text), "kind": .text($0.kind), "field": .text($0.field),
          "weight": .number($0.weight), "articles": .integer($0.documentFrequency),
        ]
      },
      "clauses": .objects(reading.clauses) {
        ["query": .text($0.query), "articles": .integer($0.articles)]
      },
      "dictionary": .objects(reading.dictionaryUses) {
        ["word": .text($0.word), "synonyms": .texts($0.synonyms), "excluded": .flag($0.isExcluded)]
      },
      "mistakes": .objects(reading.mistakes) { DataRow($0) },
      "hints": .objects(reading.hints) {
        [
          "message": .text($0.message), "start": .integer($0.range.lowerBound),
          "end": .integer($0.range.upperBound),
        ]
      },
    ])
  }

  /// The score of an article with the contribution of each term.
  public init(_ explanation: ScoreExplanation, id: String, query: String) {
    let ranking = explanation.ranking
    self.init([
      "id": .text(id), "query": .text(query), "match": .text(explanation.match.rawValue),
      "score": .number(explanation.score), "document_count": .integer(explanation.documentCount),
      "k1": .number(ranking.k1), "b": .number(ranking.b),
      "title_weight": .number(ranking.titleWeight),
      "terms": .objects(explanation.terms.map { DataRow($0) }),
    ])
  }

  /// The match of an article, clause by clause. Spans are Unicode scalars of the original texts.
  public init(_ report: MatchReport, query: String) {
    self.init([
      "type": "why", "query": .text(query), "id": .text(report.article.id),
      "matches": .flag(report.matches), "passes_filters": .flag(report.passesFilters),
      "clause": .optional(report.query.map { DataRow($0, report.article) }),
    ])
  }

  /// A comparison of the index with a scan of all articles.
  public init(_ report: AuditReport, query: String) {
    self.init([
      "type": "audit", "query": .text(query), "articles": .integer(report.articles),
      "expected": .integer(report.expected), "found": .integer(report.found),
      "recall": .number(report.recall), "precision": .number(report.precision),
      "missed": .texts(report.missed), "wrong": .texts(report.wrong),
    ])
  }

  /// A repeated answer with its differences from the manifest.
  public init(_ verification: ManifestVerification) {
    self.init([
      "type": "rerun", "query": .text(verification.before.question.query),
      "same": .flag(verification.isSame),
      "differences": .objects(verification.differences) {
        ["name": .text($0.name), "before": .text($0.before), "now": .text($0.now)]
      },
    ])
  }

  /// The effect of a dictionary word on an unquoted query.
  public init(_ impact: WordImpact) {
    func side(_ side: WordImpact.Side) -> FieldValue {
      .object([
        "pieces": .texts(side.pieces), "articles": .integer(side.articles),
        "hits": .objects(side.hits.map { DataRow($0) }),
      ])
    }
    self.init([
      "word": .text(impact.word), "listed": .flag(impact.isListed),
      "exact_articles": .integer(impact.exactArticles), "without": side(impact.without),
      "with": side(impact.with),
      "terms": .objects(impact.termChanges) {
        [
          "term": .text($0.text), "kind": .text($0.kind), "without": .number($0.weightWithout),
          "with": .number($0.weightWith),
        ]
      },
    ])
  }
}

extension DataRow {
  /// A malformed part of a query.
  init(_ mistake: QuerySyntaxError) {
    self = [
      "message": .text(mistake.message), "start": .integer(mistake.range.lowerBound),
      "end": .integer(mistake.range.upperBound),
    ]
  }

  fileprivate init(_ term: TermScore) {
    self = [
      "text": .text(term.text), "roles": .texts(term.roles.names),
      "field": term.isInTail ? "tail" : "main", "weight": .number(term.weight),
      "document_frequency": .integer(term.documentFrequency), "idf": .number(term.idf),
      "scale": .number(term.scale), "occurrences": .integer(term.occurrences),
      "title_occurrences": .integer(term.titleOccurrences), "frequency": .number(term.frequency),
      "length": .integer(term.length), "average_length": .number(term.averageLength),
      "saturation": .number(term.saturation), "contribution": .number(term.contribution),
    ]
  }

  fileprivate init(_ report: ClauseReport, _ article: Article) {
    self = [
      "clause": .text(report.clause), "matches": .flag(report.matches),
      "occurrences": .integer(report.occurrenceCount),
      "places": .spans(article.spans(of: report.locations.map(\.range))),
      "closest": .optional(report.nearMiss?.statement),
      "parts": .objects(report.parts.map { DataRow($0, article) }),
    ]
  }
}

extension TermRoles {
  var names: [String] {
    [
      (Self.wordGram, "word_gram"), (.innerGram, "inner_gram"),
      (.straddlingGram, "straddling_gram"), (.word, "word"), (.token, "token"), (.part, "part"),
    ].filter { contains($0.0) }.map(\.1)
  }
}

extension TextZone {
  /// The word for the zone in text for people.
  public var label: String { self == .title ? "headline" : rawValue }
}

extension ClauseReport.NearMiss {
  /// The near miss in words.
  public var statement: String {
    switch self {
    case .part(let text): "closest: \(VisibleText.line(text)) occurs"
    case .elsewhere(let zone):
      "closest: it occurs in the \(zone.label), which is not searched for it"
    case .distance(let distance):
      "closest: \(NumberText.count(distance, "position")) apart in total"
    case .sameParagraph: "closest: in the same paragraph"
    case .otherOrder: "closest: in another order"
    case .value(let value):
      value.isEmpty ? "the article has none" : "the article has \(VisibleText.line(value))"
    }
  }
}
