// A timeline as a picture (SVG 1.1) for a paper: bars of one series, lines of several. It needs nothing from elsewhere:
// no script, no style sheet, and the fonts are those of the reader, by a list of common ones.

import Xunwen

/// What stands above a chart.
struct ChartHeading {
  let query: String
  /// Publishers and dates, as they were given.
  let filters: [String]
}

/// Draws timelines.
struct TimelineChart {
  private let timeline: Timeline
  private let heading: ChartHeading
  private let words: ChartWords
  private let scale: ValueScale
  private let legend: ChartLegend?
  private let hasShares: Bool

  private static let width = 860.0
  private static let plot = (left: 70.0, right: 836.0, height: 300.0)
  private static let fontSize = 13.0

  init(_ timeline: Timeline, _ heading: ChartHeading) {
    self.timeline = timeline
    self.heading = heading
    let words = ChartWords(
      isHan: heading.query.unicodeScalars.contains { $0.properties.isIdeographic })
    self.words = words
    hasShares = timeline.series.first?.all != nil
    scale = ValueScale(most: timeline.mostShown, isWhole: !hasShares)
    let isSingle = timeline.series.first?.publisher == .all
    legend =
      isSingle
      ? nil
      : ChartLegend(
        timeline.series.map { (words.name(of: $0), $0.publisher) }, left: Self.plot.left,
        right: Self.plot.right)
  }

  /// Where the plot begins: below the headings and the legend.
  private var top: Double { 108 + (legend?.height ?? 0) }
  private var bottom: Double { top + Self.plot.height }
  private var slot: Double {
    (Self.plot.right - Self.plot.left) / Double(max(1, timeline.buckets.count))
  }

  /// The whole picture.
  func svg() -> String {
    let height = bottom + 62
    let title = XMLText.escaped(heading.query)
    let facts = XMLText.escaped(words.facts(of: timeline, heading))
    var svg = """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="\(Self.number(Self.width))" \
      height="\(Self.number(height))" viewBox="0 0 \(Self.number(Self.width)) \(Self.number(height))" \
      font-family="'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', \
      'Helvetica Neue', Arial, sans-serif" font-size="\(Self.number(Self.fontSize))" fill="#222">
      <title>\(title)</title>
      <desc>\(facts)</desc>
      <rect width="100%" height="100%" fill="#fff"/>

      """
    let room = Int((Self.width - 48) / 9)
    svg += text(
      XMLText.escaped(Columns.cut(VisibleText.line(heading.query), room)), 24, 34,
      #"font-size="18" font-weight="bold""#)
    svg += text(
      XMLText.escaped(Columns.cut(words.facts(of: timeline, heading), room * 18 / 13)), 24, 58,
      ##"fill="#555""##)
    if let legend { svg += legend.svg(top: 84) }
    svg += valueAxis() + timeAxis()
    svg += legend == nil ? bars() : lines()
    svg += text(
      words.unit(timeline.unit), (Self.plot.left + Self.plot.right) / 2, height - 12, Self.centered)
    return svg + "</svg>\n"
  }

  private static let centered = ##"text-anchor="middle" fill="#555""##

  private func valueAxis() -> String {
    var svg = ""
    for tick in scale.ticks {
      let y = self.y(tick)
      let isBase = tick == 0
      svg += line(
        Self.plot.left, y, Self.plot.right, y, isBase ? "#333" : "#e2e2e2")
      let label =
        hasShares
        ? Decimal.fixed(100 * tick, digits: scale.percentDigits) + "%" : Decimal.grouped(Int(tick))
      svg += text(label, Self.plot.left - 8, y + 4.5, #"text-anchor="end""#)
    }
    let caption = hasShares ? words.share : words.articles
    return svg + text(caption, 24, top - 16, ##"fill="#555""##)
  }

  private func timeAxis() -> String {
    let room = Int((Self.plot.right - Self.plot.left) / 7.5)
    return TimeScale(timeline.buckets, room: room).ticks.map { tick in
      let x = center(tick.bucket)
      return line(x, bottom, x, bottom + 5, "#333")
        + text(tick.label, x, bottom + 20, #"text-anchor="middle""#)
    }.joined()
  }

  /// All bars in one path: there may be thousands.
  private func bars() -> String {
    guard let series = timeline.series.first else { return "" }
    let width = slot > 3 ? slot * 0.8 : slot
    let path = timeline.buckets.indices.compactMap { bucket -> String? in
      guard let value = series.shown(bucket), value > 0 else { return nil }
      let x = Self.number(center(bucket) - width / 2)
      return
        "M\(x) \(Self.number(bottom))V\(Self.number(y(value)))h\(Self.number(width))V\(Self.number(bottom))z"
    }
    return "<path d=\"\(path.joined())\" fill=\"\(ChartLegend.colors[0])\"/>\n"
  }

  private func lines() -> String {
    timeline.series.enumerated().map { number, series in
      var path = ""
      var points = ""
      var isDrawing = false
      for bucket in timeline.buckets.indices {
        guard let value = series.shown(bucket) else {
          // Nothing is known of the time in between.
          isDrawing = false
          continue
        }
        let (x, y) = (Self.number(center(bucket)), Self.number(y(value)))
        path += "\(isDrawing ? "L" : "M")\(x) \(y)"
        isDrawing = true
        if timeline.buckets.count <= 60 {
          points += "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"2.6\"/>"
        }
      }
      let look = ChartLegend.look(number, series.publisher)
      return
        "<path d=\"\(path)\" fill=\"none\" stroke-width=\"1.8\" stroke-linejoin=\"round\" \(look)/>\n"
        + (points.isEmpty
          ? "" : "<g fill=\"\(ChartLegend.color(number, series.publisher))\">\(points)</g>\n")
    }.reversed().joined()
  }

  private func center(_ bucket: Int) -> Double { Self.plot.left + (Double(bucket) + 0.5) * slot }
  private func y(_ value: Double) -> Double { bottom - value / scale.top * Self.plot.height }

  private func text(_ text: String, _ x: Double, _ y: Double, _ attributes: String) -> String {
    "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" \(attributes)>\(text)</text>\n"
  }

  private func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ color: String
  ) -> String {
    "<path d=\"M\(Self.number(x1)) \(Self.number(y1))L\(Self.number(x2)) \(Self.number(y2))\" stroke=\"\(color)\"/>\n"
  }

  /// A coordinate to a hundredth, without zeros at its end.
  static func number(_ value: Double) -> String {
    var text = Decimal.fixed(value, digits: 2)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }
}
