// A concordance for people, the keywords below one another:
//
//     …镇新建综合养老服务中心，为老人 提供 托育服务。      2023-07-02  工人日报  childcare.txt
//                                各县应当 完善 托育服务，保障经费。  2021-04-20  政务公报  gongbao 7

import Xunwen

/// Writes the lines of a concordance as text.
struct ConcordanceText: ConcordanceFormat {
  let style: TextStyle
  /// Units of context that were asked for.
  let window: Int

  var header: String { "" }

  /// Columns that context may take: half as many again as Chinese characters do, for punctuation. Other scripts, whose
  /// units are wider, are cut.
  private var contextColumns: Int { max(20, 3 * window) }

  func text(of lines: [ConcordanceLine]) -> [UInt8] {
    let rows = lines.map { line in
      (
        left: Columns.cutFront(VisibleText.line(line.left), contextColumns),
        match: VisibleText.line(line.match),
        right: Columns.cut(VisibleText.line(line.right), contextColumns), line: line
      )
    }
    let leftWidth = rows.map { DisplayWidth.columns(of: $0.left) }.max() ?? 0
    let rightWidth =
      rows.map { DisplayWidth.columns(of: $0.match) + 1 + DisplayWidth.columns(of: $0.right) }.max()
      ?? 0
    return rows.flatMap { row in
      let used = DisplayWidth.columns(of: row.match) + 1 + DisplayWidth.columns(of: row.right)
      let padding = String(repeating: " ", count: rightWidth - used)
      let text =
        "\(Columns.right(row.left, leftWidth)) \(style.match(row.match)) \(row.right)\(padding)"
      return Array("\(text)  \(style.faint(facts(of: row.line)))\n".utf8)
    }
  }

  private func facts(of line: ConcordanceLine) -> String {
    let date = line.published.map { String($0.description.prefix(10)) } ?? "undated"
    let source = line.source.isEmpty ? [] : [VisibleText.line(line.source)]
    return ([Columns.left(date, 10)] + source + [VisibleText.line(line.id)])
      .joined(separator: "  ")
  }

  func footer(_ totals: ConcordanceTotals, shown: Int) -> [UInt8] {
    let gap = shown > 0 ? "\n" : ""
    return Array((gap + style.faint(totals.summary(shown: shown)) + "\n").utf8)
  }

  func note(_ totals: ConcordanceTotals, shown: Int) -> String? { nil }
}
