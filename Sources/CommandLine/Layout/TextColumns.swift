import Wire
import Xunwen

/// Text in columns, measured by East Asian width.
enum TextColumns {
  static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - DisplayWidth.columns(of: text)))
  }

  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - DisplayWidth.columns(of: text))) + text
  }

  static func widths(of rows: [[String]]) -> [Int] {
    (0..<(rows.map(\.count).max() ?? 0)).map { column in
      rows.map { column < $0.count ? DisplayWidth.columns(of: $0[column]) : 0 }.max() ?? 0
    }
  }

  /// Rows with columns two spaces apart. In a table that exceeds the limit, names of columns and
  /// cells that are aligned to the left continue on further lines, and columns may be one space
  /// apart. Columns that do not fit then follow in further tables, each with the columns that name
  /// the row.
  ///
  /// - Parameters:
  ///   - header: the names of the columns.
  ///   - emphasis: changes each line of the names, without changing its width.
  ///   - isRight: true for columns that are aligned to the right. Their cells are never broken.
  ///   - least: the width down to which columns of text are narrowed before anything else.
  ///   - limit: the columns of a line; nil for no limit.
  static func table(
    _ rows: [[String]], header: [String]? = nil, emphasis: (String) -> String = { $0 },
    right isRight: (Int) -> Bool = { _ in false }, narrowingCellsTo least: Int? = nil,
    limit: Int? = LineWidth.limit
  ) -> String {
    let table = TableWidths(rows, header: header, right: isRight, least: least, limit: limit)
    if let count = table.fittingColumns {
      // The columns of text at the beginning name the row.
      let labels = (0..<count).prefix { !isRight($0) }.count
      let names = Array(0..<(labels < count ? max(1, labels) : 1))
      let parts = [Array(0..<count), names + Array(count..<table.widths.count)]
      return parts.map { part in
        func columns(of row: [String]) -> [String] {
          part.map { $0 < row.count ? row[$0] : "" }
        }
        return Self.table(
          rows.map(columns), header: header.map(columns), emphasis: emphasis,
          right: { isRight(part[$0]) }, narrowingCellsTo: least, limit: limit)
      }.joined(separator: "\n")
    }
    let (widths, gap) = (table.widths, String(repeating: " ", count: table.gap))
    func lines(of row: [String], isHeader: Bool) -> [String] {
      let cells = row.enumerated().map { column, cell in
        isRight(column) && !isHeader || DisplayWidth.columns(of: cell) <= widths[column]
          ? [cell] : LineWrapper(columns: widths[column]).lines(of: cell)
      }
      let height = cells.map(\.count).max() ?? 0
      return (0..<height).map { number in
        let pieces = cells.enumerated().map { column, lines in
          // Names are aligned to the bottom, cells to the top.
          let line = number - (isHeader ? height - lines.count : 0)
          let piece = lines.indices.contains(line) ? lines[line] : ""
          return isRight(column) ? right(piece, widths[column]) : left(piece, widths[column])
        }
        return pieces.joined(separator: gap).trimmingFinalSpaces()
      }
    }
    let names = header.map { lines(of: $0, isHeader: true).map(emphasis) } ?? []
    return (names + rows.flatMap { lines(of: $0, isHeader: false) }).map { $0 + "\n" }.joined()
  }

  private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// A bar that fills a part of the columns, 0...1. Any part above 0 is visible.
  static func bar(_ part: Double, columns: Int) -> String {
    guard part > 0 else { return "" }
    let count = max(1, Int((min(part, 1) * Double(8 * columns)).rounded()))
    return String(repeating: "█", count: count / 8) + eighths[count % 8]
  }
}

extension String {
  fileprivate func trimmingFinalSpaces() -> String {
    String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)])
  }
}

/// The widths of a table's columns. A table that is too wide gets narrower names first, then
/// narrower columns of text, the widest first.
private struct TableWidths {
  private(set) var widths: [Int]
  /// The spaces between columns.
  private(set) var gap = 2
  private let limit: Int?

  private static let minimum = 8

  init(
    _ rows: [[String]], header: [String]?, right isRight: (Int) -> Bool, least leastText: Int?,
    limit: Int?
  ) {
    self.limit = limit
    let cells = TextColumns.widths(of: rows)
    let names = header.map { TextColumns.widths(of: [$0]) } ?? []
    widths = TextColumns.widths(of: rows + (header.map { [$0] } ?? []))
    guard let limit else { return }
    let words = header?.map { name in
      name.split(separator: " ").map { DisplayWidth.columns(of: String($0)) }.max() ?? 0
    }
    func width(_ list: [Int], _ column: Int) -> Int { column < list.count ? list[column] : 0 }
    let withoutNames = widths.indices.map { max(width(cells, $0), width(words ?? names, $0)) }
    let least = widths.indices.map {
      isRight($0)
        ? withoutNames[$0]
        : min(withoutNames[$0], max(Self.minimum, width(words ?? names, $0)))
    }
    if let leastText {
      narrow(to: widths.indices.map { isRight($0) ? widths[$0] : leastText }, limit)
    }
    // All names or none continue on further lines.
    if total > limit { widths = withoutNames }
    // Narrow gaps are better than broken cells.
    if total > limit, total - (widths.count - 1) <= limit { gap = 1 }
    narrow(to: least, limit)
    if total > limit { gap = 1 }
  }

  /// The columns that fit, in a table whose other columns must follow below; nil if all fit, or if
  /// not even two columns do.
  var fittingColumns: Int? {
    guard let limit, total > limit else { return nil }
    let count = (1...widths.count).last { widths[..<$0].reduce(gap * ($0 - 1), +) <= limit } ?? 0
    return count > 1 ? count : nil
  }

  /// Narrows the widest columns as far as necessary, each at most to its floor.
  private mutating func narrow(to floor: [Int], _ limit: Int) {
    while total > limit {
      let wide = widths.indices.filter { widths[$0] > floor[$0] }
      guard let column = wide.max(by: { widths[$0] < widths[$1] }) else { return }
      widths[column] -= 1
    }
  }

  private var total: Int { widths.reduce(gap * (widths.count - 1), +) }
}
