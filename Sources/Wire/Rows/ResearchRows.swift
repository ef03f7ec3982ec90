public import Xunwen

extension DataRows {
  /// The buckets of each series of a timeline, then a summary; a summary of each query in a
  /// comparison.
  public init(_ timeline: Timeline, query: String) {
    func summary(_ query: String, _ total: Int, _ dates: Timeline.DatePrecision) -> DataRow {
      [
        "type": "summary", "query": .text(query), "by": .text(timeline.interval.rawValue),
        "buckets": .integer(timeline.buckets.count), "total": .integer(total),
        "undated": .integer(dates.undated), "year_only": .integer(dates.yearOnly),
        "month_only": .integer(dates.monthOnly),
      ]
    }
    self.init { emit in
      for series in timeline.series {
        let (kind, source) = series.kind
        for (index, bucket) in timeline.buckets.enumerated() {
          let row: DataRow = [
            "type": "bucket", "bucket": .text(bucket.description), "start": .text(bucket.startDate),
            "series": .text(kind), "source": .optional(source),
            "articles": .integer(series.articles[index]), "all": .optional(series.all?[index]),
            "ratio": series.share(index).map { .rounded($0) } ?? .null,
          ]
          try emit(series.query.map { row.with(["query": .text($0)]) } ?? row)
        }
      }
      guard timeline.isComparison else {
        try emit(summary(query, timeline.total, timeline.dates))
        return
      }
      for series in timeline.series {
        try emit(summary(series.query ?? "", series.total, series.dates))
      }
    }
  }

  /// Occurrences with their context, verbatim. Offsets are Unicode scalars of the original text.
  public init(_ lines: [ConcordanceLine]) {
    self.init { emit in
      for line in lines {
        try emit(
          DataRow(line.span).with([
            "type": "occurrence", "id": .text(line.id),
            "title": .text(line.title), "published": .date(line.published),
            "source": .nonEmpty(line.source), "url": .nonEmpty(line.url), "left": .text(line.left),
            "match": .text(line.match), "right": .text(line.right),
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

  /// Keywords with their measures, then a summary. `other` is the query of the articles compared
  /// with; nil for all other articles.
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
  /// The columns `bucket,start,articles`, with `source` or `query` before the last for a timeline
  /// per source and a comparison, and `all,ratio` after it for one with shares. `start` is the
  /// first day of the bucket.
  public init(_ timeline: Timeline) {
    let series = timeline.isComparison ? ["query"] : timeline.isSingle ? [] : ["source"]
    let hasShares = timeline.series.first?.all != nil
    let names = ["bucket", "start"] + series + ["articles"] + (hasShares ? ["all", "ratio"] : [])
    self.init(names) { emit in
      for series in timeline.series {
        let (kind, source) = series.kind
        for (index, bucket) in timeline.buckets.enumerated() {
          var fields: [FieldValue] = [.text(bucket.description), .text(bucket.startDate)]
          if let query = series.query {
            fields.append(.text(query))
          } else if !timeline.isSingle {
            fields.append(.text(source ?? "(\(kind))"))
          }
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
    let names = [
      "id", "title", "date", "time", "year", "month", "source", "url", "original", "start", "left",
      "match", "right",
    ]
    self.init(names) {
      for line in lines {
        let date = line.published?.date
        try $0([
          .text(line.id), cell(line.title), .date(line.published), .time(line.published),
          .optional(date?.year), .optional(date?.month), .text(line.source), .text(line.url),
          .text(line.span.original), .integer(line.span.range.lowerBound), cell(line.left),
          cell(line.match), cell(line.right),
        ])
      }
    }
  }

  public init(_ found: Collocates) {
    self.init(
      found.words.map { DataRow($0) },
      names: [
        "word", "near", "frequency", "expected", "log_likelihood", "mutual_information", "t_score",
      ])
  }

  public init(_ found: Keywords) {
    self.init(
      found.words.map { DataRow($0) },
      names: [
        "word", "frequency", "articles", "other_frequency", "other_articles", "log_likelihood",
        "log_ratio",
      ])
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

extension TimeBucket {
  /// The first day: `2023-07-31` for `2023-W31`.
  fileprivate var startDate: String { CivilDate(daysSince1970: firstDay).description }
}

extension Timeline.Series {
  fileprivate var kind: (name: String, source: String?) {
    switch source {
    case .all: ("all", nil)
    case .named(let name): ("source", name)
    case .unknown: ("unknown", nil)
    case .others: ("other", nil)
    case .query: ("query", nil)
    }
  }

  fileprivate var query: String? { if case .query(let text) = source { text } else { nil } }
}

/// The rows of an evaluation: optionally one for each query, and one for all with the id `all`.
public struct EvaluationRows {
  private let list: [DataRow]

  public var rows: DataRows { DataRows { emit in for row in list { try emit(row) } } }
  public var table: DataTable { DataTable(list) }

  public init(_ evaluation: Evaluation, perQuery: Bool) {
    func row(_ id: String, _ count: Int, _ values: [Double]) -> DataRow {
      let measures = zip(evaluation.measures, values).map {
        (name: $0.description, value: FieldValue.rounded($1))
      }
      return DataRow([("query", .text(id)), ("queries", .integer(count))] + measures)
    }
    let queries = perQuery ? evaluation.queries.indices : 0..<0
    list =
      queries.map { index in
        row(evaluation.queries[index], 1, evaluation.values.map { $0[index] })
      } + [row("all", evaluation.queries.count, evaluation.means ?? [])]
  }

  /// The comparison of two runs, with a row for each measure. Counts and p-values are null in the
  /// rows of single queries.
  public init(_ comparison: RunComparison, _ test: RandomizationTest, perQuery: Bool) {
    let (run, baseline) = (comparison.run, comparison.baseline)
    func row(
      _ id: String, _ count: Int, _ measure: Measure, _ value: Double, _ other: Double,
      _ all: RunComparison.Row? = nil
    ) -> DataRow {
      func number(_ value: Double?) -> FieldValue { value.map { .rounded($0) } ?? .null }
      return [
        "query": .text(id), "queries": .integer(count), "measure": .text(measure.description),
        "run": number(value), "baseline": number(other), "difference": number(value - other),
        "better": .optional(all?.better), "worse": .optional(all?.worse),
        "equal": .optional(all?.equal), "t_test_p": number(all?.studentsT),
        "randomization_p": number(all?.randomization),
        "samples": .optional(all == nil ? nil : test.samples),
        "seed": .optional(all == nil ? nil : Int(test.seed)),
      ]
    }
    let queries = perQuery ? run.queries.indices : 0..<0
    let single = queries.flatMap { query in
      run.measures.enumerated().map { index, measure in
        row(run.queries[query], 1, measure, run.values[index][query], baseline.values[index][query])
      }
    }
    list =
      single
      + comparison.rows.map {
        row("all", run.queries.count, $0.measure, $0.mean, $0.baseline, $0)
      }
  }
}
