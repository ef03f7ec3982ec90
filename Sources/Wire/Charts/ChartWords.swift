import Xunwen

/// The words of a chart: Chinese when the query has Chinese characters, English otherwise.
struct ChartWords {
  let isHan: Bool

  var articles: String { isHan ? "文章数（篇）" : "articles" }
  var share: String { isHan ? "占同期全部文章的比例" : "share of all articles of the time" }

  func name(of interval: CalendarInterval) -> String {
    switch interval {
    case .day: isHan ? "日" : "day"
    case .week: isHan ? "周（ISO 8601）" : "week (ISO 8601)"
    case .month: isHan ? "月" : "month"
    case .year: isHan ? "年" : "year"
    }
  }

  func name(of series: Timeline.Series) -> String {
    guard isHan else { return series.name }
    switch series.source {
    case .all: return "全部"
    case .named: return series.name
    case .unknown: return "来源不明"
    case .others(let count): return "其他来源（\(count)家）"
    }
  }

  /// The line below the heading: the filters, the total, and the number of undated articles.
  func facts(of timeline: Timeline, _ filters: [String]) -> String {
    let dated = timeline.total - timeline.undated
    var facts = filters.map(VisibleText.line)
    facts.append(
      isHan ? "共 \(NumberText.grouped(dated)) 篇" : NumberText.count(dated, "article"))
    if timeline.undated > 0 {
      let count = NumberText.grouped(timeline.undated)
      facts.append(isHan ? "另有 \(count) 篇日期不明" : "\(count) more of unknown date")
    }
    return facts.joined(separator: isHan ? "；" : "; ")
  }
}
