// A timeline for people:
//
//     2023-05   3  █████████▎
//     2023-06   0
//     2023-07  12  █████████████████████████████████████
//
//     15 articles in 3 months; 2 articles without a known month left out
//
// With shares, the count of all articles and the share stand before the bar, which shows the share. Of several
// series one comes after the other, with bars of one scale.

import Xunwen

/// Draws timelines in the terminal.
struct TimelineText {
  let style: TextStyle

  func text(of timeline: Timeline) -> String {
    let isSingle = timeline.series.count == 1 && timeline.series[0].publisher == .all
    let most = timeline.mostShown
    var text = ""
    for series in timeline.series where !timeline.buckets.isEmpty {
      if !isSingle {
        text += style.title("\(series.name)  \(Decimal.grouped(series.total))") + "\n"
      }
      text += rows(of: series, timeline, most: most)
      text += "\n"
    }
    return text + style.faint(Self.summary(of: timeline)) + "\n"
  }

  private func rows(
    of series: Timeline.Series, _ timeline: Timeline, most: Double
  ) -> String {
    let labels = timeline.buckets.map(\.description)
    let cells = timeline.buckets.indices.map { facts(of: series, bucket: $0) }
    let widths = (cells.first ?? []).indices.map { column in
      cells.map { DisplayWidth.columns(of: $0[column]) }.max() ?? 0
    }
    let used = (labels.first?.count ?? 0) + widths.reduce(0) { $0 + $1 + 2 } + 2
    let columns = max(8, HitText.columns - used)
    return timeline.buckets.indices.map { bucket in
      let facts = zip(cells[bucket], widths).map { "  " + Columns.right($0, $1) }.joined()
      let value = series.shown(bucket) ?? 0
      let bar = most > 0 ? Bar.text(value / most, columns: columns) : ""
      return labels[bucket] + facts + (bar.isEmpty ? "" : "  " + bar) + "\n"
    }.joined()
  }

  /// What stands before a bar.
  private func facts(of series: Timeline.Series, bucket: Int) -> [String] {
    let articles = Decimal.grouped(series.articles[bucket])
    guard let all = series.all else { return [articles] }
    let share = series.share(bucket).map { Decimal.fixed(100 * $0, digits: 2) + "%" } ?? "-"
    return [articles, "of " + Decimal.grouped(all[bucket]), share]
  }

  static func summary(of timeline: Timeline) -> String {
    if timeline.total == 0 { return "no article matches" }
    var text =
      Decimal.count(timeline.total - timeline.undated, "article") + " in "
      + Decimal.count(timeline.buckets.count, timeline.unit.rawValue)
    if timeline.undated > 0 { text += "; " + undated(timeline) }
    return text
  }

  /// What is in no bucket, and why.
  static func undated(_ timeline: Timeline) -> String {
    let needed =
      switch timeline.unit {
      case .day, .week: "day"
      case .month: "month"
      case .year: "year"
      }
    return
      "\(Decimal.count(timeline.undated, "article")) without a known \(needed) left out"
  }
}

extension Timeline {
  /// The greatest value that is shown: an article count, or a share where there are shares.
  var mostShown: Double {
    series.flatMap { series in buckets.indices.compactMap { series.shown($0) } }.max() ?? 0
  }
}

extension Timeline.Series {
  /// What is shown of a bucket: the share, or without shares the articles; nil where there is no share.
  func shown(_ bucket: Int) -> Double? {
    all == nil ? Double(articles[bucket]) : share(bucket)
  }

  /// The publisher's name, or what stands for it.
  var name: String {
    switch publisher {
    case .all: "all"
    case .named(let name): VisibleText.line(name)
    case .unknown: "unknown publisher"
    case .others(let count): "\(Decimal.count(count, "other publisher"))"
    }
  }
}
