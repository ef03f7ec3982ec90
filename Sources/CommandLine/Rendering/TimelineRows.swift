// A timeline for programs: a table with a row for each bucket of each series, or JSON lines and a summary.

import Xunwen

/// CSV: `bucket,articles`, with `source` between them where there is a series for each publisher, and `all,ratio` behind.
enum TimelineTable {
  static func text(of timeline: Timeline) -> String {
    let isPerSource = timeline.series.first?.publisher != .all
    let hasShares = timeline.series.first?.all != nil
    var text = CSVRow.line(
      ["bucket"] + (isPerSource ? ["source"] : []) + ["articles"]
        + (hasShares ? ["all", "ratio"] : []))
    for series in timeline.series {
      for (index, bucket) in timeline.buckets.enumerated() {
        var fields = [bucket.description]
        if isPerSource { fields.append(series.sourceField) }
        fields.append(String(series.articles[index]))
        if let all = series.all {
          fields.append(String(all[index]))
          fields.append(series.share(index).map { Decimal.fixed($0, digits: 6) } ?? "")
        }
        text += CSVRow.line(fields)
      }
    }
    return text
  }
}

extension Timeline.Series {
  /// The publisher, in parentheses what is none.
  fileprivate var sourceField: String {
    switch publisher {
    case .all: "(all)"
    case .named(let name): name
    case .unknown: "(unknown)"
    case .others: "(other)"
    }
  }

  fileprivate var kind: String {
    switch publisher {
    case .all: "all"
    case .named: "source"
    case .unknown: "unknown"
    case .others: "other"
    }
  }

  fileprivate var sourceName: String? {
    if case .named(let name) = publisher { name } else { nil }
  }
}

/// Writes a timeline as JSON lines.
struct TimelineLines {
  let query: String
  private let line = JSONLine()

  init(query: String) {
    self.query = query
  }

  func write(_ timeline: Timeline, to output: StandardOutput) throws {
    for series in timeline.series {
      for index in timeline.buckets.indices {
        try output.write(line.encode(BucketLine(timeline, series, index)))
      }
    }
    try output.write(line.encode(TimelineSummary(timeline, query)))
  }
}

private struct BucketLine: Encodable {
  let type = "bucket"
  let bucket: String
  /// `all`, `source`, `unknown` or `other`.
  let series: String
  let source: Nullable<String>
  let articles: Int
  let all: Nullable<Int>
  let ratio: Nullable<Double>

  init(_ timeline: Timeline, _ series: Timeline.Series, _ index: Int) {
    bucket = timeline.buckets[index].description
    self.series = series.kind
    source = Nullable(series.sourceName)
    articles = series.articles[index]
    all = Nullable(series.all?[index])
    ratio = Nullable(series.share(index)?.rounded(digits: 6))
  }
}

private struct TimelineSummary: Encodable {
  let type = "summary"
  let query: String
  let by: String
  let buckets: Int
  let total: Int
  /// Of the total, in no bucket.
  let undated: Int

  init(_ timeline: Timeline, _ query: String) {
    self.query = query
    by = timeline.unit.rawValue
    buckets = timeline.buckets.count
    total = timeline.total
    undated = timeline.undated
  }
}
