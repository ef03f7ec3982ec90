import Xunwen

/// The legend of a chart: the name of each series with a sample of its line.
struct ChartLegend {
  private struct Entry {
    let name: String
    let source: Timeline.Source
    let x: Double
    let row: Int
  }

  private let entries: [Entry]
  let height: Double

  private static let rowHeight = 22.0
  private static let sample = 26.0

  /// Colors that are distinct for every kind of color vision: M. Okabe and K. Ito, “Color Universal
  /// Design”, 2008. The yellow is darker than theirs, to be visible on white.
  static let colors = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#8c6d1f", "#222222",
  ]
  private static let gray = "#888888"
  private static let dashes = ["", "7 3", "2 3", "9 3 2 3"]

  init(_ names: [(name: String, source: Timeline.Source)], left: Double, right: Double) {
    var entries: [Entry] = []
    var (x, row) = (left, 0)
    let shortener = NameShortener()
    for (name, source) in names {
      let name = shortener.shortened(name, columns: 40)
      // A Chinese character is about 14.8 pixels wide, a Latin letter half of that.
      let width = Self.sample + 10 + 7.4 * Double(DisplayWidth.columns(of: name)) + 20
      if x > left, x + width > right { (x, row) = (left, row + 1) }
      entries.append(Entry(name: name, source: source, x: x, row: row))
      x += width
    }
    self.entries = entries
    height = Double(row + 1) * Self.rowHeight + 8
  }

  func svg(top: Double) -> String {
    entries.enumerated().map { number, entry in
      let y = top + Double(entry.row) * Self.rowHeight
      let x = SVG.number(entry.x)
      let look = Self.look(number, entry.source)
      return "<path d=\"M\(x) \(SVG.number(y))h\(SVG.number(Self.sample))\" "
        + "stroke-width=\"2.2\" \(look)/>"
        + "<text x=\"\(SVG.number(entry.x + Self.sample + 8))\" "
        + "y=\"\(SVG.number(y + 4.5))\">\(VisibleText.xml(entry.name))</text>\n"
    }.joined()
  }

  static func color(_ number: Int, _ source: Timeline.Source) -> String {
    if case .others = source { gray } else { colors[number % colors.count] }
  }

  /// The color of a series' line, and its dashes, for print without color.
  static func look(_ number: Int, _ source: Timeline.Source) -> String {
    let dash = dashes[number / 2 % dashes.count]
    return "stroke=\"\(color(number, source))\""
      + (dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\"")
  }
}

/// The words of a chart: Chinese when the query has Chinese characters, English otherwise.
struct ChartWords {
  let isHan: Bool

  var articles: String { isHan ? "文章数（篇）" : "articles" }

  /// - Parameter minimum: the least number of articles of a time that has a share.
  func share(minimum: Int) -> String {
    let number = NumberText.grouped(minimum)
    let note = isHan ? "（全部文章少于 \(number) 篇的时段从略）" : " (left out below \(number) articles)"
    return (isHan ? "占同期全部文章的比例" : "share of all articles of the time")
      + (minimum > 1 ? note : "")
  }

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
    case .query: return series.name
    }
  }

  func facts(of timeline: Timeline, _ filters: [String]) -> String {
    var facts = filters.map(VisibleText.line)
    if timeline.isComparison {
      facts += timeline.series.map { "\($0.name) \(count($0.total - $0.dates.undated))" }
    } else {
      let total = count(timeline.total - timeline.undated)
      facts.append(isHan ? "共 \(total)" : total)
    }
    let dates = timeline.dates
    if dates.undated > 0 {
      let number = NumberText.grouped(dates.undated)
      let known =
        switch timeline.interval {
        case .day, .week: isHan ? "日期" : "day"
        case .month: isHan ? "月份" : "month"
        case .year: isHan ? "年份" : "year"
        }
      facts.append(isHan ? "另有 \(number) 篇\(known)不明" : "\(number) more without a known \(known)")
    }
    if dates.yearOnly > 0 {
      let number = count(dates.yearOnly)
      facts.append(isHan ? "\(number)只知年份" : "\(number) dated to the year only")
    }
    return facts.joined(separator: isHan ? "；" : "; ")
  }

  private func count(_ number: Int) -> String {
    isHan ? "\(NumberText.grouped(number)) 篇" : NumberText.count(number, "article")
  }
}
