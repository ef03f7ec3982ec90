import Xunwen

/// The names of a chart's series, in rows, each with a sample of its line.
struct ChartLegend {
  private struct Entry {
    let name: String
    let publisher: Timeline.Publisher
    let x: Double
    let row: Int
  }

  private let entries: [Entry]
  /// Pixels that the rows take.
  let height: Double

  private static let rowHeight = 22.0
  private static let sample = 26.0

  /// Told apart by people with any color vision: M. Okabe and K. Ito, “Color Universal Design”, 2008; the yellow is
  /// darker than theirs, to be seen on white.
  static let colors = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#8c6d1f", "#222222",
  ]
  private static let gray = "#888888"
  private static let dashes = ["", "7 3", "2 3", "9 3 2 3"]

  /// - Parameters:
  ///   - left: where rows begin.
  ///   - right: where they end at the latest.
  init(_ names: [(name: String, publisher: Timeline.Publisher)], left: Double, right: Double) {
    var entries: [Entry] = []
    var (x, row) = (left, 0)
    for (name, publisher) in names {
      let name = Columns.cut(name, 40)
      // A Chinese character is as wide as the font is high, a Latin one about half of that.
      let width = Self.sample + 10 + 7.4 * Double(DisplayWidth.columns(of: name)) + 20
      if x > left, x + width > right { (x, row) = (left, row + 1) }
      entries.append(Entry(name: name, publisher: publisher, x: x, row: row))
      x += width
    }
    self.entries = entries
    height = Double(row + 1) * Self.rowHeight + 8
  }

  func svg(top: Double) -> String {
    entries.enumerated().map { number, entry in
      let y = top + Double(entry.row) * Self.rowHeight
      let x = TimelineChart.number(entry.x)
      let look = Self.look(number, entry.publisher)
      return "<path d=\"M\(x) \(TimelineChart.number(y))h\(TimelineChart.number(Self.sample))\" "
        + "stroke-width=\"2.2\" \(look)/>"
        + "<text x=\"\(TimelineChart.number(entry.x + Self.sample + 8))\" "
        + "y=\"\(TimelineChart.number(y + 4.5))\">\(XMLText.escaped(entry.name))</text>\n"
    }.joined()
  }

  static func color(_ number: Int, _ publisher: Timeline.Publisher) -> String {
    if case .others = publisher { gray } else { colors[number % colors.count] }
  }

  /// How the line of a series looks: color, and dashes for print without color.
  static func look(_ number: Int, _ publisher: Timeline.Publisher) -> String {
    let dash = dashes[number / 2 % dashes.count]
    return "stroke=\"\(color(number, publisher))\""
      + (dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\"")
  }
}
