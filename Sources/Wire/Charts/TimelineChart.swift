public import Xunwen

/// A timeline as a picture for a paper (SVG 1.1): bars of one series, or lines of several.
///
/// The picture is self-contained: it has no script and no style sheet, and names common fonts.
public struct TimelineChart {
  private let timeline: Timeline
  private let query: String
  private let filters: [String]
  private let words: ChartWords
  private let scale: ValueScale
  private let legend: ChartLegend?
  private let hasShares: Bool

  private static let width = 860.0
  private static let plot = (left: 70.0, right: 836.0, height: 300.0)
  private static let fontSize = 13.0
  private static let widestBar = 80.0

  /// - Parameters:
  ///   - query: the heading. The words of the chart are Chinese when it has Chinese characters.
  ///   - filters: the sources and dates of the search, for the line below the heading.
  public init(_ timeline: Timeline, query: String, filters: [String]) {
    self.timeline = timeline
    (self.query, self.filters) = (query, filters)
    let words = ChartWords(isHan: query.unicodeScalars.contains(where: \.properties.isIdeographic))
    self.words = words
    hasShares = timeline.series.first?.all != nil
    scale = ValueScale(most: timeline.maximum, isWhole: !hasShares)
    let names = timeline.series.map { (words.name(of: $0), $0.source) }
    legend =
      timeline.isSingle
      ? nil : ChartLegend(names, left: Self.plot.left, right: Self.plot.right)
  }

  private var top: Double { 108 + (legend?.height ?? 0) }
  private var bottom: Double { top + Self.plot.height }
  private var slot: Double {
    (Self.plot.right - Self.plot.left) / Double(max(1, timeline.buckets.count))
  }

  /// The document.
  public func svg() -> String {
    let height = bottom + 62
    let title = VisibleText.xml(query)
    let facts = words.facts(of: timeline, filters)
    var svg = """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="\(SVG.number(Self.width))" \
      height="\(SVG.number(height))" viewBox="0 0 \(SVG.number(Self.width)) \(SVG.number(height))" \
      font-family="'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', \
      'Helvetica Neue', Arial, sans-serif" font-size="\(SVG.number(Self.fontSize))" fill="#222">
      <title>\(title)</title>
      <desc>\(VisibleText.xml(facts))</desc>
      <rect width="100%" height="100%" fill="#fff"/>

      """
    let room = Int((Self.width - 48) / 9)
    svg += text(
      VisibleText.xml(VisibleText.prefix(of: VisibleText.line(query), columns: room)), 24, 34,
      #"font-size="18" font-weight="bold""#)
    svg += text(
      VisibleText.xml(VisibleText.prefix(of: facts, columns: room * 18 / 13)), 24, 58,
      ##"fill="#555""##)
    if let legend { svg += legend.svg(top: 84) }
    svg += valueAxis() + timeAxis()
    svg += legend == nil ? bars() : lines()
    svg += text(
      words.name(of: timeline.interval), (Self.plot.left + Self.plot.right) / 2, height - 12,
      Self.centered)
    return svg + "</svg>\n"
  }

  private static let centered = ##"text-anchor="middle" fill="#555""##

  private func valueAxis() -> String {
    var svg = ""
    for tick in scale.ticks {
      let y = self.y(tick)
      let isBase = tick == 0
      svg += line(Self.plot.left, y, Self.plot.right, y, isBase ? "#333" : "#e2e2e2")
      let label =
        hasShares
        ? NumberText.fixed(100 * tick, digits: scale.percentDigits) + "%"
        : NumberText.grouped(Int(tick))
      svg += text(label, Self.plot.left - 8, y + 4.5, #"text-anchor="end""#)
    }
    let caption =
      hasShares
      ? words.share(minimum: timeline.series.first?.minimumForShare ?? 1) : words.articles
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

  /// All bars in one path, since there may be thousands.
  private func bars() -> String {
    guard let series = timeline.series.first else { return "" }
    let width = slot > 3 ? min(slot * 0.8, Self.widestBar) : slot
    let path = timeline.buckets.indices.compactMap { bucket -> String? in
      guard let value = series.value(bucket), value > 0 else { return nil }
      let x = SVG.number(center(bucket) - width / 2)
      return "M\(x) \(SVG.number(bottom))V\(SVG.number(y(value)))h\(SVG.number(width))"
        + "V\(SVG.number(bottom))z"
    }
    return "<path d=\"\(path.joined())\" fill=\"\(ChartLegend.colors[0])\"/>\n"
  }

  private func lines() -> String {
    timeline.series.enumerated().map { number, series in
      var path = ""
      var points = ""
      var isDrawing = false
      for bucket in timeline.buckets.indices {
        guard let value = series.value(bucket) else {
          // A gap: the bucket has no value.
          isDrawing = false
          continue
        }
        let (x, y) = (SVG.number(center(bucket)), SVG.number(y(value)))
        path += "\(isDrawing ? "L" : "M")\(x) \(y)"
        isDrawing = true
        // A line without a second point is invisible.
        let isAlone = !hasValue(series, bucket - 1) && !hasValue(series, bucket + 1)
        if timeline.buckets.count <= 60 || isAlone {
          points += "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"2.6\"/>"
        }
      }
      let look = ChartLegend.look(number, series.source)
      return "<path d=\"\(path)\" fill=\"none\" stroke-width=\"1.8\" "
        + "stroke-linejoin=\"round\" \(look)/>\n"
        + (points.isEmpty
          ? "" : "<g fill=\"\(ChartLegend.color(number, series.source))\">\(points)</g>\n")
    }.reversed().joined()
  }

  private func hasValue(_ series: Timeline.Series, _ bucket: Int) -> Bool {
    timeline.buckets.indices.contains(bucket) && series.value(bucket) != nil
  }

  private func center(_ bucket: Int) -> Double { Self.plot.left + (Double(bucket) + 0.5) * slot }
  private func y(_ value: Double) -> Double { bottom - value / scale.top * Self.plot.height }

  private func text(_ text: String, _ x: Double, _ y: Double, _ attributes: String) -> String {
    "<text x=\"\(SVG.number(x))\" y=\"\(SVG.number(y))\" \(attributes)>\(text)</text>\n"
  }

  private func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ color: String
  ) -> String {
    "<path d=\"M\(SVG.number(x1)) \(SVG.number(y1))L\(SVG.number(x2)) \(SVG.number(y2))\" "
      + "stroke=\"\(color)\"/>\n"
  }
}

enum SVG {
  /// A coordinate, rounded to a hundredth, without trailing zeros.
  static func number(_ value: Double) -> String {
    var text = NumberText.fixed(value, digits: 2)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }
}

extension Timeline {
  /// True for one series of all articles.
  public var isSingle: Bool { series.first?.source == .all }

  /// True when the series are queries.
  public var isComparison: Bool {
    if case .query = series.first?.source { true } else { false }
  }

  /// The greatest value of a bucket: a count of articles, or a share when the timeline has shares.
  public var maximum: Double {
    series.flatMap { series in buckets.indices.compactMap { series.value($0) } }.max() ?? 0
  }
}

extension Timeline.Series {
  /// The value of a bucket: its share, or its count of articles when the timeline has no shares.
  /// Nil when the bucket has no share.
  public func value(_ bucket: Int) -> Double? {
    all == nil ? Double(articles[bucket]) : share(bucket)
  }

  /// The name of the source, or a description of the sources that are counted together.
  public var name: String {
    switch source {
    case .all: "all"
    case .named(let name): VisibleText.line(name)
    case .unknown: "unknown source"
    case .others(let count): NumberText.count(count, "other source")
    case .query(let text): VisibleText.line(text)
    }
  }
}
