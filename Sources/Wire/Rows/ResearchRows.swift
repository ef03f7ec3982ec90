public import Xunwen

extension DataRows {
  /// The buckets of each series of a timeline, then a summary.
  public init(_ timeline: Timeline, query: String) {
    self.init { emit in
      for series in timeline.series {
        let (kind, source) = series.kind
        for (index, bucket) in timeline.buckets.enumerated() {
          try emit([
            "type": "bucket", "bucket": .text(bucket.description), "series": .text(kind),
            "source": .optional(source), "articles": .integer(series.articles[index]),
            "all": .optional(series.all?[index]),
            "ratio": series.share(index).map { .rounded($0) } ?? .null,
          ])
        }
      }
      try emit([
        "type": "summary", "query": .text(query), "by": .text(timeline.interval.rawValue),
        "buckets": .integer(timeline.buckets.count), "total": .integer(timeline.total),
        "undated": .integer(timeline.undated),
      ])
    }
  }

  /// Occurrences with their context, verbatim. Offsets are Unicode scalars of the original text.
  public init(_ lines: [ConcordanceLine]) {
    self.init { emit in
      for line in lines {
        try emit(
          DataRow(line.span).with([
            "type": "occurrence", "id": .text(line.id),
            "published": .optional(line.published?.description), "source": .nonEmpty(line.source),
            "left": .text(line.left), "match": .text(line.match), "right": .text(line.right),
          ]))
      }
    }
  }

  /// The summary of a concordance.
  public init(_ totals: ConcordanceTotals, query: String) {
    self.init([
      "type": "summary", "query": .text(query), "articles": .integer(totals.articles),
      "articles_with_occurrences": .integer(totals.articlesWithOccurrences),
      "occurrences": .integer(totals.occurrences),
    ])
  }

  /// Collocates with their measures, then a summary.
  public init(_ found: Collocates, query: String) {
    self.init { emit in
      for word in found.words { try emit(DataRow(word).with(["type": "collocate"])) }
      try emit([
        "type": "summary", "query": .text(query), "articles": .integer(found.articles),
        "nodes": .integer(found.nodes), "near_words": .integer(found.nearWords),
        "all_words": .integer(found.allWords), "distinct": .integer(found.distinct),
      ])
    }
  }

  /// Keywords with their measures, then a summary.
  ///
  /// - Parameter other: the query of the articles compared with; nil for all other articles.
  public init(_ found: Keywords, query: String, other: String?) {
    self.init { emit in
      for word in found.words { try emit(DataRow(word).with(["type": "keyword"])) }
      try emit([
        "type": "summary", "query": .text(query), "vs": .optional(other),
        "articles": .integer(found.articles), "words": .integer(found.allWords),
        "other_articles": .integer(found.otherArticles),
        "other_words": .integer(found.otherWords), "shared": .integer(found.shared),
        "distinct": .integer(found.distinct),
      ])
    }
  }
}

extension DataTable {
  /// The columns `bucket,articles`, with `source` between them for a timeline per source, and
  /// `all,ratio` after them for one with shares.
  public init(_ timeline: Timeline) {
    let isPerSource = timeline.series.first?.source != .all
    let hasShares = timeline.series.first?.all != nil
    let names =
      ["bucket"] + (isPerSource ? ["source"] : []) + ["articles"]
      + (hasShares ? ["all", "ratio"] : [])
    self.init(names) { emit in
      for series in timeline.series {
        let (kind, source) = series.kind
        for (index, bucket) in timeline.buckets.enumerated() {
          var fields: [FieldValue] = [.text(bucket.description)]
          if isPerSource { fields.append(.text(source ?? "(\(kind))")) }
          fields.append(.integer(series.articles[index]))
          if let all = series.all {
            fields.append(.integer(all[index]))
            fields.append(series.share(index).map(FieldValue.number) ?? .null)
          }
          try emit(fields)
        }
      }
    }
  }

  /// Occurrences with their context. In the text, white space is shown as spaces and controls as
  /// their pictures, one for one, so that lengths are unchanged.
  public init(_ lines: [ConcordanceLine]) {
    func cell(_ text: String) -> FieldValue {
      let scalars = text.unicodeScalars.map {
        $0.properties.isWhitespace ? " " : VisibleText.visible($0)
      }
      return .text(String(String.UnicodeScalarView(scalars)))
    }
    self.init(["id", "published", "source", "original", "start", "left", "match", "right"]) {
      for line in lines {
        try $0([
          .text(line.id), .optional(line.published?.description), .text(line.source),
          .text(line.span.original), .integer(line.span.range.lowerBound), cell(line.left),
          cell(line.match), cell(line.right),
        ])
      }
    }
  }

  public init(_ found: Collocates) {
    let names = [
      "word", "near", "frequency", "expected", "log_likelihood", "mutual_information", "t_score",
    ]
    self.init(names) { emit in
      for word in found.words { try emit(DataRow(word).fields.map(\.value)) }
    }
  }

  public init(_ found: Keywords) {
    let names = [
      "word", "frequency", "articles", "other_frequency", "other_articles", "log_likelihood",
      "log_ratio",
    ]
    self.init(names) { emit in
      for word in found.words { try emit(DataRow(word).fields.map(\.value)) }
    }
  }
}

extension DataRow {
  fileprivate init(_ word: Collocate) {
    self = [
      "word": .text(word.word), "near": .integer(word.near), "frequency": .integer(word.frequency),
      "expected": .rounded(word.expected), "log_likelihood": .rounded(word.logLikelihood),
      "mutual_information": .rounded(word.mutualInformation), "t_score": .rounded(word.tScore),
    ]
  }

  fileprivate init(_ word: Keyword) {
    self = [
      "word": .text(word.word), "frequency": .integer(word.frequency),
      "articles": .integer(word.articles), "other_frequency": .integer(word.otherFrequency),
      "other_articles": .integer(word.otherArticles),
      "log_likelihood": .rounded(word.logLikelihood), "log_ratio": .rounded(word.logRatio),
    ]
  }
}

extension Timeline.Series {
  /// The kind of the series, and the source when the series counts a single named one.
  fileprivate var kind: (name: String, source: String?) {
    switch source {
    case .all: ("all", nil)
    case .named(let name): ("source", name)
    case .unknown: ("unknown", nil)
    case .others: ("other", nil)
    }
  }
}
